"""The paper itself and its source temperatures, from a checked document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from literature.actions import save_paper
from literature.models import Paper
from literature.presentation import quantity_json
from literature.values import reading_columns
from precursors.actions import replace_precursor_values
from precursors.models import Precursor, PrecursorMeasurement, SourceTemperature
from science.properties import property_value
from science.quantities import read as read_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.document.schema import PaperDocument, Sourced
    from science.quantities import Quantity


def write_paper(document: PaperDocument, number: int) -> Paper:
    via = document.via
    return save_paper(
        number=number,
        key=document.key,
        csl=document.citation.model_dump(mode="json", by_alias=True, exclude_none=True),
        via=Paper.objects.get(key=via.paper) if via else None,
        via_number=via.number if via else None,
        note=document.note or "",
    )


def write_precursor_values(document: PaperDocument, paper: Paper) -> None:
    temperatures, values = document.source_temperatures, document.precursor_values
    keys = {entry.precursor for entry in temperatures} | {entry.precursor for entry in values}
    known = Precursor.objects.in_bulk(keys, field_name="key")
    sources = [
        SourceTemperature(
            precursor=known[entry.precursor],
            paper=paper,
            position=position,
            **columns_of("source_temperature", entry.value, entry.missing),
            **provenance_of(entry, document),
        )
        for position, entry in enumerate(temperatures)
    ]
    measurements = [
        PrecursorMeasurement(
            precursor=known[entry.precursor],
            paper=paper,
            property=entry.property,
            conditions=conditions_of(entry.conditions),
            position=position,
            **columns_of(entry.property, entry.value, entry.missing),
            **provenance_of(entry, document),
        )
        for position, entry in enumerate(values)
    ]
    replace_precursor_values(paper=paper, source_temperatures=sources, measurements=measurements)


def conditions_of(stated: Mapping[str, str] | None) -> dict[str, Any]:
    """Conditions of a measurement, by property key, each with its reading."""
    return {
        key: quantity_json(property_value(key, printed)) for key, printed in (stated or {}).items()
    }


def columns_of(key: str, value: str | None, missing: str | None) -> dict[str, Any]:
    """The columns of a value as printed, read into the canonical unit of property ``key``."""
    return reading_columns(read(key, value), missing or "")


def read(key: str, value: str | None) -> Quantity | None:
    return property_value(key, value) if value is not None else None


def read_count(value: str | None) -> Quantity | None:
    """A number of cycles as printed."""
    return read_quantity(value, unit="cycles") if value is not None else None


def provenance_of(entry: Sourced, document: PaperDocument) -> dict[str, Any]:
    """Where an entry was read: its own ``via`` first, else the document's."""
    via = entry.via or document.via
    if via and document.via and via.paper == document.key:
        via = None  # read in the paper itself, though the paper was first met elsewhere
    paper = Paper.objects.get(key=via.paper) if via else None
    return {
        "via": paper,
        "via_number": via.number if via else None,
        "at": entry.at or [],
        "extraction": entry.extraction or "",
        "note": entry.note or "",
    }
