"""What a cycle gave: capacities, efficiencies, mean voltages and currents, one array each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from cyclers.reading.answers import Answers
    from cyclers.reading.counting import Counted, Halves
    from cyclers.reading.series import Series

PER_CYCLE = {
    "cycle": "",
    "cycle_count": "",
    "start_time": "s",
    "end_time": "s",
    "first_row": "",
    "last_row": "",
    "charge_capacity": "Ah",
    "discharge_capacity": "Ah",
    "coulombic_efficiency": "%",
    "charge_energy": "Wh",
    "discharge_energy": "Wh",
    "energy_efficiency": "%",
    "charge_mean_voltage": "V",
    "discharge_mean_voltage": "V",
    "charge_end_voltage": "V",
    "discharge_end_voltage": "V",
    "charge_mean_current": "A",
    "discharge_mean_current": "A",
    "charge_cv_share": "%",
    "charge_capacity_by_time": "Ah",
    "discharge_capacity_by_time": "Ah",
    "kind": "",
    "complete": "",
    "flags": "",
}
"""The arrays of ``Reading.per_cycle`` and their units. ``cycle`` is our number, ``cycle_count``
the instrument's where the cycle begins; ``…_by_time`` are integrals of current, for checking."""

_CV_NEAR_V = 2e-3
_CV_TAPERED = 0.9
_FORMING = 0.6
_MORE = 1.05
_SAME_CURRENT = 0.1


def per_cycle_of(series: Series, halves: Halves, cycles: Counted, cell: str) -> dict[str, Any]:
    """Arrays of one length, in the order of :data:`PER_CYCLE`; NaN where there is no such half."""
    sides = {}
    for name, direction in (("charge", 1), ("discharge", -1)):
        places = cycles.first if cycles.starts == direction else cycles.second
        sides[name] = _side(series, halves, places, name, direction)
    charge, discharge = sides["charge"], sides["discharge"]
    last_half = np.where(cycles.second >= 0, cycles.second, cycles.first)
    first_half = np.where(cycles.first >= 0, cycles.first, cycles.second)
    first_row, last_row = _rows(series, halves, first_half, last_half)
    by = efficiency_by(cycles.starts, cell)
    found: dict[str, Any] = {
        "cycle": cycles.number.astype("int32"),
        "cycle_count": _reported(series, halves.first[first_half] if len(halves) else first_half),
        "start_time": series.time[first_row],
        "end_time": series.time[last_row],
        "first_row": first_row,
        "last_row": last_row,
        "coulombic_efficiency": _efficiency(charge, discharge, "capacity", by, cycles.complete),
        "energy_efficiency": _efficiency(charge, discharge, "energy", by, cycles.complete),
        "complete": cycles.complete,
        "flags": cycles.flags,
    }
    for side in sides.values():
        found.update(side)
    found["kind"] = kinds(found)
    return {name: found[name] for name in PER_CYCLE}


def efficiency_by(starts: int, cell: str) -> str:
    """Which of both capacities is divided by which."""
    if cell == "anode half":
        return "charge ÷ discharge"
    if cell in {"full", "cathode half"} or starts > 0:
        return "discharge ÷ charge"
    return "charge ÷ discharge"


def _side(
    series: Series, halves: Halves, places: np.ndarray, name: str, direction: int
) -> dict[str, Any]:
    """The half cycles of one direction, cycle by cycle."""
    there = places >= 0
    at = places[there]
    first, last = halves.first[at], halves.last[at]
    energy = _sums(series.energy, first, last) * direction
    capacity = halves.charge[at]
    hours = (series.time[last] - series.time[np.maximum(first - 1, 0)]) / 3600
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = {
            f"{name}_capacity": capacity,
            f"{name}_energy": energy,
            f"{name}_mean_voltage": energy / capacity,
            f"{name}_end_voltage": series.voltage[last],
            f"{name}_mean_current": direction * capacity / hours,
            f"{name}_capacity_by_time": _sums(series.charge_by_time, first, last) * direction,
        }
    if name == "charge":
        columns["charge_cv_share"] = _cv_shares(series, first, last)
    spread = {}
    for key, values in columns.items():
        spread[key] = np.full(len(places), np.nan)
        spread[key][there] = values
    return spread


