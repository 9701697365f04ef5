"""Rows as the inputs of science: a printed value with the record it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from science.inputs import Input
from science.quantities import Quantity

if TYPE_CHECKING:
    from records.printed_values import PrintedValue


def value_input(row: PrintedValue, key: str, record: str) -> Input | None:
    """The value as an input of property ``key`` of ``record`` (a public id); None where missing."""
    quantity = row.quantity
    if quantity is None:
        return None
    conditions: dict[str, Any] = getattr(row, "conditions", None) or {}
    temperature = conditions.get("temperature") if isinstance(conditions, dict) else None
    return Input(key, record, quantity, quantity_of(temperature) if temperature else None)


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
