"""Closed intervals of real numbers, with ±inf where nothing bounds a side."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

INF = math.inf


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; a point when the two are equal.

    `Interval(-inf, 3)` is "below 3", `Interval(99, inf)` is "above 99".
    Raises ValueError when `low > high` or a side is not a number.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(f"not an interval: {self.low} to {self.high}")

    @classmethod
    def point(cls, value: float) -> Interval:
        """The interval that holds exactly one number."""
        return cls(value, value)

    @property
    def is_point(self) -> bool:
        """True when the interval holds exactly one number."""
        return self.low == self.high

    @property
    def is_bounded(self) -> bool:
        """True when both sides are finite."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    def meets(self, other: Interval) -> bool:
        """True when some number lies in both: the value *may* satisfy the condition."""
        return self.low <= other.high and other.low <= self.high

    def within(self, other: Interval) -> bool:
        """True when every number of this one lies in `other`: it *certainly* satisfies it."""
        return other.low <= self.low and self.high <= other.high

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))

    def at_least(self, floor: float) -> Interval:
        """This interval without what lies under `floor` (a thickness is never negative).

        Raises ValueError when nothing is left.
        """
        return Interval(max(self.low, floor), self.high)

    def scaled(self, factor: float) -> Interval:
        """Every number times `factor`."""
        return corners(lambda value: value * factor, self)

    def __mul__(self, other: Interval) -> Interval:
        return corners(lambda a, b: a * b, self, other)

    def __truediv__(self, other: Interval) -> Interval:
        """Quotient. Raises ZeroDivisionError when zero lies strictly inside the divisor,
        or the divisor is zero itself; zero at one end gives an unbounded side."""
        if other.low < 0 < other.high or other.low == other.high == 0:
            raise ZeroDivisionError("zero lies inside the divisor")
        if other.low == 0:
            inverse = Interval(_inverse(other.high), INF)
        elif other.high == 0:
            inverse = Interval(-INF, _inverse(other.low))
        else:
            # Dividing at the corners, not multiplying by the inverse, keeps exact values exact.
            return corners(_quotient, self, other)
        return self * inverse

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)


def _inverse(value: float) -> float:
    return 0.0 if math.isinf(value) else 1.0 / value


def _quotient(a: float, b: float) -> float:
    return 0.0 if math.isinf(b) else a / b


def corners(function: Callable[..., float], *inputs: Interval) -> Interval:
    """The image of `inputs` under a function that is monotone in each argument.

    Such a function takes its extremes at the corners of the box that the inputs span.
    An undefined corner `0 × inf` counts as 0, its limit along the edge where the factor is 0.
    """
    values = []
    for corner in product(*({box.low, box.high} for box in inputs)):
        value = function(*corner)
        values.append(0.0 if math.isnan(value) else value)
    return Interval(min(values), max(values))


def hull(intervals: list[Interval]) -> Interval:
    """The smallest interval that holds all of them. Raises ValueError for an empty list."""
    return Interval(min(i.low for i in intervals), max(i.high for i in intervals))
