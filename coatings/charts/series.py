"""Series of a film, each drawn with its axes, units and errors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from charts.chart import Axis, Chart, Line, Mark, Series
from charts.scales import around, spans_decades
from charts.text import plain
from records.typesetting import unit as typeset_unit
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from charts.scales import Scale
    from coatings import models

Point = tuple[float, float, float | None]


def points_of(row: models.Series) -> list[Point]:
    """Its points in canonical units, in the order of what was varied."""
    given = [(x or 0.0, y or 0.0, error) for x, y, error in row.points]
    return sorted(given, key=lambda point: point[:2])


def series_chart(row: models.Series) -> Chart:
    """One series: its points joined, with bars of one standard error."""
    points = points_of(row)
    drawn = drawn_series(row, "", 0, "")
    return Chart(
        x=Axis(scale_of([x for x, _, _ in points]), axis_title(row.against)),
        y=Axis(_with_errors(points), axis_title(row.property, row.of)),
        series=[drawn],
        description=in_words(row),
        legend=False,
        width=460,
        height=290,
    )


def in_words(row: models.Series) -> str:
    of = f" of {row.of}" if row.of else ""
    label, against = PROPERTIES[row.property].label, PROPERTIES[row.against].label.lower()
    return f"{label}{of} against {against}, {len(row.points)} points"


def drawn_series(row: models.Series, name: str, slot: int, url: str) -> Series:
    """The points as marks on a line, told in words where they are pointed at."""
    points = points_of(row)
    units = [plain(typeset_unit(PROPERTIES[key].unit or "")) for key in (row.against, row.property)]
    marks = []
    for x, y, error in points:
        spread = error or 0.0
        tip = f"{x:g} {units[0]}: {y:g}{f' ± {error:g}' if error else ''} {units[1]}"
        marks.append(Mark(x, x, y - spread, y + spread, tip=tip, url=url, y=y))
    line = Line([(x, y) for x, y, _ in points], in_words(row), url)
    return Series(name, slot, marks=marks, lines=[line])


def scale_of(values: Sequence[float]) -> Scale:
    """A scale around these values: logarithmic where they span decades."""
    low, high = min(values), max(values)
    return around(low, high, log=low > 0 and spans_decades(low, high))


def _with_errors(points: Sequence[Point]) -> Scale:
    """The same of values with their errors; one that reaches below zero has no place on decades."""
    values = [y for _, y, _ in points]
    ends = [y + sign * (error or 0.0) for _, y, error in points for sign in (-1, 1)]
    ends = [end for end in [*values, *ends] if math.isfinite(end)]
    log = min(ends) > 0 and spans_decades(min(values), max(values))
    return around(min(ends), max(ends), log=log)


def axis_title(key: str, of: str = "") -> str:
    """Quantity and unit, in HTML."""
    declared = PROPERTIES[key]
    words = f"{declared.label} of {of}" if of else declared.label
    unit = "" if declared.unit in (None, "1") else f" ({typeset_unit(declared.unit)})"
    return f"{words}{unit}"
