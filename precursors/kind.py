"""Precursors, and what papers print of them, as the rest of the house meets them."""

from __future__ import annotations

from precursors.document import check, exporting, publish, schema, terms
from precursors.models import Precursor, PrecursorMeasurement, SourceTemperature
from records.kinds import Section, TermKind, Values

KINDS = (
    TermKind(
        word="precursor",
        section="precursors",
        model=Precursor,
        entry=terms.PrecursorEntry,
        publish=terms.publish_precursors,
        export=terms.precursor_entries,
    ),
    Section(
        section="source_temperatures",
        entry=schema.SourceTemperatureEntry,
        check=check.source_temperature_problems,
        publish=publish.publish_source_temperatures,
        export=exporting.source_temperature_entries,
        values=(
            Values(
                SourceTemperature,
                "paper_id",
                lambda row: f"source_temperatures[{row.precursor.key}]",
            ),
        ),
    ),
    Section(
        section="precursor_values",
        entry=schema.PrecursorValueEntry,
        check=check.precursor_value_problems,
        publish=publish.publish_precursor_values,
        export=exporting.precursor_value_entries,
        values=(
            Values(
                PrecursorMeasurement,
                "paper_id",
                lambda row: f"precursor_values[{row.precursor.key} {row.property}]",
            ),
        ),
    ),
)
