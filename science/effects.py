"""The effect of one measure on a pair of cells, with its 95 % interval, and what it shows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from science.cycling.comparison import spread_is_known
from science.cycling.pairs import (
    Pair,
    capacity_pair,
    efficiency_pair,
    life_pair,
    overpotential_pair,
    retention_pair,
    sei_pair,
)
from science.declaring import Gap
from science.inputs import TestInputs
from science.results import Known

Evidence = Literal["measured-spread", "measured", "one-sided", "stated", "group-statement", ""]
Shown = Literal["better", "worse", "no difference shown", "cannot be told"]

ASSUMED_SPREAD = 0.05  # of the reference, from cell to cell, where none is printed
NEEDED = 3.0  # times that spread
# At a steady fade a twentieth of the capacity is a quarter of the life to 80 %.
ASSUMED_LIFE_SPREAD = ASSUMED_SPREAD / 0.2
LEVEL = 0.05  # 1 − 95 %
# A measure after the first overrules only beyond this, so that looking at several does not raise
# the share of false verdicts above 5 %.
STRICT_LEVEL = 0.003


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an effect on a scale where effects are differences.

    `low` to `high` is what is possible. `error` is the standard uncertainty of the mean, None
    where the spread between cells is not known; `freedom` its degrees of freedom. `scatter` is
    that of one cell.
    """

    low: float
    high: float
    error: float | None
    freedom: float
    scatter: float


@dataclass(frozen=True, slots=True)
class Effect:
    """One measure of a test against one control.

    `effect` is in `unit`: a difference in points, or a ratio. `low` and `high` are the ends of its
    95 % interval, what is possible by printed bounds included; None is no end.
    """

    measure: str
    unit: str
    effect: float | None
    uncertainty: float | None
    low: float | None
    high: float | None
    n: int | None
    spread_known: bool
    grade: Evidence
    shown: Shown
    note: str
    ours: Known
    theirs: Known


@dataclass(frozen=True, slots=True)
class Measure:
    """How a measure is judged: as a difference or a ratio, which way is better, and which spread
    (in points, or as a share) is assumed where none is printed."""

    key: str
    pair: Callable[[TestInputs, TestInputs], Pair]
    ratio: bool
    better: float
    assumed: float


MEASURES = (
    Measure("retention_gain", retention_pair, False, 1.0, 100.0 * ASSUMED_SPREAD),
    Measure("life_ratio", life_pair, True, 1.0, ASSUMED_LIFE_SPREAD),
    Measure("ce_gain", efficiency_pair, False, 1.0, 100.0 * ASSUMED_SPREAD),
    Measure("overpotential_ratio", overpotential_pair, True, -1.0, ASSUMED_SPREAD),
    Measure("sei_thickness_ratio", sei_pair, True, -1.0, ASSUMED_SPREAD),
)
CAPACITY = Measure("capacity_ratio", capacity_pair, True, 1.0, ASSUMED_SPREAD)
MEASURES_IN_WORDS = {
    "retention_gain": "Capacity kept, coated − control",
    "life_ratio": "Life, coated ÷ control",
    "ce_gain": "Coulombic efficiency, coated − control",
    "overpotential_ratio": "Overpotential, coated ÷ control",
    "sei_thickness_ratio": "Natural SEI, coated ÷ control",
    "capacity_ratio": "Capacity, coated ÷ control",
}


# -- one measure ------------------------------------------------------------------------------
def judge(
    measure: Measure, pair: Pair, *, level: float = LEVEL, assumed: float | None = None
) -> Effect:
    """The effect of a pair of values, and what it shows.

    With a known spread on both sides an effect is shown when its interval leaves zero (Welch);
    where a spread is assumed it has to exceed three times that as well. Raises Gap where a ratio
    of the two means nothing.
    """
    ours, theirs = (_side(side, pair.recorded, measure) for side in (pair.ours, pair.theirs))
    spread = measure.assumed if assumed is None else assumed
    low, high = ours.low - theirs.high, ours.high - theirs.low
    known_on_both = ours.error is not None and theirs.error is not None
    error = math.hypot(*(_error(side, spread) for side in (ours, theirs)))
    quantile = _quantile(ours, theirs, error, level) if known_on_both else _normal(level)
    needed = 0.0 if known_on_both else _threshold(measure, spread)
    wide_low, wide_high = low - quantile * error, high + quantile * error
    shown: Shown = "no difference shown" if known_on_both else "cannot be told"
    if wide_low > 0 and low > needed:
        shown = "better" if measure.better > 0 else "worse"
    elif wide_high < 0 and high < -needed:
        shown = "worse" if measure.better > 0 else "better"
    elif not (math.isfinite(low) and math.isfinite(high)):
        shown = "cannot be told"
    note = pair.note
    if not known_on_both:
        note += f"; a spread of {_printed_spread(measure, spread)} from cell to cell is assumed"
    counts = [side.n for side in (pair.ours, pair.theirs) if side.n is not None]
    middle = (low + high) / 2.0 if math.isfinite(low) and math.isfinite(high) else None
    back = math.exp if measure.ratio else float
    return Effect(
        measure.key,
        "1" if measure.ratio else "points",
        None if middle is None else back(middle),
        _uncertainty(measure, middle, error),
        _end(wide_low, back),
        _end(wide_high, back),
        min(counts) if len(counts) == 2 else None,
        known_on_both,
        "measured-spread" if spread_is_known(pair) else "measured",
        shown,
        note,
        pair.ours,
        pair.theirs,
    )


