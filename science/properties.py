"""The registry of properties: each declared once, read by pages, filters, documents and exports."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import science.deriving  # noqa: F401  # declares every derived property
from science.limits import keeps_to
from science.printed import PRINTED
from science.quantities import Interval, Quantity, UnreadableValue, read, read_bare
from science.registry import Kind, Property, Subject, derived_properties, merged


def _registry() -> dict[str, Property]:
    return merged({p.key: p for p in PRINTED}, derived_properties())


PROPERTIES: MappingProxyType[str, Property] = MappingProxyType(_registry())


def properties(kind: Kind, subject: Subject | None = None) -> dict[str, Property]:
    """The properties that occur as this kind (of this subject), in the order of declaration."""
    return dict(_with_role(kind, subject))


@cache
def _with_role(kind: Kind, subject: Subject | None) -> dict[str, Property]:
    return {key: p for key, p in PROPERTIES.items() if p.has_role(kind, subject)}


_TO_ONE = re.compile(r"(.*\d)\s*:\s*1\s*")  # an aspect ratio of 30:1


def property_value(key: str, text: str) -> Quantity:
    """The reading of printed `text` as the property `key`, in its canonical unit.

    Raises KeyError for a property that does not exist, ValueError for one whose values are words,
    and UnreadableValue (with position, expectation and message) for text that cannot be read, and
    for a value that physics does not allow.
    """
    unit = _unit(key)
    ratio = _TO_ONE.fullmatch(text) if unit == "1" else None
    value = replace(read(ratio[1], unit=unit), printed=text) if ratio else read(text, unit=unit)
    limits = PROPERTIES[key].possible
    if limits is not None and not keeps_to(value, limits):
        raise _impossible(PROPERTIES[key], value, limits)
    return value


def _impossible(declared: Property, value: Quantity, limits: Interval) -> UnreadableValue:
    if math.isinf(limits.high):
        expected = f"a {declared.label.lower()} of at least {limits.low:g} {declared.unit}"
    elif math.isinf(limits.low):
        expected = f"a {declared.label.lower()} of at most {limits.high:g} {declared.unit}"
    else:
        expected = f"{limits.low:g} to {limits.high:g} {declared.unit}"
    numbers = " to ".join(f"{x:g}" for x in dict.fromkeys((value.low, value.high)) if x is not None)
    message = (
        f"{value.printed!r} is {numbers} {declared.unit}, which is not possible; "
        f"expected {expected}"
    )
    if declared.key == "activation_energy":
        message += " (an energy per mole is printed with its unit, kJ/mol)"
    return UnreadableValue(value.printed, 0, expected, message)


def parse_bound(key: str, text: str) -> float:
    """A filter's bound in the canonical unit of the property `key`.

    A bare number is taken in that unit ("5"), anything else with its own ("50 Å" → 5.0 nm). Only
    one number makes a bound: a range or a "<" is an UnreadableValue.
    """
    unit = _unit(key)
    bare = read_bare(text)
    if bare is not None:
        return bare
    quantity = read(text, unit=unit)
    if quantity.qualifier != "exact" or quantity.low is None:
        message = f"cannot use {text!r} as a bound: expected one number, in {unit} by default"
        raise UnreadableValue(text, 0, f"one number, in {unit} by default", message)
    return quantity.low


def _unit(key: str) -> str:
    unit = PROPERTIES[key].unit
    if unit is None:
        raise ValueError(f"{key} has words for values, not numbers")
    return unit
