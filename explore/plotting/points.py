"""Records with both values of a plot, single or, where they are too many, counted in squares."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, FloatField, Max, Min, Q, Value
from django.db.models.functions import Floor

from explore.plotting.quantities import log_spot, spot
from literature.models import Paper
from records.models import Kind, public_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from explore.plotting.categories import Category
    from explore.plotting.quantities import Plottable

MOST = 2000
"""Marks that a reader can still tell apart, and a browser draws at once."""
_INFINITY = float("inf")


@dataclass(frozen=True)
class Tally:
    """How many records there are, and which values they lack. Ends are those of the spots."""

    total: int
    both: int
    lack_x: int
    lack_y: int
    x: tuple[float | None, float | None]
    y: tuple[float | None, float | None]
    x_not_above_zero: int
    y_not_above_zero: int


@dataclass(frozen=True)
class Point:
    """A record: ends in the units of the axes, None for an open side."""

    number: int
    x: tuple[float | None, float | None]
    y: tuple[float | None, float | None]
    x_about: bool
    y_about: bool
    word: Any
    paper_id: int
    year: int | None
    film: str
    substrate: str


@dataclass(frozen=True)
class Window:
    """The part of both axes that is on screen; None where nothing cuts."""

    x: tuple[float | None, float | None] = (None, None)
    y: tuple[float | None, float | None] = (None, None)

    def condition(self) -> Q:
        """Records whose value, with all of its range, meets it: a bar that crosses it is seen."""
        question = Q()
        for name, (low, high) in (("x", self.x), ("y", self.y)):
            if low is not None:
                question &= Q(**{f"{name}_high__gte": low})
            if high is not None:
                question &= Q(**{f"{name}_low__lte": high})
        return question


def with_ends(rows: QuerySet[Any], x: Plottable, y: Plottable) -> QuerySet[Any]:
    """Rows with both values of both axes, and where they are drawn."""
    x_low, x_high = x.ends()
    y_low, y_high = y.ends()
    ends = rows.annotate(x_low=x_low, x_high=x_high, y_low=y_low, y_high=y_high)
    ends = ends.annotate(x_about=x.about(), y_about=y.about())
    return ends.annotate(x_spot=spot("x_low", "x_high"), y_spot=spot("y_low", "y_high"))


def tally(rows: QuerySet[Any]) -> Tally:
    """One query over rows ``with_ends``."""
    both = Q(x_low__isnull=False, y_low__isnull=False)
    found = rows.order_by().aggregate(
        total=Count("pk"),
        both=Count("pk", filter=both),
        lack_x=Count("pk", filter=Q(x_low__isnull=True)),
        lack_y=Count("pk", filter=Q(y_low__isnull=True)),
        x0=Min("x_spot", filter=both),
        x1=Max("x_spot", filter=both),
        y0=Min("y_spot", filter=both),
        y1=Max("y_spot", filter=both),
        x_zero=Count("pk", filter=both & Q(x_spot__lte=0)),
        y_zero=Count("pk", filter=both & Q(y_spot__lte=0)),
    )
    return Tally(
        total=found["total"],
        both=found["both"],
        lack_x=found["lack_x"],
        lack_y=found["lack_y"],
        x=(found["x0"], found["x1"]),
        y=(found["y0"], found["y1"]),
        x_not_above_zero=found["x_zero"],
        y_not_above_zero=found["y_zero"],
    )


def with_both(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(x_low__isnull=False, y_low__isnull=False)


def points(rows: QuerySet[Any], category: Category, film: str = "material") -> Iterator[Point]:
    """Rows ``with_ends`` and both values, by id, without holding more than some at a time."""
    ends = ("x_low", "x_high", "y_low", "y_high", "x_about", "y_about")
    columns = ("pk", *ends, category.column)
    listed = rows.order_by("pk").values_list(*columns, "paper_id", "year", film, "substrate")
    for number, x0, x1, y0, y1, *rest in listed.iterator(chunk_size=2000):
        yield Point(number, _open(x0, x1), _open(y0, y1), *rest)


def _open(low: float, high: float) -> tuple[float | None, float | None]:
    return (None if low == -_INFINITY else low, None if high == _INFINITY else high)


@dataclass(frozen=True)
class Square:
    """How many records have their spot in this rectangle of the plot."""

    x: tuple[float, float]
    y: tuple[float, float]
    count: int


@dataclass(frozen=True)
class Raster:
    """An axis cut into equal parts, of its logarithm on a logarithmic one."""

    low: float
    high: float
    parts: int
    log: bool

    @property
    def _start(self) -> float:
        return math.log(self.low) if self.log else self.low

    @property
    def _step(self) -> float:
        end = math.log(self.high) if self.log else self.high
        return (end - self._start) / self.parts

    def part(self, name: str) -> Any:
        """The number of the part, as SQL."""
        where = log_spot(f"{name}_spot") if self.log else None
        shift = Value(self._start, output_field=FloatField())
        step = Value(self._step, output_field=FloatField())
        return Floor(((where if where is not None else F(f"{name}_spot")) - shift) / step)

    def ends(self, part: int) -> tuple[float, float]:
        first, last = self._start + part * self._step, self._start + (part + 1) * self._step
        return (math.exp(first), math.exp(last)) if self.log else (first, last)


def squares(rows: QuerySet[Any], x: Raster, y: Raster) -> list[Square]:
    """Counts over the plot, made by the database: as many rows as squares that hold something."""
    parts = rows.order_by().annotate(px=x.part("x"), py=y.part("y")).values("px", "py")
    counted = parts.annotate(n=Count("pk")).values_list("px", "py", "n")
    return [
        Square(x.ends(int(px)), y.ends(int(py)), n)
        for px, py, n in counted
        if px is not None and py is not None
    ]


def short_papers(ids: set[int]) -> dict[int, str]:
    """``Chen et al. 2017`` for each paper."""
    rows = Paper.objects.filter(pk__in=ids).only("pk", "csl")
    return {row.pk: row.short for row in rows}


def record_id(subject: str, number: int) -> str:
    return public_id(Kind.COATING if subject == "coating" else Kind.TEST, number)
