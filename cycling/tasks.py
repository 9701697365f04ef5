"""Celery tasks of the cycling room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    return sweep(DERIVATION, enqueue_tests)


def enqueue_tests(ids: Iterable[int]) -> None:
    """Ask the workers, after commit, to compute these tests."""
    send_after_commit(derive_tests, list(ids))


def enqueue_tests_in_bulk(ids: Sequence[int]) -> None:
    """The same for a part of a larger job, which must not delay edits."""
    send_after_commit(derive_tests, ids, bulk=True)
