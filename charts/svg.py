"""Draws a chart as one SVG.

Attributes carry the colours of the light theme, so that the file looks right in any viewer; on a
page the stylesheet goes over them by class. Every mark is a link with its facts as ``<title>``.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe

from charts import marks, palette
from charts.frame import Frame, frame_of
from charts.scales import Categories
from charts.text import attribute, svg_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from charts.chart import Band, Box, Chart, Line, Series
    from charts.scales import Scale, Tick

_TICK_SIZE, _TITLE_SIZE, _RIM = 12, 13, 7
_DENSE = 150
"""Points of a line from which on it is drawn thin, so that its scatter is not one block."""


def draw(chart: Chart, *, standalone: bool = False) -> SafeString:
    """The chart; ``standalone`` is a file of its own on a white sheet."""
    frame = frame_of(chart)
    head = (
        f'<svg class="plot{" natural" if chart.natural else ""}" role="group" '
        f'xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {chart.width} {frame.height}" width="{chart.width}" '
        f'height="{frame.height}" font-family="{attribute(palette.FONT)}" '
        f'aria-label="{attribute(chart.description)}" {_for_the_zoom(chart, frame)}>'
    )
    body = [
        head,
        f'<rect width="100%" height="100%" fill="{palette.SHEET}"/>' if standalone else "",
        _grid(chart, frame),
        f'<svg class="area" {_area(frame)} overflow="hidden">',
        *_all_series(chart, frame),
        "</svg>",
        _axes(chart, frame),
        _legend(chart, frame) if chart.legend else "",
        "</svg>",
    ]
    return mark_safe("".join(body))  # every text in it was escaped where it was put in


def _area(frame: Frame) -> str:
    """What is drawn is cut here; a mark on the rim is not cut in half."""
    x, y = frame.left - _RIM, frame.top - _RIM
    wide, high = frame.across + 2 * _RIM, frame.down + 2 * _RIM
    return f'x="{x}" y="{y}" width="{wide}" height="{high}" viewBox="{x} {y} {wide} {high}"'


def _for_the_zoom(chart: Chart, frame: Frame) -> str:
    """What a script needs to turn a rectangle on the screen into values."""
    area = f"{frame.left} {frame.top} {frame.across} {frame.down}"
    ends = " ".join(
        f'data-{name}="{axis.scale.kind} {axis.scale.low!r} {axis.scale.high!r}{_keys(axis.scale)}"'
        for name, axis in (("x", chart.x), ("y", chart.y))
    )
    return f'data-area="{area}" {ends}'


def _keys(scale: Scale) -> str:
    """The words of an axis, quoted: a blank stands between them."""
    return "".join(f" {quote(key)}" for key in scale.keys) if isinstance(scale, Categories) else ""


def _all_series(chart: Chart, frame: Frame) -> list[str]:
    marked = [
        (mark, palette.symbol(series.slot)) for series in chart.series for mark in series.marks
    ]
    drawn = iter(marks.places(marked, frame))
    return [_series(series, frame, drawn) for series in chart.series]


def _series(series: Series, frame: Frame, drawn: Iterator[str]) -> str:
    colour = palette.LOOKS.get(series.look) or palette.colour(series.slot)
    name = series.look or f"s{series.slot % palette.SLOTS}"
    parts = [
        *(_box(box, frame) for box in series.boxes),
        *(_band(band, frame) for band in series.bands),
        _dots(series.dots, frame),
        *(_line(line, frame) for line in series.lines),
        *islice(drawn, len(series.marks)),
    ]
    return f'<g class="{name}" fill="{colour}" stroke="{colour}">{"".join(parts)}</g>'


def _box(box: Box, frame: Frame) -> str:
    left, right = sorted(frame.x(value) for value in box.x)
    top, bottom = sorted(frame.y(value) for value in box.y)
    look = f' class="{box.look}" fill="{palette.LOOKS[box.look]}"' if box.look else ""
    pale = box.strength < 0.6 or box.look == "silent"
    opacity = f' fill-opacity="{box.strength:.2f}"' if box.strength < 1 else ""
    words = (
        f'<text x="{(left + right) / 2:.1f}" y="{(top + bottom) / 2 + 4:.1f}" stroke="none" '
        f'class="{"faint" if pale else "full"}" text-anchor="middle" '
        f'font-size="12" fill="{palette.INK if pale else palette.SHEET}">'
        f"{svg_markup(box.label)}</text>"
        if box.label
        else ""
    )
    return marks.linked(
        f'<rect{look} x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
        f'height="{bottom - top:.1f}" stroke="none"{opacity}/>{words}',
        box.url,
        box.tip,
    )


def _band(band: Band, frame: Frame) -> str:
    there = zip(band.x, band.high, strict=True)
    back = zip(reversed(band.x), reversed(band.low), strict=True)
    return f'<polygon points="{frame.path((*there, *back))}" fill-opacity="0.18" stroke="none"/>'


def _dots(places: Sequence[tuple[float, float]], frame: Frame) -> str:
    """All in one path: there may be hundreds, and they say nothing one by one."""
    if not places:
        return ""
    drawn = "".join(f"M{frame.x(x):.0f} {frame.y(y):.0f}h0" for x, y in places)
    return f'<path d="{drawn}" fill="none" stroke-width="3" stroke-linecap="round"/>'


def _line(line: Line, frame: Frame) -> str:
    points = frame.path(line.points)
    dash = ' stroke-dasharray="7 5"' if line.dashed else ""
    if line.guide:
        return (
            f'<polyline class="guide" points="{points}" fill="none" stroke-width="1.3" '
            f'stroke-dasharray="1.5 4.5" stroke-linecap="round"/>'
        )
    width = 2.2 if len(line.points) < _DENSE else 1.3
    return marks.linked(
        f'<polyline points="{points}" fill="none" stroke-width="{width}" '
        f'stroke-linejoin="round"{dash}/>',
        line.url,
        line.tip,
    )


def _grid(chart: Chart, frame: Frame) -> str:
    if chart.grid == "cells":
        return _lattice_of_cells(chart, frame)
    lines = []
    if "x" in chart.grid:
        lines += [
            f"M{frame.x(t.value):.1f} {frame.top}v{frame.down}" for t in _major(chart.x.scale.ticks)
        ]
    if "y" in chart.grid:
        lines += [
            f"M{frame.left} {frame.y(t.value):.1f}h{frame.across}"
            for t in _major(chart.y.scale.ticks)
        ]
    return f'<path class="lattice" d="{"".join(lines)}" stroke="{palette.GRID}" fill="none"/>'


def _lattice_of_cells(chart: Chart, frame: Frame) -> str:
    """Lines between the words of both axes, so that an empty cell is seen to be one."""
    lines = [f"M{frame.x(t.value + 0.5):.1f} {frame.top}v{frame.down}" for t in chart.x.scale.ticks]
    lines += [
        f"M{frame.left} {frame.y(t.value + 0.5):.1f}h{frame.across}" for t in chart.y.scale.ticks
    ]
    return f'<path class="lattice" d="{"".join(lines)}" stroke="{palette.GRID}" fill="none"/>'


def _major(ticks: Sequence[Tick]) -> list[Tick]:
    return [tick for tick in ticks if tick.label]


def _axes(chart: Chart, frame: Frame) -> str:
    bottom, right = frame.top + frame.down, frame.left + frame.across
    parts = [
        f'<path class="rule" d="M{frame.left} {frame.top}V{bottom}H{right}" fill="none" '
        f'stroke="{palette.RULE}"/>',
        f'<g class="ticks" font-size="{_TICK_SIZE}" fill="{palette.QUIET}">',
        *(_x_tick(tick, chart, frame) for tick in chart.x.scale.ticks),
        *(_y_tick(tick, chart, frame) for tick in chart.y.scale.ticks),
        "</g>",
        f'<g class="titles" font-size="{_TITLE_SIZE}" fill="{palette.INK}">',
        f'<text x="{frame.left + frame.across / 2:.1f}" y="{frame.x_title}" '
        f'text-anchor="middle">{svg_markup(chart.x.title)}</text>'
        if chart.x.title
        else "",
        f'<text x="0" y="0" transform="translate(16 {frame.top + frame.down / 2:.1f}) rotate(-90)" '
        f'text-anchor="middle">{svg_markup(chart.y.title)}</text>'
        if chart.y.title
        else "",
        "</g>",
    ]
    return "".join(parts)


def _x_tick(tick: Tick, chart: Chart, frame: Frame) -> str:
    x, y = frame.x(tick.value), frame.top + frame.down
    if not tick.label:
        return f'<path class="rule" d="M{x:.1f} {y}v3" stroke="{palette.RULE}"/>'
    mark = (
        ""
        if chart.x.scale.kind == "words"
        else f'<path class="rule" d="M{x:.1f} {y}v5" stroke="{palette.RULE}"/>'
    )
    if chart.upright:
        return (
            f'{mark}<text transform="translate({x + 4:.1f} {y + 8}) rotate(-90)" '
            f'text-anchor="end">{svg_markup(tick.label)}</text>'
        )
    return (
        f'{mark}<text x="{x:.1f}" y="{y + 19}" text-anchor="middle">{svg_markup(tick.label)}</text>'
    )


def _y_tick(tick: Tick, chart: Chart, frame: Frame) -> str:
    y = frame.y(tick.value)
    if not tick.label:
        return f'<path class="rule" d="M{frame.left} {y:.1f}h-3" stroke="{palette.RULE}"/>'
    mark = (
        ""
        if chart.y.scale.kind == "words"
        else f'<path class="rule" d="M{frame.left} {y:.1f}h-5" stroke="{palette.RULE}"/>'
    )
    return (
        f'{mark}<text x="{frame.left - 9}" y="{y + 4:.1f}" text-anchor="end">'
        f"{svg_markup(tick.label)}</text>"
    )


def _legend(chart: Chart, frame: Frame) -> str:
    """Names of the series in rows above the plot."""
    parts = [f'<g class="legend" font-size="{_TICK_SIZE}" fill="{palette.INK}">']
    for entry in frame.legend:
        series = entry.series
        colour = palette.LOOKS.get(series.look) or palette.colour(series.slot)
        name = series.look or f"s{series.slot % palette.SLOTS}"
        parts.append(
            f'<g class="{name}" fill="{colour}" stroke="{colour}">'
            f"{_key(series, entry.x + 8, entry.y - 4)}</g>"
            f'<text x="{entry.x + 22:.1f}" y="{entry.y:.1f}">{svg_markup(series.name)}</text>'
        )
    if chart.legend_title and frame.legend:
        parts.append(
            f'<text class="quiet" x="{frame.left}" y="{frame.legend[0].y:.1f}" '
            f'fill="{palette.QUIET}">{svg_markup(chart.legend_title)}</text>'
        )
    return "".join([*parts, "</g>"])


def _key(series: Series, x: float, y: float) -> str:
    if all(line.guide for line in series.lines) and series.marks:
        return marks.symbol(palette.symbol(series.slot), x, y)
    if series.lines:
        dash = ' stroke-dasharray="5 3"' if series.dashed else ""
        return f'<path d="M{x - 8:.1f} {y}h18" fill="none" stroke-width="2.2"{dash}/>'
    if series.dots:
        return (
            f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" fill="none" '
            f'stroke-width="0.7"/>'
            f'<path d="M{x:.1f} {y}h0" stroke-width="3" stroke-linecap="round"/>'
        )
    if series.boxes or series.look:
        return f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" stroke="none"/>'
    return marks.symbol(palette.symbol(series.slot), x, y)
