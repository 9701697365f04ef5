"""The paper itself and its source temperatures, from a checked document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from documents.check import walk_vias
from literature.actions import save_paper
from literature.models import Paper
from precursors.actions import replace_precursor_values
from precursors.models import Precursor, PrecursorMeasurement, SourceTemperature
from records.presentation import quantity_json
from records.printed_values import reading_columns
from science.properties import property_value
from science.quantities import read as read_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.schema import PaperDocument, Sourced
    from science.quantities import Quantity


E = TypeVar("E")


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


@dataclass(frozen=True)
class Placed(Generic[E]):
    """An entry of a document with the permanent number of its record and its place in its list."""

    entry: E
    number: int
    position: int


@dataclass(frozen=True)
class Sources:
    """The document that is published, its paper, and the papers that its entries were read in."""

    document: PaperDocument
    paper: Paper
    papers: Mapping[str, Paper]

    def of(self, entry: Sourced) -> dict[str, Any]:
        """Columns of where an entry was read: its own ``via`` first, else the document's."""
        via = entry.via or self.document.via
        if via and self.document.via and via.paper == self.document.key:
            via = None  # read in the paper itself, though the paper was first met elsewhere
        return {
            "via": self.papers[via.paper] if via else None,
            "via_number": via.number if via else None,
            "at": entry.at or [],
            "extraction": entry.extraction or "",
            "note": entry.note or "",
        }


def sources_of(document: PaperDocument, paper: Paper) -> Sources:
    """One query for all papers that anything of the document was read in."""
    keys = {via.paper for _, via in walk_vias(document, ())}
    return Sources(document, paper, Paper.objects.with_keys(keys))


def write_precursor_values(document: PaperDocument, sources: Sources) -> None:
    paper = sources.paper
    temperatures, values = document.source_temperatures, document.precursor_values
    keys = {entry.precursor for entry in temperatures} | {entry.precursor for entry in values}
    known = Precursor.objects.in_bulk(keys, field_name="key")
    heated = [
        SourceTemperature(
            precursor=known[entry.precursor],
            paper=paper,
            position=position,
            **columns_of("source_temperature", entry.value, entry.missing),
            **sources.of(entry),
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
            **sources.of(entry),
        )
        for position, entry in enumerate(values)
    ]
    replace_precursor_values(paper=paper, source_temperatures=heated, measurements=measurements)


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
