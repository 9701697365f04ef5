"""Rows as the inputs of science: a printed value with the record it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.models import Kind, public_id
from science.inputs import Input
from science.plausibility import Flag, SourcedValue, disagreements
from science.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from records.printed_values import PrintedValue


def value_input(row: PrintedValue, key: str, record: str) -> Input | None:
    """The value as an input of property ``key`` of ``record`` (a public id); None where missing."""
    quantity = row.quantity
    if quantity is None:
        return None
    conditions: dict[str, Any] = getattr(row, "conditions", None) or {}
    temperature = conditions.get("temperature") if isinstance(conditions, dict) else None
    return Input(key, record, quantity, quantity_of(temperature) if temperature else None)


def doubts_of_sources(
    rows: Sequence[Any], record: str, same: Callable[[Any, Any], bool]
) -> tuple[Flag, ...]:
    """Flags where one thing was read in two places, and differently: ``rows`` are values of one
    property each (``property``) with their provenance, of ``record`` (a public id)."""
    if len({(row.via_id, row.url) for row in rows}) < 2:
        return ()
    read = [row for row in rows if row.quantity]
    values = [
        SourcedValue(row.property, record, row.quantity, _source(row), row.first_hand)
        for row in read
    ]
    return disagreements(values, lambda i, j: same(read[i], read[j]))


def _source(row: Any) -> str:
    where = "the paper itself" if row.first_hand else public_id(Kind.PAPER, row.via_id)
    day = f", read on {row.read_on.isoformat()}" if row.read_on else ""
    return f"{where} ({row.url}{day})" if row.url else where


def quantity_of(value: dict[str, Any]) -> Quantity:
    """A reading kept as JSON (:func:`records.presentation.quantity_json`) as a quantity."""
    return Quantity(
        printed=value["printed"],
        qualifier=value["qualifier"],
        low=value["low"],
        high=value["high"],
        uncertainty=value["uncertainty"],
        unit=value["unit"],
    )
