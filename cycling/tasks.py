"""Celery tasks of the cycling room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from celery import shared_task
from django.db.models import Sum

from cyclers.models import RawFile
from cycling.actions import read_series, sweep_series
from cycling.derive import DERIVATION
from cycling.filters import TestFilter
from records.deriving import sweep
from records.index.tables import MANY, fold
from records.queueing import PATIENT, send_after_commit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cycling.models import SeriesReading

AT_ONCE = 3_000_000
"""Bytes of files that are read beside edits; larger ones take minutes, and are work in bulk."""


@shared_task(name="cycling.derive", **PATIENT)
def derive_tests(ids: list[int]) -> None:
    """Compute the derived values of those of these tests that wait for it."""
    DERIVATION.run(ids, only_waiting=True)
    fold(TestFilter, at_least=MANY)


@shared_task(name="cycling.sweep", **PATIENT)
def sweep_tests() -> int:
    """Heal what a lost message, a killed worker or a new recipe left behind."""
    fold(TestFilter)
    sweep_series(tell=enqueue_series)
    return sweep(DERIVATION, partial(send_after_commit, derive_tests))


@shared_task(name="cycling.read_series", soft_time_limit=420, **PATIENT)
def read_series_of(ids: list[int]) -> None:
    """Read raw files that a public test names for their time series."""
    for number in ids:
        read_series(number=number)


def enqueue_series(readings: Sequence[SeriesReading]) -> None:
    """Ask the workers, after commit, one file after another."""
    for one in readings:
        size = RawFile.objects.filter(sha256__in=one.files).aggregate(size=Sum("size"))["size"]
        send_after_commit(read_series_of, [one.pk], bulk=(size or 0) > AT_ONCE)
