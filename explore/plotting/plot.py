"""One plot, from its address to its chart, its sentence, its table and its file of data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse

from charts.chart import Axis, Box, Chart, Mark, Series
from charts.palette import SLOTS
from charts.scales import Linear, Log, around, spans_decades
from charts.text import plain
from coatings.filters import CoatingFilter
from coatings.models import CoatingRead
from coatings.queries.coatings import material_names
from cycling.filters import TestFilter
from cycling.models import TestRead
from explore.asking import Asked, Choice, Number, Own
from explore.plotting import points as reading
from explore.plotting.categories import categories, names_of
from explore.plotting.points import MOST, Point, Raster, Tally, Window
from explore.plotting.quantities import YEAR, plottables
from records.filtering import Problem
from records.read_rows import low_column
from records.typesetting import formula, interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import QueryDict

    from explore.plotting.categories import Category
    from explore.plotting.quantities import Plottable

SCALES = ("auto", "linear", "log")
ZOOM = ("x_from", "x_to", "y_from", "y_to")
IN_TABLE = 100
_DEFAULTS = {
    "coating": (("deposition_temperature", "growth_per_cycle"), (YEAR, "mimicry_level")),
    "test": (("rate", "retention"), (YEAR, "rate")),
}
_NOUNS = {"coating": ("coating", "coatings"), "test": ("test", "tests")}
_COLUMNS, _ROWS = 48, 32


def _default(subject: str, data: QueryDict) -> tuple[str, str]:
    """Measured against measured, where anything on record has both."""
    measured, otherwise = _DEFAULTS[subject]
    if data.get("x") or data.get("y"):
        return measured
    rows = (TestRead if subject == "test" else CoatingRead).objects.all()
    both = {f"{low_column(key)}__isnull": False for key in measured}
    return measured if rows.filter(**both).exists() else otherwise


def own_parameters(subject: str, data: QueryDict) -> dict[str, Own]:
    """What the address of a plot takes beside the filters of its list."""
    words = list(plottables(subject))
    x, y = _default(subject, data)
    return {
        "of": Choice(("coatings", "tests")),
        "x": Choice([x, *words]),
        "y": Choice([y, *words]),
        "by": Choice(list(categories(subject))),
        "x_scale": Choice(SCALES),
        "y_scale": Choice(SCALES),
        **{name: Number() for name in ZOOM},
    }


def asked_of(data: QueryDict) -> tuple[str, Asked]:
    """The subject and the address, read."""
    subject = "test" if data.get("of") == "tests" else "coating"
    filters = TestFilter if subject == "test" else CoatingFilter
    return subject, Asked(data, own_parameters(subject, data), filters)


@dataclass(frozen=True)
class Row:
    """A line of the table below the plot."""

    id: str
    url: str
    film: str
    substrate: str
    x: str
    y: str
    word: str
    paper: str
    paper_url: str


class Plot:
    """Everything the page, the SVG and the CSV show of one address."""

    def __init__(self, data: QueryDict) -> None:
        self.subject, self.asked = asked_of(data)
        own = self.asked.own
        known = plottables(self.subject)
        self.x: Plottable = known[own["x"]]
        self.y: Plottable = known[own["y"]]
        self.category: Category = categories(self.subject)[own["by"]]
        self.window = Window((own["x_from"], own["x_to"]), (own["y_from"], own["y_to"]))
        for name, (low, high) in (("x", self.window.x), ("y", self.window.y)):
            if low is not None and high is not None and low >= high:
                self.asked.problems.append(
                    Problem(f"{name}_from", f"expected a number below {name}_to")
                )

    @property
    def problems(self) -> list[Problem]:
        return self.asked.problems

    @property
    def noun(self) -> str:
        return _NOUNS[self.subject][1]

    @cached_property
    def rows(self) -> Any:
        return reading.with_ends(self.asked.rows, self.x, self.y)

    @cached_property
    def tally(self) -> Tally:
        return reading.tally(self.rows)

    @cached_property
    def shown(self) -> Any:
        """Rows with both values whose spot is on screen."""
        rows = reading.with_both(self.rows).filter(self.window.condition())
        for name, is_log in (("x", self.x_log), ("y", self.y_log)):
            if is_log:
                rows = rows.filter(**{f"{name}_spot__gt": 0})
        return rows

    @cached_property
    def count(self) -> int:
        """How many records are on screen."""
        return int(self.shown.order_by().count())

    @property
    def is_dense(self) -> bool:
        """Too many records for a mark each: they are counted in squares."""
        return self.count > MOST

    @cached_property
    def x_log(self) -> bool:
        return self._log("x", self.tally.x)

    @cached_property
    def y_log(self) -> bool:
        return self._log("y", self.tally.y)

    def _log(self, name: str, ends: tuple[float | None, float | None]) -> bool:
        asked = self.asked.own[f"{name}_scale"]
        low, high = ends
        if asked != "auto" or low is None or high is None:
            return bool(asked == "log")
        quantity: Plottable = getattr(self, name)
        return low > 0 if quantity.by_decades else spans_decades(low, high)

    @cached_property
    def counted(self) -> list[tuple[Plottable, int | None]]:
        """Quantities of the menus, and how many of the records have each; one query."""
        known = list(plottables(self.subject).values())
        if self.problems:
            return [(item, None) for item in known]
        own = {item.key: item.stored for item in known if not item.of_film}
        counts = self.asked.rows.order_by().aggregate(
            **{f"n_{key}": Count(column) for key, column in own.items()}
        )
        return [(item, counts.get(f"n_{item.key}")) for item in known]

    # --- what is drawn --------------------------------------------------------------------

    @cached_property
    def points(self) -> list[Point]:
        return [] if self.is_dense else list(self._read())

    def _read(self) -> Iterator[Point]:
        return reading.points(self.shown, self.category)

    @cached_property
    def words(self) -> list[Any]:
        """Words of the category, most frequent first."""
        counted = Counter(point.word for point in self.points)
        return sorted(counted, key=lambda word: (word == "", -counted[word], str(word)))

    @cached_property
    def names(self) -> dict[Any, str]:
        return names_of(self.category, self.words)

    @cached_property
    def _films(self) -> dict[str, str]:
        return material_names({point.film for point in self.points})

    @cached_property
    def _substrates(self) -> dict[Any, str]:
        keys = {point.substrate for point in self.points}
        return names_of(categories(self.subject)["substrate"], keys)

    @cached_property
    def _papers(self) -> dict[int, str]:
        return reading.short_papers({point.paper_id for point in self.points})

    @cached_property
    def chart(self) -> Chart | None:
        """None where no record has both values."""
        if not self.count:
            return None
        x = self._axis(self.x, "x", self.x_log)
        y = self._axis(self.y, "y", self.y_log)
        series = self._density(x, y) if self.is_dense else self._series()
        return Chart(
            x=x,
            y=y,
            series=series,
            description=self.sentence,
            legend=not self.is_dense,
            legend_title=self.category.label,
        )

    def _axis(self, quantity: Plottable, name: str, log: bool) -> Axis:
        scale = self._scale(quantity, name, log)
        return Axis(scale, quantity.title)

    def _scale(self, quantity: Plottable, name: str, log: bool) -> Linear | Log:
        asked_low, asked_high = getattr(self.window, name)
        low, high = self._data_ends(name, log)
        scale = around(low, high, log=log, whole=quantity.whole)
        first = scale.low if asked_low is None or (log and asked_low <= 0) else asked_low
        last = scale.high if asked_high is None or (log and asked_high <= 0) else asked_high
        if first >= last:
            first, last = scale.low, scale.high
        return Log(first, last) if log else Linear(first, last, whole=quantity.whole)

    def _data_ends(self, name: str, log: bool) -> tuple[float, float]:
        """The span of what is drawn, ranges included; of the spots where records are counted."""
        low, high = getattr(self.tally, name)
        ends = [end for point in self.points for end in getattr(point, name) if end is not None]
        if log:
            ends = [end for end in ends if end > 0]
            low = low if low is not None and low > 0 else None
        if not ends:
            least = self.shown.order_by(f"{name}_spot").values_list(f"{name}_spot", flat=True)
            return (low if low is not None else least.first()), high
        return min(ends), max(ends)

    def _series(self) -> list[Series]:
        slots = {word: min(i, SLOTS - 1) for i, word in enumerate(self.words)}
        crowded = self.words[SLOTS - 1 :] if len(self.words) > SLOTS else []
        grouped: dict[int, list[Mark]] = {}
        for point in self.points:
            grouped.setdefault(slots[point.word], []).append(self._mark(point))
        names = {slots[word]: self.names[word] for word in self.words}
        if crowded:
            names[SLOTS - 1] = f"{len(crowded)} others"
        return [Series(names[slot], slot, marks=marks) for slot, marks in sorted(grouped.items())]

    def _mark(self, point: Point) -> Mark:
        x, y = self._on_axis(point.x, self.x_log), self._on_axis(point.y, self.y_log)
        return Mark(*x, *y, tip=self._tip(point), url=self._url(point.number))

    @staticmethod
    def _on_axis(
        ends: tuple[float | None, float | None], log: bool
    ) -> tuple[float | None, float | None]:
        """A range that reaches zero has no low end on a logarithmic axis."""
        low, high = ends
        return (None, high) if log and low is not None and low <= 0 else ends

    def _url(self, number: int) -> str:
        name = "coating" if self.subject == "coating" else "test"
        return reverse(name, args=[reading.record_id(self.subject, number)])

    def _tip(self, point: Point) -> str:
        lines = [
            self._film_on(point),
            f"{self.x.label}: {_value(point.x, self.x, point.x_about)}",
            f"{self.y.label}: {_value(point.y, self.y, point.y_about)}",
            f"{self.category.label}: {plain(self.names[point.word])}",
            f"{self._papers[point.paper_id]} · {reading.record_id(self.subject, point.number)}",
        ]
        return "\n".join(lines)

    def _film_on(self, point: Point) -> str:
        film = plain(formula(self._films.get(point.film, point.film))) or "bare"
        return f"{film} on {plain(self._substrates.get(point.substrate, '')) or 'not known'}"

    def _density(self, x: Axis, y: Axis) -> list[Series]:
        across = Raster(x.scale.low, x.scale.high, _COLUMNS, self.x_log)
        down = Raster(y.scale.low, y.scale.high, _ROWS, self.y_log)
        counted = reading.squares(self.shown, across, down)
        most = max((square.count for square in counted), default=1)
        boxes = [
            Box(
                square.x,
                square.y,
                tip=f"{square.count} {self.noun} here",
                url=self._zoomed(square.x, square.y),
                strength=0.12 + 0.88 * (square.count / most) ** 0.5,
            )
            for square in counted
        ]
        return [Series("", 0, boxes=boxes, look="density")]

    def _zoomed(self, x: tuple[float, float], y: tuple[float, float]) -> str:
        ends = {"x_from": x[0], "x_to": x[1], "y_from": y[0], "y_to": y[1]}
        return f"?{self.asked.query(**{name: f'{end:.6g}' for name, end in ends.items()})}"

    # --- what is said ---------------------------------------------------------------------

    @cached_property
    def sentence(self) -> str:
        """What is shown, and how many records lack the values."""
        t = self.tally
        said = [
            f"{self._quantity(self.y)} against {self._quantity(self.x)}: "
            f"{_counted(t.both, t.total, self.noun)} both values."
        ]
        lacks = {self._quantity(self.x): t.lack_x, self._quantity(self.y): t.lack_y}
        lacking = [f"{count:,} without a {name}" for name, count in lacks.items() if count]
        if lacking:
            said.append(f"Not drawn: {', '.join(lacking)}.")
        zero = max(t.x_not_above_zero if self.x_log else 0, t.y_not_above_zero if self.y_log else 0)
        if zero:
            said.append(f"{zero:,} lie at or below zero and have no place on a logarithmic axis.")
        if self.is_zoomed:
            said.append(f"In the part on screen: {self.count:,}.")
        if self.is_dense:
            said.append(
                f"They are too many for a mark each ({MOST:,} at most): a square's shade counts "
                "those in it. Narrow by filter, or choose a square to see what it holds."
            )
        return _first_capital(" ".join(said))

    @staticmethod
    def _quantity(quantity: Plottable) -> str:
        label = quantity.label
        return label if label[1:2].isupper() else label[0].lower() + label[1:]

    @property
    def is_zoomed(self) -> bool:
        return any(self.asked.own[name] is not None for name in ZOOM)

    @property
    def whole_query(self) -> str:
        """The same plot without the zoom."""
        return self.asked.query(**dict.fromkeys(ZOOM))

    @property
    def swapped_query(self) -> str:
        """The same plot with its axes exchanged."""
        own = self.asked.own
        return self.asked.query(
            x=own["y"],
            y=own["x"],
            x_scale=own["y_scale"],
            y_scale=own["x_scale"],
            **dict.fromkeys(ZOOM),
        )

    @cached_property
    def table(self) -> list[Row]:
        """The first records in words, for readers of tables and of the keyboard."""
        return [self._row(point) for point in self.points[:IN_TABLE]]

    @property
    def table_is_cut(self) -> bool:
        return self.count > len(self.table)

    def _row(self, point: Point) -> Row:
        return Row(
            id=reading.record_id(self.subject, point.number),
            url=self._url(point.number),
            film=str(formula(self._films.get(point.film, point.film))),
            substrate=self._substrates.get(point.substrate, ""),
            x=str(interval(*point.x, about=point.x_about)),
            y=str(interval(*point.y, about=point.y_about)),
            word=self.names[point.word],
            paper=self._papers.get(point.paper_id, ""),
            paper_url=reverse("paper", args=[f"ASC-P{point.paper_id:06d}"]),
        )


def _value(ends: tuple[float | None, float | None], quantity: Plottable, about: bool) -> str:
    unit = plain(quantity.title[len(quantity.label) :]).strip(" ()")
    return f"{plain(interval(*ends, about=about))}{chr(0x202F) if unit else ''}{_raised(unit)}"


_RAISED = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _raised(unit: str) -> str:
    return unit.translate(_RAISED)


def _counted(part: int, whole: int, noun: str) -> str:
    if not whole:
        return f"no {noun} fit the filters, so none has"
    have = "has" if part == 1 else "have"
    return f"{part:,} of {whole:,} {noun} {have}"


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
