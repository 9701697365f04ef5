"""Two joined straight lines against one line and smooth curves: is there a break, and where."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from science.cycling.curve import Series
from science.cycling.reference import correlation_of

FEWEST_POINTS = 20
EACH_SIDE = 5
DECISIVE = 10.0  # difference of BIC that counts as very strong evidence (Kass and Raftery, 1995)
CHANGE = 0.5  # of the slope before
_OF_TWO_LINES = 4  # intercept, two slopes, breakpoint
_MOST_CANDIDATES = 150
# Time constants of the exponentials, in lengths of the record; a negative one speeds up.
_EXPONENTIALS = tuple(s * t for s in (1.0, -1.0) for t in (0.03, 0.06, 0.12, 0.25, 0.5, 1.0, 2.0))

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Break:
    """A breakpoint with its standard uncertainty; `accelerates` when the fade is faster after."""

    cycle: float
    uncertainty: float
    accelerates: bool


def find_break(share: Series) -> Break | str:
    """The breakpoint of C/C_ref over cycles, or why there is none."""
    n = len(share)
    if n < FEWEST_POINTS:
        return f"only {n} ageing cycles before the end of life: too few for two lines"
    x = np.asarray(share.cycles, dtype=np.float64)
    y = _without_outliers(np.asarray(share.values, dtype=np.float64))
    at, left, (_, before, bend) = _best_break(x, y)
    # The richest curve says how much of its residuals is independent; the same number counts for
    # all, so that a curve that fits badly is not excused by the correlation its misfit makes.
    correlation = correlation_of(left, _OF_TWO_LINES)
    independent = max(n * (1.0 - correlation) / (1.0 + correlation), 2.0)
    two_lines = _bic(float(left @ left), n, independent, _OF_TWO_LINES)
    smooth = min(_bic(rest, n, independent, fitted) for rest, fitted in _smooth(x, y))
    if smooth - two_lines <= DECISIVE:
        return "two lines do not describe the fade better than a smooth curve"
    if abs(bend) < CHANGE * abs(before):
        return "the fade changes by less than half"
    if bend < 0 < before and abs(before + bend) <= before:
        return "the capacity rises before it fades: that is no knee"
    variance = float(left @ left) / max(n - _OF_TWO_LINES, 1)
    beside = min(int(np.sum(x <= at)), int(np.sum(x > at)))
    counted = max(beside * independent / n, 1.0)
    uncertainty = 2.0 * math.sqrt(variance / counted) / abs(bend)
    return Break(at, uncertainty, accelerates=bool(bend < 0))


def _without_outliers(y: Floats) -> Floats:
    """Single cycles far off their neighbours take the median of five around them."""
    padded = np.pad(y, 2, mode="reflect")  # at its ends, too, a cycle has others beside it
    medians = np.median(np.stack([padded[i : i + len(y)] for i in range(5)]), axis=0)
    off = np.abs(y - medians)
    limit = max(8.0 * 1.4826 * float(np.median(off)), 1e-6)
    return np.where(off > limit, medians, y)


def _best_break(x: Floats, y: Floats) -> tuple[float, Floats, Floats]:
    candidates = x[EACH_SIDE:-EACH_SIDE]
    step = max(1, len(candidates) // _MOST_CANDIDATES)

    def rest(index: int) -> float:
        left, _ = _fit(_two_lines(x, float(candidates[index])), y)
        return float(left @ left)

    coarse = min(range(0, len(candidates), step), key=rest)
    best = min(range(max(0, coarse - step), min(len(candidates), coarse + step + 1)), key=rest)
    at = float(candidates[best])
    return at, *_fit(_two_lines(x, at), y)


def _two_lines(x: Floats, at: float) -> Floats:
    return np.column_stack([np.ones_like(x), x, np.maximum(x - at, 0.0)])


def _smooth(x: Floats, y: Floats) -> list[tuple[float, int]]:
    """What each smooth fade leaves unexplained, and how many parameters it has."""
    t = (x - x[0]) / (x[-1] - x[0])
    one = np.ones_like(t)
    exponentials = [np.column_stack([one, np.exp(-t / tau)]) for tau in _EXPONENTIALS]
    designs = [
        ([np.column_stack([one, t])], 2),
        ([np.column_stack([one, np.sqrt(t)])], 2),
        ([np.column_stack([one, t, t * t])], 3),
        ([np.column_stack([one, t, np.sqrt(t)])], 3),
        (exponentials, 3),
    ]
    found = []
    for family, fitted in designs:
        rests = [float(left @ left) for left, _ in (_fit(design, y) for design in family)]
        found.append((min(rests), fitted))
    return found


def _fit(design: Floats, y: Floats) -> tuple[Floats, Floats]:
    coefficients = np.asarray(np.linalg.lstsq(design, y, rcond=None)[0], dtype=np.float64)
    return y - design @ coefficients, coefficients


def _bic(rest: float, n: int, independent: float, fitted: int) -> float:
    # A perfect fit has no variance; shares are not recorded finer than 10⁻⁶.
    variance = max(rest / n, 1e-12)
    return independent * math.log(variance) + fitted * math.log(independent)
