"""What a chart shows, as plain data; :mod:`charts.svg` draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charts.scales import Scale


@dataclass(frozen=True)
class Axis:
    """One axis: its scale, and the title in HTML (quantity and unit)."""

    scale: Scale
    title: str


@dataclass(frozen=True)
class Mark:
    """A value of a record on both axes. ``None`` leaves a side open: the mark gets an arrow.

    ``tip`` is plain text, one line per fact; ``url`` the record's page.
    """

    x_low: float | None
    x_high: float | None
    y_low: float | None
    y_high: float | None
    tip: str
    url: str
    y: float | None = None
    """the value itself, where the span along y is its error"""


@dataclass(frozen=True)
class Line:
    """Points joined in order; ``guide`` marks a joint that is no data."""

    points: list[tuple[float, float]]
    tip: str
    url: str
    dashed: bool = False
    guide: bool = False


@dataclass(frozen=True)
class Band:
    """The room between two lines over the same places, shaded behind them."""

    x: list[float]
    low: list[float]
    high: list[float]


@dataclass(frozen=True)
class Box:
    """A rectangle from corner to corner in the values of the axes, with a word in it.

    ``look`` is a class of the stylesheet (and of ``charts.palette``) in place of the
    colour of its series.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    tip: str
    url: str
    label: str = ""
    look: str = ""
    strength: float = 1.0


@dataclass(frozen=True)
class Series:
    """What shares colour and symbol. ``slot`` counts the colours; ``name`` is HTML."""

    name: str
    slot: int
    marks: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)
    """places where there is nothing, each marked by a dot that leads nowhere"""
    dashed: bool = False
    look: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart; ``description`` says in words what it shows."""

    x: Axis
    y: Axis
    series: list[Series]
    description: str
    legend: bool = True
    legend_title: str = ""
    grid: str = "xy"
    width: int = 860
    height: int = 520
    left: int = 0
    """the least room left of the plot: charts under one another share their axis by it"""
    natural: bool = False
    """drawn at its own size: a wide one is scrolled, not shrunk"""
    upright: bool = False
    """words on the x axis stand upright, for there are many"""
