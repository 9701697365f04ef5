"""Curves read off figures: from pixels and a calibration to values with their reading errors.

Pixels count from the upper left corner of the picture, the centre of its first pixel at 0.5. The
axes of a figure are straight rows and columns of pixels unless they are said to be tilted; then
their directions are those of total least squares through their ticks. With ``pixel = s·dx + t·dy``
a value ``v`` is read from ``s = offset + slope·f(v)``, where ``f`` is ``v``, ``log10 v`` or ``1/v``
and the line is the least squares one through the ticks.

The standard error of a reading joins that of the point itself and the covariance of the line
(``tick_sd²·(1/n + (f − mean f)²/Σ(f − mean f)²)``: any text on calibration by regression, such as
Draper and Smith, *Applied Regression Analysis*, 3rd ed., section 3.2). ``static/js/digitise/``
does the same in the browser; both are tested on the same numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

Scale = Literal["linear", "log", "reciprocal"]
Direction = Literal["x", "y"]

PIXEL_SD = 0.5
"""Standard error of a point or tick that was found in the picture, in pixels."""
TOLERATED = 1.5
"""Pixels by which a tick may miss the line through all ticks."""


class UncalibratedAxis(ValueError):
    """Ticks that make no axis; ``tick`` is the one to blame, by its number, if it is one."""

    def __init__(self, message: str, tick: int | None = None) -> None:
        super().__init__(message)
        self.tick = tick


class Tick(NamedTuple):
    """A value of the axis and where it stands in the picture."""

    value: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Axis:
    """``direction`` is that of the values in the picture: ``x`` to the right, ``y`` upright."""

    direction: Direction
    ticks: tuple[Tick, ...]
    scale: Scale = "linear"
    tilted: bool = False


class Row(NamedTuple):
    """A point in the units of its axes, each with its standard error. Of a logarithmic axis the
    error is that of the ratio times the value."""

    x: float
    x_error: float
    y: float
    y_error: float


@dataclass(frozen=True, slots=True)
class Line:
    """``s = offset + slope·f(v)`` of one axis, with what the covariance needs."""

    scale: Scale
    offset: float
    slope: float
    ticks: int
    mean: float
    spread: float
    """Σ(f − mean f)²"""
    tick_sd: float
    residuals: tuple[float, ...]

    def value(self, s: float) -> float:
        """The value at ``s``. Raises OverflowError far outside a logarithmic axis."""
        f = (s - self.offset) / self.slope
        if self.scale == "log":
            return float(10.0**f)
        return f if self.scale == "linear" else 1.0 / f if f else math.inf

    def error(self, s: float, pixel_sd: float = PIXEL_SD) -> float:
        """Standard error of the value at ``s``, in its unit."""
        f = (s - self.offset) / self.slope
        of_f = math.hypot(pixel_sd, math.sqrt(self.variance(f))) / abs(self.slope)
        value = self.value(s)
        if self.scale == "log":
            return value * math.log(10.0) * of_f
        return of_f if self.scale == "linear" else value * value * of_f

    def variance(self, f: float) -> float:
        """Of the line at ``f``, in pixels²."""
        far = (f - self.mean) ** 2 / self.spread
        return self.tick_sd**2 * (1.0 / self.ticks + far)


def transformed(scale: Scale, value: float, tick: int | None = None) -> float:
    """``f(v)``. Raises UncalibratedAxis for a value that the scale does not have."""
    if scale == "log":
        if value <= 0:
            raise UncalibratedAxis(f"a logarithmic axis has no {value:g}: its values are > 0", tick)
        return math.log10(value)
    if scale == "reciprocal":
        if value == 0:
            raise UncalibratedAxis("a reciprocal axis has no 0", tick)
        return 1.0 / value
    return value


def along(axis: Axis) -> tuple[float, float]:
    """The direction of an axis in the picture, of length 1."""
    straight = (1.0, 0.0) if axis.direction == "x" else (0.0, 1.0)
    if not axis.tilted or len(axis.ticks) < 2:
        return straight
    n = len(axis.ticks)
    mx, my = sum(t.x for t in axis.ticks) / n, sum(t.y for t in axis.ticks) / n
    xx = sum((t.x - mx) ** 2 for t in axis.ticks)
    yy = sum((t.y - my) ** 2 for t in axis.ticks)
    xy = sum((t.x - mx) * (t.y - my) for t in axis.ticks)
    angle = 0.5 * math.atan2(2.0 * xy, xx - yy)
    dx, dy = math.cos(angle), math.sin(angle)
    sign = math.copysign(1.0, dx if axis.direction == "x" else dy)
    return sign * dx, sign * dy


@dataclass(frozen=True, slots=True)
class Calibration:
    """Both axes of a series: directions in the picture and the line of each."""

    dx: tuple[float, float]
    dy: tuple[float, float]
    x: Line
    y: Line

    def place(self, px: float, py: float) -> tuple[float, float]:
        """``(s, t)`` of a pixel."""
        return _split(px, py, self.dx, self.dy)

    def row(self, px: float, py: float, pixel_sd: float = PIXEL_SD) -> Row:
        """The point at a pixel; ``pixel_sd`` is the standard error along the y axis."""
        s, t = self.place(px, py)
        return Row(self.x.value(s), self.x.error(s), self.y.value(t), self.y.error(t, pixel_sd))

    def ratio_error(self, first: float, second: float, pixel_sd: float = PIXEL_SD) -> float:
        """Standard error of value(second)/value(first), two places on a linear y axis: a retention.
        What both share of the calibration is counted once."""
        base = first - self.y.offset
        ratio = (second - self.y.offset) / base
        shared = (ratio - 1.0) ** 2 * self.y.variance(0.0)
        return math.sqrt(pixel_sd**2 * (1.0 + ratio * ratio) + shared) / abs(base)


@lru_cache(maxsize=64)
def calibrate(x: Axis, y: Axis) -> Calibration:
    """Raises :class:`UncalibratedAxis` where the ticks of one are too few, the same, or impossible
    on its scale."""
    dx, dy = along(x), along(y)
    if abs(dx[0] * dy[1] - dx[1] * dy[0]) < 0.1:
        raise UncalibratedAxis("the two axes run the same way in the picture")
    return Calibration(dx, dy, _line(x, dx, dy), _line(y, dx, dy))


def _split(
    px: float, py: float, dx: tuple[float, float], dy: tuple[float, float]
) -> tuple[float, float]:
    area = dx[0] * dy[1] - dx[1] * dy[0]
    return (px * dy[1] - py * dy[0]) / area, (py * dx[0] - px * dx[1]) / area


def _line(axis: Axis, dx: tuple[float, float], dy: tuple[float, float]) -> Line:
    which = 0 if axis.direction == "x" else 1
    if len(axis.ticks) < 2:
        raise UncalibratedAxis("an axis needs two ticks, better three or more")
    s = [_split(tick.x, tick.y, dx, dy)[which] for tick in axis.ticks]
    f = [transformed(axis.scale, tick.value, i) for i, tick in enumerate(axis.ticks)]
    n = len(f)
    mean, middle = sum(f) / n, sum(s) / n
    spread = sum((one - mean) ** 2 for one in f)
    if spread == 0.0:
        raise UncalibratedAxis("all ticks have one value: an axis needs two")
    slope = sum((a - mean) * (b - middle) for a, b in zip(f, s, strict=True)) / spread
    if abs(slope) * math.sqrt(spread) < 1.0:
        raise UncalibratedAxis("all ticks stand at one place along their axis")
    offset = middle - slope * mean
    residuals = tuple(b - offset - slope * a for a, b in zip(f, s, strict=True))
    scatter = math.sqrt(sum(r * r for r in residuals) / (n - 2)) if n > 2 else 0.0
    tick_sd = max(PIXEL_SD, scatter)
    return Line(axis.scale, offset, slope, n, mean, spread, tick_sd, residuals)
