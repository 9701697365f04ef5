"""The axis of a forest plot: places in per cent, so that one drawing serves every width."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from charts.scales import Linear
from records.typesetting import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_AIR = 0.06
_REACH = 3.0
"""Ends of intervals stretch the axis to this many times the span of the effects, and no further."""
_MOST_TICKS = 9
_FRACTIONS = {0.5: "½", 0.25: "¼", 0.125: "⅛"}


@dataclass(frozen=True)
class Whisker:
    """An interval in per cent of the axis; an end that is cut, or open, gets an arrow."""

    low: float
    high: float
    cut_low: bool
    cut_high: bool


@dataclass(frozen=True)
class ForestAxis:
    """From ``low`` to ``high`` where effects are differences: the logarithm of a ratio."""

    ratio: bool
    low: float
    high: float

    def place(self, effect: float) -> float:
        """Where an effect lies, in per cent."""
        share = (self._on(effect) - self.low) / (self.high - self.low)
        return round(100.0 * min(max(share, 0.0), 1.0), 2)

    def whisker(self, low: float | None, high: float | None) -> Whisker:
        first, last = self._end(low, -math.inf), self._end(high, math.inf)
        span = self.high - self.low
        left, right = max(first, self.low), min(last, self.high)
        return Whisker(
            round(100.0 * (left - self.low) / span, 2),
            round(100.0 * (right - self.low) / span, 2),
            first < self.low,
            last > self.high,
        )

    def _on(self, effect: float) -> float:
        return math.log(effect) if self.ratio else effect

    def _end(self, end: float | None, none: float) -> float:
        if end is None or (self.ratio and end <= 0):
            return -math.inf if none < 0 else math.inf
        return self._on(end)

    @cached_property
    def nothing(self) -> float:
        """Where no difference lies."""
        return self.place(1.0 if self.ratio else 0.0)

    @cached_property
    def ticks(self) -> list[tuple[float, str]]:
        """Places and labels: powers of two of a ratio, round numbers of a difference."""
        if not self.ratio:
            return [(self.place(t.value), t.label) for t in Linear(self.low, self.high).ticks]
        two = math.log(2.0)
        first, last = math.ceil(self.low / two), math.floor(self.high / two)
        step = max(1, math.ceil((last - first + 1) / _MOST_TICKS))
        powers = [n for n in range(first, last + 1) if n % step == 0]
        return [(self.place(2.0**n), _FRACTIONS.get(2.0**n, str(number(2.0**n)))) for n in powers]


def axis_around(
    effects: Sequence[float], ends: Iterable[float | None], *, ratio: bool
) -> ForestAxis | None:
    """An axis that holds every effect and no difference, and the intervals as far as they do not
    push the effects together; None where there is no effect to place."""
    if not effects:
        return None
    on = [math.log(e) if ratio else e for e in effects] + [0.0]
    least, most = min(on), max(on)
    reach = _REACH * max(most - least, math.log(2.0) if ratio else 1.0)
    known = [math.log(e) if ratio else e for e in ends if e is not None and (e > 0 or not ratio)]
    within = [min(max(end, least - reach), most + reach) for end in known]
    low, high = min([least, *within]), max([most, *within])
    air = _AIR * (high - low) or (math.log(2.0) if ratio else 1.0)
    return ForestAxis(ratio, low - air, high + air)
