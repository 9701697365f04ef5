"""Geometry of the small histograms beside the fields of a range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.filtering import Histogram

WIDTH, HEIGHT = 240, 34
_LEAST = 1.5
"""A bin that holds anything is seen, however small it is beside the highest."""


@dataclass(frozen=True)
class Bar:
    """One bar in drawing units, the range it stands for, and whether the asked range meets it."""

    x: float
    y: float
    width: float
    height: float
    low: float
    high: float
    count: int
    inside: bool


def bars_of(histogram: Histogram, low: float | None, high: float | None) -> list[Bar]:
    """The bars of a histogram, left to right; ``low`` and ``high`` bound the asked range."""
    if not histogram.bins:
        return []
    tallest = max(part.count for part in histogram.bins) or 1
    step = WIDTH / len(histogram.bins)
    bars = []
    for i, part in enumerate(histogram.bins):
        tall = part.count / tallest * HEIGHT
        tall = max(tall, _LEAST) if part.count else 0.0
        inside = (low is None or part.high >= low) and (high is None or part.low <= high)
        bars.append(
            Bar(
                x=round(i * step + 0.5, 2),
                y=round(HEIGHT - tall, 2),
                width=round(step - 1, 2),
                height=round(tall, 2),
                low=part.low,
                high=part.high,
                count=part.count,
                inside=inside,
            )
        )
    return bars
