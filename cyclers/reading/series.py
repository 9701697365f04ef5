"""One table on one definition: time never falls, positive current charges, charge by counters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from cyclers.reading.integral import charge_by_time, gaps, step_starts
from cyclers.reading.trouble import Asked, Question, Unreadable
from cyclers.reading.units import UNITS_ASKED

if TYPE_CHECKING:
    from cyclers.reading.answers import Answers
    from cyclers.reading.raw import Raw

_JITTER_S = 1e-3
_UNITS_OF_TIME = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "ms": 1e-3}
_AGREE = 0.03
_AT_REST = 1e-12


@dataclass
class Series:
    """Arrays of one length. ``charge`` and ``energy`` are what passed since the row before
    (Ah, Wh, positive charging); ``charge_by_time`` the same from current and time."""

    time: np.ndarray
    voltage: np.ndarray
    current: np.ndarray
    charge: np.ndarray
    charge_by_time: np.ndarray
    energy: np.ndarray
    starts: np.ndarray
    counted: str
    """what charge is from: counters, increments or current and time"""
    columns: dict[str, np.ndarray] = field(default_factory=dict)
    """step_id, step_count, cycle_count, temperature, unix_time: as recorded"""
    warnings: list[str] = field(default_factory=list)
    began: dict[int, float] = field(default_factory=dict)
    """direction → what its counter showed in the first row"""
    resets: bool = False
    """whether a counter of charge starts anew within the file"""

    @property
    def rows(self) -> int:
        return len(self.time)


def series_of(raw: Raw, answers: Answers) -> Series:
    """Raises :class:`Unreadable` or :class:`Asked` where the file is not what a cell gives."""
    raw.need("voltage")
    warnings: list[str] = []
    _time(raw, answers, warnings)
    columns = raw.columns
    kept = np.isfinite(columns["test_time"]) & np.isfinite(columns["voltage"])
    if not kept.all():
        warnings.append(f"{int((~kept).sum())} rows without time or voltage were left out.")
        raw.keep(kept)
    if not raw.rows:
        raise Unreadable("The file holds no row with a time and a voltage.")
    time = _never_falling(columns["test_time"])
    _agrees_with_clock(raw, time, answers, warnings)
    starts = step_starts(columns, raw.rows)
    current, own = _current(raw, answers, time, starts, warnings)
    broken = gaps(time, current)
    integral = charge_by_time(time, current, starts, columns.get("step_time"), broken)
    charge, counted = own if own is not None else (integral, "current and time")
    if broken.any():
        warnings.append(
            f"Nothing was recorded for long in {int(broken.sum())} places although current flowed: "
            "by current and time these add no charge."
        )
    voltage = columns["voltage"]
    kept_columns = ("step_id", "step_count", "cycle_count", "unix_time")
    found = {name: columns[name] for name in kept_columns if name in columns}
    if "temperature" in columns:
        if np.nanmax(np.abs(columns["temperature"]), initial=0.0) == 0:
            warnings.append("The temperature is 0 in every row: it was not measured.")
        else:
            found["temperature"] = columns["temperature"]
    began, resets = _counters_at_start(raw)
    return Series(
        time,
        voltage,
        current,
        charge,
        integral,
        _energy(raw, voltage, charge, starts),
        starts,
        counted,
        found,
        warnings,
        began,
        resets,
    )


# --- time ---------------------------------------------------------------------------------------


def _time(raw: Raw, answers: Answers, warnings: list[str]) -> None:
    """Test time in seconds, from the wall clock or from steps where there is no such column."""
    columns = raw.columns
    if "test_time" in columns:
        if raw.unknown_time is not None:
            _unit_by_clock(raw, warnings)
        return
    clock = columns.get("clock", columns.get("unix_time"))
    if clock is not None and np.isfinite(clock).any():
        columns["test_time"] = clock - clock[np.isfinite(clock)][0]
        warnings.append("There is no test time: it is counted from the wall clock.")
        return
    if "step_time" in columns:
        step = np.nan_to_num(columns["step_time"])
        ends = np.flatnonzero(np.diff(step) < 0)
        lengths = np.zeros(len(step))
        lengths[ends + 1] = step[ends]
        columns["test_time"] = step + np.cumsum(lengths)
        warnings.append("There is no test time: the times of the steps are joined end to end.")
        return
    raw.need("test_time")


def _ratio_to_clock(clock: np.ndarray, time: np.ndarray) -> float | None:
    """How fast the wall clock runs against a time: the median over spans of the file."""
    known = np.flatnonzero(np.isfinite(clock) & np.isfinite(time))
    if len(known) < 3:
        return None
    places = known[np.unique(np.linspace(0, len(known) - 1, 60).astype(int))]
    by_clock, by_time = np.diff(clock[places]), np.diff(time[places])
    coarse = 60.0 if np.all(np.mod(clock[places], 60) == 0) else 1.0
    good = (by_time > 0) & (by_clock >= 20 * coarse)
    if not good.any():
        whole = clock[places[-1]] - clock[places[0]], time[places[-1]] - time[places[0]]
        return whole[0] / whole[1] if whole[0] >= 20 * coarse and whole[1] > 0 else None
    return float(np.median(by_clock[good] / by_time[good]))


def _unit_by_clock(raw: Raw, warnings: list[str]) -> None:
    header = raw.unknown_time
    assert header is not None
    ratio = _ratio_to_clock(raw.columns["clock"], raw.columns["test_time"])
    unit = _unit_of_ratio(ratio)
    if not unit:
        text = (
            f"The file does not say the unit of “{header.text}”, and its wall clock does not tell."
        )
        raise Asked(Question(f"unit:{header.text}", f"{text} Say it.", UNITS_ASKED["time"]))
    for name in ("test_time", "step_time"):
        if name in raw.columns:
            raw.columns[name] = raw.columns[name] * _UNITS_OF_TIME[unit]
    warnings.append(f"“{header.text}” has no unit: by the wall clock it is in {unit}.")


def _unit_of_ratio(ratio: float | None) -> str:
    if not ratio:
        return ""
    near = (name for name, size in _UNITS_OF_TIME.items() if abs(ratio / size - 1) < _AGREE)
    return next(near, "")


def _never_falling(time: np.ndarray) -> np.ndarray:
    falls = np.flatnonzero(np.diff(time) < -_JITTER_S)
    if len(falls):
        row = int(falls[0]) + 1
        raise Unreadable(
            f"Time falls: from {time[row - 1]:.6g} s to {time[row]:.6g} s at row {row + 1}; rows "
            "must be in the order of time (a file of several tests has to be parted)."
        )
    risen: np.ndarray = np.maximum.accumulate(time)
    return risen


def _agrees_with_clock(raw: Raw, time: np.ndarray, answers: Answers, warnings: list[str]) -> None:
    clock = raw.columns.get("clock", raw.columns.get("unix_time"))
    if clock is None:
        return
    ratio = _ratio_to_clock(clock, time)
    if ratio is None or abs(ratio - 1) < _AGREE:
        return
    header = next((one for one in raw.headers if one.name == "test_time"), None)
    unit = _unit_of_ratio(ratio)
    if header and unit and header.text not in answers.units:
        written = header.unit.name if header.unit else "s"
        size = ratio * (header.unit.size if header.unit else 1.0)
        meant = _unit_of_ratio(size)
        raise Asked(
            Question(
                f"unit:{header.text}",
                f"The wall clock runs {ratio:.4g} times as fast as “{header.text}” in {written}: "
                f"it seems to be in {meant or 'another unit'}. Say its unit.",
                UNITS_ASKED["time"],
                meant,
            )
        )
    warnings.append(
        f"Wall clock and test time disagree: the clock runs {ratio:.3g} times as fast; test "
        "time is used."
    )


# --- current and charge -------------------------------------------------------------------------


def _current(
    raw: Raw,
    answers: Answers,
    time: np.ndarray,
    starts: np.ndarray,
    warnings: list[str],
) -> tuple[np.ndarray, tuple[np.ndarray, str] | None]:
    """Current with the sign of charging, and the charge of the file's own counters if it has
    them."""
    columns = raw.columns
    own = _own_charge(raw, starts)
    if "current" not in columns:
        if own is None:
            raw.need("current")
            raise AssertionError
        return _by_charge(own[0], time, starts), own
    current = np.nan_to_num(columns["current"])
    two_counters = raw.has("charge_capacity", "discharge_capacity")
    unsigned = raw.unsigned or answers.current == "without sign" or bool((current >= 0).all())
    if unsigned and (current >= 0).all() and current.any():
        current = _signed(raw, current, own[0] if own and two_counters else None, answers, warnings)
    elif answers.current == "discharging positive":
        current = -current
    elif own and two_counters and float((np.sign(current) * own[0]).sum()) < 0:
        current = -current
        warnings.append("A positive current discharges in this file, its counters say: turned.")
    if own is None and "step_capacity" in columns:
        own = _increments(columns["step_capacity"])[0] * _direction(current), "its counter"
    return current, own


def _signed(
    raw: Raw,
    current: np.ndarray,
    charge: np.ndarray | None,
    answers: Answers,
    warnings: list[str],
) -> np.ndarray:
    mode = raw.columns.get("mode")
    if mode is not None and (mode == -1).any():
        warnings.append("Currents carry no sign: it is that of the column of modes.")
        return current * np.where(np.nan_to_num(mode) < 0, -1.0, 1.0)
    if charge is not None and (charge < 0).any():
        warnings.append("Currents carry no sign: it is that of the counters of charge.")
        return current * _direction(charge)
    if answers.current == "charging positive" or not raw.unsigned:
        falls = _falls_under_current(raw.columns["voltage"], current)
        if not falls or answers.current == "charging positive":
            return current
    raise Asked(
        Question(
            "column:mode",
            "No current is negative although the voltage falls under current: say which column "
            "tells charge from discharge, or that every current charges.",
            tuple(one.text for one in raw.headers),
        )
    )


def _falls_under_current(voltage: np.ndarray, current: np.ndarray) -> bool:
    """Whether the voltage falls as far as it rises while a positive current flows."""
    flows = (current[1:] > _AT_REST) & (current[:-1] > _AT_REST)
    change = np.diff(voltage)[flows]
    return len(change) > 2 and -change[change < 0].sum() > 0.5 * change[change > 0].sum()


def _own_charge(raw: Raw, starts: np.ndarray) -> tuple[np.ndarray, str] | None:
    columns = raw.columns
    if "charge_increment" in columns:
        found = np.nan_to_num(columns["charge_increment"])
        return found, "its increments"
    if raw.has("charge_capacity", "discharge_capacity"):
        charge, _ = _increments(columns["charge_capacity"])
        discharge, _ = _increments(columns["discharge_capacity"])
        return charge - discharge, "its counters"
    if "net_capacity" in columns:
        net = np.nan_to_num(columns["net_capacity"])
        found = np.diff(net, prepend=net[:1])
        if raw.step_capacities:
            found[starts] = net[starts]
            found[0] = 0
        return found, "its counter"
    return None


def _increments(values: np.ndarray) -> tuple[np.ndarray, bool]:
    """What a counter rose by in each row, every drop a reset; and whether it ever dropped."""
    counter = _filled(values)
    if np.nanmin(counter, initial=0.0) < 0 and np.nanmax(counter, initial=0.0) <= 0:
        counter = -counter
    risen = np.diff(counter, prepend=counter[:1])
    least = 1e-7 * float(np.nanmax(np.abs(counter), initial=0.0))
    drops = risen < -least
    risen[drops] = np.maximum(counter[drops], 0)
    return np.maximum(risen, 0), bool(drops.any())


def _filled(values: np.ndarray) -> np.ndarray:
    """Missing values are those before them."""
    known = np.isfinite(values)
    if known.all():
        return values
    if not known.any():
        return np.zeros(len(values))
    last = np.maximum.accumulate(np.where(known, np.arange(len(values)), 0))
    return np.nan_to_num(values[last])


def _direction(values: np.ndarray) -> np.ndarray:
    """The sign, where it is none that of the row before."""
    signs = np.sign(values)
    last = np.maximum.accumulate(np.where(signs != 0, np.arange(len(signs)), 0))
    found: np.ndarray = signs[last]
    return found


def _by_charge(charge: np.ndarray, time: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Current from increments of charge; a row at the time of the one before takes the next."""
    interval = np.diff(time, prepend=time[:1])
    good = interval > 1e-6
    current = np.zeros(len(time))
    current[good] = charge[good] / interval[good] * 3600
    lacking = np.flatnonzero(~good & (charge != 0))
    following = np.minimum(lacking + 1, len(time) - 1)
    current[lacking] = current[following]
    return current


def _energy(raw: Raw, voltage: np.ndarray, charge: np.ndarray, starts: np.ndarray) -> np.ndarray:
    columns = raw.columns
    if raw.has("charge_energy", "discharge_energy"):
        return (
            _increments(columns["charge_energy"])[0] - _increments(columns["discharge_energy"])[0]
        )
    if "net_energy" in columns and raw.step_capacities:
        net = np.nan_to_num(columns["net_energy"])
        found = np.diff(net, prepend=net[:1])
        found[starts] = net[starts]
        found[0] = 0
        return found
    mean = voltage.copy()
    inner = np.flatnonzero(~starts)
    inner = inner[inner > 0]
    mean[inner] = (voltage[inner] + voltage[inner - 1]) / 2
    return charge * mean


def _counters_at_start(raw: Raw) -> tuple[dict[int, float], bool]:
    found, resets = {}, False
    for name, direction in (("charge_capacity", 1), ("discharge_capacity", -1)):
        if name in raw.columns:
            counter = _filled(raw.columns[name])
            found[direction] = abs(float(counter[0]))
            resets |= _increments(counter)[1]
    return found, resets
