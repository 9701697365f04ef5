"""What was recorded cycle by cycle, in charts under one another on one axis of cycles: capacities,
efficiencies, overpotentials and mean voltages of a test's cells and of its controls."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from charts.chart import Axis, Box, Chart, Line, Mark, Series
from charts.scales import Linear, around
from cycling.derive import curves_by_test, segments_of
from records.typesetting import chem
from records.typesetting import unit as typeset_unit
from science.cycling.direction import direction_of
from science.cycling.profiles import thinned
from science.declaring import Gap
from science.inputs import Points, TestInputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cycling.models import CyclingTest, TestCurve

MOST_POINTS = 600
_LEFT = 72
WIDTH = 430  # so that words stay readable on a phone; wider screens have two beside each other
_READ_SLOT = 7
"""The ring that stands where a derived value is read."""
_KINDS = {"formation": "formation", "rate": "rate steps", "check-up": "check-up"}
_NAMES = {
    "charge": "charge", "discharge": "discharge", "lithiation": "lithiation",
    "delithiation": "delithiation", "plated": "plated", "stripped": "stripped",
    "capacity": "capacity", "plating_overpotential": "plating",
    "stripping_overpotential": "stripping", "overpotential": "overpotential",
    "mean_charge_voltage": "charge", "mean_discharge_voltage": "discharge",
    "coulombic_efficiency": "Coulombic", "energy_efficiency": "energy",
}  # fmt: skip
_USEFUL = ("delithiation", "stripped", "capacity", "discharge", "charge", "lithiation", "plated")


_BELOW = {
    "Efficiency (%)": ("coulombic_efficiency", "energy_efficiency"),
    "Overpotential (mV)": (
        "plating_overpotential",
        "stripping_overpotential",
        "overpotential",
    ),
    "Mean voltage (V)": ("mean_discharge_voltage", "mean_charge_voltage"),
}
"""Charts under that of the capacities: the first of the columns that is recorded."""


@dataclass(frozen=True)
class Panel:
    """One chart with its heading; ``thinned`` where fewer points are drawn than are recorded."""

    title: str
    chart: Chart
    thinned: bool = False
    rings: bool = False


@dataclass
class _Drawn:
    """A cell of a test as lines: its name, colour, and whether it is a control."""

    test: CyclingTest
    curve: TestCurve
    name: str
    slot: int
    control: bool
    first: bool
    thinned: bool = field(default=False)

    def lines(self, column: str, values: Sequence[float | None]) -> list[Line]:
        cycles = np.array([math.nan if c is None else c for c in self.curve.values_of("cycle")])
        numbers = np.array([math.nan if v is None else v for v in values])
        order = np.argsort(cycles, kind="stable")
        cycles, numbers = cycles[order], numbers[order]
        places = thinned(numbers, MOST_POINTS)
        self.thinned |= len(places) < len(numbers)
        tip = f"{self.name}\n{_NAMES.get(column, column)} · {self.test.public_id}"
        runs = _runs(cycles[places], numbers[places])
        return [Line(run, tip, "", dashed=self.control) for run in runs]


def _runs(x: Any, y: Any) -> list[list[tuple[float, float]]]:
    """Points between gaps."""
    runs: list[list[tuple[float, float]]] = [[]]
    for a, b in zip(x.tolist(), y.tolist(), strict=True):
        if math.isfinite(a) and math.isfinite(b):
            runs[-1].append((a, b))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def panels(test: CyclingTest, controls: Sequence[CyclingTest]) -> list[Panel]:
    """The charts of a test with points, its controls dashed beside it; one query."""
    curves = curves_by_test([test, *controls])
    if not curves.get(test.pk):
        return []
    cells = [
        cell
        for slot, one in enumerate([test, *controls])
        for cell in _cells(one, curves.get(one.pk, ()), slot, control=slot > 0)
    ]
    ends = [c.curve.last_cycle or 0.0 for c in cells]
    x = Axis(Linear(0.0, max(ends) * 1.02 or 1.0), "Cycle")
    made = [_capacities(test, cells, x)]
    made += [_of_columns(test, cells, x, title, columns) for title, columns in _BELOW.items()]
    return [panel for panel in made if panel is not None]


def _cells(
    test: CyclingTest, curves: Sequence[TestCurve], slot: int, *, control: bool
) -> list[_Drawn]:
    found = []
    for number, curve in enumerate(curves):
        cell = "" if number == 0 else f", {curve.label or f'cell {number + 1}'}"
        name = f"{test}{cell}"
        found.append(_Drawn(test, curve, name, slot, control, number == 0))
    return found


def _capacities(test: CyclingTest, cells: Sequence[_Drawn], x: Axis) -> Panel | None:
    """The useful capacity of each cell, with what is read from it where it is read."""
    first = cells[0].curve
    column = next((name for name in _useful_first(test) if first.values_of(name)), "retention")
    unit = "%" if column == "retention" else first.unit
    values = {
        id(cell): cell.curve.values_of(column)
        for cell in cells
        if cell.curve.unit == cells[0].curve.unit and cell.curve.values_of(column)
    }
    if not values:
        return None
    left_out = len({c.test.pk for c in cells}) - len({c.test.pk for c in cells if id(c) in values})
    title = f"{_NAMES.get(column, 'capacity kept').capitalize()} ({typeset_unit(unit)})"
    marks = _read_from(test, cells[0], column)
    return _panel(test, cells, values, x, title, column, marks, from_zero=True, left_out=left_out)


def _useful_first(test: CyclingTest) -> Sequence[str]:
    """Of a half cell of an anode the charge is the useful capacity."""
    role = test.electrode.role if test.electrode else ""
    anode = test.cell_type == "half" and role == "anode"
    return [c for c in _USEFUL if c != "discharge"] if anode else _USEFUL


def _of_columns(
    test: CyclingTest, cells: Sequence[_Drawn], x: Axis, title: str, columns: Sequence[str]
) -> Panel | None:
    for column in columns:
        values = {
            id(cell): [None if v is None else abs(v) for v in _column(cell, column)]
            for cell in cells
        }
        values = {key: one for key, one in values.items() if any(v is not None for v in one)}
        if values:
            marks = _onset(test, cells[0], column) if "overpotential" in column else []
            return _panel(test, cells, values, x, title, column, marks)
    return None


def _column(cell: _Drawn, column: str) -> Sequence[float | None]:
    """As recorded, a Coulombic efficiency else as what came out over what went in."""
    recorded = cell.curve.values_of(column)
    if recorded or column != "coulombic_efficiency":
        return recorded
    test, curve = cell.test, cell.curve
    points = Points(curve.unit, tuple(curve.columns), ())
    role = test.electrode.role if test.electrode else None
    cell_type: Any = test.cell_type
    inputs = TestInputs(test.public_id, cell_type=cell_type, electrode_role=role, points=points)
    try:
        direction = direction_of(inputs)
    except Gap:
        return []
    out, into = curve.values_of(direction.out), curve.values_of(direction.into)
    return _ratio(out, into) if out and into else []


def _ratio(out: Sequence[float | None], into: Sequence[float | None]) -> list[float | None]:
    return [
        100.0 * a / b if a is not None and b is not None and b > 0 else None
        for a, b in zip(out, into, strict=True)
    ]


def _panel(
    test: CyclingTest,
    cells: Sequence[_Drawn],
    values: dict[int, Sequence[float | None]] | dict[int, list[float | None]],
    x: Axis,
    title: str,
    column: str,
    marks: list[Mark],
    *,
    from_zero: bool = False,
    left_out: int = 0,
) -> Panel:
    numbers = [v for one in values.values() for v in one if v is not None and math.isfinite(v)]
    y = Axis(_scale(numbers, from_zero=from_zero), title)
    series = []
    for cell in cells:
        if id(cell) not in values:
            continue
        lines = cell.lines(column, values[id(cell)])
        name = chem(f"{cell.name}, control" if cell.control else cell.name)
        series.append(
            Series(name if cell.first else "", cell.slot, lines=lines, dashed=cell.control)
        )
    if marks:
        series.append(Series("", _READ_SLOT, marks))
    boxes = _segments(test, x, y)
    if boxes:
        series.insert(0, Series("", 0, boxes=boxes, look="silent"))
    said = f"{title} over cycles of {', '.join(c.name for c in cells if id(c) in values)}."
    if left_out:
        said += f" {left_out} controls are recorded in another unit or column and not drawn here."
    chart = Chart(x=x, y=y, series=series, description=said, width=WIDTH, height=270, left=_LEFT)
    title = title.partition(" (")[0]
    return Panel(title, chart, any(cell.thinned for cell in cells), bool(marks))


def _scale(numbers: Iterable[float], *, from_zero: bool) -> Linear:
    """Room for nearly all values: single ones far off do not flatten the rest of an efficiency."""
    found = np.array(sorted(numbers))
    if from_zero:
        return Linear(0.0, float(found[-1]) * 1.08 or 1.0)
    low, high = (float(v) for v in np.quantile(found, [0.005, 0.995]))
    scale = around(low, high, log=False)
    assert isinstance(scale, Linear), "no logarithm was asked for"
    return scale


def _segments(test: CyclingTest, x: Axis, y: Axis) -> list[Box]:
    """The parts of the protocol that are no ageing, behind the curves."""
    boxes = []
    for stated, segment in zip(test.segments, segments_of(test), strict=True):
        if stated["kind"] not in _KINDS:
            continue
        last = segment.last if segment.last is not None else x.scale.high
        ends = (max(segment.first - 0.5, x.scale.low), min(last + 0.5, x.scale.high))
        at = " / ".join(dict.fromkeys(stated[k] for k in ("charge", "discharge") if k in stated))
        tip = f"{_KINDS[stated['kind']]}, cycles {segment.first}–{segment.last or ''} {at}".strip()
        if ends[0] < ends[1]:
            ys = (y.scale.low, y.scale.high)
            boxes.append(Box(ends, ys, tip, "", look="silent", strength=0.35))
    return boxes


def _at(cell: _Drawn, column: str, cycle: float) -> float | None:
    """The recorded value nearest to a cycle."""
    pairs = [
        (abs(c - cycle), v)
        for c, v in zip(cell.curve.values_of("cycle"), cell.curve.values_of(column), strict=True)
        if c is not None and v is not None
    ]
    return min(pairs)[1] if pairs else None


_READ = {
    "cycles_to_80": "80 % of the reference left",
    "knee_cycle": "knee",
    "settling_cycle": "settling",
    **{f"retention_at_{n}": f"retention at cycle {n}" for n in (50, 100, 200, 500, 1000)},
}


def _read_from(test: CyclingTest, cell: _Drawn, column: str) -> list[Mark]:
    """Derived values, where on the curve they are read."""
    marks = []
    for key, words in _READ.items():
        derived = test.read.derived.get(key, {})
        if derived.get("qualifier") not in {"exact", "about", "range"}:
            continue
        is_cycle = key.endswith(("_80", "_cycle"))
        cycle = derived["high"] if is_cycle else float(key.rpartition("_")[2])
        value = _at(cell, column, cycle)
        if value is None:
            continue
        told = f"cycle {cycle:g}" if is_cycle else f"{derived['low']:.3g} %"
        marks.append(Mark(cycle, cycle, value, value, f"{words}\n{told}", "#derived"))
    return marks


def _onset(test: CyclingTest, cell: _Drawn, column: str) -> list[Mark]:
    derived = test.read.derived.get("soft_short_cycle", {})
    if derived.get("qualifier") not in {"exact", "range"}:
        return []
    value = _at(cell, column, derived["high"])
    if value is None:
        return []
    where = (derived["high"], derived["high"], abs(value), abs(value))
    return [Mark(*where, tip=f"onset of a soft short\ncycle {derived['high']:g}", url="")]
