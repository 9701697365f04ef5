"""Celery tasks of the cycling room."""

from __future__ import annotations

from collections.abc import Iterable

from celery import shared_task

from cycling.derive import DERIVATION
from literature.deriving import sweep
from literature.queueing import send_after_commit


@shared_task(name="cycling.derive", ignore_result=True)
def derive_tests(ids: list[int]) -> None:
    """Compute the derived values of those of these tests that are marked stale."""
    DERIVATION.run(ids, only_stale=True)


@shared_task(name="cycling.recompute", ignore_result=True)
def recompute_tests(ids: list[int]) -> None:
    """Compute the derived values of these tests, marked or not."""
    DERIVATION.run(ids)


@shared_task(name="cycling.sweep", ignore_result=True)
def sweep_tests() -> int:
    """Heal what a lost message, a killed worker or a new recipe left behind."""
    return sweep(DERIVATION, lambda ids: send_after_commit(recompute_tests, list(ids)))


def enqueue_tests(ids: Iterable[int]) -> None:
    """Ask the workers, after commit, to compute these tests."""
    send_after_commit(derive_tests, list(ids))
