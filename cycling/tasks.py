"""Celery tasks of the cycling room."""

from __future__ import annotations

from functools import partial

from celery import shared_task

from cycling.derive import DERIVATION
from cycling.filters import TestFilter
from records.deriving import sweep
from records.index.tables import MANY, fold
from records.queueing import PATIENT, send_after_commit


@shared_task(name="cycling.derive", **PATIENT)
def derive_tests(ids: list[int]) -> None:
    """Compute the derived values of those of these tests that wait for it."""
    DERIVATION.run(ids, only_waiting=True)
    fold(TestFilter, at_least=MANY)


@shared_task(name="cycling.sweep", **PATIENT)
def sweep_tests() -> int:
    """Heal what a lost message, a killed worker or a new recipe left behind."""
    fold(TestFilter)
    return sweep(DERIVATION, partial(send_after_commit, derive_tests))
