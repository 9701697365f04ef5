"""What a test gains over its controls: one definition on both sides, at one cycle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from science.cycling.conditions import (
    ComparedCondition,
    comparability,
    compare_conditions,
)
from science.cycling.efficiency import mean_ce
from science.cycling.life import life_to_80
from science.cycling.reference import reference_of
from science.cycling.replicates import over_cells
from science.cycling.retention import RETENTION_CYCLES, recorded_retention, stated_retentions
from science.declaring import Gap, derived
from science.evidence import known, of_result, together
from science.inputs import StatedResult, TestInputs
from science.quantities import Quantity
from science.results import Derived, Known, Missing, Result, number

Controls = Sequence[TestInputs]
_UNBOUNDED = -float("inf")
_AGAINST = "Same cycle and same definition for both"


@dataclass(frozen=True, slots=True)
class Pair:
    """One quantity of a test and of its control, by one definition: recorded or stated."""

    ours: Known
    theirs: Known
    recorded: bool
    note: str


def _need(controls: Controls) -> None:
    if not controls:
        raise Gap("the test has no control")


# -- pairs ------------------------------------------------------------------------------------
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
    """Mean efficiencies in %: both recorded, else both as the papers state them."""
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


# -- gains ------------------------------------------------------------------------------------
def standard_error(value: Known, *, recorded: bool) -> Known:
    """A printed ± beside a number of cells is their spread: the mean of them is known better, by
    the square root of that number. Of a record the uncertainty is what it is."""
    if recorded or not value.parts or value.n is None or value.n < 2:
        return value
    shrunk = {source: part / value.n**0.5 for source, part in value.parts.items()}
    note = f"± is the spread of {value.n} cells"
    return replace(value, parts=shrunk).noted(note)


GRADES = ("measured-spread", "measured", "one-sided")
Graded = tuple[Known, str]


def spread_is_known(pair: Pair) -> bool:
    """Whether both sides tell how far cells scatter, or rest on several cells."""

    def told(value: Known) -> bool:
        if value.n is not None and value.n > 1:
            return True
        return not pair.recorded and value.uncertainty is not None and value.n != 1

    return told(pair.ours) and told(pair.theirs)


def _graded(value: Known, pair: Pair) -> Graded:
    return value, "measured-spread" if spread_is_known(pair) else "measured"


def _difference(pair: Pair) -> Graded:
    ours, theirs = (
        standard_error(side, recorded=pair.recorded) for side in (pair.ours, pair.theirs)
    )
    return _graded((ours - theirs).noted(pair.note), pair)


def _ratio(pair: Pair) -> Graded:
    ours, theirs = (
        standard_error(side, recorded=pair.recorded) for side in (pair.ours, pair.theirs)
    )
    return _graded((ours / theirs).noted(pair.note), pair)


def _against_all(
    key: str,
    unit: str,
    gain: Callable[[TestInputs, TestInputs], Graded],
    test: TestInputs,
    controls: Controls,
    floor: float,
) -> Result:
    """One value per control; several become their hull, with a warning."""
    _need(controls)
    values, reasons, grades = [], [], set()
    for control in controls:
        try:
            found, grade = gain(test, control)
        except Gap as gap:
            reasons.append(f"{control.id}: {gap.why}")
            continue
        except ZeroDivisionError:
            reasons.append(f"{control.id}: its value can be zero")
            continue
        rows = compare_conditions(test, control)
        differing = [row.what.replace("_", " ") for row in rows if row.verdict == "differs"]
        if differing:
            found = found.noted(f"unlike {control.id} in {', '.join(differing)}")
        values.append(found)
        grades.add(grade)
    if not values:
        raise Gap("; ".join(reasons))
    warnings = [f"left out {reason}" for reason in reasons]
    if len(values) > 1:
        warnings.append(f"{len(values)} controls are taken together as their hull")
    more = {"evidence": next(grade for grade in GRADES if grade in grades)}
    return number(key, unit, together(values), floor=floor, warnings=warnings, more=more)


@derived(
    key="retention_gain",
    formula=r"\Delta R = R - R_\mathrm{control}",
    version=3,
    subject="test",
    label="Retention gain",
    symbol="ΔR",
    unit="points",
    inputs=("retention", "points", "controls"),
    source=_AGAINST,
    listed=True,
    doc="Retention minus that of the control, in percentage points, at the latest cycle for which "
    "both are recorded, else both are stated: a recorded one is not held against a stated one. "
    "With several controls the hull over all of them. `capacity_ratio` says what the cells "
    "deliver there, `shown` whether the gain is more than noise.",
)
def retention_gain(test: TestInputs, controls: Controls = ()) -> Result:
    """Percentage points of retention gained over the control."""

    def gain(ours: TestInputs, theirs: TestInputs) -> Graded:
        return _difference(retention_pair(ours, theirs))

    return _against_all("retention_gain", "points", gain, test, controls, _UNBOUNDED)


@derived(
    key="capacity_ratio",
    formula=r"\frac{Q}{Q_\mathrm{control}}",
    subject="test",
    label="Capacity against control",
    symbol="Q/Q₀",
    unit="1",
    version=2,
    inputs=("points", "capacity", "areal_capacity_delivered", "controls"),
    source=_AGAINST,
    doc="Absolute capacity over that of the control, in one unit, at the cycle at which their "
    "retentions are compared; without points as both are stated for one cycle. Below 1 the coated "
    "cell delivers less, however much of it stays.",
)
def capacity_ratio(test: TestInputs, controls: Controls = ()) -> Result:
    """Absolute capacity over that of the control."""

    def ratio(ours: TestInputs, theirs: TestInputs) -> Graded:
        return _ratio(capacity_pair(ours, theirs))

    return _against_all("capacity_ratio", "1", ratio, test, controls, 0.0)


def _life_ratio(test: TestInputs, control: TestInputs) -> Graded:
    try:
        return _ratio(life_pair(test, control))
    except Gap:
        stated = known(test.stated("lifetime_ratio"))
        if stated is None:
            raise
        return stated.noted("the ratio as the paper states it"), "one-sided"


@derived(
    key="life_ratio",
    formula=r"\frac{L}{L_\mathrm{control}}",
    version=3,
    subject="test",
    label="Lifetime against control",
    symbol="L/L₀",
    unit="1",
    inputs=("lifetime", "lifetime_hours", "cycles_to_80", "lifetime_ratio", "controls"),
    source=_AGAINST,
    doc="Lifetime over that of the control: the papers' stated lifetimes, else cycles to 80 %, "
    "both recorded or both bounded by statements, else the ratio as stated. Bounds stay bounds.",
)
def life_ratio(test: TestInputs, controls: Controls = ()) -> Result:
    """Lifetime over that of the control."""
    if not controls and test.stated("lifetime_ratio"):
        ratio, grade = _life_ratio(test, TestInputs(id=""))
        return number("life_ratio", "1", ratio, more={"evidence": grade})
    return _against_all("life_ratio", "1", _life_ratio, test, controls, 0.0)


@derived(
    key="ce_gain",
    formula=r"\Delta \mathrm{CE} = \mathrm{CE} - \mathrm{CE}_\mathrm{control}",
    version=3,
    subject="test",
    label="Efficiency gain",
    symbol="ΔCE",
    unit="points",
    inputs=("mean_ce", "controls"),
    source=_AGAINST,
    doc="Mean Coulombic efficiency minus that of the control, in percentage points, both recorded "
    "or both as stated.",
)
def ce_gain(test: TestInputs, controls: Controls = ()) -> Result:
    """Percentage points of Coulombic efficiency gained over the control."""

    def gain(ours: TestInputs, theirs: TestInputs) -> Graded:
        return _difference(efficiency_pair(ours, theirs))

    return _against_all("ce_gain", "points", gain, test, controls, _UNBOUNDED)


@derived(
    key="overpotential_ratio",
    formula=r"\frac{\eta}{\eta_\mathrm{control}}",
    version=2,
    subject="test",
    label="Overpotential against control",
    symbol="η/η₀",
    unit="1",
    inputs=("overpotential", "controls"),
    source=_AGAINST,
    doc="Overpotential over that of the control, at the same cycle. Below 1 the coating helps.",
)
def overpotential_ratio(test: TestInputs, controls: Controls = ()) -> Result:
    """Overpotential over that of the control."""

    def ratio(ours: TestInputs, theirs: TestInputs) -> Graded:
        return _ratio(overpotential_pair(ours, theirs))

    return _against_all("overpotential_ratio", "1", ratio, test, controls, 0.0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A test against one control: the conditions side by side and every gain."""

    control: str
    comparable: str
    conditions: tuple[ComparedCondition, ...]
    gains: dict[str, Derived | Missing]


def compare_with(test: TestInputs, control: TestInputs) -> Comparison:
    """Everything that is compared between a test and one of its controls."""
    rows = compare_conditions(test, control)
    gains = {
        "retention_gain": retention_gain(test, [control]),
        "capacity_ratio": capacity_ratio(test, [control]),
        "life_ratio": life_ratio(test, [control]),
        "ce_gain": ce_gain(test, [control]),
        "overpotential_ratio": overpotential_ratio(test, [control]),
    }
    return Comparison(control.id, comparability(rows), rows, gains)
