"""Figures in the paper document: their entries, what is checked, and to rows and back.

.. code-block:: yaml

    figures:
      - key: fig-3b
        at: Fig. 3b
        image: {sha256: 9f86…, width: 1200, height: 900}
        axes:
          - {key: cycle, direction: x, ticks: [{value: 0, x: 100.5, y: 800.2}, …]}
          - {key: capacity, direction: y, unit: mAh/g, ticks: […]}
        series:
          - {key: coated, x: cycle, y: capacity, columns: [x, y], points: [[120.5, 310.2], …]}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from figures.models import Figure
from records.document.fields import Slug, Sourced, Strict
from records.document.invalid import Problem, nearest, path_of
from records.document.rows import source_entry
from science import digitised

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from literature.models import Paper
    from records.document.checking import OnRecord, Own
    from records.document.invalid import Loc
    from records.document.rows import Placed, Sources

Number = Annotated[float, Field(allow_inf_nan=False)]
Pixel = Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False)]
COLUMNS = ("x", "y", "sd", "low", "high")


class Image(Strict):
    """The picture that was read, so that whoever has it can tell. It is not kept."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    width: int = Field(ge=1, le=100_000)
    height: int = Field(ge=1, le=100_000)


class TickEntry(Strict):
    value: Number
    x: Pixel
    y: Pixel


class AxisEntry(Strict):
    key: Slug
    direction: Literal["x", "y"]
    scale: Literal["linear", "log", "reciprocal"] = "linear"
    unit: str | None = Field(None, max_length=40)
    label: str | None = None
    tilted: Literal[True] | None = None
    ticks: list[TickEntry] = Field(min_length=2, max_length=100)

    def science(self) -> digitised.Axis:
        ticks = tuple(digitised.Tick(tick.value, tick.x, tick.y) for tick in self.ticks)
        return digitised.Axis(self.direction, ticks, self.scale, bool(self.tilted))


class SeriesEntry(Strict):
    """Points in pixels. ``sd`` is the standard error of a point along the y axis where it is not
    half a pixel; ``low`` and ``high`` are the ends of its error bar along the y axis of the picture
    (``low`` that of the smaller value)."""

    key: Slug
    label: str | None = None
    x: Slug
    y: Slug
    quantity: str | None = Field(None, max_length=80)
    method: Literal["clicked", "scan", "markers", "trace", "imported"] | None = None
    error_bars: str | None = Field(None, max_length=200)
    columns: list[Literal["x", "y", "sd", "low", "high"]] = Field(min_length=2, max_length=5)
    points: list[list[Pixel | None]] = Field(max_length=20_000)

    @model_validator(mode="after")
    def points_fill_the_columns(self) -> Self:
        if self.columns != [name for name in COLUMNS if name in self.columns]:
            raise ValueError(f"`columns` are x, y and what is given of {', '.join(COLUMNS[2:])}")
        if self.columns[:2] != ["x", "y"]:
            raise ValueError("the first two columns are x and y")
        for row, point in enumerate(self.points):
            if len(point) != len(self.columns) or None in point[:2]:
                raise ValueError(f"points[{row}] has no number for each of {self.columns}")
        return self

    def column(self, name: str) -> list[float | None]:
        """A column by its name; nothing where it is not given."""
        if name not in self.columns:
            return [None] * len(self.points)
        place = self.columns.index(name)
        return [point[place] for point in self.points]


class FigureEntry(Sourced):
    key: Slug
    image: Image
    axes: list[AxisEntry] = Field(min_length=2, max_length=12)
    series: list[SeriesEntry] = Field(default_factory=list, max_length=100)

    @model_validator(mode="after")
    def read_in_a_figure(self) -> Self:
        if self.extraction not in (None, "figure"):
            raise ValueError("`extraction` of a figure is figure")
        self.extraction = "figure"
        return self

    def axis(self, key: str) -> AxisEntry | None:
        return next((axis for axis in self.axes if axis.key == key), None)

    def one(self, series: str) -> SeriesEntry | None:
        """The series of this key."""
        return next((one for one in self.series if one.key == series), None)

    def calibration(self, series: SeriesEntry) -> digitised.Calibration:
        """Raises :class:`science.digitised.UncalibratedAxis`."""
        x, y = self.axis(series.x), self.axis(series.y)
        if x is None or y is None or (x.direction, y.direction) != ("x", "y"):
            raise digitised.UncalibratedAxis("a series names an axis along x and one along y")
        return digitised.calibrate(x.science(), y.science())