def _side(value: Known, recorded: bool, measure: Measure) -> Side:
    """Printed ± of one cell, or the scatter of one record, is no spread between cells."""
    low, high = value.interval.low, value.interval.high
    uncertainty, n = value.uncertainty, value.n
    if measure.ratio:
        if high <= 0:
            raise Gap("a ratio to nothing is none")
        centre = value.centre if value.centre > 0 else high
        uncertainty = None if uncertainty is None else uncertainty / centre
        low, high = (math.log(end) if end > 0 else -math.inf for end in (low, high))
    of_cells = any(source.startswith("spread between the cells") for source in value.parts)
    if uncertainty is None or (recorded and not of_cells) or (not recorded and n == 1):
        return Side(low, high, None, math.inf, uncertainty or 0.0)
    if of_cells:
        return Side(low, high, uncertainty, (n or 2) - 1, 0.0)
    several = n is not None and n > 1
    error = uncertainty / math.sqrt(n) if several and n is not None else uncertainty
    return Side(low, high, error, n - 1 if several and n is not None else math.inf, 0.0)


def _error(side: Side, assumed: float) -> float:
    return side.error if side.error is not None else math.hypot(assumed, side.scatter)


def _threshold(measure: Measure, assumed: float) -> float:
    return math.log1p(NEEDED * assumed) if measure.ratio else NEEDED * assumed


def _printed_spread(measure: Measure, assumed: float) -> str:
    return f"{100.0 * assumed:.2g} %" if measure.ratio else f"{assumed:g} % of the reference"


def _normal(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(1.0 - level / 2.0))


def _quantile(ours: Side, theirs: Side, error: float, level: float) -> float:
    """Of Student's t with the degrees of freedom of Welch and Satterthwaite."""
    from scipy.special import stdtrit

    shares = [
        (side.error or 0.0) ** 4 / side.freedom
        for side in (ours, theirs)
        if math.isfinite(side.freedom)
    ]
    below = math.fsum(shares)
    if below <= 0 or error <= 0:
        return _normal(level)
    return float(stdtrit(error**4 / below, 1.0 - level / 2.0))


def _uncertainty(measure: Measure, middle: float | None, error: float) -> float | None:
    if middle is None:
        return None
    return math.exp(middle) * error if measure.ratio else error


def _end(value: float, back: Callable[[float], float]) -> float | None:
    return back(value) if math.isfinite(value) and value < 700 else None


# -- as data ----------------------------------------------------------------------------------
def effect_json(effect: Effect) -> dict[str, Any]:
    """An effect as REST and exports give it, to six digits."""
    return {
        "measure": effect.measure,
        "unit": effect.unit,
        "effect": _six(effect.effect),
        "uncertainty": _six(effect.uncertainty),
        "low": _six(effect.low),
        "high": _six(effect.high),
        "n": effect.n,
        "spread": "known" if effect.spread_known else "assumed",
        "evidence": effect.grade,
        "shown": effect.shown,
        "note": effect.note,
        "test": _value_json(effect.ours),
        "control": _value_json(effect.theirs),
    }


def _value_json(value: Known) -> dict[str, Any]:
    low, high = (
        end if math.isfinite(end) else None for end in (value.interval.low, value.interval.high)
    )
    return {
        "low": _six(low),
        "high": _six(high),
        "about": value.about,
        "uncertainty": _six(value.uncertainty),
        "n": value.n,
    }


def _six(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}") + 0.0
