"""What is drawn of recorded cells: one quantity over one axis, on one definition for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cycling.derive import curves_by_test, inputs_of_test
from cycling.read_row.published import test_facts
from explore.overlays.curves import short_name
from explore.plotting.points import short_papers
from science.cycling.columns import column_unit
from science.cycling.curve import Series, curve_of, efficiencies_of, series_of
from science.cycling.reference import share_of
from science.cycling.replicates import cells_of
from science.declaring import Gap
from science.evidence import known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cycling.models import CyclingTest
    from science.inputs import TestInputs

Floats = NDArray[np.float64]

_COLUMNS = {
    "overpotential": ("plating_overpotential", "overpotential", "stripping_overpotential"),
    "voltage": ("mean_discharge_voltage", "mean_charge_voltage"),
}


@dataclass(frozen=True)
class Recorded:
    """One test: its cells as (x, y), in these units. ``why`` says why nothing can be drawn."""

    test: CyclingTest
    inputs: TestInputs
    film: str
    paper: str
    x_unit: str = ""
    unit: str = ""
    per: str = ""
    cells: list[tuple[Floats, Floats]] = field(default_factory=list)
    why: str = ""

    @property
    def bare(self) -> bool:
        return not self.inputs.coated


def recorded_tests(numbers: Sequence[int], *, show: str, scale: str, over: str) -> list[Recorded]:
    """These tests in their order; a fixed number of queries."""
    facts = {fact.test.pk: fact for fact in test_facts(list(numbers))}
    curves = curves_by_test(fact.test for fact in facts.values())
    papers = short_papers({fact.test.paper_id for fact in facts.values()})
    found = []
    for number in numbers:
        fact = facts[number]
        own = curves.get(number, [])
        inputs = inputs_of_test(fact, own)
        names = (short_name(coating.material) for coating in fact.coatings())
        film = " + ".join(dict.fromkeys(names)) or "bare"
        told = (fact.test, inputs, film, papers[fact.test.paper_id])
        try:
            x_unit, unit, cells = _cells(inputs, show, scale, over)
        except Gap as gap:
            found.append(Recorded(*told, why=gap.why))
            continue
        per = own[0].per if show == "capacity" and scale == "recorded" else ""
        found.append(Recorded(*told, x_unit=x_unit, unit=unit, per=per, cells=cells))
    return found


def _cells(
    test: TestInputs, show: str, scale: str, over: str
) -> tuple[str, str, list[tuple[Floats, Floats]]]:
    unit, x_unit, found = "", "", []
    for cell in cells_of(test):
        series, unit = _quantity(cell, show, scale)
        if not len(series):
            raise Gap("it is not recorded")
        cycles = np.asarray(series.cycles)
        x, x_unit = _axis(cell, over, cycles, areal=show == "capacity" and scale == "areal")
        kept = np.isfinite(x)
        found.append((x[kept], np.asarray(series.values)[kept]))
    return x_unit, unit, found


def _quantity(cell: TestInputs, show: str, scale: str) -> tuple[Series, str]:
    """By cycle, with its unit. Raises Gap with the reason where it is not known."""
    if show == "capacity":
        return _capacity(cell, scale)
    if show == "efficiency":
        found = efficiencies_of(cell)
        if found is None:
            raise Gap("no efficiency is recorded")
        return found.series, "%"
    assert cell.points is not None, "only recorded tests are asked"
    for column in _COLUMNS[show]:
        series = series_of(cell.points, column, [])
        if len(series):
            sizes = tuple(abs(value) for value in series.values)
            return Series(series.cycles, sizes), column_unit(column, cell.points.unit)
    raise Gap(f"no {show} is recorded")


def _capacity(cell: TestInputs, scale: str) -> tuple[Series, str]:
    if scale == "kept":
        share = share_of(cell)
        if share is None:
            raise Gap("no capacity is recorded")
        return Series(share.cycles, tuple(100.0 * v for v in share.values)), "%"
    curve = curve_of(cell)
    if curve is None:
        raise Gap("no capacity is recorded")
    if curve.unit == "%":
        raise Gap("only shares of a reference are recorded")
    if scale == "recorded" or curve.unit == "mAh/cm²":
        return curve.capacity, curve.unit
    if curve.unit != "mAh/g":
        raise Gap(f"it is recorded in {curve.unit}, and its area is not known")
    loading = known(cell.condition("loading"))
    if loading is None:
        raise Gap("its loading is not stated")
    if not loading.interval.is_point:
        raise Gap("its loading is no one number")
    size = loading.interval.low / 1000.0
    values = tuple(value * size for value in curve.capacity.values)
    return Series(curve.capacity.cycles, values), "mAh/cm²"


def _axis(cell: TestInputs, over: str, cycles: Floats, *, areal: bool) -> tuple[Floats, str]:
    """Where these cycles stand; NaN where it is not known. Charge is by area beside capacities
    that are."""
    if over == "cycle":
        return cycles, ""
    assert cell.points is not None, "only recorded tests are asked"
    if over == "time":
        series = series_of(cell.points, "time", [])
        if not len(series):
            raise Gap("the times of its cycles are not recorded")
        return _at(series, cycles), "h"
    curve = curve_of(cell)
    if curve is None or curve.unit == "%":
        raise Gap("the charge that passed is not recorded")
    given, unit = _capacity(cell, "areal") if areal else (curve.capacity, curve.unit)
    every = np.asarray(given.cycles)
    if every[0] > 1 or (np.diff(every) > 1).any():
        raise Gap("not every cycle is recorded: the charge that passed is not known")
    passed = np.cumsum(given.values) / 1000.0
    return _at(Series(given.cycles, tuple(passed)), cycles), unit.removeprefix("m")


def _at(series: Series, cycles: Floats) -> Floats:
    known_at, values = np.asarray(series.cycles), np.asarray(series.values)
    places = np.minimum(np.searchsorted(known_at, cycles), len(known_at) - 1)
    return np.where(known_at[places] == cycles, values[places], np.nan)


def mean_of(cells: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats, Floats, Floats]:
    """x, mean, lowest and highest of several cells, where every one of them is recorded: at the
    cycles that all have, else between the points of each."""
    first = cells[0][0]
    begin = max(float(x[0]) for x, _ in cells)
    end = min(float(x[-1]) for x, _ in cells)
    grid = first[(first >= begin) & (first <= end)]
    rows = np.array([np.interp(grid, x, y) for x, y in cells])
    return grid, rows.mean(axis=0), rows.min(axis=0), rows.max(axis=0)
