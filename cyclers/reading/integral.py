"""Charge by time, and what it tells of units that are not said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONG_GAP = 600.0
_TIMES_USUAL = 50.0


def step_starts(columns: Mapping[str, np.ndarray], rows: int) -> np.ndarray:
    """Where a step begins: its number changes, or its time falls. Without either, only row 0."""
    starts = np.zeros(rows, bool)
    if rows:
        starts[0] = True
    for name in ("step_count", "step_id", "cycle_count"):
        if name in columns:
            known = np.nan_to_num(columns[name], nan=-1.0)
            starts[1:] |= known[1:] != known[:-1]
    if "step_time" in columns:
        starts[1:] |= np.diff(columns["step_time"]) < 0
    return starts


def gaps(time: np.ndarray, current: np.ndarray) -> np.ndarray:
    """Rows before which nothing was recorded for long although current flowed on both sides."""
    steps = np.diff(time, prepend=time[:1])
    moving = steps[steps > 0]
    if not len(moving):
        return np.zeros(len(time), bool)
    usual = np.percentile(moving, 99)
    flows = np.zeros(len(time), bool)
    flows[1:] = (current[1:] * current[:-1]) > 0
    found: np.ndarray = (steps > max(_LONG_GAP, _TIMES_USUAL * usual)) & flows
    return found


def charge_by_time(
    time: np.ndarray,
    current: np.ndarray,
    starts: np.ndarray,
    step_time: np.ndarray | None = None,
    broken: np.ndarray | None = None,
) -> np.ndarray:
    """The charge (Ah, signed) between each row and the one before it, as float64.

    Trapezoid within a step; the first interval of a step is its own current for its own time
    (the plain trapezoid lost 0.3 to 0.6 % of a charge where steps are short). A current that
    turns, or begins, begins a step whatever is recorded. Gaps (``broken``, where they are known
    already) add nothing.
    """
    signs = np.sign(current)
    interval = np.diff(time, prepend=time[:1])
    inner = ~starts[1:] & (signs[1:] == signs[:-1])
    mean = current.copy()
    np.copyto(mean[1:], (current[1:] + current[:-1]) / 2, where=inner)
    if step_time is not None:
        own = starts & np.isfinite(step_time) & (step_time >= 0)
        interval[own] = np.minimum(step_time[own], np.maximum(interval[own], 0))
    charge = mean * interval / 3600
    charge[gaps(time, current) if broken is None else broken] = 0
    charge[0] = 0
    result: np.ndarray = np.nan_to_num(charge)
    return result


def suggested_units(
    columns: Mapping[str, np.ndarray], lacking: Mapping[str, object]
) -> dict[str, str]:
    """Units that the numbers suggest: currents from counters and time, and the other way round;
    voltages from their size. A suggestion, never an answer."""
    found: dict[str, str] = {}
    if "voltage" in lacking and "voltage" in columns:
        found["voltage"] = "mV" if np.nanmedian(np.abs(columns["voltage"])) > 50 else "V"
    if not {"test_time", "current"} <= columns.keys() or "test_time" in lacking:
        return found
    time, current = columns["test_time"], np.nan_to_num(columns["current"])
    passed = np.abs(charge_by_time(time, current, step_starts(columns, len(time)))).sum()
    counted = sum(
        float(np.clip(np.diff(columns[name]), 0, None)[np.isfinite(np.diff(columns[name]))].sum())
        for name in ("charge_capacity", "discharge_capacity", "step_capacity")
        if name in columns
    )
    charges = [
        n for n in ("charge_capacity", "discharge_capacity", "step_capacity") if n in lacking
    ]
    if not passed or not counted:
        return found
    ratio = passed / counted
    if "current" in lacking and not charges:
        found["current"] = _nearest(1 / ratio, {"A": 1.0, "mA": 1e-3, "µA": 1e-6})
    elif charges and "current" not in lacking:
        unit = _nearest(ratio, {"Ah": 1.0, "mAh": 1e-3, "µAh": 1e-6})
        found.update(dict.fromkeys(charges, unit))
    elif charges:
        found["current"], unit = ("mA", "mAh") if abs(np.log10(ratio)) < 1.5 else ("", "")
        if unit:
            found.update(dict.fromkeys(charges, unit))
    return found


def _nearest(value: float, sizes: Mapping[str, float]) -> str:
    """The unit whose size is within 20 % of ``value``, else none."""
    return next((name for name, size in sizes.items() if 0.8 < value / size < 1.25), "")
