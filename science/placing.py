"""Where a value stands among others, when all of them may be ranges and bounds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from science.quantities import Interval


@dataclass(frozen=True, slots=True)
class Rank:
    """How many values lie surely below, how many surely above, and of how many it cannot be told:
    their interval meets the placed one."""

    below: int
    above: int
    untold: int

    @property
    def of(self) -> int:
        return self.below + self.above + self.untold


def rank(value: Interval, others: Iterable[Interval]) -> Rank:
    """The rank of one value among others."""
    below = above = untold = 0
    for other in others:
        if other.high < value.low:
            below += 1
        elif other.low > value.high:
            above += 1
        else:
            untold += 1
    return Rank(below, above, untold)


def distance(value: Interval, other: Interval, *, log: bool) -> float:
    """How far two intervals lie apart, in decades on a logarithmic scale; 0 where they meet."""
    if value.meets(other):
        return 0.0
    low, high = (value.high, other.low) if other.low > value.high else (other.high, value.low)
    if not log:
        return high - low
    return math.log10(high / low) if low > 0 else math.inf
