"""Writes of coatings. Each leaves the read row fresh in its published columns and marked stale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from coatings.models import Coating, CoatingMethod, CoatingRead, Measurement, Method, StepValue
from literature.actions import hold_publishing_lock
from literature.values import reading_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from science.quantities import Quantity


@transaction.atomic
def save_coating(
    *,
    number: int,
    columns: Mapping[str, Any],
    methods: Sequence[str],
    step_values: Mapping[tuple[int, str], Quantity],
    measurements: Sequence[Measurement],
) -> Coating:
    """Write one coating and all that belongs to it, in place of what was there.

    ``columns`` are the fields of :class:`Coating`; ``step_values`` maps (position of the step in
    its process, ``time`` or ``temperature``) to the reading; ``measurements`` come
    unsaved, without their coating. The caller refreshes the read rows (a set at a time).
    """
    coating = Coating.objects.filter(pk=number).first() or Coating(pk=number)
    for name, value in columns.items():
        setattr(coating, name, value)
    coating.updated = timezone.now()
    coating.save()
    _replace_methods(coating, methods)
    _replace_step_values(coating, step_values)
    coating.measurements.all().delete()
    for position, measurement in enumerate(measurements):
        measurement.coating = coating
        measurement.position = position
    Measurement.objects.bulk_create(measurements)
    return coating


def _replace_methods(coating: Coating, methods: Sequence[str]) -> None:
    coating.method_links.all().delete()
    known = {method.key: method for method in Method.objects.filter(key__in=methods)}
    CoatingMethod.objects.bulk_create(
        CoatingMethod(coating=coating, method=known[key], position=position)
        for position, key in enumerate(methods)
    )


def _replace_step_values(coating: Coating, values: Mapping[tuple[int, str], Quantity]) -> None:
    coating.step_values.all().delete()
    process = coating.process
    steps = {step.position: step for step in process.steps.all()} if process else {}
    StepValue.objects.bulk_create(
        StepValue(coating=coating, step=steps[position], property=key, **reading_columns(quantity))
        for (position, key), quantity in values.items()
    )


@transaction.atomic
def mark_stale(*, ids: Iterable[int]) -> int:
    """Say that the derived values of these coatings have to be computed again.

    Like a publication, it holds the publishing lock, so that no two wait for each other's rows.
    """
    hold_publishing_lock()
    return CoatingRead.objects.filter(pk__in=list(ids)).update(
        stale_since=timezone.now(), attempts=0, derive_error=""
    )


@transaction.atomic
def delete_coating(*, number: int) -> None:
    """Remove a withdrawn coating; its id stays in the register with the reason."""
    Coating.objects.filter(pk=number).delete()
