"""Whether a printed value keeps to the limits of its property."""

from __future__ import annotations

from science.quantities import Interval, Quantity


def keeps_to(value: Quantity, limits: Interval) -> bool:
    """True when every number printed lies within the limits.

    Both ends of a range do; of a bound ("<3 nm") some value below or above it does.
    """
    if value.qualifier in {"below", "above"}:
        return value.interval.meets(limits)
    return value.interval.within(limits)
