"""One quantity of a test and of its control, by one definition and at one cycle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from science.cycling.efficiency import mean_ce
from science.cycling.life import life_to_80
from science.cycling.reference import reference_of
from science.cycling.replicates import over_cells
from science.cycling.retention import RETENTION_CYCLES, recorded_retention, stated_retentions
from science.declaring import Gap
from science.evidence import known, of_result
from science.inputs import StatedResult, TestInputs
from science.quantities import Quantity
from science.results import Derived, Known


@dataclass(frozen=True, slots=True)
class Pair:
    """One quantity of a test and of its control, by one definition: recorded or stated."""

    ours: Known
    theirs: Known
    recorded: bool
    note: str


def retention_pair(test: TestInputs, control: TestInputs) -> Pair:
    """Retentions in % at the latest cycle at which both are recorded, else both are stated."""
    cycle = common_cycle(test, control)
    if cycle is not None:
        ours, theirs = (over_cells(side, _retention_at(cycle)) for side in (test, control))
        return Pair(ours, theirs, True, f"at cycle {cycle:g}")
    pairs = [
        (mine, other, item.at_cycle)
        for item, mine in stated_retentions(test)
        for control_item, other in stated_retentions(control)
        if item.at_cycle is not None
        and control_item.at_cycle is not None
        and item.at_cycle.interval == control_item.at_cycle.interval
    ]
    if not pairs:
        raise Gap("there is no cycle at which the retention of both is known by one definition")
    ours, theirs, at = max(pairs, key=lambda pair: pair[2].interval.low)
    return Pair(ours, theirs, False, f"at cycle {at.printed}")


def _retention_at(cycle: float) -> Callable[[TestInputs], Known]:
    def retention(cell: TestInputs) -> Known:
        reference = reference_of(cell)
        assert reference is not None, "asked only of recorded cells"
        return recorded_retention(cell, reference, cycle)

    return retention


def common_cycle(test: TestInputs, control: TestInputs) -> float | None:
    """The latest of the usual cycles at which both are recorded, else the last one of both; None
    where one of them has no usable record."""
    spans = []
    for side in (test, control):
        try:
            reference = reference_of(side)
        except Gap:
            return None
        if reference is None:
            return None
        spans.append((reference.share.cycles[0], reference.share.cycles[-1]))
    first, last = max(low for low, _ in spans), min(high for _, high in spans)
    if last <= first:
        return None
    usual = [cycle for cycle in RETENTION_CYCLES if first <= cycle <= last]
    return float(max(usual)) if usual else last


def capacity_pair(test: TestInputs, control: TestInputs) -> Pair:
    """Absolute capacities in one unit: recorded at the cycle at which retention is compared, else
    both stated for one cycle, or for none."""
    cycle = common_cycle(test, control)
    points, other = test.points, control.points
    if cycle is not None and points is not None and other is not None:
        if "retention" in (*points.columns, *other.columns):
            raise Gap("only retentions are recorded, no capacities")
        if points.unit != other.unit:
            raise Gap(f"one is recorded in {points.unit}, the other in {other.unit}")
        ours, theirs = (over_cells(side, _capacity_at(cycle)) for side in (test, control))
        return Pair(ours, theirs, True, f"at cycle {cycle:g}")
    for what in ("capacity", "areal_capacity_delivered"):
        found = _at_one_cycle(test.stated(what), control.stated(what))
        if found is not None:
            return _counted(*found, test, control)
    raise Gap("no capacity of both is known in one unit at one cycle")


def _capacity_at(cycle: float) -> Callable[[TestInputs], Known]:
    def capacity(cell: TestInputs) -> Known:
        reference = reference_of(cell)
        assert reference is not None, "asked only of recorded cells"
        kept = recorded_retention(cell, reference, cycle).scaled(reference.capacity / 100.0)
        # What scatter of the reference does to the retention it does not do to the capacity.
        return replace(kept, parts={k: v for k, v in kept.parts.items() if k != reference.source})

    return capacity


def life_pair(test: TestInputs, control: TestInputs) -> Pair:
    """Lifetimes by one definition: stated in cycles or hours, else cycles to 80 %."""
    for what in ("lifetime", "lifetime_hours"):
        ours, theirs = known(test.stated(what)), known(control.stated(what))
        if ours is not None and theirs is not None:
            return _counted(ours, theirs, f"by {what.replace('_', ' ')}", test, control)
    if (test.points is None) != (control.points is None):
        raise Gap("no lifetime of both is known by one definition")
    try:
        ours, theirs = over_cells(test, life_to_80), over_cells(control, life_to_80)
    except Gap:
        raise Gap("no lifetime of both is known") from None
    return Pair(ours, theirs, test.points is not None, "by cycles to 80 %")


def efficiency_pair(test: TestInputs, control: TestInputs) -> Pair:
    """Mean efficiencies in %: both recorded, else both as the papers state them; else those that
    are stated of both for one cycle, such as the first."""
    try:
        return _mean_efficiencies(test, control)
    except Gap:
        stated = (side.stated("coulombic_efficiency") for side in (test, control))
        found = _at_one_cycle(*stated)
        if found is None:
            raise
    ours, theirs, note = found
    return _counted(ours, theirs, f"{note}, of that cycle alone", test, control)


def _mean_efficiencies(test: TestInputs, control: TestInputs) -> Pair:
    recorded = [side.points is not None and _has_efficiency(side) for side in (test, control)]
    if recorded[0] != recorded[1]:
        raise Gap("one mean efficiency is recorded, the other as the paper states it")
    ours, theirs = (over_cells(side, _mean_ce) for side in (test, control))
    return Pair(ours, theirs, recorded[0], "mean efficiency")


def _has_efficiency(test: TestInputs) -> bool:
    return isinstance(mean_ce(replace(test, results=())), Derived)


def _mean_ce(cell: TestInputs) -> Known:
    return of_result(mean_ce(cell), "mean_ce")


def overpotential_pair(test: TestInputs, control: TestInputs) -> Pair:
    """Overpotentials in mV stated for the same cycle."""
    found = _at_one_cycle(test.stated("overpotential"), control.stated("overpotential"))
    if found is None:
        raise Gap("no overpotential of both is stated for the same cycle")
    return _counted(*found, test, control)


def sei_pair(test: TestInputs, control: TestInputs) -> Pair:
    """Thicknesses of the natural SEI in nm, stated after the same cycle."""
    found = _at_one_cycle(test.stated("sei_thickness"), control.stated("sei_thickness"))
    if found is None:
        raise Gap("no SEI thickness of both is stated after the same cycle")
    return _counted(*found, test, control)


def _at_one_cycle(
    ours: Sequence[StatedResult], theirs: Sequence[StatedResult]
) -> tuple[Known, Known, str] | None:
    def at(cycle: Quantity | None) -> object:
        return cycle.interval if cycle is not None else None

    pairs = [(a, b) for a in ours for b in theirs if at(a.at_cycle) == at(b.at_cycle)]
    if not pairs:
        return None
    mine, other = max(pairs, key=lambda p: p[0].at_cycle.interval.low if p[0].at_cycle else 0.0)
    first, second = known([mine]), known([other])
    assert first is not None, "one value is known"
    assert second is not None, "one value is known"
    note = f"at cycle {mine.at_cycle.printed}" if mine.at_cycle else "at no stated cycle"
    return first, second, note


def _counted(ours: Known, theirs: Known, note: str, test: TestInputs, control: TestInputs) -> Pair:
    return Pair(replace(ours, n=test.cells), replace(theirs, n=control.cells), False, note)
