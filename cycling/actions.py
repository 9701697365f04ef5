"""Every write of the cycling room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from cycling.models import (
    Control,
    CyclingTest,
    Outcome,
    SeriesPart,
    TestCoating,
    TestCondition,
    TestCurve,
    TestResult,
)
from cycling.series import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from coatings.models import Coating


CHUNK = 500
"""Tests that are written by one set of statements."""


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
