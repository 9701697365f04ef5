"""Writes of coatings. Each leaves the read row fresh in its published columns and marked stale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from coatings.models import (
    Coating,
    CoatingMethod,
    Measurement,
    Method,
    ProcessStep,
    Series,
    StepValue,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


CHUNK = 500
"""Coatings that are written by one set of statements."""


@dataclass(frozen=True)
class CoatingParts:
    """One coating to be written. ``columns`` are the fields of :class:`Coating`; ``step_values``
    come with the position of their step in the process; they, the ``measurements`` and the
    ``series`` are unsaved and without their coating."""

    number: int
    columns: Mapping[str, Any]
    methods: Sequence[str]
    step_values: Sequence[tuple[int, StepValue]]
    measurements: Sequence[Measurement]
    series: Sequence[Series] = ()


@transaction.atomic
def save_coatings(parts: Iterable[CoatingParts]) -> None:
    """Write coatings and all that belongs to them, in place of what was there; the queries grow
    with the chunks alone. The caller refreshes the read rows (a set at a time)."""
    every = list(parts)
    named = {key for one in every for key in one.methods}
    methods = Method.objects.in_bulk(named, field_name="key")
    steps = _steps_of(every)
    for start in range(0, len(every), CHUNK):
        _save_chunk(every[start : start + CHUNK], methods, steps)


def _save_chunk(
    parts: Sequence[CoatingParts],
    methods: Mapping[str, Method],
    steps: Mapping[tuple[int, int], ProcessStep],
) -> None:
    now = timezone.now()
    numbers = [one.number for one in parts]
    Coating.objects.bulk_create(
        [Coating(pk=one.number, updated=now, created=now, **one.columns) for one in parts],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*parts[0].columns, "updated"],
    )
    for model in (CoatingMethod, StepValue, Measurement, Series):
        model._default_manager.filter(coating__in=numbers).delete()
    CoatingMethod.objects.bulk_create(
        CoatingMethod(coating_id=one.number, method=methods[key], position=position)
        for one in parts
        for position, key in enumerate(one.methods)
    )
    for one in parts:
        for position, value in one.step_values:
            value.coating_id = one.number
            value.step = steps[one.columns["process"].pk, position]
    StepValue.objects.bulk_create(value for one in parts for _, value in one.step_values)
    for one in parts:
        for position, measurement in enumerate(one.measurements):
            measurement.coating_id = one.number
            measurement.position = position
    Measurement.objects.bulk_create(m for one in parts for m in one.measurements)
    for one in parts:
        for position, series in enumerate(one.series):
            series.coating_id = one.number
            series.position = position
    Series.objects.bulk_create(s for one in parts for s in one.series)


def _steps_of(parts: Sequence[CoatingParts]) -> dict[tuple[int, int], ProcessStep]:
    """The steps of all processes that have values, by (process, position)."""
    processes = {one.columns["process"] for one in parts if one.step_values}
    steps = ProcessStep.objects.filter(process__in=processes)
    return {(step.process_id, step.position): step for step in steps}
