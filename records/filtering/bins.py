"""Round bins for a histogram: from the extent of all values, so that filters never move them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

_FEW = 24  # more bins than this are not told apart on a page
_DECADES = 2  # values that span so many are binned by their logarithm


@dataclass(frozen=True)
class Edges:
    """The edges of neighbouring bins, rising. A bin holds its lower edge and not its upper one,
    the last holds both; of ``whole`` numbers, a bin ends at the last whole number below its upper
    edge."""

    edges: tuple[float, ...]
    log: bool
    whole: bool

    @property
    def number(self) -> int:
        """How many bins there are."""
        return max(0, len(self.edges) - 1)

    def spans(self) -> list[tuple[float, float]]:
        """Lower and upper end of each bin, as pages and filters name them."""
        return [(low, high - 1 if self.whole else high) for low, high in pairwise(self.edges)]


def edges_of(lowest: float | None, highest: float | None, *, whole: bool = False) -> Edges:
    """Bins for values between the lowest and the highest finite one; None where there is none.

    Values that are all positive and span two decades or more get logarithmic bins. ``whole``
    values are whole numbers, such as years; their bins begin at whole numbers.
    """
    if lowest is None or highest is None:
        return Edges((), log=False, whole=whole)
    if not whole and lowest > 0 and highest / lowest >= 10**_DECADES:
        return Edges(_logarithmic(lowest, highest), log=True, whole=False)
    return Edges(_linear(lowest, highest, whole=whole), log=False, whole=whole)


def _logarithmic(lowest: float, highest: float) -> tuple[float, ...]:
    """Quarters, halves, whole or several decades: the finest that stays readable."""
    first, last = math.floor(math.log10(lowest)), math.ceil(math.log10(highest))
    parts = next((n for n in (4, 2, 1) if (last - first) * n <= _FEW), 1)
    stride = max(1, math.ceil((last - first) * parts / _FEW))
    steps = range(first * parts, last * parts + stride, stride)
    # a whole power of ten is written as such: 10 ** -8.0 is not 1e-8
    edges = [
        float(f"1e{n // parts}") if n % parts == 0 else float(f"{10 ** (n / parts):.3g}")
        for n in steps
    ]
    return _around(edges, lowest, highest, lambda edge, way: edge * 10 ** (way * stride / parts))


def _linear(lowest: float, highest: float, *, whole: bool) -> tuple[float, ...]:
    span = highest - lowest or abs(highest) or 1.0
    if whole:
        # the upper edge is the first number behind the last bin
        span, highest = highest - lowest + 1, highest + 1
    power = max(0 if whole else -400, math.floor(math.log10(span / _FEW)))
    step = next(
        s
        for s in (float(f"{n}e{p}") for p in (power, power + 1) for n in (1, 2, 5))
        if span / s <= _FEW
    )
    first, last = math.floor(lowest / step), math.ceil(highest / step)
    if last == first:
        last += 1
    # counted in steps and rounded: 3 × 0.1 is not 0.3
    digits = max(0, -math.floor(math.log10(step)))
    edges = [round(n * step, digits) for n in range(first, last + 1)]
    if whole:
        return tuple(int(edge) for edge in edges)
    return _around(edges, lowest, highest, lambda edge, way: edge + way * step)


def _around(
    edges: list[float], lowest: float, highest: float, further: object
) -> tuple[float, ...]:
    """The edges, with one more wherever rounding left a value outside."""
    assert callable(further)
    if edges[0] > lowest:
        edges = [further(edges[0], -1), *edges]
    if edges[-1] < highest:
        edges = [*edges, further(edges[-1], 1)]
    return tuple(edges)
