"""Retention of a coating's tests as a line small enough for a row of a list."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from cycling.models import TestRead
from records.read_rows import high_column, low_column

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH, HEIGHT = 56, 14
_FLOOR = 50.0
"""Retention (%) at the foot of the drawing; what lies below stands on it."""
_SHOWN = {
    "better": "shown better",
    "worse": "shown worse",
    "no difference shown": "no difference shown",
}
"""What numbers tell, in the words of a list: beside it a claim of the paper stands back."""
_AT = (50, 100, 200, 500, 1000)
_COLUMNS = {
    **{f"retention_at_{n}": n for n in _AT},
    "stated_retention": None,
}


@dataclass(frozen=True)
class Spark:
    """A line from 100 % at the first cycle over every known retention, and the last in words."""

    points: str
    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Tried:
    """How coatings did in their tests, by their numbers: the longest retention, and in how many
    tests which verdict stands against the control."""

    sparks: dict[int, Spark]
    verdicts: dict[int, Counter[str]]


def tried(coatings: Iterable[int]) -> Tried:
    """Of these coatings; one query. What a cell with several coatings did is no verdict on one."""
    wanted = set(coatings)
    known = ~Q(claimed="") | Q(shown__in=list(_SHOWN))
    for key in _COLUMNS:
        known |= Q(**{f"{low_column(key)}__isnull": False})
    lines: dict[int, dict[float, float]] = {}
    verdicts: dict[int, Counter[str]] = defaultdict(Counter)
    for row in TestRead.objects.filter(known, coatings__overlap=sorted(wanted)).order_by("pk"):
        line = _known_retention(row)
        for coating in wanted.intersection(row.coatings):
            if line and max(line) > max(lines.get(coating, {0: 0})):
                lines[coating] = line
            if row.coatings == [coating] and (verdict := _verdict(row)):
                verdicts[coating][verdict] += 1
    sparks = {coating: _drawn(line) for coating, line in lines.items()}
    return Tried(sparks, dict(verdicts))


def _verdict(row: TestRead) -> str:
    """What the numbers show where they show anything, else what the paper claims."""
    if row.shown in _SHOWN:
        return _SHOWN[row.shown]
    return f"claimed {row.claimed}" if row.claimed else ""


def _known_retention(row: TestRead) -> dict[float, float]:
    """Retention (%) by cycle; of an interval its low end, so that nothing looks better than it
    is known to be."""
    line = {}
    for key, cycle in _COLUMNS.items():
        low, high = getattr(row, low_column(key)), getattr(row, high_column(key))
        at = cycle if cycle is not None else row.stated_retention_cycle_low
        if low is None or at is None or math.isinf(at):
            continue
        line[float(at)] = low if math.isfinite(low) else high
    return line


def _drawn(line: dict[float, float]) -> Spark:
    last = max(line)
    points = [(0.0, 100.0), *sorted(line.items())]
    places = [
        (round(1 + cycle / last * (WIDTH - 4), 1), round(_y(retention), 1))
        for cycle, retention in points
    ]
    x, y = places[-1]
    return Spark(
        points=" ".join(f"{px},{py}" for px, py in places),
        x=x,
        y=y,
        words=f"{line[last]:.3g} % after {last:.0f} cycles",
    )


def _y(retention: float) -> float:
    share = (min(max(retention, _FLOOR), 100.0) - _FLOOR) / (100.0 - _FLOOR)
    return 1.5 + (1 - share) * (HEIGHT - 3)
