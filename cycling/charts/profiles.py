"""Voltage against charge of chosen cycles, and dQ/dV, where a test has a time series; voltage
against charge or time, as it was read off figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from charts.chart import Axis, Chart, Line, Series
from charts.scales import Linear, around
from cycling.charts import recorded
from cycling.series import CURRENT, CYCLE, TIME, VOLTAGE, has_series, parts_kept, series_tables
from records.typesetting import chem
from records.typesetting import unit as typeset_unit
from science.cycling.profiles import charge_passed, constant_current, dqdv, half_cycles, thinned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cycling.models import CyclingTest, TestCurve
    from cycling.profiles import ReadOff

AT_ONCE = 6
MOST_POINTS = 500
WIDTH, GAUSSIAN = 0.002, 0.005  # V
_MILLI = 1000.0


@dataclass(frozen=True)
class Profiles:
    """``asked`` is what stands in the field, ``problem`` why it cannot be answered."""

    asked: str
    first: int
    last: int
    problem: str = ""
    voltage: Chart | None = None
    dqdv: Chart | None = None
    thinned: bool = False


@dataclass(frozen=True)
class _Half:
    cycle: int
    charging: bool
    charge: Any
    voltage: Any
    density: tuple[Any, Any]


def profiles_of(test: CyclingTest, curves: Sequence[TestCurve], asked: str) -> Profiles | None:
    """The profiles of the cycles that are asked for ("1, 50, 100"), else of the first, a middle and
    the last one; None for a test without a time series."""
    files = next((c.sha256 for c in curves if has_series(c.sha256)), None)
    if files is None:
        return None
    spans = list(parts_kept(files).values_list("first_cycle", "last_cycle"))
    first, last = min(low for low, _ in spans), max(high for _, high in spans)
    chosen, problem = _cycles(asked, first, last)
    if problem:
        return Profiles(asked, first, last, problem)
    halves = _halves(files, chosen)
    if not halves:
        return Profiles(asked, first, last, "no current passes in these cycles")
    names = {cycle: f"cycle {cycle}" for cycle in chosen}
    text = asked or ", ".join(map(str, chosen))
    return Profiles(
        asked=text,
        first=first,
        last=last,
        voltage=_voltage(test, halves, names),
        dqdv=_derivative(test, halves, names),
        thinned=any(len(half.voltage) > MOST_POINTS for half in halves),
    )


def _cycles(asked: str, first: int, last: int) -> tuple[list[int], str]:
    words = asked.replace(",", " ").replace(";", " ").split()
    if not words:
        return sorted({max(first, 1) if last >= 1 else first, (first + last) // 2, last}), ""
    if any(not (w.isascii() and w.isdecimal() and len(w) < 9) for w in words):
        return [], "expected numbers of cycles, such as 1, 50, 100"
    found = sorted({int(word) for word in words})
    if len(found) > AT_ONCE:
        return [], f"at most {AT_ONCE} cycles are drawn at once"
    if outside := [cycle for cycle in found if not first <= cycle <= last]:
        return [], f"cycle {outside[0]} is not recorded: there are {first} to {last}"
    return found, ""


def _halves(files: Sequence[str], cycles: Sequence[int]) -> list[_Half]:
    wanted = (TIME, VOLTAGE, CURRENT, CYCLE)
    tables = list(series_tables(files, cycles=cycles, columns=wanted))
    if not tables:
        return []
    table = pa.concat_tables(tables)
    columns = {name: table[name].to_numpy().astype(np.float64) for name in wanted}
    found = []
    for cycle in cycles:
        rows = columns[CYCLE] == cycle
        time, voltage, current = (columns[name][rows] for name in (TIME, VOLTAGE, CURRENT))
        for half in half_cycles(current):
            part = slice(half.first, half.end)
            charge = charge_passed(time[part], current[part]) * _MILLI
            steady = constant_current(current[part])
            density = dqdv(voltage[part][steady], charge[steady], width=WIDTH, gaussian=GAUSSIAN)
            found.append(_Half(cycle, half.charging, charge, voltage[part], density))
    return found


def _voltage(test: CyclingTest, halves: Sequence[_Half], names: dict[int, str]) -> Chart:
    most = max(float(half.charge[-1]) for half in halves)
    ends = [float(f(half.voltage)) for half in halves for f in (np.nanmin, np.nanmax)]
    lines: dict[int, list[Line]] = {}
    for half in halves:
        places = thinned(half.voltage, MOST_POINTS)
        points = _points(half.charge[places], half.voltage[places])
        tip = f"{names[half.cycle]}\n{'charge' if half.charging else 'discharge'}"
        lines.setdefault(half.cycle, []).append(Line(points, tip, "", dashed=half.charging))
    return Chart(
        x=Axis(Linear(0.0, most * 1.03 or 1.0), "Charge of the half cycle (mAh)"),
        y=Axis(around(min(ends), max(ends), log=False), "Voltage (V)"),
        series=_series(lines, names),
        description=f"Voltage over charge of {test}, {', '.join(names.values())}; charge dashed.",
        width=recorded.WIDTH,
        height=300,
        left=72,
    )


def _derivative(test: CyclingTest, halves: Sequence[_Half], names: dict[int, str]) -> Chart | None:
    """Of a charge upwards, of a discharge downwards."""
    lines: dict[int, list[Line]] = {}
    for half in halves:
        at, density = half.density
        if not len(at):
            continue
        signed = density if half.charging else -density
        places = thinned(signed, MOST_POINTS)
        tip = f"{names[half.cycle]}\n{'charge' if half.charging else 'discharge'}"
        points = _points(at[places], signed[places])
        lines.setdefault(half.cycle, []).append(Line(points, tip, "", dashed=half.charging))
    drawn = [point for each in lines.values() for line in each for point in line.points]
    if not drawn:
        return None
    return Chart(
        x=Axis(around(min(x for x, _ in drawn), max(x for x, _ in drawn), log=False),
               "Voltage (V)"),
        y=Axis(around(min(y for _, y in drawn), max(y for _, y in drawn), log=False),
               "dQ/dV (mAh/V)"),
        series=_series(lines, names),
        description=f"dQ/dV over voltage of {test}, {', '.join(names.values())}.",
        width=recorded.WIDTH,
        height=300,
        left=72,
    )  # fmt: skip


def read_off_charts(test: CyclingTest, profiles: Sequence[ReadOff]) -> list[Chart]:
    """Profiles that were read off figures, one plot for each unit of what they stand against."""
    return [
        _read_off(test, unit, [one for one in profiles if one.unit == unit and one.rows])
        for unit in dict.fromkeys(one.unit for one in profiles if one.rows)
    ]


def _read_off(test: CyclingTest, unit: str, profiles: Sequence[ReadOff]) -> Chart:
    rows = [row for one in profiles for row in one.rows]
    what = {"h": "Time", "%": "Share of the capacity"}.get(unit, "Capacity")
    x, v = ([row[place] for row in rows] for place in (0, 2))
    return Chart(
        x=Axis(around(min(x), max(x), log=False), f"{what} ({typeset_unit(unit)})"),
        y=Axis(around(min(v), max(v), log=False), "Voltage (V)"),
        series=[_as_line(one, slot) for slot, one in enumerate(profiles)],
        description=f"Voltage over {what.lower()} of {test}, read off "
        f"{', '.join(dict.fromkeys(one.place for one in profiles))}: "
        f"{'; '.join(one.name for one in profiles)}.",
        width=recorded.WIDTH,
        height=300,
        left=72,
    )


def _as_line(one: ReadOff, slot: int) -> Series:
    places = thinned(np.array([row[2] for row in one.rows]), MOST_POINTS)
    points = [(one.rows[i][0], one.rows[i][2]) for i in places]
    worst = 1000.0 * max(row[3] for row in one.rows)
    tip = f"{one.name}\n{one.place}, voltages read within {worst:.2g} mV (standard error)"
    dashed = one.said.half == "charge"
    return Series(chem(one.name), slot, lines=[Line(points, tip, "", dashed=dashed)], dashed=dashed)


def _series(lines: dict[int, list[Line]], names: dict[int, str]) -> list[Series]:
    return [
        Series(names[cycle], slot, lines=lines[cycle])
        for slot, cycle in enumerate(names)
        if cycle in lines
    ]


def _points(x: Any, y: Any) -> list[tuple[float, float]]:
    kept = np.isfinite(x) & np.isfinite(y)
    return list(zip(x[kept].tolist(), y[kept].tolist(), strict=True))
