"""Every write of the cycling room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from cycling.models import (
    Control,
    CyclingTest,
    Outcome,
    TestCoating,
    TestCondition,
    TestPoint,
    TestRead,
    TestResult,
)
from literature.actions import hold_publishing_lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coatings.models import Coating


@transaction.atomic
def save_test(
    *,
    number: int,
    columns: Mapping[str, Any],
    also_coated: Sequence[Coating],
    conditions: Sequence[TestCondition],
    results: Sequence[TestResult],
    points: Sequence[TestPoint],
) -> CyclingTest:
    """Write one test and what is its own, in place of what was there; links apart."""
    test = CyclingTest.objects.filter(pk=number).first() or CyclingTest(pk=number)
    for name, value in columns.items():
        setattr(test, name, value)
    test.updated = timezone.now()
    test.save()
    links = [
        TestCoating(coating=coating, position=position)
        for position, coating in enumerate(also_coated)
    ]
    _replace(TestCoating, test, links)
    _replace(TestCondition, test, conditions)
    _replace(TestResult, test, results)
    _replace(TestPoint, test, points)
    return test


def _replace(model: type[models.Model], test: CyclingTest, rows: Sequence[Any]) -> None:
    manager = model._default_manager
    manager.filter(test=test).delete()
    for row in rows:
        row.test = test
    manager.bulk_create(rows, batch_size=5000)


@transaction.atomic
def link_test(*, number: int, controls: Sequence[int], outcomes: Sequence[Outcome]) -> None:
    """The controls of a test and the outcomes stated against them, in place of those before."""
    test = CyclingTest.objects.get(pk=number)
    links = [
        Control(control_id=control, position=position) for position, control in enumerate(controls)
    ]
    _replace(Control, test, links)
    _replace(Outcome, test, outcomes)


@transaction.atomic
def mark_stale(*, ids: Iterable[int]) -> int:
    """Say that the derived values of these tests have to be computed again.

    Like a publication, it holds the publishing lock, so that no two wait for each other's rows.
    """
    hold_publishing_lock()
    return TestRead.objects.filter(pk__in=list(ids)).update(
        stale_since=timezone.now(), attempts=0, derive_error=""
    )


@transaction.atomic
def delete_test(*, number: int) -> None:
    """Remove a withdrawn test; its id stays in the register with the reason."""
    CyclingTest.objects.filter(pk=number).delete()