def names(entry: FigureEntry) -> list[str]:
    """What others of the paper may name: ``fig-3b/coated``."""
    return [f"{entry.key}/{series.key}" for series in entry.series]


def figure_problems(at: Loc, figure: FigureEntry, known: OnRecord, own: Own) -> Iterable[Problem]:
    yield from _twice((*at, "axes"), [axis.key for axis in figure.axes])
    yield from _twice((*at, "series"), [series.key for series in figure.series])
    yield from _uncalibrated(at, figure)
    for i, series in enumerate(figure.series):
        here = (*at, "series", i)
        for direction in ("x", "y"):
            name = getattr(series, direction)
            there = [axis.key for axis in figure.axes if axis.direction == direction]
            if name not in there:
                message = f'no axis "{name}" along {direction}{nearest(name, there)}'
                yield Problem(path_of((*here, direction)), message)
        yield from _outside((*here, "points"), series, figure.image)


def _twice(at: Loc, keys: list[str]) -> Iterable[Problem]:
    for i, key in enumerate(keys):
        if key in keys[:i]:
            yield Problem(path_of((*at, i, "key")), f'"{key}" is used twice in this figure')


def _uncalibrated(at: Loc, figure: FigureEntry) -> Iterable[Problem]:
    """Axes whose ticks make no line; each is tried with a straight one across."""
    across = {
        "x": digitised.Axis("x", (digitised.Tick(0, 0, 0), digitised.Tick(1, 100, 0))),
        "y": digitised.Axis("y", (digitised.Tick(0, 0, 100), digitised.Tick(1, 0, 0))),
    }
    for i, axis in enumerate(figure.axes):
        pair = {**across, axis.direction: axis.science()}
        try:
            digitised.calibrate(pair["x"], pair["y"])
        except digitised.UncalibratedAxis as error:
            blamed = () if error.tick is None else (error.tick, "value")
            yield Problem(path_of((*at, "axes", i, "ticks", *blamed)), str(error))


def _outside(at: Loc, series: SeriesEntry, image: Image) -> Iterable[Problem]:
    for i, (x, y, *_) in enumerate(series.points):
        if not (0 <= (x or 0) <= image.width and 0 <= (y or 0) <= image.height):
            size = f"{image.width} × {image.height}"
            yield Problem(path_of((*at, i)), f"stands outside the picture of {size} pixels")


# --- to rows and back -------------------------------------------------------------------------
def publish_figures(
    placed: Sequence[Placed[FigureEntry]], sources: Sources, numbers: Mapping[str, int]
) -> None:
    """The figures of a paper, in place of those before."""
    Figure.objects.filter(paper=sources.paper).delete()
    Figure.objects.bulk_create(
        Figure(
            paper=sources.paper,
            key=one.entry.key,
            position=one.position,
            image_sha256=one.entry.image.sha256,
            image_width=one.entry.image.width,
            image_height=one.entry.image.height,
            axes=[_said(axis) for axis in one.entry.axes],
            series=[_said(series) for series in one.entry.series],
            **sources.of(one.entry),
        )
        for one in placed
    )


def _said(entry: Strict) -> dict[str, Any]:
    return entry.model_dump(mode="json", exclude_none=True)


def figure_entry(row: Figure, paper: Paper) -> dict[str, Any]:
    return {
        "key": row.key,
        "image": {
            "sha256": row.image_sha256,
            "width": row.image_width,
            "height": row.image_height,
        },
        "axes": row.axes,
        "series": row.series,
        **source_entry(row, paper),
    }


def figure_entries(paper: Paper) -> list[dict[str, Any]]:
    return [figure_entry(row, paper) for row in paper.figures.select_related("via")]
