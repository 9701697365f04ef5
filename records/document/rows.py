"""From the entries of a document to rows, and back: what all sections share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from records.presentation import quantity_json
from records.printed_values import PrintedValue, Provenance, Scope, Stated, reading_columns
from science.properties import property_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.document.fields import Sourced, StatedEntry, Via

E = TypeVar("E")


@dataclass(frozen=True)
class Placed(Generic[E]):
    """An entry of a document with its place in its list, and the permanent number of its record
    where it has one."""

    entry: E
    position: int
    number: int = 0


@dataclass(frozen=True)
class Sources:
    """The paper whose document is published, and the papers that its entries were read in."""

    paper: Any
    via: Via | None
    papers: Mapping[str, Any]

    def of(self, entry: Sourced) -> dict[str, Any]:
        """Columns of where an entry was read: its own ``via`` first, else the document's."""
        via = entry.via or self.via
        if via and self.via and via.paper == self.paper.key:
            via = None  # read in the paper itself, though the paper was first met elsewhere
        return {
            "via": self.papers[via.paper] if via else None,
            "via_number": via.number if via else None,
            "at": entry.at or [],
            "extraction": entry.extraction or "",
            "note": entry.note or "",
        }

    def stated(self, entry: StatedEntry) -> dict[str, Any]:
        """The same of a value or statement, and what it is said of."""
        return {**self.of(entry), "scope": entry.scope or Scope.RECORD}


def value_columns(key: str, value: str | None, missing: str | None) -> dict[str, Any]:
    """The columns of a value as printed, read into the canonical unit of property ``key``."""
    reading = property_value(key, value) if value is not None else None
    return reading_columns(reading, missing or "")


def conditions_json(stated: Mapping[str, str] | None) -> dict[str, Any]:
    """Conditions of a measurement, by property key, each with its reading."""
    return {
        key: quantity_json(property_value(key, printed)) for key, printed in (stated or {}).items()
    }


def via_entry(row: Any) -> dict[str, Any] | None:
    return {"paper": row.via.key, "number": row.via_number} if row.via else None


def value_entry(row: PrintedValue) -> dict[str, Any]:
    return {"missing": row.missing} if row.missing else {"value": row.printed}


def source_entry(row: Provenance, paper: Any) -> dict[str, Any]:
    """Where the row was read; ``via`` is left to the paper's own where it is the same."""
    inherited = row.via_id == paper.via_id and row.via_number == paper.via_number
    via = via_entry(row) or {"paper": paper.key}
    return {
        "at": row.at or None,
        "extraction": row.extraction or None,
        "via": None if inherited else via,
        "note": row.note or None,
    }


def stated_entry(row: Stated, paper: Any) -> dict[str, Any]:
    """The same of a value or statement; that it is said of the record goes without saying."""
    of_a_class = row.scope == Scope.CLASS
    return {"scope": str(row.scope) if of_a_class else None, **source_entry(row, paper)}


def measurement_entry(row: Any, paper: Any) -> dict[str, Any]:
    return {
        "property": row.property,
        **value_entry(row),
        "conditions": {key: value["printed"] for key, value in row.conditions.items()},
        **stated_entry(row, paper),
    }
