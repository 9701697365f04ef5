"""Marks of single records: a symbol, bars for ranges, arrows for bounds, a link around all."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from charts.text import attribute

if TYPE_CHECKING:
    from charts.chart import Mark
    from charts.frame import Frame

_ARROW = 24
_STEP = 11.0
_R = 4.6


def linked(drawn: str, url: str, tip: str) -> str:
    """The drawing as a link that says what it is; the table below the chart has the same links
    in the order of the keyboard."""
    if not url:
        return f"<g><title>{attribute(tip)}</title>{drawn}</g>"
    return f'<a href="{attribute(url)}" tabindex="-1"><title>{attribute(tip)}</title>{drawn}</a>'


def places(marks: list[tuple[Mark, str]], frame: Frame) -> list[str]:
    """Every mark drawn; those at the same spot stand side by side, so that none hides another."""
    spots: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, (item, _) in enumerate(marks):
        x = frame.x(middle(item.x_low, item.x_high, frame.chart.x.scale.kind))
        y = frame.y(_height(item, frame))
        spots[round(x), round(y)].append(index)
    shifts = [(0.0, 0.0)] * len(marks)
    for together in spots.values():
        for index, shift in zip(together, side_by_side(len(together)), strict=True):
            shifts[index] = shift
    return [
        mark(item, frame, shape, shift) for (item, shape), shift in zip(marks, shifts, strict=True)
    ]


def side_by_side(count: int) -> list[tuple[float, float]]:
    """Shifts of marks that share a spot: rows around it, as square as may be."""
    across = min(count, max(5, math.ceil(math.sqrt(count * 2))))
    rows = math.ceil(count / across)
    found = []
    for index in range(count):
        row, column = divmod(index, across)
        in_row = min(across, count - row * across)
        found.append(((column - (in_row - 1) / 2) * _STEP, (row - (rows - 1) / 2) * _STEP))
    return found


def mark(item: Mark, frame: Frame, shape: str, shift: tuple[float, float] = (0.0, 0.0)) -> str:
    """A symbol with its arrows; a range is its bar, for its middle is no value. What lies outside
    the axes is cut by the area."""
    x, x_bars = _side(item.x_low, item.x_high, frame.chart.x.scale.kind, frame, "x")
    _, y_bars = _side(item.y_low, item.y_high, frame.chart.y.scale.kind, frame, "y")
    y = frame.y(_height(item, frame))
    bars = [
        *(_bar(kind, first, last, y, "x") for kind, first, last in x_bars),
        *(_bar(kind, first, last, x, "y") for kind, first, last in y_bars),
    ]
    spans = any(kind == "span" for kind, _, _ in (*x_bars, *(y_bars if item.y is None else ())))
    drawn = "" if spans else symbol(shape, x + shift[0], y + shift[1])
    return linked("".join([*bars, drawn]), item.url, item.tip)


def _height(item: Mark, frame: Frame) -> float:
    if item.y is not None:
        return item.y
    return middle(item.y_low, item.y_high, frame.chart.y.scale.kind)


def middle(low: float | None, high: float | None, kind: str) -> float:
    """Where a value is drawn: at itself, at its bound, else midway as its axis measures."""
    if low is None or high is None:
        known = high if low is None else low
        if known is None:
            raise ValueError("a value bounded on neither side has no place")
        return known
    return math.sqrt(low * high) if kind == "log" and low > 0 else (low + high) / 2


def _side(
    low: float | None, high: float | None, kind: str, frame: Frame, axis: str
) -> tuple[float, list[tuple[str, float, float]]]:
    """The position on one axis, and the bar or arrow that goes with it."""
    to = frame.x if axis == "x" else frame.y
    spot = to(middle(low, high, kind))
    towards = 1 if axis == "x" else -1
    if low is None:
        return spot, [("arrow", spot, spot - towards * _ARROW)]
    if high is None:
        return spot, [("arrow", spot, spot + towards * _ARROW)]
    return (spot, []) if low == high else (spot, [("span", to(low), to(high))])


def _bar(kind: str, first: float, last: float, other: float, axis: str) -> str:
    """A bar with caps, or a line with the head of an arrow, along one axis."""
    back = -5 if last > first else 5
    ends = (
        [(first, -4, first, 4), (last, -4, last, 4)]
        if kind == "span"
        else [(last + back, -4, last, 0), (last, 0, last + back, 4)]
    )
    path = "".join(
        f"M{_point(a, other + b, axis)}L{_point(c, other + d, axis)}"
        for a, b, c, d in [(first, 0, last, 0), *ends]
    )
    wide = "3" if kind == "span" else "1.4"
    return f'<path class="{kind}" d="{path}" fill="none" stroke-width="{wide}"/>'


def _point(along: float, across: float, axis: str) -> str:
    x, y = (along, across) if axis == "x" else (across, along)
    return f"{x:.1f} {y:.1f}"


def symbol(shape: str, x: float, y: float) -> str:
    """One of the eight symbols, about equal in area."""
    r = _R
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" stroke="none"/>'
    if shape == "ring":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r - 0.6}" fill="none" stroke-width="2"/>'
    path = {
        "square": "m-4.2-4.2h8.4v8.4h-8.4z",
        "diamond": "m0-6l5.4 6-5.4 6-5.4-6z",
        "up": "m0-5.8l5.6 9.6h-11.2z",
        "down": "m0 5.8l5.6-9.6h-11.2z",
        "cross": "m-4-4l8 8m0-8l-8 8",
        "plus": "m-5.4 0h10.8m-5.4-5.4v10.8",
    }[shape]
    paint = 'fill="none" stroke-width="2.2"' if shape in {"cross", "plus"} else 'stroke="none"'
    return f'<path d="M{x:.1f} {y:.1f}{path}" {paint}/>'
