"""From the entries of a document to rows, and back: what all sections share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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

    def of(self, entry: Sourced, owner: Sourced | None = None) -> dict[str, Any]:
        """Columns of where an entry was read: its own ``via`` first, else that of the record
        that it belongs to, else the document's; likewise the page on the web."""
        via = self._via(entry, owner)
        url, read_on = entry.url, entry.read_on
        if owner and not url and via == self._via(owner, None):
            url, read_on = owner.url, read_on or owner.read_on
        return {
            "via": self.papers[via.paper] if via else None,
            "via_number": via.number if via else None,
            "at": entry.at or [],
            "section": entry.section or "",
            "url": url or "",
            "read_on": date.fromisoformat(read_on) if read_on else None,
            "extraction": entry.extraction or "",
            "note": entry.note or "",
        }

    def stated(self, entry: StatedEntry, owner: Sourced | None = None) -> dict[str, Any]:
        """The same of a value or statement (of the record ``owner``), and what it is said of."""
        return {**self.of(entry, owner), "scope": entry.scope or Scope.RECORD}

    def _via(self, entry: Sourced, owner: Sourced | None) -> Via | None:
        via = entry.via or (owner.via if owner else None) or self.via
        # None: read in the paper itself, though the paper was first met elsewhere
        return None if via and via.paper == self.paper.key else via


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


def source_entry(row: Provenance, paper: Any, owner: Provenance | None = None) -> dict[str, Any]:
    """Where the row was read; what its record (``owner``), or the paper, says alike is left to
    that."""
    above = owner or paper
    same_via = row.via_id == above.via_id and row.via_number == above.via_number
    same_page = owner is not None and same_via and row.url == owner.url
    same_day = same_page and owner is not None and row.read_on == owner.read_on
    via = via_entry(row) or {"paper": paper.key}
    return {
        "at": row.at or None,
        "section": row.section or None,
        "extraction": row.extraction or None,
        "url": None if same_page else row.url or None,
        "read_on": None if same_day or row.read_on is None else row.read_on.isoformat(),
        "via": None if same_via else via,
        "note": row.note or None,
    }


def stated_entry(row: Stated, paper: Any, owner: Provenance | None = None) -> dict[str, Any]:
    """The same of a value or statement; that it is said of the record goes without saying."""
    of_a_class = row.scope == Scope.CLASS
    return {"scope": str(row.scope) if of_a_class else None, **source_entry(row, paper, owner)}


def measurement_entry(row: Any, paper: Any, owner: Provenance | None = None) -> dict[str, Any]:
    return {
        "property": row.property,
        **value_entry(row),
        "conditions": {key: value["printed"] for key, value in row.conditions.items()},
        **stated_entry(row, paper, owner),
    }
