"""What a reading says against itself: counters against current, current against voltage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from cyclers.reading.answers import Answers
    from cyclers.reading.counting import Halves
    from cyclers.reading.raw import Raw
    from cyclers.reading.series import Series

_APART = 0.01
_TOLD = 3
_SAMPLE = 50_000
_FINEST = 9
_OHMIC = 0.9
_NO_CELL_V = 0.25


def resolution(values: np.ndarray) -> float:
    """The power of ten of which all values are multiples, as far as a sample shows; else 0."""
    known = values[np.isfinite(values)][:: max(1, len(values) // _SAMPLE)]
    if not known.any():
        return 0.0
    for power in range(_FINEST):
        step = 10.0**-power
        if np.abs(known / step - np.round(known / step)).max() < 1e-6:
            return step
    return 0.0


def disagreements(raw: Raw, series: Series, per_cycle: dict[str, Any]) -> list[str]:
    """Where the file's own charge and the integral of its current are over 1 % apart."""
    if series.counted == "current and time":
        return []
    found = []
    step = resolution(series.current)
    finer = f"; its current is written in steps of {_amount(step, 'A')}" if step else ""
    names = ("charge_capacity", "discharge_capacity", "step_capacity")
    half = max((resolution(raw.columns[one]) for one in names if one in raw.columns), default=0) / 2
    for side in ("charge", "discharge"):
        counted = per_cycle[f"{side}_capacity"]
        by_time = per_cycle[f"{side}_capacity_by_time"]
        with np.errstate(divide="ignore", invalid="ignore"):
            bad = np.flatnonzero(np.abs(by_time / counted - 1) > _APART)
        for one in bad[:_TOLD]:
            known = f" ± {_amount(half, 'Ah')}" if half > 1e-3 * counted[one] else ""
            found.append(
                f"Cycle {per_cycle['cycle'][one]}, {side}: {_amount(counted[one], 'Ah')}{known} by "
                f"{series.counted}, {_amount(by_time[one], 'Ah')} by current and time{finer}."
            )
        if len(bad) > _TOLD:
            found.append(f"So it is for the {side} of {len(bad) - _TOLD} more cycles.")
    return found


def against_instrument(raw: Raw, series: Series, per_cycle: dict[str, Any]) -> list[str]:
    """Where the instrument counts cycles otherwise than we do."""
    count = series.columns.get("cycle_count")
    cycles = per_cycle["cycle"]
    if count is None or not len(cycles):
        return []
    reported = per_cycle["cycle_count"]
    if len(np.unique(reported)) == 1 and (cycles > 0).sum() > 1:
        return [
            f"The instrument counts one cycle ({reported[0]:g}) where the current turns "
            f"{len(cycles)} times: cycles are counted here."
        ]
    whole = cycles > 0
    apart = np.flatnonzero(whole & (reported != cycles))
    if len(apart) and len(np.unique((reported - cycles)[whole])) > 1:
        first = apart[0]
        return [
            f"Cycle {cycles[first]} is {reported[first]:g} by the instrument's count; both stay."
        ]
    return []


def not_a_cell(series: Series, halves: Halves, answers: Answers) -> list[str]:
    """A charge that ends at no higher voltage than it began, or a voltage that is the current."""
    if not len(halves) or answers.cell == "symmetric":
        return []
    flows = np.flatnonzero(series.current)
    flows = flows[:: max(1, len(flows) // _SAMPLE)]
    current, voltage = series.current[flows], series.voltage[flows]
    if len(flows) > 10 and (current > 0).any() and (current < 0).any():
        ohm, offset = np.polyfit(current, voltage, 1)
        left = voltage - ohm * current - offset
        follows = float(left.var()) < (1 - _OHMIC) * float(voltage.var())
        if ohm > 0 and follows and abs(offset) < _NO_CELL_V:
            return [
                f"The voltage follows the current, as that of a resistor of {ohm:.3g} Ω does: this "
                "is no cell that stores charge, or a symmetric one."
            ]
    began = np.minimum(halves.first + 1, halves.last)
    rises = (series.voltage[halves.last] - series.voltage[began]) * halves.direction
    wrong = rises < 0
    if wrong.mean() > 0.5:
        return [
            f"{int(wrong.sum())} of {len(halves)} half cycles run against their voltage (a charge "
            "ends lower than it began): is the sign of the current right, or is the cell "
            "symmetric?"
        ]
    return []


def _amount(value: float, unit: str) -> str:
    """With the prefix that suits its size."""
    for size, prefix in ((1.0, ""), (1e-3, "m"), (1e-6, "µ")):
        if abs(value) >= size or prefix == "µ":
            return f"{value / size:.4g} {prefix}{unit}"
    return ""
