"""Per-cycle data as one clean curve: sorted, each cycle once, gaps kept out."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

import numpy as np

from science.cycling.direction import Direction, direction_of
from science.declaring import Gap
from science.inputs import Points, TestInputs

_PAIRS = (("charge", "discharge"), ("lithiation", "delithiation"), ("plated", "stripped"))
_OVERPOTENTIALS = {"overpotential", "plating_overpotential", "stripping_overpotential"}


@dataclass(frozen=True, slots=True)
class Series:
    """Values by cycle, in the order of the cycles, each cycle once."""

    cycles: tuple[float, ...] = ()
    values: tuple[float, ...] = ()

    def after(self, cycle: float) -> Series:
        """What comes after a cycle."""
        first = bisect_right(self.cycles, cycle)
        return Series(self.cycles[first:], self.values[first:]) if first else self

    def until(self, cycle: float) -> Series:
        """What comes up to a cycle, the cycle itself included."""
        end = bisect_right(self.cycles, cycle)
        return Series(self.cycles[:end], self.values[:end])

    def only(self, cycles: frozenset[float] | set[float]) -> Series:
        """What is recorded of these cycles."""
        if cycles.issuperset(self.cycles):
            return self
        kept = [(c, v) for c, v in zip(self.cycles, self.values, strict=True) if c in cycles]
        return Series(tuple(c for c, _ in kept), tuple(v for _, v in kept))

    def __len__(self) -> int:
        return len(self.cycles)


@dataclass(frozen=True, slots=True)
class Curve:
    """What the points of a test say. `capacity` is what the cell gives, `taken` what it took;
    both in `unit` ("%" of the paper's own reference for a recorded retention)."""

    unit: str
    capacity: Series
    taken: Series
    id: str
    warnings: tuple[str, ...]


def curve_of(test: TestInputs) -> Curve | None:
    """The curve of a test, None without points, and where they are the overpotentials of a
    symmetric cell.

    Raises Gap for points without a capacity, and where cell or electrode do not say which of
    charge and discharge the useful one is.
    """
    if test.points is None or not test.points.rows:
        return None
    columns = set(test.points.columns)
    if "cycle" not in columns:
        raise Gap("the points have no cycle")
    for column in ("capacity", "retention"):
        if column in columns and not columns & {"charge", "discharge", "delithiation"}:
            return _curve(test.points, Direction(column, "", ""))
    if test.cell_type == "symmetric" and columns & _OVERPOTENTIALS:
        return None
    if not columns & {column for pair in _PAIRS for column in pair}:
        raise Gap("the points have no cycle or no discharge capacity")
    direction = direction_of(test)
    if direction.out not in columns:
        raise Gap(f"of this cell the {direction.out} is the useful capacity: it is not recorded")
    return _curve(test.points, direction)


@lru_cache(maxsize=128)
def _curve(points: Points, direction: Direction) -> Curve:
    warnings: list[str] = []
    capacity = series_of(points, direction.out, warnings)
    taken = series_of(points, direction.into, warnings)
    unit = "%" if direction.out == "retention" else points.unit
    return Curve(unit, capacity, taken, points.id, tuple(warnings))


def series_of(points: Points, column: str, warnings: list[str]) -> Series:
    """One column by cycle. A cycle recorded twice counts with the median, and a warning."""
    if column not in points.columns:
        return Series()
    where, what = points.columns.index("cycle"), points.columns.index(column)
    if in_order := _in_order(points, where, what):
        return in_order
    found: dict[float, list[float]] = defaultdict(list)
    for row in points.rows:
        cycle, value = row[where], row[what]
        if cycle is None or value is None or not (math.isfinite(cycle) and math.isfinite(value)):
            continue
        found[cycle].append(value)
    if any(len(set(values)) > 1 for values in found.values()):
        warnings.append(f"some cycles are recorded twice; the median of their {column} counts")
    cycles = tuple(sorted(found))
    return Series(cycles, tuple(median(found[cycle]) for cycle in cycles))


def _in_order(points: Points, where: int, what: int) -> Series | None:
    """What most records are: each cycle once, in order, without a gap. None for any other."""
    cycles, values = (
        np.array([row[place] for row in points.rows], dtype=np.float64) for place in (where, what)
    )
    if not len(cycles) or not np.isfinite([cycles, values]).all() or (np.diff(cycles) <= 0).any():
        return None
    return Series(tuple(cycles.tolist()), tuple(values.tolist()))


@dataclass(frozen=True, slots=True)
class Efficiencies:
    """Coulombic efficiencies in % by cycle, and what they are ratios of."""

    series: Series
    note: str
    warnings: tuple[str, ...] = ()


def efficiencies_of(test: TestInputs) -> Efficiencies | None:
    """Efficiencies as recorded, else what came out over what went in. None where neither is.

    Raises Gap where cell or electrode do not say which is which.
    """
    points = test.points
    if points is None or "cycle" not in points.columns:
        return None
    warnings: list[str] = []
    if "coulombic_efficiency" in points.columns:
        series = series_of(points, "coulombic_efficiency", warnings)
        return Efficiencies(series, "as recorded", tuple(warnings)) if len(series) else None
    columns = set(points.columns)
    if not any(columns.issuperset(pair) for pair in _PAIRS):
        return None
    direction = direction_of(test)
    curve = _curve(points, direction)
    taken = dict(zip(curve.taken.cycles, curve.taken.values, strict=True))
    pairs = [
        (cycle, 100.0 * value / taken[cycle])
        for cycle, value in zip(curve.capacity.cycles, curve.capacity.values, strict=True)
        if taken.get(cycle, 0.0) > 0
    ]
    series = Series(tuple(c for c, _ in pairs), tuple(v for _, v in pairs))
    return Efficiencies(series, direction.efficiency, curve.warnings) if pairs else None


def running_median(values: tuple[float, ...], width: int = 5) -> list[float]:
    """Centred running median; at the ends over what there is of the window."""
    half = width // 2
    return [
        float(median(values[max(0, index - half) : index + half + 1]))
        for index in range(len(values))
    ]
