"""Growth from a series of films: the thickness against the number of cycles, fitted by a line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from science.declaring import Gap, derived
from science.inputs import CoatingInputs, SeriesInput
from science.quantities import Interval
from science.results import Known, Result, UsedInput, number

FEWEST = 3
NM_IN_ANGSTROM = 10.0


@dataclass(frozen=True, slots=True)
class Fit:
    """A line by ordinary least squares: `slope` and `intercept`, and the slope's standard error."""

    slope: float
    intercept: float
    slope_error: float


def fit_line(points: Sequence[tuple[float, float]]) -> Fit:
    """The line through (x, y) that leaves the least sum of squares in y.

    The standard error is that of the scatter about the line, with two degrees of freedom less than
    there are points. Raises ValueError for fewer than three points, or for one x alone.
    """
    n = len(points)
    if n < FEWEST:
        raise ValueError(f"a line with its error needs {FEWEST} points, not {n}")
    mean_x = math.fsum(x for x, _ in points) / n
    mean_y = math.fsum(y for _, y in points) / n
    spread = math.fsum((x - mean_x) ** 2 for x, _ in points)
    if not spread > 0 or not math.isfinite(spread):
        raise ValueError("all points stand at one x")
    slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    intercept = mean_y - slope * mean_x
    left = math.fsum((y - intercept - slope * x) ** 2 for x, y in points)
    return Fit(slope, intercept, math.sqrt(left / (n - 2) / spread))


@derived(
    key="growth_per_cycle_fitted",
    formula=r"\mathrm{GPC} = \frac{\sum (N - \bar N)(d - \bar d)}{\sum (N - \bar N)^2}",
    label="Growth per cycle, fitted",
    symbol="GPC_fit",
    unit="Å",
    inputs=("thickness", "cycles"),
    source="N. R. Draper and H. Smith, Applied Regression Analysis, Wiley, 1998",
    doc="Slope of the line of least squares through a series of thicknesses against numbers of "
    "cycles, with its standard error. A delay of the first cycles does not enter it.",
    plausible=(0.005, 100),
)
def growth_per_cycle_fitted(coating: CoatingInputs) -> Result:
    """Growth per cycle in Å from the one series that is on record; Gap where there are several."""
    found = [s for s in coating.series if (s.what, s.against) == ("thickness", "cycles")]
    if not found:
        raise Gap("no series of thicknesses against cycles is on record")
    if len(found) > 1:
        raise Gap(f"{len(found)} series of thicknesses against cycles are on record, not one")
    (series,) = found
    if len(series.points) < FEWEST:
        raise Gap(f"the series has {len(series.points)} points: a slope with its error needs three")
    try:
        fit = fit_line(series.points)
    except ValueError as unfit:
        raise Gap(str(unfit)) from None
    if fit.slope <= 0:
        raise Gap("the films of the series do not grow thicker with cycles")
    slope, error = fit.slope * NM_IN_ANGSTROM, fit.slope_error * NM_IN_ANGSTROM
    used = UsedInput("thickness", series.id, _in_words(series))
    fitted = Known(Interval.point(slope), True, (used,), parts={f"fit of {series.id}": error})
    return number("growth_per_cycle_fitted", "Å", fitted)


def _in_words(series: SeriesInput) -> str:
    cycles = [x for x, _ in series.points]
    return f"{len(cycles)} thicknesses, {min(cycles):.4g} to {max(cycles):.4g} cycles"
