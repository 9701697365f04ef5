"""Coulombic efficiency and the charge that never comes back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from science.cycling.curve import Efficiencies, Series, curve_of, efficiencies_of
from science.cycling.reference import correlation_of
from science.cycling.segments import segments_of
from science.declaring import Gap, derived
from science.evidence import known
from science.inputs import TestInputs
from science.quantities import Interval, Quantity
from science.results import Known, Result, UsedInput, number

_UNBOUNDED = -float("inf")
Controls = Sequence[TestInputs]
_CE = (
    "J. Xiao et al., Nat. Energy, 2020, 5, 561; second half cycle ÷ first, as cellpy has it: for a "
    "half cell of an anode delithiation ÷ lithiation"
)
_DIFFERENCE = "cellpy's cumulated coulombic difference: the sum of first − second half cycles"


OUTLYING = 8.0  # robust standard deviations (1.4826 × median absolute deviation)


def _points(test: TestInputs, found: Efficiencies) -> UsedInput:
    assert test.points is not None, "efficiencies come from points"
    return UsedInput("points", test.points.id or test.id, f"{len(found.series)} cycles")


def _stated(test: TestInputs, *, first: bool) -> Known:
    """Stated efficiencies of the first cycle, or means: those of no one cycle."""

    def of_one_cycle(cycle: Quantity | None) -> bool:
        return cycle is not None and cycle.low == cycle.high

    items = [
        item
        for item in test.stated("coulombic_efficiency")
        if of_one_cycle(item.at_cycle) is first
        if not first or (item.at_cycle is not None and item.at_cycle.low == 1)
    ]
    found = known(items)
    if found is None:
        which = "efficiency of the first cycle" if first else "mean efficiency"
        raise Gap(f"neither points nor a stated {which} are on record")
    return replace(found, n=test.cells).noted("as the paper states it")


@derived(
    key="first_cycle_ce",
    formula=r"\mathrm{CE}_1 = \frac{Q_\mathrm{out,1}}{Q_\mathrm{in,1}}",
    version=2,
    subject="test",
    label="First-cycle efficiency",
    symbol="CE_1",
    unit="%",
    inputs=("points", "cell", "coulombic_efficiency"),
    source=_CE,
    doc="Coulombic efficiency of cycle 1, formation included.",
)
def first_cycle_ce(test: TestInputs, controls: Controls = ()) -> Result:
    """Coulombic efficiency of cycle 1 in %."""
    found = efficiencies_of(test)
    if found is None:
        return number("first_cycle_ce", "%", _stated(test, first=True))
    if 1.0 not in found.series.cycles:
        raise Gap("cycle 1 is not recorded")
    value = Interval.point(found.series.values[found.series.cycles.index(1.0)])
    used = (_points(test, found),)
    return number("first_cycle_ce", "%", Known(value, False, used, (found.note,), n=test.cells))


def _settled(test: TestInputs, found: Efficiencies) -> tuple[Known, Series]:
    """Efficiencies of the ageing cycles from the second on, outliers left out."""
    segments = segments_of(test)
    ageing = found.series.only(segments.ageing)
    settled = Series(ageing.cycles[1:], ageing.values[1:])
    if not len(settled):
        raise Gap("no cycle after the second one past formation is recorded")
    middle = median(settled.values)
    scale = 1.4826 * median(abs(value - middle) for value in settled.values)
    limit = max(OUTLYING * scale, 0.5)
    kept = {
        cycle
        for cycle, value in zip(settled.cycles, settled.values, strict=True)
        if abs(value - middle) <= limit
    }
    notes = [found.note, *found.warnings, *segments.warnings]
    if len(kept) < len(settled):
        notes.append(f"{len(settled) - len(kept)} outlying cycles are left out")
    used_inputs = (_points(test, found), *segments.used)
    return (
        Known(Interval.point(0.0), False, used_inputs, tuple(notes), n=test.cells),
        settled.only(kept),
    )


@derived(
    key="mean_ce",
    formula=(
        r"\overline{\mathrm{CE}} = \frac{1}{n} \sum_{i > N_\mathrm{f} + 1} "
        r"\frac{Q_{\mathrm{out},i}}{Q_{\mathrm{in},i}}"
    ),
    version=3,
    subject="test",
    label="Mean efficiency",
    symbol="CE",
    unit="%",
    inputs=("points", "formation_cycles", "cell", "coulombic_efficiency"),
    source=_CE,
    doc="Mean Coulombic efficiency of the ageing cycles from the second on, outliers left out; "
    "without points the mean that the paper states: the efficiency of one cycle is none.",
)
def mean_ce(test: TestInputs, controls: Controls = ()) -> Result:
    """Mean Coulombic efficiency in %."""
    found = efficiencies_of(test)
    if found is None:
        return number("mean_ce", "%", _stated(test, first=False))
    evidence, settled = _settled(test, found)
    mean = math.fsum(settled.values) / len(settled)
    parts = {}
    if len(settled) > 1:
        left = np.asarray(settled.values) - mean
        correlation = correlation_of(left, 1)
        independent = max(len(left) * (1.0 - correlation) / (1.0 + correlation), 1.0)
        spread = math.sqrt(float(left @ left) / (len(left) - 1))
        parts = {f"{evidence.used[0].id}: scatter of the efficiency": spread / independent**0.5}
    return number("mean_ce", "%", replace(evidence, interval=Interval.point(mean), parts=parts))


@derived(
    key="ce_spread",
    formula=(
        r"s_\mathrm{CE} = \sqrt{\frac{\sum_i (\mathrm{CE}_i - \overline{\mathrm{CE}})^2}"
        r"{n - 1}}"
    ),
    version=3,
    subject="test",
    label="Spread of the efficiency",
    symbol="s_CE",
    unit="%",
    inputs=("points", "formation_cycles", "cell"),
    source=_CE,
    doc="Sample standard deviation of the Coulombic efficiency of the ageing cycles from the "
    "second on, outliers left out.",
)
def ce_spread(test: TestInputs, controls: Controls = ()) -> Result:
    """Sample standard deviation of the Coulombic efficiency in percentage points."""
    found = efficiencies_of(test)
    if found is None:
        raise Gap("no efficiencies are recorded")
    evidence, settled = _settled(test, found)
    if len(settled) < 2:
        raise Gap("a spread needs two cycles")
    mean = math.fsum(settled.values) / len(settled)
    squares = math.fsum((value - mean) ** 2 for value in settled.values)
    spread = Interval.point(math.sqrt(squares / (len(settled) - 1)))
    return number("ce_spread", "%", replace(evidence, interval=spread))


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
    total = Interval.point(math.fsum(pairs))
    warnings = list(curve.warnings)
    cycles = curve.capacity.cycles
    if cycles[-1] - cycles[0] + 1 > len(pairs):
        warnings.append(f"only {len(pairs)} of {cycles[-1] - cycles[0] + 1:g} cycles are recorded")
    used = (UsedInput("points", curve.id or test.id, f"{len(pairs)} cycles"),)
    evidence = Known(total, False, used, n=test.cells)
    return number(key, unit, evidence, floor=_UNBOUNDED, warnings=warnings)


@derived(
    key="irreversible_capacity",
    formula=r"Q_\mathrm{irr} = \sum_i (Q_{\mathrm{in},i} - Q_{\mathrm{out},i})",
    version=2,
    subject="test",
    label="Irreversible capacity",
    symbol="Q_irr",
    unit="mAh/g",
    inputs=("points", "cell"),
    source=_DIFFERENCE,
    doc=_IRREVERSIBLE,
)
def irreversible_capacity(test: TestInputs, controls: Controls = ()) -> Result:
    """Cumulative irreversible capacity in mAh/g."""
    return _irreversible("irreversible_capacity", "mAh/g", test)


@derived(
    key="irreversible_capacity_areal",
    formula=r"Q_\mathrm{irr} = \sum_i (Q_{\mathrm{in},i} - Q_{\mathrm{out},i})",
    version=2,
    subject="test",
    label="Irreversible capacity per area",
    symbol="Q_irr,A",
    unit="mAh/cm²",
    inputs=("points", "cell"),
    source=_DIFFERENCE,
    doc=_IRREVERSIBLE,
)
def irreversible_capacity_areal(test: TestInputs, controls: Controls = ()) -> Result:
    """Cumulative irreversible capacity in mAh/cm²."""
    return _irreversible("irreversible_capacity_areal", "mAh/cm²", test)
