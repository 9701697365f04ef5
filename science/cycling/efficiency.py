"""Coulombic efficiency and the charge that never comes back."""

from __future__ import annotations

import math
from collections.abc import Sequence

from science.cycling.curve import Curve, Series, curve_of, formation_of
from science.declaring import Gap, derived
from science.evidence import known
from science.inputs import TestInputs
from science.quantities import Interval
from science.results import Known, Result, UsedInput, number

_UNBOUNDED = -float("inf")
Controls = Sequence[TestInputs]
_CE = "Definition; for a half cell of an anode: delithiation ÷ lithiation"


def _points(test: TestInputs, curve: Curve) -> UsedInput:
    return UsedInput("points", curve.id or test.id, f"{len(curve.efficiency)} cycles")


def _stated(test: TestInputs, *, first: bool) -> Known:
    """Stated efficiencies of the first cycle, or of all others together."""
    items = [
        item
        for item in test.stated("coulombic_efficiency")
        if (item.at_cycle is not None and item.at_cycle.low == item.at_cycle.high == 1) is first
    ]
    found = known(items)
    if found is None:
        which = "of the first cycle " if first else ""
        raise Gap(f"neither points nor a stated efficiency {which}are on record")
    note = "as the paper states it"
    return Known(found.interval, found.about, found.used, (*found.warnings, note))


def _efficiencies(test: TestInputs) -> tuple[Curve, Series] | None:
    curve = curve_of(test)
    if curve is None or not len(curve.efficiency):
        return None
    return curve, curve.efficiency


@derived(
    key="first_cycle_ce",
    formula=r"\mathrm{CE}_1 = \frac{Q_\mathrm{out,1}}{Q_\mathrm{in,1}}",
    subject="test",
    label="First-cycle efficiency",
    symbol="CE_1",
    unit="%",
    inputs=("points", "coulombic_efficiency"),
    source=_CE,
    doc="Coulombic efficiency of cycle 1, formation included.",
)
def first_cycle_ce(test: TestInputs, controls: Controls = ()) -> Result:
    """Coulombic efficiency of cycle 1 in %."""
    recorded = _efficiencies(test)
    if recorded is None:
        stated = _stated(test, first=True)
        return number("first_cycle_ce", "%", stated.interval, [stated])
    curve, series = recorded
    if 1.0 not in series.cycles:
        raise Gap("cycle 1 is not recorded")
    value = Interval.point(series.values[series.cycles.index(1.0)])
    evidence = Known(value, False, (_points(test, curve),), (curve.efficiency_note,))
    return number("first_cycle_ce", "%", value, [evidence])


def _settled(test: TestInputs) -> tuple[Known, Series]:
    """Efficiencies from the second cycle after formation on."""
    recorded = _efficiencies(test)
    assert recorded is not None, "asked only where efficiencies are recorded"
    curve, series = recorded
    formation, inputs, warnings = formation_of(test)
    settled = series.after(formation + 1)
    if not len(settled):
        raise Gap("no cycle after the second one past formation is recorded")
    used_inputs = (_points(test, curve), *inputs)
    notes = (curve.efficiency_note, *curve.warnings, *warnings)
    return Known(Interval.point(0.0), False, used_inputs, notes), settled


@derived(
    key="mean_ce",
    formula=(
        r"\overline{\mathrm{CE}} = \frac{1}{n} \sum_{i > N_\mathrm{f} + 1} "
        r"\frac{Q_{\mathrm{out},i}}{Q_{\mathrm{in},i}}"
    ),
    subject="test",
    label="Mean efficiency",
    symbol="CE",
    unit="%",
    inputs=("points", "formation_cycles", "coulombic_efficiency"),
    source=_CE,
    doc="Mean Coulombic efficiency from the second cycle after formation on; without points as "
    "the paper states it.",
)
def mean_ce(test: TestInputs, controls: Controls = ()) -> Result:
    """Mean Coulombic efficiency in %."""
    if _efficiencies(test) is None:
        stated = _stated(test, first=False)
        return number("mean_ce", "%", stated.interval, [stated])
    evidence, settled = _settled(test)
    mean = Interval.point(math.fsum(settled.values) / len(settled))
    return number("mean_ce", "%", mean, [evidence])


