"""Every printed value of a film, electrode or precursor over all papers: a strip a property."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html

from charts.scales import Tick, around, spans_decades
from charts.text import svg_markup
from coatings.models import Measurement
from records.printed_values import STANDS, Scope
from records.typesetting import number, printed, unit
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from charts.scales import Scale
    from literature.models import Paper

FIRST = (
    *("ionic_conductivity", "electronic_conductivity", "thickness"),
    *("growth_per_cycle", "deposition_temperature"),
)
"""What is asked of every film; the other properties follow by their number of values."""
_OPEN = 7.0
"""Length of the arrow of a bound, in per cent of the strip."""
_LANE, _LANES = 11, 9
"""Height of a lane in pixels; more values than fit side by side lie over each other."""
_AIR = 1.4
"""Least distance of two values in one lane, in per cent."""
_NAMED, _PRINTED = 4, 3
"""How many papers stand beside a strip, and how many values of each."""


@dataclass(frozen=True)
class Mark:
    """A value on the strip, in per cent of its width; of a bound, the end that is known and where
    its arrow points."""

    low: float
    high: float
    y: int
    arrow: bool
    of_class: bool
    says: str
    url: str

    @property
    def point(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Told:
    """What one paper prints of it."""

    paper: Paper
    values: list[SafeString]
    more: int
    of_class: bool


@dataclass(frozen=True)
class Strip:
    """One property: ``films`` of ``of`` coatings have a value, in ``papers`` papers."""

    key: str
    label: str
    unit: str
    log: bool
    ticks: list[tuple[float, SafeString]]
    marks: list[Mark]
    height: int
    told: list[Told]
    films: int
    papers: int

    @property
    def more_papers(self) -> int:
        return self.papers - sum(not one.of_class for one in self.told)


def strips_of(coatings: QuerySet[Any]) -> list[Strip]:
    """A strip for each property with numbers; ``coatings`` are read rows. One query."""
    rows = (
        Measurement.objects.filter(
            coating__in=coatings.order_by().values("coating_id"), missing="", superseded=False
        )
        .select_related("coating__paper")
        .only(
            *("property", "of", "printed", "qualifier", "low", "high", "unit", "scope"),
            *("conditions", "position", "coating__key", "coating__paper__csl"),
            "coating__paper__year",
        )
    )
    held: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
    for row in rows:
        if PROPERTIES[row.property].unit is not None and _ends(row):
            held[row.property, row.of].append(row)
    strips = [_strip(key, of, found) for (key, of), found in held.items()]
    rank = {key: place for place, key in enumerate(FIRST)}
    return sorted(strips, key=lambda one: (rank.get(one.key, len(FIRST)), -one.films, one.label))


def _ends(row: Measurement) -> list[float]:
    return [end for end in (row.low, row.high) if end is not None and math.isfinite(end)]


def _strip(key: str, of: str, rows: Sequence[Measurement]) -> Strip:
    declared = PROPERTIES[key]
    ends = [end for row in rows for end in _ends(row)]
    low, high = min(ends), max(ends)
    log = spans_decades(low, high)
    scale = around(low, high, log=log)
    stands = [row for row in rows if row.scope == STANDS["scope"]]
    marks, lanes = _placed(rows, scale)
    return Strip(
        key,
        f"{declared.label} of {of}" if of else declared.label,
        str(unit(declared.unit)) if declared.unit not in (None, "1") else "",
        log,
        _ticks(scale, low, high),
        marks,
        lanes * _LANE + 3,
        _told(stands, of_class=False)[:_NAMED] + _told(_of_class(rows), of_class=True)[:1],
        len({row.coating_id for row in stands}),
        len({row.coating.paper_id for row in stands}),
    )


def _ticks(scale: Scale, low: float, high: float) -> list[tuple[float, SafeString]]:
    """Of a single value that value alone: no scale can be told from it."""
    marked = [Tick(low, str(number(low)))] if low == high else scale.ticks
    return [
        (round(100.0 * scale.place(t.value), 2), svg_markup(t.label)) for t in marked if t.label
    ]


def _of_class(rows: Iterable[Measurement]) -> list[Measurement]:
    return [row for row in rows if row.scope == Scope.CLASS]


def _placed(rows: Sequence[Measurement], scale: Scale) -> tuple[list[Mark], int]:
    """The values from left to right, each in the first lane that has room; what is said of a class
    once, however many films it stands with."""
    spans: dict[Any, tuple[float, float, Measurement]] = {}
    for row in rows:
        same = row.printed if row.scope == Scope.CLASS else row.pk
        spans.setdefault(same, (*_span(row, scale), row))
    ends: list[float] = []
    marks = []
    for low, high, row in sorted(spans.values(), key=lambda one: one[:2]):
        left, right = min(low, high), max(low, high)
        free = (i for i, end in enumerate(ends) if end + _AIR <= left)
        lane = next(free, len(ends) if len(ends) < _LANES else ends.index(min(ends)))
        ends[lane : lane + 1] = [max(right, ends[lane]) if lane < len(ends) else right]
        marks.append(
            Mark(
                low,
                high,
                lane * _LANE + _LANE // 2 + 2,
                len(_ends(row)) == 1,
                row.scope == Scope.CLASS,
                f"{_words(row)}, {row.coating.paper.short}",
                row.coating.get_absolute_url(),
            )
        )
    return marks, max(1, len(ends))


def _span(row: Measurement, scale: Scale) -> tuple[float, float]:
    """From its low to its high end; of a bound from the end that is known to its arrow's point."""

    def place(end: float) -> float:
        outside = scale.kind == "log" and end <= 0
        return 0.0 if outside else round(100.0 * scale.place(end), 2)

    known = _ends(row)
    if len(known) == 2:
        return place(known[0]), place(known[1])
    at = place(known[0])
    upwards = row.low is not None and math.isfinite(row.low)
    return at, min(at + _OPEN, 100.0) if upwards else max(at - _OPEN, 0.0)


def _told(rows: Iterable[Measurement], *, of_class: bool) -> list[Told]:
    """What each paper prints, the newest first."""
    by_paper: dict[int, list[Measurement]] = defaultdict(list)
    for row in rows:
        by_paper[row.coating.paper_id].append(row)
    told = []
    for found in by_paper.values():
        values = list(dict.fromkeys(_typeset(row) for row in found))
        more = max(0, len(values) - _PRINTED)
        told.append(Told(found[0].coating.paper, values[:_PRINTED], more, of_class))
    return sorted(told, key=lambda one: (-(one.paper.year or 0), one.paper.pk))


def _typeset(row: Measurement) -> SafeString:
    """As printed, with the temperature it was measured at where one is stated."""
    at = _temperature(row)
    value = printed(row.printed)
    return format_html("{} at {}", value, printed(at)) if at else value


def _words(row: Measurement) -> str:
    at = _temperature(row)
    return f"{row.printed}{f' at {at}' if at else ''}"


def _temperature(row: Measurement) -> str:
    stated: Any = row.conditions.get("temperature") or {}
    return str(stated.get("printed") or "")
