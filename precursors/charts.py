"""Figures of precursors as plain dicts: the source temperatures of all papers on one axis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from records.printed_values import of_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from precursors.models import SourceTemperature

WIDTH, LEFT, RIGHT, ROW, TOP = 480, 170, 16, 22, 8
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, *(1000 * n for n in (1, 2, 5, 10, 50, 100)))
_MOST_TICKS = 7


def temperature_chart(rows: Sequence[SourceTemperature]) -> dict[str, Any] | None:
    """One line for each value (°C): a point, a bar for a range, an arrow for a bound.

    None where no paper reports one.
    """
    stated = [row for row in of_record(rows) if not row.missing]
    ends = [end for row in stated for end in (row.low, row.high) if end is not None]
    if not ends:
        return None
    ticks = axis_ticks(min(ends), max(ends))
    scale = (WIDTH - LEFT - RIGHT) / (ticks[-1] - ticks[0])

    def x(value: float) -> float:
        return round(LEFT + (value - ticks[0]) * scale, 1)

    bottom = TOP + ROW * len(stated)
    return {
        "width": WIDTH,
        "height": bottom + 34,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "bottom": bottom,
        "ticks": [{"x": x(tick), "label": _minus(tick)} for tick in ticks],
        "tick_y": bottom + 15,
        "title_y": bottom + 30,
        "rows": [
            _row(row, TOP + ROW * i + ROW / 2, x, LEFT, WIDTH - RIGHT)
            for i, row in enumerate(stated)
        ],
        "description": "Source temperatures in °C: "
        + "; ".join(f"{_paper(row)} {row.printed}" for row in stated)
        + ".",
    }


def _row(row: SourceTemperature, y: float, x: Any, left: float, right: float) -> dict[str, Any]:
    low = left if row.low is None else x(row.low)
    high = right if row.high is None else x(row.high)
    return {
        "label": _paper(row),
        "y": y,
        "text_y": y + 4,
        "low": low,
        "high": high,
        "length": round(high - low, 1),
        "point": row.low is not None and row.low == row.high,
        "about": row.quantity is not None and row.quantity.about,
        "open_low": row.low is None,
        "open_high": row.high is None,
    }


def _paper(row: SourceTemperature) -> str:
    """The paper, with its number in the review it was read in: two may share name and year."""
    return f"{row.paper.short} [{row.via_number}]" if row.via_number else row.paper.short


def axis_ticks(low: float, high: float) -> list[float]:
    """Round ticks around both ends, seven at most, at least one step apart."""
    for step in _STEPS:
        first = math.floor(low / step) * step
        last = math.ceil(high / step) * step
        if first == last:
            first, last = first - step, last + step
        if (last - first) / step < _MOST_TICKS:
            break
    return [first + step * i for i in range(round((last - first) / step) + 1)]


def _minus(value: float) -> str:
    return f"{value:g}".replace("-", "−")