@derived(
    key="ce_spread",
    formula=(
        r"s_\mathrm{CE} = \sqrt{\frac{\sum_i (\mathrm{CE}_i - \overline{\mathrm{CE}})^2}"
        r"{n - 1}}"
    ),
    subject="test",
    label="Spread of the efficiency",
    symbol="s_CE",
    unit="%",
    inputs=("points", "formation_cycles"),
    source=_CE,
    doc="Sample standard deviation of the Coulombic efficiency from the second cycle after "
    "formation on.",
)
def ce_spread(test: TestInputs, controls: Controls = ()) -> Result:
    """Sample standard deviation of the Coulombic efficiency in percentage points."""
    if _efficiencies(test) is None:
        raise Gap("no efficiencies are recorded")
    evidence, settled = _settled(test)
    if len(settled) < 2:
        raise Gap("a spread needs two cycles")
    mean = math.fsum(settled.values) / len(settled)
    squares = math.fsum((value - mean) ** 2 for value in settled.values)
    spread = Interval.point(math.sqrt(squares / (len(settled) - 1)))
    return number("ce_spread", "%", spread, [evidence])


# -- irreversible capacity --------------------------------------------------------------------
_IRREVERSIBLE = (
    "Sum over all recorded cycles of the charge that goes in and does not come out (charge − "
    "discharge; for a half cell of an anode lithiation − delithiation), on the recorded basis."
)


def _irreversible(key: str, unit: str, test: TestInputs) -> Result:
    curve = curve_of(test)
    if curve is None:
        raise Gap("no points are on record")
    if curve.unit != unit:
        raise Gap(f"the capacities are recorded in {curve.unit}")
    charged = dict(zip(curve.taken.cycles, curve.taken.values, strict=True))
    pairs = [
        charged[cycle] - value
        for cycle, value in zip(curve.capacity.cycles, curve.capacity.values, strict=True)
        if cycle in charged
    ]
    if not pairs:
        raise Gap("charge is not recorded")
    sign = -1.0 if test.cell_type == "half" and _is_reversed(test) else 1.0
    total = Interval.point(sign * math.fsum(pairs))
    warnings = list(curve.warnings)
    cycles = curve.capacity.cycles
    if cycles[-1] - cycles[0] + 1 > len(pairs):
        warnings.append(f"only {len(pairs)} of {cycles[-1] - cycles[0] + 1:g} cycles are recorded")
    evidence = Known(
        total, False, (UsedInput("points", curve.id or test.id, f"{len(pairs)} cycles"),)
    )
    return number(key, unit, total, [evidence], floor=_UNBOUNDED, warnings=warnings)


def _is_reversed(test: TestInputs) -> bool:
    """In a half cell of an anode the discharge is what goes in."""
    points = test.points
    return test.electrode_role == "anode" and points is not None and "discharge" in points.columns


@derived(
    key="irreversible_capacity",
    formula=r"Q_\mathrm{irr} = \sum_i (Q_{\mathrm{in},i} - Q_{\mathrm{out},i})",
    subject="test",
    label="Irreversible capacity",
    symbol="Q_irr",
    unit="mAh/g",
    inputs=("points",),
    source="Definition",
    doc=_IRREVERSIBLE,
)
def irreversible_capacity(test: TestInputs, controls: Controls = ()) -> Result:
    """Cumulative irreversible capacity in mAh/g."""
    return _irreversible("irreversible_capacity", "mAh/g", test)


@derived(
    key="irreversible_capacity_areal",
    formula=r"Q_\mathrm{irr} = \sum_i (Q_{\mathrm{in},i} - Q_{\mathrm{out},i})",
    subject="test",
    label="Irreversible capacity per area",
    symbol="Q_irr,A",
    unit="mAh/cm²",
    inputs=("points",),
    source="Definition",
    doc=_IRREVERSIBLE,
)
def irreversible_capacity_areal(test: TestInputs, controls: Controls = ()) -> Result:
    """Cumulative irreversible capacity in mAh/cm²."""
    return _irreversible("irreversible_capacity_areal", "mAh/cm²", test)
