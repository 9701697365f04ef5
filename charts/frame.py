"""Where things stand in a drawing: the plot's area, its margins, and the rows of the legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.text import width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from charts.chart import Chart, Series

_ROW, _TICK, _RIGHT = 20, 12, 22
_LEAST_LEFT, _MOST_LABEL = 46, 230


@dataclass(frozen=True)
class Entry:
    """One name of the legend, and where it begins."""

    series: Series
    x: float
    y: float


@dataclass(frozen=True)
class Frame:
    chart: Chart
    left: int
    top: int
    across: int
    down: int
    height: int
    x_title: int
    legend: list[Entry]

    def x(self, value: float) -> float:
        return self.left + self.chart.x.scale.place(value) * self.across

    def y(self, value: float) -> float:
        return self.top + (1 - self.chart.y.scale.place(value)) * self.down

    def path(self, places: Iterable[tuple[float, float]]) -> str:
        """``x,y`` of each place, in pixels."""
        across, up = self.chart.x.scale.place, self.chart.y.scale.place
        left, top, width, height = self.left, self.top, self.across, self.down
        return " ".join(
            [f"{left + across(x) * width:.1f},{top + (1 - up(y)) * height:.1f}" for x, y in places]
        )


def frame_of(chart: Chart) -> Frame:
    """Margins as wide as the words of the ticks need them."""
    words_y = max((width(t.label, _TICK) for t in chart.y.scale.ticks), default=0.0)
    words_x = max((width(t.label, _TICK) for t in chart.x.scale.ticks), default=0.0)
    left = max(
        _LEAST_LEFT, chart.left, round(min(words_y, _MOST_LABEL)) + (38 if chart.y.title else 18)
    )
    under = (round(min(words_x, _MOST_LABEL)) + 14) if chart.upright else 26
    bottom = under + (26 if chart.x.title else 4)
    legend = _legend(chart, left) if chart.legend else []
    top = round(legend[-1].y) + 14 if legend else 12
    return Frame(
        chart=chart,
        left=left,
        top=top,
        across=chart.width - left - _RIGHT,
        down=chart.height,
        height=top + chart.height + bottom,
        x_title=top + chart.height + bottom - 8,
        legend=legend,
    )


def _legend(chart: Chart, left: int) -> list[Entry]:
    entries: list[Entry] = []
    start = left + (width(chart.legend_title, _TICK) + 16 if chart.legend_title else 0)
    x, y = start, 16.0
    for series in chart.series:
        if not series.name:
            continue
        wide = 22 + width(series.name, _TICK) + 18
        if x > start and x + wide > chart.width:
            x, y = start, y + _ROW
        entries.append(Entry(series, x, y))
        x += wide
    return entries
