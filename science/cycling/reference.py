"""The capacity that retention is counted from, and the noise around the fade."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

import numpy as np
from numpy.typing import NDArray

from science.cycling.curve import Curve, Series, curve_of
from science.cycling.segments import formation_of, segments_of
from science.declaring import Gap
from science.evidence import needed
from science.inputs import CycleKind, TestInputs
from science.quantities import Interval
from science.results import Known, UsedInput

# How many cycles after formation the record may begin for its first ones to be the reference.
LATE_START = 5
OF_THE_REFERENCE = 3  # cycles
END_OF_LIFE = 0.8
SUSTAINED, OUT_OF = 5, 7
FEWEST_FOR_NOISE = 8
MOST_CORRELATED = 0.95
_MEDIAN_OVER_MEAN = math.sqrt(math.pi / 2.0)  # standard errors, of normal noise


@dataclass(frozen=True, slots=True)
class Noise:
    """Scatter of single cycles around the fade (of the reference capacity), and how much of it
    one cycle passes on to the next."""

    spread: float
    correlation: float

    def of_median(self, cycles: int) -> float:
        """Standard uncertainty of the median of some neighbouring cycles."""
        independent = cycles * (1.0 - self.correlation) / (1.0 + self.correlation)
        return self.spread * min(1.0, _MEDIAN_OVER_MEAN / math.sqrt(max(independent, 1e-9)))


@dataclass(frozen=True, slots=True)
class Reference:
    """The capacity that retention is counted from and what is left of it, by ageing cycle.

    `cycle` is the first ageing cycle; `capacity` is in the unit of the curve, 100 for a record of
    retentions. `share` is of the reference. `known` carries the capacity with its uncertainty.
    """

    cycle: float
    capacity: float
    share: Series
    known: Known
    noise: Noise | None

    @property
    def source(self) -> str:
        """The name of the reference among the independent inputs of what rests on it."""
        return f"{self.known.used[0].id}: scatter of the reference"


@lru_cache(maxsize=32)
def reference_of(test: TestInputs) -> Reference | None:
    """The reference of a test's curve, None without points: the paper's own where it states one,
    else the median of the first three ageing cycles. A recorded retention is not normalised again.

    Raises Gap when the record starts too late or the reference is zero.
    """
    counted = _counted(test)
    if counted is None:
        return None
    curve, capacity, share, evidence = counted
    noise = noise_of(share)
    reference = Reference(share.cycles[0], capacity, share, evidence, noise)
    if noise is None or curve.unit == "%" or test.condition(_OWN.get(curve.unit, "")):
        return reference
    scatter = capacity * noise.of_median(min(OF_THE_REFERENCE, len(share)))
    parts = {reference.source: scatter} if scatter else {}
    evidence = Known(evidence.interval, False, evidence.used, evidence.warnings, parts, test.cells)
    return Reference(reference.cycle, capacity, share, evidence, noise)


def share_of(test: TestInputs) -> Series | None:
    """What is left of the reference by ageing cycle, as :func:`reference_of` has it, without what
    its noise is worked out for."""
    counted = _counted(test)
    return counted[2] if counted else None


def _counted(test: TestInputs) -> tuple[Curve, float, Series, Known] | None:
    curve = curve_of(test)
    if curve is None:
        return None
    segments = segments_of(test)
    ageing = curve.capacity.only(segments.ageing)
    if not len(ageing):
        rates = "rate" in segments.kinds.values()
        raise Gap(f"no cycle after formation{' and rate steps' if rates else ''} is recorded")
    points = UsedInput("points", curve.id or test.id, f"{len(ageing)} cycles")
    used, notes = (points, *segments.used), (*curve.warnings, *segments.warnings)
    if curve.unit == "%":
        capacity, notes = 100.0, (*curve.warnings, "against the paper's own reference, as recorded")
    else:
        capacity, more, told = _capacity(test, curve, ageing, _first_due(test, segments.kinds))
        used, notes = (*used, *more), (*notes, *told)
    if capacity <= 0:
        raise Gap("the reference capacity is not above zero")
    share = Series(ageing.cycles, tuple(value / capacity for value in ageing.values))
    return curve, capacity, share, Known(Interval.point(capacity), False, used, notes, n=test.cells)


_OWN = {"mAh/g": "reference_capacity", "mAh/cm²": "reference_capacity_areal"}


def _capacity(
    test: TestInputs, curve: Curve, ageing: Series, due: float
) -> tuple[float, tuple[UsedInput, ...], list[str]]:
    first = ageing.cycles[0]
    counted = ageing.until(first + LATE_START).values[:OF_THE_REFERENCE]
    found, notes = float(median(counted)), []
    own = test.condition(_OWN.get(curve.unit, ""))
    if own:
        stated = needed(own, own[0].what)
        if not stated.interval.is_point:
            raise Gap("the paper's own reference capacity is no one number")
        told = (
            f"against the paper's own reference, {own[0].quantity.printed}; the median of the "
            f"first {len(counted)} ageing cycles is {found:.4g} {curve.unit}"
        )
        return stated.interval.low, stated.used, [told]
    if first > due + LATE_START:
        raise Gap(f"the record starts at cycle {first:g}, too late for a reference capacity")
    if first > due:
        notes.append(f"the reference is cycle {first:g}, the first one recorded")
    if len(counted) < OF_THE_REFERENCE:
        notes.append(f"the reference rests on {len(counted)} ageing cycles only")
    return found, (), notes


def _first_due(test: TestInputs, kinds: dict[float, CycleKind]) -> float:
    """The cycle with which ageing should begin: the one after formation and first rate steps."""
    before = formation_of(test)[0]
    for cycle in sorted(kinds):
        if kinds[cycle] == "ageing":
            break
        before = max(before, cycle)
    return before + 1.0


# -- end of life ------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class End:
    """The first sustained crossing of 80 %: its place in the series, how many cycles from there
    on are recorded, and the cycle from which the capacity is back above, if it ever is."""

    index: int
    recorded: int
    back: float | None


def end_of_life(share: Series) -> End | None:
    """The first cycle at or below 80 % with five of seven cycles below, itself among them.

    A record that ends earlier counts where all that is left, three cycles or more, lies below.
    """
    below = [value <= END_OF_LIFE + 1e-9 for value in share.values]
    for index, low in enumerate(below):
        window = below[index : index + OUT_OF]
        cut_short = len(window) < OUT_OF and all(window) and len(window) >= 3
        if low and (sum(window) >= SUSTAINED or cut_short):
            return End(index, len(below) - index, _back(share, below, index))
    return None


def _back(share: Series, below: list[bool], index: int) -> float | None:
    for later in range(index + 1, len(below)):
        window = below[later : later + OUT_OF]
        if not below[later] and window.count(False) >= min(3, len(window)):
            return share.cycles[later]
    return None


# -- noise ------------------------------------------------------------------------------------
def noise_of(share: Series) -> Noise | None:
    """Scatter around a smooth fade up to the end of life; None for a record too short to tell.

    Outlying cycles are left out of the fit and of the scatter.
    """
    end = end_of_life(share)
    alive = share if end is None else share.until(share.cycles[max(0, end.index - 1)])
    if len(alive) < FEWEST_FOR_NOISE:
        return None
    x = np.asarray(alive.cycles) - alive.cycles[0]
    x = x / x[-1]
    y = np.asarray(alive.values)
    columns = [np.ones_like(x), x, np.sqrt(x), x * x] if len(x) >= 20 else [np.ones_like(x), x]
    design = np.column_stack(columns)
    kept = np.ones(len(x), dtype=bool)
    for _ in range(3):
        coefficients = np.linalg.lstsq(design[kept], y[kept], rcond=None)[0]
        residuals = y - design @ coefficients
        scale = 1.4826 * float(np.median(np.abs(residuals)))
        kept = np.abs(residuals) <= max(5.0 * scale, 1e-9)
    left = residuals[kept]
    free = max(1, len(left) - len(columns))
    spread = math.sqrt(float(left @ left) / free)
    if spread < 1e-9:
        return Noise(0.0, 0.0)
    return Noise(spread, correlation_of(left, len(columns)))


def correlation_of(residuals: NDArray[np.float64], fitted: int) -> float:
    """Lag-1 correlation of residuals, with what fitting took from it given back (it biases the
    estimate by about (1 + p)/n for p fitted parameters), from 0 to 0.95."""
    n = len(residuals)
    total = float(residuals @ residuals)
    if total <= 0 or n < 3:
        return 0.0
    plain = float(residuals[1:] @ residuals[:-1]) / total
    return min(max(plain + (1.0 + fitted) / n, 0.0), MOST_CORRELATED)


# -- one cycle among its neighbours -----------------------------------------------------------
NEIGHBOURS = 7
NEAR = 10  # cycles


def local_value(series: Series, cycle: float) -> tuple[float, int]:
    """The value at a cycle by the line through its nearest seven neighbours that half of them lie
    above and half below, so that no one cycle decides; with the number of cycles it rests on."""
    near = sorted(
        (abs(c - cycle), c, v)
        for c, v in zip(series.cycles, series.values, strict=True)
        if abs(c - cycle) <= NEAR
    )[:NEIGHBOURS]
    if len(near) < 3:
        return near[0][2], 1
    slopes = [
        (second[2] - first[2]) / (second[1] - first[1])
        for i, first in enumerate(near)
        for second in near[i + 1 :]
    ]
    slope = median(slopes)
    return float(median(v - slope * (c - cycle) for _, c, v in near)), len(near)
