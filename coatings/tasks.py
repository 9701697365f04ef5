"""Celery tasks of the coatings room."""

from __future__ import annotations

from functools import partial

from celery import shared_task

from coatings.derive import DERIVATION
from coatings.filters import CoatingFilter
from records.deriving import sweep
from records.index.tables import MANY, fold
from records.queueing import PATIENT, send_after_commit


@shared_task(name="coatings.derive", **PATIENT)
def derive_coatings(ids: list[int]) -> None:
    """Compute the derived values of those of these coatings that wait for it."""
    DERIVATION.run(ids, only_waiting=True)
    fold(CoatingFilter, at_least=MANY)


@shared_task(name="coatings.sweep", **PATIENT)
def sweep_coatings() -> int:
    """Heal what a lost message, a killed worker or a new recipe left behind."""
    fold(CoatingFilter)
    return sweep(DERIVATION, partial(send_after_commit, derive_coatings))
