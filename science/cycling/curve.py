"""Per-cycle data as one clean curve: sorted, each cycle once, gaps kept out."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from science.declaring import Gap
from science.evidence import known
from science.inputs import Points, TestInputs
from science.quantities import Interval
from science.results import Known, UsedInput

# How many cycles after formation the record may begin for its first one to be the reference.
LATE_START = 5


@dataclass(frozen=True, slots=True)
class Series:
    """Values by cycle, in the order of the cycles, each cycle once."""

    cycles: tuple[float, ...]
    values: tuple[float, ...]

    def after(self, cycle: float) -> Series:
        """What comes after a cycle."""
        kept = [(c, v) for c, v in zip(self.cycles, self.values, strict=True) if c > cycle]
        return Series(tuple(c for c, _ in kept), tuple(v for _, v in kept))

    def __len__(self) -> int:
        return len(self.cycles)


@dataclass(frozen=True, slots=True)
class Curve:
    """What the points of a test say. `capacity` is what the cell delivers, `taken` what it took;
    both in `unit`. `efficiency` in %, from its own column where there is one."""

    unit: str
    capacity: Series
    taken: Series
    efficiency: Series
    efficiency_note: str
    id: str
    warnings: tuple[str, ...]


_DELIVERED = ("discharge", "delithiation", "capacity", "retention")
_TAKEN = {"discharge": "charge", "delithiation": "lithiation"}


def curve_of(test: TestInputs) -> Curve | None:
    """The curve of a test, None without points. Raises Gap for points without a capacity."""
    if test.points is None or not test.points.rows:
        return None
    reverse = test.cell_type == "half" and test.electrode_role == "anode"
    return _curve(test.points, reverse)


@lru_cache(maxsize=128)
def _curve(points: Points, reverse: bool) -> Curve | None:
    columns = points.columns
    delivered = next((name for name in _DELIVERED if name in columns), None)
    if "cycle" not in columns or delivered is None:
        raise Gap("the points have no cycle or no discharge capacity")
    warnings: list[str] = []
    capacity = _series(points, delivered, warnings)
    taken = _series(points, _TAKEN.get(delivered, ""), warnings)
    efficiency, note = _efficiency(points, delivered, capacity, taken, reverse, warnings)
    unit = "%" if delivered == "retention" else points.unit
    return Curve(unit, capacity, taken, efficiency, note, points.id, tuple(warnings))


def _series(points: Points, column: str, warnings: list[str]) -> Series:
    if column not in points.columns:
        return Series((), ())
    where, what = points.columns.index("cycle"), points.columns.index(column)
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


def _efficiency(
    points: Points,
    delivered: str,
    capacity: Series,
    taken: Series,
    reverse: bool,
    warnings: list[str],
) -> tuple[Series, str]:
    if "coulombic_efficiency" in points.columns:
        return _series(points, "coulombic_efficiency", warnings), "as recorded"
    out, into = (taken, capacity) if reverse and delivered == "discharge" else (capacity, taken)
    if delivered == "delithiation" or (reverse and delivered == "discharge"):
        note = "half cell: delithiation ÷ lithiation"
    else:
        note = "discharge ÷ charge"
    charged = dict(zip(into.cycles, into.values, strict=True))
    pairs = [
        (cycle, 100.0 * value / charged[cycle])
        for cycle, value in zip(out.cycles, out.values, strict=True)
        if charged.get(cycle, 0.0) > 0
    ]
    return Series(tuple(c for c, _ in pairs), tuple(v for _, v in pairs)), note


@dataclass(frozen=True, slots=True)
class Reference:
    """The cycle and capacity that retention is counted from, and the share left from there on."""

    cycle: float
    capacity: float
    share: Series  # of the reference capacity, 1 at the reference cycle
    known: Known


def formation_of(test: TestInputs) -> tuple[float, tuple[UsedInput, ...], tuple[str, ...]]:
    """Stated number of formation cycles; 0 with a warning when the paper states none."""
    stated = known(test.condition("formation_cycles"))
    if stated is None:
        return 0.0, (), ("formation cycles are not reported: none are assumed",)
    if not stated.interval.is_point:
        raise Gap("the number of formation cycles is not exact")
    return stated.interval.low, stated.used, stated.warnings


def reference_of(test: TestInputs) -> Reference | None:
    """The reference of a test's curve: the first cycle after formation. None without points.

    Raises Gap when the record starts too late or the reference is zero.
    """
    curve = curve_of(test)
    if curve is None:
        return None
    formation, inputs, warnings = formation_of(test)
    after = curve.capacity.after(formation)
    if not len(after):
        raise Gap("no cycle after formation is recorded")
    first = after.cycles[0]
    if first > formation + 1 + LATE_START:
        raise Gap(f"the record starts at cycle {first:g}, too late for a reference capacity")
    if first > formation + 1:
        warnings = (*warnings, f"the reference is cycle {first:g}, the first one recorded")
    capacity = after.values[0]
    if capacity <= 0:
        raise Gap("the reference capacity is not above zero")
    share = Series(after.cycles, tuple(value / capacity for value in after.values))
    points = UsedInput("points", curve.id or test.id, f"{len(after)} cycles")
    evidence = Known(
        Interval.point(capacity), False, (points, *inputs), (*curve.warnings, *warnings)
    )
    return Reference(first, capacity, share, evidence)


def running_median(values: tuple[float, ...], width: int = 5) -> list[float]:
    """Centred running median; at the ends over what there is of the window."""
    half = width // 2
    return [
        float(median(values[max(0, index - half) : index + half + 1]))
        for index in range(len(values))
    ]
