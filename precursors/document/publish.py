"""What a checked document says of precursors, as rows: in place of what it said before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from precursors.actions import replace_values
from precursors.models import Precursor, PrecursorMeasurement, SourceTemperature
from records.document.rows import conditions_json, value_columns
from records.printed_values import put_first_hand_first, same_property

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from precursors.document.schema import PrecursorValueEntry, SourceTemperatureEntry
    from records.document.rows import Placed, Sources


def publish_source_temperatures(
    placed: Sequence[Placed[SourceTemperatureEntry]], sources: Sources, numbers: Mapping[str, int]
) -> None:
    rows = [
        SourceTemperature(
            **columns,
            **value_columns("source_temperature", one.entry.value, one.entry.missing),
        )
        for one, columns in _with_columns(placed, sources)
    ]
    put_first_hand_first(
        rows,
        lambda one, other: (one.precursor_id, one.scope) == (other.precursor_id, other.scope),
    )
    replace_values(SourceTemperature, paper=sources.paper, rows=rows)


def publish_precursor_values(
    placed: Sequence[Placed[PrecursorValueEntry]], sources: Sources, numbers: Mapping[str, int]
) -> None:
    rows = [
        PrecursorMeasurement(
            property=one.entry.property,
            conditions=conditions_json(one.entry.conditions),
            **columns,
            **value_columns(one.entry.property, one.entry.value, one.entry.missing),
        )
        for one, columns in _with_columns(placed, sources)
    ]
    put_first_hand_first(
        rows,
        lambda one, other: one.precursor_id == other.precursor_id and same_property(one, other),
    )
    replace_values(PrecursorMeasurement, paper=sources.paper, rows=rows)


def _with_columns(
    placed: Sequence[Placed[Any]], sources: Sources
) -> list[tuple[Placed[Any], dict[str, Any]]]:
    known = Precursor.objects.in_bulk({one.entry.precursor for one in placed}, field_name="key")
    return [
        (
            one,
            {
                "precursor": known[one.entry.precursor],
                "paper": sources.paper,
                "position": one.position,
                **sources.stated(one.entry),
            },
        )
        for one in placed
    ]
