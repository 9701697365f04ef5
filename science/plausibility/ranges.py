"""Values outside of what is possible or plausible for their property."""

from __future__ import annotations

from collections.abc import Iterable

from science.evidence import Printed, used
from science.inputs import Input, StatedResult
from science.limits import keeps_to
from science.plausibility.flags import Flag
from science.properties import PROPERTIES
from science.quantities import Interval, Quantity
from science.registry import Property
from science.results import Derived, Result, UsedInput

_CODES = dict.fromkeys(
    ("ionic_conductivity", "electronic_conductivity"), "conductivity_out_of_range"
)
CYCLES = Interval(0.0, 1e6)
FRACTIONS = Interval(1e-9, 1.05)
_IN_PER_CENT = ("retention", "coulombic_efficiency")


def out_of_range(items: Iterable[Printed]) -> list[Flag]:
    """Printed values that are not possible (serious), not plausible, or less than their own
    uncertainty; with the temperature at which they were measured."""
    flags = []
    for item in items:
        declared = PROPERTIES.get(item.what)
        if declared is not None:
            flags += _judged(declared, item.quantity, used(item))
        if isinstance(item, Input) and item.temperature is not None:
            where = UsedInput("temperature", item.id, item.temperature.printed)
            flags += _judged(PROPERTIES["temperature"], item.temperature, where)
        cycle = item.at_cycle if isinstance(item, StatedResult) else None
        if cycle is not None and not keeps_to(cycle, CYCLES):
            reason = f"no cell is measured at cycle {cycle.printed}"
            where = UsedInput("at_cycle", item.id, cycle.printed)
            flags.append(Flag("impossible", "serious", reason, (where,)))
    return flags


def _judged(declared: Property, value: Quantity, where: UsedInput) -> list[Flag]:
    what = declared.label[:1].lower() + declared.label[1:]
    if declared.possible is not None and not keeps_to(value, declared.possible):
        reason = f"a {what} of {value.printed} is not possible"
        return [Flag("impossible", "serious", reason, (where,))]
    if declared.plausible is not None and not keeps_to(value, declared.plausible):
        reason = f"a {what} of {value.printed} lies outside {_range(declared)}"
        code = _CODES.get(declared.key, "out_of_plausible_range")
        return [Flag(code, "warning", reason, (where,))]
    scale_from_zero = declared.possible is not None and declared.possible.low == 0.0
    if scale_from_zero and value.uncertainty and 0 < (value.low or 0.0) < value.uncertainty:
        reason = f"the uncertainty of {value.printed} is larger than the value"
        return [Flag("uncertainty_above_value", "warning", reason, (where,))]
    return []


def derived_out_of_range(results: Iterable[tuple[str, Result]]) -> list[Flag]:
    """Derived values that lie wholly outside the plausible range of their property."""
    flags = []
    for key, result in results:
        declared = PROPERTIES[key]
        if not isinstance(result, Derived) or declared.plausible is None:
            continue
        if not result.interval.meets(declared.plausible):
            low, high = result.low, result.high
            numbers = " to ".join(f"{n:.4g}" for n in dict.fromkeys((low, high)) if n is not None)
            what = declared.label[:1].lower() + declared.label[1:]
            reason = f"a {what} of {numbers} {declared.unit} follows, outside {_range(declared)}"
            flags.append(Flag("out_of_plausible_range", "warning", reason, result.inputs))
    return flags


def _range(declared: Property) -> str:
    limits, unit = declared.plausible, "" if declared.unit == "1" else f" {declared.unit}"
    assert limits is not None, "only a declared range is compared"
    return f"{limits.low:.4g} to {limits.high:.6g}{unit}"


def fractions_for_per_cent(items: Iterable[Printed]) -> list[Flag]:
    """A retention or efficiency of at most about 1 %: a fraction, printed as per cent."""
    flags = []
    for item in items:
        ends = [end for end in (item.quantity.low, item.quantity.high) if end is not None]
        if item.what not in _IN_PER_CENT or item.quantity.qualifier == "below":
            continue
        if all(FRACTIONS.low <= end <= FRACTIONS.high for end in ends):
            what = item.what.replace("_", " ")
            reason = f"a {what} of {item.quantity.printed} reads like a fraction, not per cent"
            flags.append(Flag("fraction_for_per_cent", "warning", reason, (used(item),)))
    return flags


def without_repeats(particular: list[Flag], general: list[Flag]) -> list[Flag]:
    """General doubts come after particular ones, where these do not say it already."""
    said = {one for flag in particular if flag.severity != "notice" for one in flag.inputs}
    return [*particular, *(f for f in general if f.severity == "serious" or not said & {*f.inputs})]
