"""A coated test against its controls: what it gains, and whether the two are alike otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from science.agreement import Verdict, intervals_agree, words_agree
from science.cycling.efficiency import mean_ce
from science.cycling.retention import RETENTION_CYCLES, cycles_to_80, retention_at
from science.cycling.retention import stated_retentions as stated_of
from science.declaring import Gap, derived
from science.evidence import known, of_result
from science.inputs import Input, StatedResult, TestInputs
from science.quantities import Interval, hull
from science.results import Derived, Known, Missing, Result, UsedInput, number, words

Controls = Sequence[TestInputs]
_UNBOUNDED = -float("inf")
_AGAINST = "Same cycle and same definition for both"


# -- conditions side by side ------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ComparedCondition:
    """One condition of a test and of its control, as printed; "" where it is not reported."""

    what: str
    verdict: Verdict
    ours: str
    theirs: str


_CONDITIONS = (
    "rate",
    "specific_current",
    "current_density",
    "areal_capacity",
    "voltage_window",
    "temperature",
    "loading",
    "formation_cycles",
)


def compare_conditions(test: TestInputs, control: TestInputs) -> tuple[ComparedCondition, ...]:
    """Cell, electrodes, electrolyte and every condition of both, side by side.

    A condition that neither reports is left out, except for those that every cell has.
    """
    rows = [
        _text("cell_type", _cell(test), _cell(control)),
        _text("electrode", test.electrode or "", control.electrode or ""),
        _text("counter", test.counter, control.counter),
        _text("electrolyte", test.electrolyte, control.electrolyte),
    ]
    always = {"voltage_window", "temperature", "loading"}
    for key in _CONDITIONS:
        ours, theirs = test.condition(key), control.condition(key)
        if ours or theirs or key in always:
            rows.append(_printed(key, ours, theirs))
    if not any(row.what in {"rate", "specific_current", "current_density"} for row in rows):
        rows.append(ComparedCondition("rate", "unknown", "", ""))
    return tuple(rows)


def _cell(test: TestInputs) -> str:
    return "" if test.cell_type == "unspecified" else test.cell_type


def _text(what: str, ours: str, theirs: str) -> ComparedCondition:
    return ComparedCondition(what, words_agree([ours, theirs]), ours, theirs)


def _printed(what: str, ours: Sequence[Input], theirs: Sequence[Input]) -> ComparedCondition:
    shown = ["; ".join(item.quantity.printed for item in items) for items in (ours, theirs)]
    readings = [
        hull([item.quantity.interval for item in items]) if items else None
        for items in (ours, theirs)
    ]
    # Overlapping ranges (RT against 25 °C) may be the same value.
    return ComparedCondition(what, intervals_agree(readings, overlapping="same"), *shown)


def comparability(rows: Sequence[ComparedCondition]) -> str:
    """ "no" when anything differs, "yes" when something is the same and nothing differs, else
    "unknown"."""
    verdicts = {row.verdict for row in rows}
    if "differs" in verdicts:
        return "no"
    return "yes" if "same" in verdicts else "unknown"


@derived(
    key="comparable",
    subject="test",
    label="Comparable with its control",
    unit=None,
    choices=("yes", "no", "unknown"),
    inputs=("conditions", "controls"),
    source="Definition",
    doc="Whether anything but the coating differs between a test and its controls: cell type, "
    "electrode, counter electrode, electrolyte, rate or current, voltage window, temperature, "
    "loading. Comparable when nothing differs; the list says what is the same, what differs and "
    "what is not reported.",
)
def comparable(test: TestInputs, controls: Controls = ()) -> Result:
    """Yes, no or unknown, with the conditions side by side."""
    _need(controls)
    lines, verdicts = [], set()
    for control in controls:
        rows = compare_conditions(test, control)
        verdicts.add(comparability(rows))
        several = f"{control.id}: " if len(controls) > 1 else ""
        for row in rows:
            values = f" ({row.ours or '–'} / {row.theirs or '–'})"
            lines.append(f"{several}{row.what}: {row.verdict}{values}")
    text = next(answer for answer in ("no", "unknown", "yes") if answer in verdicts)
    inputs = [UsedInput("control", control.id, control.electrode or "") for control in controls]
    return words("comparable", text=text, texts=lines, inputs=inputs)


def _need(controls: Controls) -> None:
    if not controls:
        raise Gap("the test has no control")


# -- gains ------------------------------------------------------------------------------------
Pair = Callable[[TestInputs, TestInputs], Known]


def _against_all(
    key: str, unit: str, pair: Pair, test: TestInputs, controls: Controls, floor: float
) -> Result:
    """One value per control; several become their hull, with a warning."""
    _need(controls)
    values, reasons = [], []
    for control in controls:
        try:
            found = pair(test, control)
        except Gap as gap:
            reasons.append(f"{control.id}: {gap.why}")
            continue
        except ZeroDivisionError:
            reasons.append(f"{control.id}: its value can be zero")
            continue
        rows = compare_conditions(test, control)
        differing = [row.what.replace("_", " ") for row in rows if row.verdict == "differs"]
        notes = found.warnings
        if differing:
            notes = (*notes, f"unlike {control.id} in {', '.join(differing)}")
        values.append(Known(found.interval, found.about, found.used, notes))
    if not values:
        raise Gap("; ".join(reasons))
    warnings = [f"left out {reason}" for reason in reasons]
    if len(values) > 1:
        warnings.append(f"{len(values)} controls are taken together as their hull")
    interval = hull([value.interval for value in values])
    return number(key, unit, interval, values, floor=floor, warnings=warnings)


def _joined(interval: Interval, ours: Known, theirs: Known, *notes: str) -> Known:
    return Known(
        interval,
        ours.about or theirs.about,
        (*ours.used, *theirs.used),
        (*ours.warnings, *theirs.warnings, *notes),
    )


def _retention_gain(test: TestInputs, control: TestInputs) -> Known:
    for cycle in sorted(RETENTION_CYCLES, reverse=True):
        try:
            ours, theirs = retention_at(test, cycle), retention_at(control, cycle)
        except Gap:
            continue
        if isinstance(ours, Derived) and isinstance(theirs, Derived):
            first, second = of_result(ours, "retention"), of_result(theirs, "retention")
            return _joined(first.interval - second.interval, first, second, f"at cycle {cycle}")
    pairs = [
        (mine, other, item)
        for item, mine in stated_of(test)
        for control_item, other in stated_of(control)
        if item.at_cycle is not None
        and control_item.at_cycle is not None
        and item.at_cycle.interval == control_item.at_cycle.interval
    ]
    if not pairs:
        raise Gap("there is no cycle at which the retention of both is known")
    mine, other, item = max(pairs, key=lambda p: p[2].at_cycle.interval.low if p[2].at_cycle else 0)
    assert item.at_cycle is not None, "only pairs with a cycle are kept"
    note = f"at cycle {item.at_cycle.printed}"
    return _joined(mine.interval - other.interval, mine, other, note)


@derived(
    key="retention_gain",
    formula=r"\Delta R = R - R_\mathrm{control}",
    subject="test",
    label="Retention gain",
    symbol="ΔR",
    unit="points",
    inputs=("retention", "points", "controls"),
    source=_AGAINST,
    listed=True,
    doc="Retention minus that of the control, in percentage points, at the latest cycle for which "
    "both are known. With several controls the hull over all of them.",
)
def retention_gain(test: TestInputs, controls: Controls = ()) -> Result:
    """Percentage points of retention gained over the control."""
    return _against_all("retention_gain", "points", _retention_gain, test, controls, _UNBOUNDED)


def _lifetimes(test: TestInputs, what: str) -> Known | None:
    if what == "cycles_to_80":
        result = cycles_to_80(test)
        return of_result(result, what) if isinstance(result, Derived) else None
    return known(test.stated(what))


def _life_ratio(test: TestInputs, control: TestInputs) -> Known:
    for what in ("lifetime", "lifetime_hours", "cycles_to_80"):
        ours, theirs = _lifetimes(test, what), _lifetimes(control, what)
        if ours is not None and theirs is not None:
            # The ratio of two open bounds can be anything.
            ratio = ours.interval / theirs.interval
            return _joined(ratio, ours, theirs, f"by {what.replace('_', ' ')}")
    stated = known(test.stated("lifetime_ratio"))
    if stated is not None:
        note = "the ratio as the paper states it"
        return Known(stated.interval, stated.about, stated.used, (*stated.warnings, note))
    raise Gap("no lifetime of both is known")


@derived(
    key="life_ratio",
    formula=r"\frac{L}{L_\mathrm{control}}",
    subject="test",
    label="Lifetime against control",
    symbol="L/L₀",
    unit="1",
    inputs=("lifetime", "lifetime_hours", "cycles_to_80", "lifetime_ratio", "controls"),
    source=_AGAINST,
    doc="Lifetime over that of the control: the papers' stated lifetimes, else cycles to 80 %, "
    "else the ratio as stated. Bounds stay bounds.",
)
def life_ratio(test: TestInputs, controls: Controls = ()) -> Result:
    """Lifetime over that of the control."""
    if not controls and test.stated("lifetime_ratio"):
        stated = _life_ratio(test, TestInputs(id=""))
        return number("life_ratio", "1", stated.interval, [stated])
    return _against_all("life_ratio", "1", _life_ratio, test, controls, 0.0)


def _ce_gain(test: TestInputs, control: TestInputs) -> Known:
    ours, theirs = of_result(mean_ce(test), "mean_ce"), of_result(mean_ce(control), "mean_ce")
    return _joined(ours.interval - theirs.interval, ours, theirs)


@derived(
    key="ce_gain",
    formula=r"\Delta \mathrm{CE} = \mathrm{CE} - \mathrm{CE}_\mathrm{control}",
    subject="test",
    label="Efficiency gain",
    symbol="ΔCE",
    unit="points",
    inputs=("mean_ce", "controls"),
    source=_AGAINST,
    doc="Mean Coulombic efficiency minus that of the control, in percentage points.",
)
def ce_gain(test: TestInputs, controls: Controls = ()) -> Result:
    """Percentage points of Coulombic efficiency gained over the control."""
    return _against_all("ce_gain", "points", _ce_gain, test, controls, _UNBOUNDED)


def _overpotential_ratio(test: TestInputs, control: TestInputs) -> Known:
    def at(item: StatedResult) -> Interval | None:
        return item.at_cycle.interval if item.at_cycle is not None else None

    pairs = [
        (mine, other)
        for mine in test.stated("overpotential")
        for other in control.stated("overpotential")
        if at(mine) == at(other)
    ]
    if not pairs:
        raise Gap("no overpotential of both is stated for the same cycle")
    mine, other = max(pairs, key=lambda p: p[0].at_cycle.interval.low if p[0].at_cycle else 0.0)
    ours, theirs = known([mine]), known([other])
    assert ours is not None, "one value is known"
    assert theirs is not None, "one value is known"
    return _joined(ours.interval / theirs.interval, ours, theirs)


@derived(
    key="overpotential_ratio",
    formula=r"\frac{\eta}{\eta_\mathrm{control}}",
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
    return _against_all("overpotential_ratio", "1", _overpotential_ratio, test, controls, 0.0)


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
        "life_ratio": life_ratio(test, [control]),
        "ce_gain": ce_gain(test, [control]),
        "overpotential_ratio": overpotential_ratio(test, [control]),
    }
    return Comparison(control.id, comparability(rows), rows, gains)
