"""Celery tasks of the cycling room."""

from __future__ import annotations

from functools import partial

from celery import shared_task

from cycling.derive import DERIVATION
from records.deriving import sweep
from records.queueing import PATIENT, send_after_commit


@shared_task(name="cycling.derive", **PATIENT)
def derive_tests(ids: list[int]) -> None:
    """Compute the derived values of those of these tests that wait for it."""
    DERIVATION.run(ids, only_waiting=True)


@shared_task(name="cycling.sweep", **PATIENT)
def sweep_tests() -> int:
    """Heal what a lost message, a killed worker or a new recipe left behind."""
    return sweep(DERIVATION, partial(send_after_commit, derive_tests))
