"""What a test gains over its controls: one definition on both sides, at one cycle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from science.cycling.conditions import (
    ComparedCondition,
    comparability,
    compare_conditions,
)
from science.cycling.pairs import (
    Pair,
    capacity_pair,
    efficiency_pair,
    life_pair,
    overpotential_pair,
    retention_pair,
)
from science.declaring import Gap, derived
from science.evidence import known, together
from science.inputs import TestInputs
from science.results import Derived, Known, Missing, Result, number

Controls = Sequence[TestInputs]
_UNBOUNDED = -float("inf")
_AGAINST = "Same cycle and same definition for both"
_BARE_FIRST = (
    "Against the bare controls where there are any, else against those with another film; with "
    "several the hull over all of them."
)


def _need(controls: Controls) -> None:
    if not controls:
        raise Gap("the test has no control")


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
    """One value per bare control; several become their hull, with a warning. Against another film
    it is another question: those controls count only where there is no bare one."""
    _need(controls)
    bare = [control for control in controls if not control.coated]
    asked = bare or controls
    values, grades = [], set()
    reasons = [f"{c.id}: another film" for c in controls if c.coated and bare]
    for control in asked:
        try:
            found, grade = gain(test, control)
        except Gap as gap:
            reasons.append(f"{control.id}: {gap.why}")
            continue
        except ZeroDivisionError:
            reasons.append(f"{control.id}: its value can be zero")
            continue
        if control.coated:
            found = found.noted(f"{control.id} holds another film")
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
    version=4,
    subject="test",
    label="Retention gain",
    symbol="ΔR",
    unit="points",
    inputs=("retention", "points", "controls"),
    source=_AGAINST,
    listed=True,
    doc="Retention minus that of the control, in percentage points, at the latest cycle for which "
    "both are recorded, else both are stated: a recorded one is not held against a stated one. "
    "`capacity_ratio` says what the cells deliver there, `shown` whether the gain is more than "
    "noise. " + _BARE_FIRST,
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
    version=3,
    inputs=("points", "capacity", "areal_capacity_delivered", "controls"),
    source=_AGAINST,
    doc="Absolute capacity over that of the control, in one unit, at the cycle at which their "
    "retentions are compared; without points as both are stated for one cycle. Below 1 the coated "
    "cell delivers less, however much of it stays. " + _BARE_FIRST,
)
def capacity_ratio(test: TestInputs, controls: Controls = ()) -> Result:
    """Absolute capacity over that of the control."""

    def ratio(ours: TestInputs, theirs: TestInputs) -> Graded:
        return _ratio(capacity_pair(ours, theirs))

    return _against_all("capacity_ratio", "1", ratio, test, controls, 0.0)


def _life_ratio(test: TestInputs, control: TestInputs) -> Graded:
    return _ratio(life_pair(test, control))


@derived(
    key="life_ratio",
    formula=r"\frac{L}{L_\mathrm{control}}",
    version=6,
    subject="test",
    label="Lifetime against control",
    symbol="L/L₀",
    unit="1",
    inputs=("lifetime", "lifetime_hours", "cycles_to_80", "lifetime_ratio", "controls"),
    source=_AGAINST,
    doc="Lifetime over that of the control: the papers' stated lifetimes, else cycles to 80 %, "
    "both recorded or both bounded by statements, else the ratio as stated. Bounds stay bounds. "
    + _BARE_FIRST,
)
def life_ratio(test: TestInputs, controls: Controls = ()) -> Result:
    """Lifetime over that of the control."""
    try:
        return _against_all("life_ratio", "1", _life_ratio, test, controls, 0.0)
    except Gap:
        stated = known(test.stated("lifetime_ratio"))
        if stated is None:
            raise
    notes = ["the ratio as the paper states it"]
    if len(controls) == 1 and controls[0].coated:
        notes.append(f"{controls[0].id} holds another film")
    if len(controls) > 1:
        notes.append("it does not say against which of the controls")
    return number("life_ratio", "1", stated.noted(*notes), more={"evidence": "one-sided"})


@derived(
    key="ce_gain",
    formula=r"\Delta \mathrm{CE} = \mathrm{CE} - \mathrm{CE}_\mathrm{control}",
    version=4,
    subject="test",
    label="Efficiency gain",
    symbol="ΔCE",
    unit="points",
    inputs=("mean_ce", "controls"),
    source=_AGAINST,
    doc="Mean Coulombic efficiency minus that of the control, in percentage points, both recorded "
    "or both as stated; else the difference of those that are stated of both for one cycle, the "
    "latest, and says so. " + _BARE_FIRST,
)
def ce_gain(test: TestInputs, controls: Controls = ()) -> Result:
    """Percentage points of Coulombic efficiency gained over the control."""

    def gain(ours: TestInputs, theirs: TestInputs) -> Graded:
        return _difference(efficiency_pair(ours, theirs))

    return _against_all("ce_gain", "points", gain, test, controls, _UNBOUNDED)


@derived(
    key="overpotential_ratio",
    formula=r"\frac{\eta}{\eta_\mathrm{control}}",
    version=3,
    subject="test",
    label="Overpotential against control",
    symbol="η/η₀",
    unit="1",
    inputs=("overpotential", "controls"),
    source=_AGAINST,
    doc="Overpotential over that of the control, at the same cycle. Below 1 the coating helps. "
    + _BARE_FIRST,
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
