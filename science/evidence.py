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
    interval = hull([item.quantity.interval for item in items])
    if floor is not None:
        if interval.high < floor:
            raise Gap(f"the {name(items[0].what)} printed is below {floor:g}")
        interval = interval.at_least(floor)
    warnings = []
    if len({item.quantity.meaning for item in items}) > 1:
        warnings.append(
            f"{len(items)} printed values of {name(items[0].what)} are taken together as their hull"
        )
    return Known(
        interval=interval,
        about=any(item.quantity.about for item in items),
        used=tuple(used(item) for item in items),
        warnings=tuple(warnings),
        parts=_printed_uncertainty(items),
    )


def _printed_uncertainty(items: Sequence[Printed]) -> dict[str, float]:
    """A printed ± is a standard uncertainty. Of several values that say the same, the largest."""
    printed = [
        (item.quantity.uncertainty, f"{item.what} of {item.id}: {item.quantity.printed}")
        for item in items
        if item.quantity.uncertainty
    ]
    if not printed:
        return {}
    uncertainty, source = max(printed)
    return {source: uncertainty}


def together(values: Sequence[Known], *warnings: str) -> Known:
    """Several values of one thing as their hull, with the largest of their uncertainties."""
    widest = max(values, key=lambda value: value.uncertainty or 0.0)
    counts = [value.n for value in values if value.n is not None]
    return Known(
        interval=hull([value.interval for value in values]),
        about=any(value.about for value in values),
        used=tuple(dict.fromkeys(item for value in values for item in value.used)),
        warnings=(*dict.fromkeys(text for value in values for text in value.warnings), *warnings),
        parts=widest.parts,
        n=min(counts) if counts else None,
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
    return Known(
        interval,
        result.about,
        result.inputs,
        result.warnings,
        result.parts,
        result.n,
    )


def name(key: str) -> str:
    """A property's key as words in a sentence."""
    return key.replace("_", " ")
