"""Figures of cycling tests as plain dicts: capacity kept over cycles, controls dashed, and how
long each test ran. Geometry in pixels, plain text, and a sentence that says the same."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cycling.charts.traces import inputs_of, traces
from precursors.charts import axis_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cycling.charts.traces import Mark, Trace
    from cycling.models import CyclingTest
    from science.quantities import Interval

WIDTH, LEFT, RIGHT, TOP, PLOT, LANE, GAP = 640, 54, 22, 12, 230, 30, 34
MOST_POINTS = 240
COLOURS = 8
_SIZE = 4.6


def chart_of(tests: Sequence[CyclingTest]) -> dict[str, Any] | None:
    """The drawing of tests fetched as records; the uncoated ones that others name as their
    control are drawn as controls."""
    bare = {test.pk for test in tests if not test.coating_id and not test.also_coated_links.all()}
    controls = {link.control_id for test in tests for link in test.control_links.all()} & bare
    return cycling_chart(traces(tests, inputs_of(tests), controls))


def cycling_chart(asked: Sequence[Trace]) -> dict[str, Any] | None:
    """Every trace over one axis of cycles; None where no test has anything to draw.

    ``legend`` names what is drawn, ``blank`` the traces with nothing to draw. A control is dashed
    and grey, the others have a colour and a shape of their own.
    """
    blank = [trace for trace in asked if not trace.drawn]
    shown = [trace for trace in asked if trace.drawn]
    keys = _keys(shown)
    ends = [cycle for trace in shown for cycle in _cycles(trace)]
    if not ends:
        return None
    kept = [value for trace in shown for value in _values(trace)]
    lanes = [(key, mark) for key, trace in zip(keys, shown, strict=True) for mark in trace.lasted]
    axes = _Axes(axis_ticks(0, max(ends)), _percent_ticks(kept))
    first = axes.bottom + (GAP if axes.kept else 8)
    bottom = first + LANE * len(lanes) if lanes else axes.bottom
    return {
        "width": WIDTH,
        "height": bottom + 40,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "top": TOP,
        "bottom": bottom,
        "middle": (LEFT + WIDTH - RIGHT) / 2,
        "tick_y": bottom + 17,
        "title_y": bottom + 35,
        "y_middle": (TOP + axes.bottom) / 2,
        "parted": {"y": axes.bottom, "title_y": first - 8} if lanes and axes.kept else None,
        "x_ticks": [{"x": axes.x(tick), "label": _label(tick)} for tick in axes.cycles],
        "y_ticks": [{"y": axes.y(tick), "label": _label(tick)} for tick in axes.kept],
        "series": _series(keys, shown, axes),
        "lanes": [
            _lane(key, mark, axes, first + LANE * (i + 0.5)) for i, (key, mark) in enumerate(lanes)
        ],
        "legend": [
            {"key": key, "trace": trace, "shape": _shape(key.shape, 8, 8)}
            for key, trace in zip(keys, shown, strict=True)
        ],
        "blank": blank,
        "thinned": any(len(trace.line) > MOST_POINTS for trace in shown),
        "description": _describe([*shown, *blank]),
    }


def _percent_ticks(kept: Sequence[float]) -> list[float]:
    """From 0 or, where nothing falls far, from 50 %: drawings can be held against each other."""
    return axis_ticks(0 if min(kept) < 60 else 50, max(*kept, 100)) if kept else []


@dataclass(frozen=True)
class Key:
    """How a trace is told from the others: ``name`` is the class of its colour."""

    name: str
    shape: int
    control: bool


def _keys(traces: Sequence[Trace]) -> list[Key]:
    keys, controls, others = [], 0, 0
    for trace in traces:
        if trace.control:
            keys.append(Key("control", controls, True))
            controls += 1
        else:
            keys.append(Key(f"s{others % COLOURS + 1}", others, False))
            others += 1
    return keys


@dataclass(frozen=True)
class _Axes:
    """The ticks of both axes, in cycles and in %; no ticks of % without any retention."""

    cycles: list[float]
    kept: list[float]

    @property
    def bottom(self) -> float:
        return TOP + (PLOT if self.kept else 0)

    def x(self, cycle: float) -> float:
        share = (cycle - self.cycles[0]) / (self.cycles[-1] - self.cycles[0])
        return round(LEFT + (WIDTH - LEFT - RIGHT) * min(max(share, 0.0), 1.0), 1)

    def y(self, percent: float) -> float:
        share = (percent - self.kept[0]) / (self.kept[-1] - self.kept[0])
        return round(self.bottom - PLOT * min(max(share, 0.0), 1.0), 1)


def _finite(interval: Interval) -> list[float]:
    return [end for end in (interval.low, interval.high) if math.isfinite(end)]


def _cycles(trace: Trace) -> Iterable[float]:
    yield from (cycle for cycle, _ in trace.line)
    for mark in [*trace.marks, *trace.lasted]:
        yield from _finite(mark.cycle)


def _values(trace: Trace) -> Iterable[float]:
    yield from (value for _, value in trace.line)
    for mark in trace.marks:
        yield from _finite(mark.value)


def thinned(line: Sequence[tuple[float, float]], most: int) -> list[tuple[float, float]]:
    """At most ``most`` points, the first and the last among them, the others evenly between."""
    if len(line) <= most:
        return list(line)
    step = (len(line) - 1) / (most - 1)
    return [line[round(i * step)] for i in range(most)]


def _path(trace: Trace, axes: _Axes) -> str:
    points = thinned(trace.line, MOST_POINTS)
    return "M" + "L".join(f"{axes.x(c)} {axes.y(v)}" for c, v in points) if points else ""


def _series(keys: Sequence[Key], traces: Sequence[Trace], axes: _Axes) -> list[dict[str, Any]]:
    """Curves and marks; marks that fall on one place stand side by side."""
    places = Counter(_place(mark, axes) for trace in traces for mark in trace.marks)
    before: Counter[tuple[float, float]] = Counter()
    series = []
    for key, trace in zip(keys, traces, strict=True):
        marks = []
        for mark in trace.marks:
            x, y = place = _place(mark, axes)
            aside = (before[place] - (places[place] - 1) / 2) * 2.6 * _SIZE
            before[place] += 1
            marks.append(_mark(key, mark, round(x + aside, 1), y, axes))
        series.append({"key": key, "path": _path(trace, axes), "marks": marks})
    return series


def _place(mark: Mark, axes: _Axes) -> tuple[float, float]:
    """The middle of what is finite of a mark."""
    cycles, values = _finite(mark.cycle), _finite(mark.value)
    return axes.x(sum(cycles) / len(cycles)), axes.y(sum(values) / len(values))


def _mark(key: Key, mark: Mark, x: float, y: float, axes: _Axes) -> dict[str, Any]:
    """A point; bars for ranges, an arrow where a side is open."""
    values, cycles = _finite(mark.value), _finite(mark.cycle)
    wide = len({*cycles}) > 1
    return {
        "shape": _shape(key.shape, x, y),
        "hollow": mark.about or key.control,
        "x": x,
        "low": axes.y(min(values)),
        "high": axes.y(max(values)),
        "left": axes.x(min(cycles)) if wide else x,
        "right": axes.x(max(cycles)) if wide else x,
        "y": y,
        "up": _arrow(x, y, -1) if math.isinf(mark.value.high) else "",
        "down": _arrow(x, y, 1) if math.isinf(mark.value.low) else "",
    }


def _arrow(x: float, y: float, way: int) -> str:
    tip = y + way * 17
    return f"M{x} {y + way * 6}V{tip}M{x - 3} {tip - way * 4}L{x} {tip}L{x + 3} {tip - way * 4}"


def _lane(key: Key, mark: Mark, axes: _Axes, y: float) -> dict[str, Any]:
    """How long a test ran: a bar from the first cycle on, open where it ran on."""
    ends = _finite(mark.value)
    end = axes.x(max(ends))
    onward = math.isinf(mark.value.high)
    right = end + (12 if onward else 0)
    inside = right > WIDTH * 0.66
    return {
        "key": key,
        "y": round(y, 1),
        "end": end,
        "low": axes.x(min(ends)),
        "shape": _shape(key.shape, LEFT - 14, y),
        "arrow": f"M{end} {y}h10m-4 -3l4 3l-4 3" if onward else "",
        "stop": mark.property == "lifetime" and not onward,
        "text": mark.printed if "cycle" in mark.printed else f"{mark.printed} cycles",
        "text_x": round(LEFT + 8 if inside else right + 8, 1),
        "text_y": round(y - 6 if inside else y + 4, 1),
    }


def _shape(number: int, x: float, y: float) -> str:
    """A small closed shape around a point: circle, square, triangle, diamond and so on."""
    r = _SIZE
    corners = _CORNERS[number % len(_CORNERS)]
    if not corners:
        return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"
    return "M" + "L".join(f"{x + dx * r:.1f} {y + dy * r:.1f}" for dx, dy in corners) + "z"


_CORNERS: tuple[tuple[tuple[float, float], ...], ...] = (
    (),
    ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    ((0, 1.15), (1.1, -0.85), (-1.1, -0.85)),
    ((-1.2, -0.5), (1.2, -0.5), (1.2, 0.5), (-1.2, 0.5)),
    ((-0.5, -1.2), (0.5, -1.2), (0.5, 1.2), (-0.5, 1.2)),
    ((-1.15, 0), (0.85, -1.1), (0.85, 1.1)),
)


def _label(value: float) -> str:
    text = f"{value:,.0f}".replace(",", "\u202f") if abs(value) >= 10_000 else f"{value:g}"
    return text.replace("-", "−")


def _describe(traces: Sequence[Trace]) -> str:
    return "Capacity kept over cycles. " + "; ".join(_in_words(trace) for trace in traces) + "."


def _in_words(trace: Trace) -> str:
    parts = []
    if trace.line:
        (_, first), (cycle, last) = trace.line[0], trace.line[-1]
        parts.append(f"from {first:.0f} % to {last:.0f} % at cycle {cycle:g}")
    parts += [f"{mark.property.replace('_', ' ')} {mark.printed}" for mark in trace.marks]
    parts += [f"{mark.property.replace('_', ' ')} {mark.printed}" for mark in trace.lasted]
    role = " (control)" if trace.control else ""
    return f"{trace.name}{role}: {', '.join(parts) or 'nothing to draw'}"
