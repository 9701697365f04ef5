"""The paper itself and its source temperatures, from a checked document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from literature.actions import save_paper
from literature.models import Paper
from literature.values import reading_columns
from precursors.actions import replace_source_temperatures
from precursors.models import Precursor, SourceTemperature
from science.properties import property_value
from science.quantities import read as read_quantity

if TYPE_CHECKING:
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


def write_source_temperatures(document: PaperDocument, paper: Paper) -> None:
    entries = document.source_temperatures
    known = Precursor.objects.in_bulk({e.precursor for e in entries}, field_name="key")
    rows = [
        SourceTemperature(
            precursor=known[entry.precursor],
            paper=paper,
            position=position,
            **columns_of("source_temperature", entry.value, entry.missing),
            **provenance_of(entry, document),
        )
        for position, entry in enumerate(entries)
    ]
    replace_source_temperatures(paper=paper, rows=rows)


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
    paper = Paper.objects.get(key=via.paper) if via else None
    return {
        "via": paper,
        "via_number": via.number if via else None,
        "at": entry.at or [],
        "extraction": entry.extraction or "",
        "note": entry.note or "",
    }
