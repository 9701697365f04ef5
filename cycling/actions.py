"""Every write of the cycling room."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from cyclers.models import RawFile
from cyclers.queries import reading_of_all
from cyclers.reading.joining import key_of
from cyclers.reading.trouble import Unreadable
from cycling.models import (
    Control,
    CyclingTest,
    Outcome,
    SeriesPart,
    SeriesReading,
    SeriesState,
    TestCoating,
    TestCondition,
    TestCurve,
    TestResult,
)
from cycling.series import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pyarrow as pa

    from coatings.models import Coating


CHUNK = 500
"""Tests that are written by one set of statements."""
ATTEMPTS = 3
SILENT_S = 480
_RUNNING = Q(state__in=(SeriesState.WAITING, SeriesState.READING))


@dataclass(frozen=True)
class TestParts:
    """One test to be written; ``columns`` are the fields of :class:`CyclingTest`, the rest comes
    unsaved and without its test."""

    __test__ = False  # not a test case, whatever pytest makes of the name

    number: int
    columns: Mapping[str, Any]
    also_coated: Sequence[Coating]
    conditions: Sequence[TestCondition]
    results: Sequence[TestResult]
    counter_coating: Coating | None
    curves: Sequence[TestCurve]


@dataclass(frozen=True)
class TestLinks:
    """What a test says about other tests of its paper: controls, and outcomes against them."""

    __test__ = False  # not a test case, whatever pytest makes of the name

    number: int
    controls: Sequence[int]
    outcomes: Sequence[Outcome]


@transaction.atomic
def save_tests(parts: Iterable[TestParts]) -> None:
    """Write tests and what is their own, in place of what was there; links apart. The queries
    grow with the chunks alone. The caller refreshes the read rows."""
    every = list(parts)
    for start in range(0, len(every), CHUNK):
        _save_chunk(every[start : start + CHUNK])


def _save_chunk(parts: Sequence[TestParts]) -> None:
    now = timezone.now()
    CyclingTest.objects.bulk_create(
        [CyclingTest(pk=one.number, updated=now, created=now, **one.columns) for one in parts],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*parts[0].columns, "updated"],
    )
    links = {one.number: _coating_links(one) for one in parts}
    _replace(TestCoating, links)
    _replace(TestCondition, {one.number: one.conditions for one in parts})
    _replace(TestResult, {one.number: one.results for one in parts})
    _replace(TestCurve, {one.number: one.curves for one in parts})


def _coating_links(parts: TestParts) -> list[TestCoating]:
    counter = [(parts.counter_coating, True)] if parts.counter_coating else []
    placed = enumerate([*counter, *((coating, False) for coating in parts.also_coated)])
    return [TestCoating(coating=c, position=p, counter=is_counter) for p, (c, is_counter) in placed]


def _replace(model: type[models.Model], rows: Mapping[int, Sequence[Any]]) -> None:
    """The rows of these tests in place of those before."""
    manager = model._default_manager
    manager.filter(test__in=rows).delete()
    for number, own in rows.items():
        for row in own:
            row.test_id = number
    manager.bulk_create((row for own in rows.values() for row in own), batch_size=5000)


@transaction.atomic
def link_tests(links: Iterable[TestLinks]) -> None:
    """The controls of tests and the outcomes stated against them, in place of those before."""
    every = list(links)
    controls = {
        one.number: [
            Control(control_id=control, position=position)
            for position, control in enumerate(one.controls)
        ]
        for one in every
    }
    _replace(Control, controls)
    _replace(Outcome, {one.number: one.outcomes for one in every})


@transaction.atomic
def keep_series(sha256: str, table: pa.Table) -> int:
    """The time series that a raw file was read as, in place of what was kept of it; the number of
    parts. ``table`` has the columns of :mod:`cycling.series`."""
    SeriesPart.objects.filter(sha256=sha256).delete()
    count = 0
    for part in parts_of(sha256, table):
        part.save(force_insert=True)
        count += 1
    return count


@transaction.atomic
def forget_series(sha256: str) -> None:
    """With its raw file goes what was read of it."""
    SeriesPart.objects.filter(sha256=sha256).delete()


@transaction.atomic
def ask_for_series(
    *, curves: Iterable[TestCurve], tell: Callable[[Sequence[SeriesReading]], None]
) -> None:
    """Have the raw files of these recorded cells read for their time series, where the files are
    here and nobody read them yet. ``tell`` is called with what waits."""
    lists = {key_of(one.sha256): one.sha256 for one in curves if one.sha256}
    known = set(SeriesReading.objects.filter(key__in=lists).values_list("key", flat=True))
    named = {one for files in lists.values() for one in files}
    here = set(RawFile.objects.filter(sha256__in=named).values_list("sha256", flat=True))
    rows = [
        SeriesReading(key=key, files=files, touched=timezone.now())
        for key, files in lists.items()
        if key not in known and here.issuperset(files)
    ]
    SeriesReading.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        tell(list(SeriesReading.objects.filter(key__in=[row.key for row in rows])))


def read_series(*, number: int) -> None:
    """Read the raw files of one recorded cell and keep its time series. A second reader of the
    same does no harm."""
    rows = SeriesReading.objects.filter(pk=number)
    begun = rows.filter(_RUNNING, attempts__lt=ATTEMPTS)
    if not begun.update(
        state=SeriesState.READING, attempts=F("attempts") + 1, touched=timezone.now()
    ):
        return
    row = rows.get()
    began = time.monotonic()

    def told(_: float) -> None:
        rows.update(seconds=time.monotonic() - began, touched=timezone.now())

    try:
        by_checksum = {file.sha256: file for file in RawFile.objects.filter(sha256__in=row.files)}
        if lacking := [one for one in row.files if one not in by_checksum]:
            raise Unreadable(f"The raw file {lacking[0][:12]}… is not here any more.")
        reading = reading_of_all([by_checksum[one] for one in row.files], told=told)
        if reading.series is None:
            raise Unreadable("It is a table with a row for each cycle: there is no time series.")
        with transaction.atomic():
            SeriesReading.objects.select_for_update().get(pk=number)
            keep_series(row.key, reading.series)
            rows.update(state=SeriesState.KEPT, touched=timezone.now())
    except Unreadable as error:
        rows.update(state=SeriesState.REFUSED, refused=str(error), touched=timezone.now())
    except SoftTimeLimitExceeded:
        why = "Reading it takes too long."
        rows.update(state=SeriesState.REFUSED, refused=why, touched=timezone.now())


@transaction.atomic
def sweep_series(*, tell: Callable[[Sequence[SeriesReading]], None]) -> int:
    """Send again what nobody reads, refuse what ends its readers, and forget what no public test
    names any more; how many were sent."""
    now = timezone.now()
    silent = SeriesReading.objects.filter(_RUNNING, touched__lt=now - timedelta(seconds=SILENT_S))
    silent.filter(attempts__gte=ATTEMPTS).update(
        state=SeriesState.REFUSED,
        refused=f"Reading it ended {ATTEMPTS} times without a result.",
        touched=now,
    )
    named = TestCurve.objects.filter(sha256=models.OuterRef("files"))
    for key in SeriesReading.objects.exclude(models.Exists(named)).values_list("key", flat=True):
        SeriesReading.objects.filter(key=key).delete()
        forget_series(key)
    waiting = list(silent)
    tell(waiting)
    return len(waiting)
