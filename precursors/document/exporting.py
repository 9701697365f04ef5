"""What a paper says of precursors, from rows back to entries of its document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.document.rows import measurement_entry, stated_entry, value_entry

if TYPE_CHECKING:
    from literature.models import Paper


def source_temperature_entries(paper: Paper) -> list[dict[str, Any]]:
    return [
        {"precursor": row.precursor.key, **value_entry(row), **stated_entry(row, paper)}
        for row in paper.source_temperatures.select_related("precursor", "via")
    ]


def precursor_value_entries(paper: Paper) -> list[dict[str, Any]]:
    return [
        {"precursor": row.precursor.key, **measurement_entry(row, paper)}
        for row in paper.precursor_measurements.select_related("precursor", "via")
    ]
