"""An entered value among those on record of its own kind: rank, range and nearest neighbours."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from charts.scales import around, spans_decades
from coatings.models import Measurement
from cycling.models import TestResult
from records.printed_values import STANDS
from records.templatetags.values import short_name
from records.typesetting import formula, interval
from science.placing import Rank, distance, rank
from science.quantities import Interval
from science.transport import NEAR_25C

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from charts.scales import Scale
    from explore.placing.entered import Entered, Entry

NEIGHBOURS = 5
DRAWN = 400
"""Values in one strip; the rank counts all of them."""
_NEAR = Q(
    conditions__temperature__low__gte=NEAR_25C.low,
    conditions__temperature__high__lte=NEAR_25C.high,
)


@dataclass(frozen=True)
class Span:
    """A value on the strip, in per cent of its width; a side that is open goes to its end."""

    low: float
    high: float
    open_low: bool
    open_high: bool

    @property
    def point(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Neighbour:
    printed: str
    film: str
    on: str
    id: str
    url: str
    paper: str
    paper_url: str
    meets: bool


@dataclass(frozen=True)
class Placed:
    """One entered value among ``rank.of`` on record; ``left_out`` says which others are not of its
    kind, and how many."""

    entry: Entry
    value: Interval
    rank: Rank
    papers: int
    left_out: str
    strip: list[Span]
    mine: Span | None
    ends: tuple[str, str]
    neighbours: list[Neighbour]
    missing: str = ""

    @property
    def in_words(self) -> str:
        r = self.rank
        if not r.of:
            return "No value of this kind is on record here."
        values = "value" if r.of == 1 else "values"
        said = f"above {r.below}, below {r.above} of {r.of} {values} on record"
        untold = f"; with {r.untold} it cannot be told, for they overlap" if r.untold else ""
        return f"Surely {said}{untold}."


def placed(entered: Entered, name: str, value: Interval | None, why: str = "") -> Placed:
    """Where a value stands; ``why`` says why there is none to place."""
    entry = entered.entries[name]
    if value is None:
        nothing = Interval(-math.inf, math.inf)
        return Placed(entry, nothing, Rank(0, 0, 0), 0, "", [], None, ("", ""), [], why)
    rows, left_out = _rows(entered, name)
    listed = list(rows)
    others = [Interval(_end(r.low, -math.inf), _end(r.high, math.inf)) for r in listed]
    ends = [end for one in (*others, value) for end in (one.low, one.high) if math.isfinite(end)]
    log = spans_decades(min(ends), max(ends))
    scale = around(min(ends), max(ends), log=log)
    near = sorted(range(len(listed)), key=lambda i: (distance(value, others[i], log=log), i))
    return Placed(
        entry,
        value,
        rank(value, others),
        len({_paper(row).pk for row in listed}),
        left_out,
        [_span(scale, one) for one in others[:DRAWN]],
        _span(scale, value),
        (str(interval(min(ends), min(ends), 2)), str(interval(max(ends), max(ends), 2))),
        [_neighbour(listed[i], value.meets(others[i])) for i in near[:NEIGHBOURS]],
    )


def _end(value: float | None, none: float) -> float:
    return none if value is None else value


def _rows(entered: Entered, name: str) -> tuple[QuerySet[Any], str]:
    """Values of single films and cells, of the kind of the one entered."""
    coatings = entered.filters.qs.order_by().values("coating_id")
    stands = {**STANDS, "missing": "", "property": name}
    if name == "retention":
        return _retentions(entered, coatings, stands)
    rows = Measurement.objects.filter(coating__in=coatings, **stands).select_related(
        "coating__material", "coating__substrate", "coating__paper"
    )
    if name != "ionic_conductivity":
        return rows, ""
    near = rows.filter(_NEAR)
    others = rows.count() - near.count()
    told = f"{others} not measured at 20–30 °C, or at no temperature that is on record, left out"
    return near, told if others else ""


def _retentions(
    entered: Entered, coatings: QuerySet[Any], stands: dict[str, Any]
) -> tuple[QuerySet[Any], str]:
    rows = TestResult.objects.filter(
        Q(test__coating__in=coatings) | Q(test__also_coated_links__coating__in=coatings), **stands
    ).distinct()
    cycle = entered.value("at_cycle")
    assert cycle is not None, "a retention without a cycle is refused"
    low, high = _end(cycle.low, -math.inf), _end(cycle.high, math.inf)
    same = rows.filter(at_cycle_low__lte=high, at_cycle_high__gte=low)
    others = rows.count() - same.count()
    told = f"{others} stated at another cycle, or at none, left out"
    related = ("test__coating__material", "test__electrode", "test__paper")
    return same.select_related(*related), told if others else ""


def _span(scale: Scale, value: Interval) -> Span:
    """A bound that is open goes to the end of the strip; so does what has no place on a log one."""

    def place(end: float, none: float) -> float:
        if not math.isfinite(end) or (scale.kind == "log" and end <= 0):
            return none
        return round(100.0 * scale.place(end), 2)

    low, high = place(value.low, 0.0), place(value.high, 100.0)
    return Span(low, high, not math.isfinite(value.low), not math.isfinite(value.high))


def _paper(row: Any) -> Any:
    return row.test.paper if isinstance(row, TestResult) else row.coating.paper


def _neighbour(row: Any, meets: bool) -> Neighbour:
    paper = _paper(row)
    if isinstance(row, TestResult):
        record, coating = row.test, row.test.coating
        on = row.test.electrode.name if row.test.electrode else ""
        film = short_name(coating.material) if coating else str(row.test)
        printed = f"{row.printed} at cycle {row.at_cycle_printed}"
    else:
        record = row.coating
        film, on, printed = short_name(record.material), record.substrate.name, row.printed
    return Neighbour(
        printed,
        str(formula(film)),
        str(formula(on)),
        record.public_id,
        record.get_absolute_url(),
        paper.short,
        paper.get_absolute_url(),
        meets,
    )


def ranked(entered: Entered, values: Sequence[tuple[str, Interval | None, str]]) -> list[Placed]:
    """Every value that is entered, in the order of the form."""
    return [placed(entered, name, value, why) for name, value, why in values]
