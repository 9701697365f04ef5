"""Two joined straight lines against one: is there a knee in a fade curve, and where."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from science.cycling.curve import Series

FEWEST_POINTS = 20
EACH_SIDE = 5
DECISIVE = 10.0  # difference of BIC that counts as very strong evidence (Kass and Raftery, 1995)
_PARAMETERS_OF_ONE_LINE = 2
_PARAMETERS_OF_TWO_LINES = 4  # intercept, two slopes, breakpoint
_MOST_CANDIDATES = 150

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Knee:
    """A breakpoint; `accelerates` when the fade is faster after it."""

    cycle: float
    accelerates: bool


def find_knee(share: Series) -> Knee | None:
    """The breakpoint of C/C_ref over cycles, None where one line does as well."""
    n = len(share)
    if n < FEWEST_POINTS:
        return None
    x = np.asarray(share.cycles, dtype=np.float64)
    y = np.asarray(share.values, dtype=np.float64)
    one_line = _residual(np.column_stack([np.ones(n), x]), y)[0]
    candidates = x[EACH_SIDE:-EACH_SIDE]
    step = max(1, len(candidates) // _MOST_CANDIDATES)
    coarse = min(
        range(0, len(candidates), step), key=lambda i: _two_lines(x, y, float(candidates[i]))[0]
    )
    near = range(max(0, coarse - step), min(len(candidates), coarse + step + 1))
    best = min(near, key=lambda i: _two_lines(x, y, float(candidates[i]))[0])
    two_lines, coefficients = _two_lines(x, y, float(candidates[best]))
    gain = _bic(one_line, n, _PARAMETERS_OF_ONE_LINE) - _bic(two_lines, n, _PARAMETERS_OF_TWO_LINES)
    if gain <= DECISIVE:
        return None
    return Knee(float(candidates[best]), accelerates=bool(coefficients[2] < 0))


def _two_lines(x: Floats, y: Floats, at: float) -> tuple[float, Floats]:
    return _residual(np.column_stack([np.ones(len(x)), x, np.maximum(x - at, 0.0)]), y)


def _residual(design: Floats, y: Floats) -> tuple[float, Floats]:
    coefficients = np.asarray(np.linalg.lstsq(design, y, rcond=None)[0], dtype=np.float64)
    return float(np.sum((y - design @ coefficients) ** 2)), coefficients


def _bic(residual: float, n: int, parameters: int) -> float:
    # A perfect fit has no variance; shares are not recorded finer than 10⁻⁶.
    variance = max(residual / n, 1e-12)
    return n * math.log(variance) + parameters * math.log(n)
