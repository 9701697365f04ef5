"""Axes: where a value lies between 0 and 1, and which round values are marked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from records.typesetting import number

if TYPE_CHECKING:
    from collections.abc import Sequence

_NICE = (1.0, 2.0, 5.0, 10.0)
_PAD = 0.08


@dataclass(frozen=True)
class Tick:
    """A marked value; ``label`` is HTML, empty for a minor tick."""

    value: float
    label: str


class Scale(Protocol):
    """What a drawing asks of an axis."""

    kind: str

    @property
    def low(self) -> float: ...

    @property
    def high(self) -> float: ...

    def place(self, value: float) -> float:
        """Where ``value`` lies: 0 at the low end, 1 at the high end."""
        ...

    @property
    def ticks(self) -> Sequence[Tick]: ...


@dataclass(frozen=True)
class Linear:
    """Equal steps for equal differences; ``whole`` marks whole numbers alone (years)."""

    low: float
    high: float
    whole: bool = False
    most: int = 7
    kind = "linear"

    def place(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low)

    @cached_property
    def ticks(self) -> list[Tick]:
        step = nice_step(self.high - self.low, self.most)
        if self.whole:
            step = max(1.0, round(step))
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        values = [float(f"{i * step:.12g}") + 0.0 for i in range(first, last + 1)]
        return [Tick(value, str(number(value))) for value in values]


@dataclass(frozen=True)
class Log:
    """Equal steps for equal ratios. Both ends are above zero."""

    low: float
    high: float
    most: int = 7
    kind = "log"

    def place(self, value: float) -> float:
        return math.log(value / self.low) / math.log(self.high / self.low)

    @cached_property
    def ticks(self) -> list[Tick]:
        first, last = math.ceil(_log10(self.low) - 1e-9), math.floor(_log10(self.high) + 1e-9)
        if last - first < 1:
            return self._within_a_decade()
        every = math.ceil((last - first + 1) / self.most)
        marked = [Tick(10.0**n, str(number(10.0**n))) for n in range(first, last + 1, every)]
        if every > 1:
            return marked
        between = (m * 10.0**n for n in range(first - 1, last + 1) for m in range(2, 10))
        return marked + [Tick(v, "") for v in between if self.low <= v <= self.high]

    def _within_a_decade(self) -> list[Tick]:
        return [
            tick for tick in Linear(self.low, self.high, most=self.most).ticks if tick.value > 0
        ]


@dataclass(frozen=True)
class Categories:
    """Words side by side, each in a step of its own; a value is the index of its word."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    kind = "words"

    @property
    def low(self) -> float:
        return -0.5

    @property
    def high(self) -> float:
        return max(len(self.keys), 1) - 0.5

    def place(self, value: float) -> float:
        return (value + 0.5) / max(len(self.keys), 1)

    @property
    def ticks(self) -> list[Tick]:
        return [Tick(i, label) for i, label in enumerate(self.labels)]


def nice_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that cuts ``span`` into at most ``most`` steps."""
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    return next(nice * power for nice in _NICE if nice * power >= rough * (1 - 1e-9))


def around(low: float, high: float, *, log: bool, whole: bool = False) -> Linear | Log:
    """An axis that holds both ends with some air; a single value stands in its middle."""
    if log:
        first, last = _log10(low), _log10(high)
        pad = (last - first) * _PAD or 0.5
        return Log(10.0 ** (first - pad), 10.0 ** (last + pad))
    pad = (high - low) * _PAD or abs(high) * 0.1 or 1.0
    if whole:
        pad = max(pad, 0.5)
    # what is never negative does not get an axis that is
    floor = 0.0 if 0 <= low < pad else low - pad
    return Linear(floor, high + pad, whole=whole)


def spans_decades(low: float, high: float) -> bool:
    """Whether values read better on a logarithmic axis: all above zero, over two decades."""
    return low > 0 and high / low >= 100


def _log10(value: float) -> float:
    return math.log10(value)