def _sums(each: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    passed = np.cumsum(each)
    found: np.ndarray = passed[last] - passed[first] + each[first]
    return found


def _cv_shares(series: Series, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Share (%) of the charge at the end voltage, where the current falls there."""
    found = np.zeros(len(first))
    for place, (begin, end) in enumerate(zip(first, last, strict=True)):
        away = np.abs(series.voltage[begin : end + 1] - series.voltage[end]) > _CV_NEAR_V
        held = begin + (int(np.flatnonzero(away)[-1]) + 1 if away.any() else 0)
        if held >= end or abs(series.current[end]) >= _CV_TAPERED * abs(series.current[held]):
            continue
        whole = series.charge[begin : end + 1].sum()
        found[place] = 100 * series.charge[held : end + 1].sum() / whole if whole else 0.0
    return found


def _rows(
    series: Series, halves: Halves, first_half: np.ndarray, last_half: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """First and last row of each cycle; a rest belongs to the cycle before it."""
    if not len(first_half):
        return first_half, last_half
    first = halves.first[first_half].copy()
    last = np.append(first[1:] - 1, series.rows - 1)
    return first, last


def _reported(series: Series, rows: np.ndarray) -> np.ndarray:
    count = series.columns.get("cycle_count")
    return count[rows] if count is not None and len(rows) else np.full(len(rows), np.nan)


def _efficiency(
    charge: dict[str, Any], discharge: dict[str, Any], what: str, by: str, complete: np.ndarray
) -> np.ndarray:
    taken, given = charge[f"charge_{what}"], discharge[f"discharge_{what}"]
    if by == "charge ÷ discharge":
        taken, given = given, taken
    with np.errstate(divide="ignore", invalid="ignore"):
        found: np.ndarray = np.where(complete & (taken > 0), 100 * given / taken, np.nan)
    return found


def kinds(found: dict[str, Any]) -> list[str]:
    """What the currents make of each cycle: formation (slower, at the beginning), check (a slow
    one later), rate (several currents in turn), else cycling."""
    with np.errstate(all="ignore"):
        both = np.array([found["charge_mean_current"], -found["discharge_mean_current"]])
        size = np.nanmax(np.where(np.isnan(both), -np.inf, both), axis=0) if both.size else both[0]
    if not len(size):
        return []
    usual = _commonest(size)
    alike = np.abs(size / usual - 1) <= 3 * _SAME_CURRENT
    slow = size < _FORMING * usual
    named = np.where(alike, "cycling", np.where(slow, "check", "rate")).astype(object)
    begins = int(np.argmax(~slow)) if not slow.all() else 0
    if begins < len(size):
        named[:begins] = "formation"
    if (named == "rate").sum() + (named == "check").sum() > len(size) / 2:
        named[begins:] = "rate"
    return [str(one) for one in named]


def _commonest(size: np.ndarray) -> float:
    """The current that most cycles share, within a tenth."""
    ordered = np.sort(size[size > 0])
    if not len(ordered):
        return 1.0
    ends = np.searchsorted(ordered, ordered * (1 + 2 * _SAME_CURRENT), side="right")
    begin = int(np.argmax(ends - np.arange(len(ordered))))
    return float(np.median(ordered[begin : ends[begin]]))


def table_of_cycles(columns: dict[str, np.ndarray], answers: Answers) -> dict[str, Any]:
    """The arrays of a table that has a row for each cycle, as its instrument counts them."""
    rows = len(columns["cycle_count"])
    nothing = np.full(rows, np.nan)
    charge, discharge = columns["charge_capacity"], columns["discharge_capacity"]
    complete = np.isfinite(charge) & np.isfinite(discharge)
    flags: list[list[str]] = [[] if one else ["one half is missing"] for one in complete]
    taken, given = (discharge, charge) if answers.cell == "anode half" else (charge, discharge)
    for place in np.flatnonzero(complete & (given > _MORE * taken)):
        complete[place] = False
        partly = "began with a cell partly charged" if not place else "gives back more than it took"
        flags[place].append(partly)
    found: dict[str, Any] = dict.fromkeys(PER_CYCLE, nothing)
    found |= {
        "cycle": columns["cycle_count"].astype("int32"),
        "cycle_count": columns["cycle_count"],
        "end_time": columns.get("test_time", nothing),
        "charge_capacity": charge,
        "discharge_capacity": discharge,
        "charge_energy": columns.get("charge_energy", nothing),
        "discharge_energy": columns.get("discharge_energy", nothing),
        "kind": ["cycling"] * rows,
        "complete": complete,
        "flags": flags,
    }
    by = "charge ÷ discharge" if answers.cell == "anode half" else "discharge ÷ charge"
    for name, what in (("coulombic", "capacity"), ("energy", "energy")):
        found[f"{name}_efficiency"] = _efficiency(
            {f"charge_{what}": found[f"charge_{what}"]},
            {f"discharge_{what}": found[f"discharge_{what}"]},
            what,
            by,
            complete,
        )
    return found
