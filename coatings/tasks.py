"""Celery tasks of the coatings room."""

from __future__ import annotations

from collections.abc import Iterable

from celery import shared_task

from coatings.derive import DERIVATION
from literature.deriving import sweep
from literature.queueing import send_after_commit


@shared_task(name="coatings.derive", ignore_result=True)
def derive_coatings(ids: list[int]) -> None:
    """Compute the derived values of those of these coatings that are marked stale."""
    DERIVATION.run(ids, only_stale=True)


@shared_task(name="coatings.recompute", ignore_result=True)
def recompute_coatings(ids: list[int]) -> None:
    """Compute the derived values of these coatings, marked or not."""
    DERIVATION.run(ids)


@shared_task(name="coatings.sweep", ignore_result=True)
def sweep_coatings() -> int:
    """Heal what a lost message, a killed worker or a new recipe left behind."""
    return sweep(DERIVATION, lambda ids: send_after_commit(recompute_coatings, list(ids)))


def enqueue_coatings(ids: Iterable[int]) -> None:
    """Ask the workers, after commit, to compute these coatings."""
    send_after_commit(derive_coatings, list(ids))
