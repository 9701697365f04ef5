"""From printed values to the intervals that formulas take, and the other way round."""

from __future__ import annotations

from collections.abc import Sequence

from science.declaring import Gap
from science.inputs import Input, StatedResult
from science.quantities import Interval, hull
from science.results import Derived, Known, Result, UsedInput

Printed = Input | StatedResult


def used(item: Printed) -> UsedInput:
    """How an input is named beside the results that rest on it."""
    return UsedInput(item.what, item.id, item.quantity.printed)


def known(items: Sequence[Printed], *, floor: float | None = 0.0) -> Known | None:
    """Printed values of one property as one interval; None when there are none.

    Several different values become their hull, with a warning. What lies under `floor`, the least
    physical value, is cut off ("<3 nm" is 0 to 3 nm). Raises Gap for values wholly under it.
    """
    if not items:
        return None
    together = hull([item.quantity.interval for item in items])
    if floor is not None:
        if together.high < floor:
            raise Gap(f"the {name(items[0].what)} printed is below {floor:g}")
        together = together.at_least(floor)
    warnings = []
    if len({item.quantity.meaning for item in items}) > 1:
        warnings.append(
            f"{len(items)} printed values of {name(items[0].what)} are taken together as their hull"
        )
    return Known(
        interval=together,
        about=any(item.quantity.qualifier == "about" for item in items),
        used=tuple(used(item) for item in items),
        warnings=tuple(warnings),
    )


def needed(items: Sequence[Printed], what: str, *, floor: float | None = 0.0) -> Known:
    """Like `known`, but raises Gap naming the property when no value is printed."""
    found = known(items, floor=floor)
    if found is None:
        raise Gap(f"{name(what)} is not reported")
    return found


def of_result(result: Result, what: str) -> Known:
    """A derived value as the input of the next formula. Raises Gap when it is missing."""
    if not isinstance(result, Derived):
        raise Gap(f"{name(what)} is missing: {result.why}")
    interval = result.interval
    if result.low is None:
        interval = Interval(min(0.0, interval.high), interval.high)
    return Known(interval, result.qualifier == "about", result.inputs, result.warnings)


def name(key: str) -> str:
    """A property's key as words in a sentence."""
    return key.replace("_", " ")
