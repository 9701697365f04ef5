"""Values and provenance in the shape of the contract, for lists, records and pages alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.models import Kind, public_id
from science.quantities import says_about

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.printed_values import Provenance
    from science.quantities import Quantity


READING = ("printed", "qualifier", "low", "high", "unit", "uncertainty")


def quantity_json(quantity: Quantity) -> dict[str, Any]:
    """The reading alone: printed, qualifier, low, high, unit, uncertainty."""
    return {
        "printed": quantity.printed,
        "qualifier": quantity.qualifier,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "uncertainty": quantity.uncertainty,
    }


def value_json(
    row: Any,
    source: Provenance,
    paper_id: int,
    conditions: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A value, everywhere: the reading with its conditions, its source and what it is said of, or
    what is missing. ``row`` is a :class:`PrintedValue` and :class:`Stated`.

    ``source`` is the row that carries the provenance: the value itself, or its owner (see
    :func:`place_of`).
    """
    origin = source_json(source, paper_id)
    note = row.note
    if row.missing:
        return {
            "missing": row.missing,
            "source": origin,
            "scope": row.scope,
            "superseded": row.superseded,
            "note": note,
        }
    quantity = row.quantity
    assert quantity is not None  # a row without `missing` has a reading: the database holds it
    return {
        **quantity_json(quantity),
        "conditions": conditions_json(conditions),
        "source": origin,
        "scope": row.scope,
        "superseded": row.superseded,
        "note": note,
    }


def conditions_json(conditions: dict[str, Any] | None) -> dict[str, Any]:
    """Conditions with their names in the order of every other value (jsonb keeps none)."""
    return {
        key: {name: value[name] for name in READING} for key, value in (conditions or {}).items()
    }


def place_of(row: Provenance, owner: Provenance) -> Provenance:
    """Where a value was read: its own place, else that of the record it belongs to."""
    own = row.at or row.section or row.extraction
    return row if own or row.via_id != owner.via_id or row.url != owner.url else owner


def source_json(source: Provenance, paper_id: int) -> dict[str, Any]:
    return {
        "paper": public_id(Kind.PAPER, paper_id),
        "via": public_id(Kind.PAPER, source.via_id) if source.via_id else None,
        "at": source.place,
        "section": source.section,
        "extraction": source.extraction,
        "url": source.url or None,
        "read_on": source.read_on.isoformat() if source.read_on else None,
    }


def via_json(row: Provenance) -> dict[str, Any] | None:
    """Where a record was read, when not in its own paper."""
    if row.via is None:
        return None
    return {
        "id": row.via.public_id,
        "key": row.via.key,
        "number": row.via_number,
        "at": row.place,
    }


def said_about(derived: Mapping[str, Any]) -> bool:
    """Whether a derived value, in the shape of the contract, is about so much: a range is where a
    value that it rests on is so printed."""
    if derived.get("qualifier") != "range":
        return bool(derived.get("qualifier") == "about")
    return any(says_about(str(one["value"])) for one in derived.get("inputs") or ())
