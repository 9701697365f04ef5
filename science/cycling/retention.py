"""How much capacity stays: reference, retention at a cycle, cycles to 80 %, fade and knee."""

from __future__ import annotations

from collections.abc import Sequence

from science.cycling.curve import Reference, Series, curve_of, reference_of, running_median
from science.declaring import Gap, derived
from science.evidence import known
from science.inputs import StatedResult, TestInputs
from science.quantities import Interval, hull
from science.results import Known, Missing, Result, UsedInput, number

RETENTION_CYCLES = (50, 100, 200, 500, 1000)
END_OF_LIFE = 0.8
_UNBOUNDED = -float("inf")
Controls = Sequence[TestInputs]


# -- reference --------------------------------------------------------------------------------
def _reference_capacity(key: str, unit: str, test: TestInputs) -> Result:
    reference = reference_of(test)
    if reference is None:
        raise Gap("no points are on record")
    curve = curve_of(test)
    assert curve is not None, "a reference rests on a curve"
    if curve.unit != unit:
        raise Gap(f"the capacities are recorded in {curve.unit}")
    return number(key, unit, Interval.point(reference.capacity), [reference.known])


_REFERENCE_DOC = (
    "Discharge capacity of the first cycle after the stated formation cycles. Kept on the basis "
    "on which it is recorded: nothing is converted from mass to area."
)


@derived(
    key="reference_capacity",
    formula=r"C_\mathrm{ref} = Q_{N_\mathrm{f} + 1}",
    subject="test",
    label="Reference capacity",
    symbol="C_ref",
    unit="mAh/g",
    inputs=("points", "formation_cycles"),
    source="Definition",
    doc=_REFERENCE_DOC,
)
def reference_capacity(test: TestInputs, controls: Controls = ()) -> Result:
    """Capacity in mAh/g that retention is counted from."""
    return _reference_capacity("reference_capacity", "mAh/g", test)


@derived(
    key="reference_capacity_areal",
    formula=r"C_\mathrm{ref} = Q_{N_\mathrm{f} + 1}",
    subject="test",
    label="Reference capacity per area",
    symbol="C_ref,A",
    unit="mAh/cm²",
    inputs=("points", "formation_cycles"),
    source="Definition",
    doc=_REFERENCE_DOC,
)
def reference_capacity_areal(test: TestInputs, controls: Controls = ()) -> Result:
    """Capacity in mAh/cm² that retention is counted from."""
    return _reference_capacity("reference_capacity_areal", "mAh/cm²", test)


# -- retention --------------------------------------------------------------------------------
def stated_retentions(test: TestInputs) -> list[tuple[StatedResult, Known]]:
    """Stated retentions in %, those stated as a loss turned round (20 % lost are 80 % kept)."""
    found = []
    for item in test.results:
        if item.what not in {"retention", "capacity_loss"}:
            continue
        lost = item.what == "capacity_loss"
        evidence = known([item], floor=None if lost else 0.0)
        if evidence is None:
            continue
        if lost:
            kept = Interval.point(100.0) - evidence.interval
            evidence = Known(kept, evidence.about, evidence.used, evidence.warnings)
        found.append((item, evidence))
    return found


def retention_at(test: TestInputs, cycle: int) -> Result:
    """Retention in % at a cycle, from points, else as stated for exactly that cycle.

    Inside the recorded span, a cycle that is not recorded lies between its neighbours:
    interpolated over a gap of up to ten cycles, over a wider one both neighbours as a range.
    """
    key = f"retention_at_{cycle}"
    reference = reference_of(test)
    if reference is not None:
        return _recorded(key, reference, cycle)
    values = [
        (item, evidence)
        for item, evidence in stated_retentions(test)
        if item.at_cycle is not None and item.at_cycle.low == item.at_cycle.high == cycle
    ]
    if not values:
        if not stated_retentions(test):
            raise Gap("neither points nor a stated retention are on record")
        raise Gap(f"no retention is stated at cycle {cycle}")
    about = any(item.at_cycle.qualifier == "about" for item, _ in values if item.at_cycle)
    evidences = [evidence for _, evidence in values]
    warnings = ["as the paper states it, against the paper's own reference"]
    if len(values) > 1:
        warnings.append(f"{len(values)} stated values are taken together as their hull")
    interval = hull([evidence.interval for evidence in evidences])
    return number(key, "%", interval, evidences, about=about, warnings=warnings)


def _recorded(key: str, reference: Reference, cycle: int) -> Result:
    cycles, shares = reference.share.cycles, reference.share.values
    if cycle < cycles[0]:
        raise Gap(f"cycle {cycle} lies before the reference cycle {cycles[0]:g}")
    if cycle > cycles[-1]:
        raise Gap(f"the record ends at cycle {cycles[-1]:g}")
    after = next(index for index, recorded in enumerate(cycles) if recorded >= cycle)
    right = 100.0 * shares[after]
    if cycles[after] == cycle:
        return number(key, "%", Interval.point(right), [reference.known])
    left = 100.0 * shares[after - 1]
    span = cycles[after] - cycles[after - 1]
    gap = f"cycle {cycle} is not recorded, only {cycles[after - 1]:g} and {cycles[after]:g}"
    if span <= 10:
        value = left + (right - left) * (cycle - cycles[after - 1]) / span
        point = Interval.point(value)
        return number(key, "%", point, [reference.known], about=True, warnings=[gap])
    between = Interval(min(left, right), max(left, right))
    return number(key, "%", between, [reference.known], warnings=[gap])


def _declare(cycle: int) -> None:
    key = f"retention_at_{cycle}"

    def formula(test: TestInputs, controls: Controls = ()) -> Result:
        return retention_at(test, cycle)

    formula.__name__ = key
    formula.__doc__ = f"Retention in % at cycle {cycle}."
    derived(
        key=key,
        subject="test",
        label=f"Retention at cycle {cycle}",
        symbol=f"R_{cycle}",
        formula=rf"R_{{{cycle}}} = \frac{{C_{{{cycle}}}}}{{C_\mathrm{{ref}}}}",
        unit="%",
        inputs=("points", "formation_cycles", "retention", "capacity_loss"),
        source="Definition",
        doc=f"Capacity at cycle {cycle} ÷ reference capacity, only inside the recorded span; "
        "without points as the paper states it for exactly this cycle. Nothing is extrapolated.",
    )(formula)


for _cycle in RETENTION_CYCLES:
    _declare(_cycle)


def _latest(test: TestInputs) -> tuple[StatedResult, Known]:
    stated = [(item, k) for item, k in stated_retentions(test) if _at(item) is not None]
    if not stated:
        if stated_retentions(test):
            raise Gap("the cycle of the stated retention is not reported")
        raise Gap("no retention is stated")
    return max(stated, key=lambda pair: _at(pair[0]) or 0.0)


def _at(item: StatedResult) -> float | None:
    if item.at_cycle is None:
        return None
    return item.at_cycle.low if item.at_cycle.low is not None else item.at_cycle.high


@derived(
    key="stated_retention",
    formula=r"R = 100\,\% - \Delta Q",
    subject="test",
    label="Stated retention",
    symbol="R",
    unit="%",
    inputs=("retention", "capacity_loss"),
    source="As the paper states it",
    listed=True,
    doc="The retention that the paper states for the latest cycle it names, against its own "
    "reference; a stated loss of 20 % is a retention of 80 %. `stated_retention_cycle` says which.",
)
def stated_retention(test: TestInputs, controls: Controls = ()) -> Result:
    """Retention in % at the latest cycle for which the paper states one."""
    item, evidence = _latest(test)
    assert item.at_cycle is not None, "the latest one has a cycle"
    cycle = UsedInput("at_cycle", item.id, item.at_cycle.printed)
    same = [k for i, k in stated_retentions(test) if _at(i) == _at(item)]
    interval = hull([k.interval for k in same])
    warnings = []
    if len({k.interval for k in same}) > 1:
        warnings.append(f"{len(same)} stated values are taken together as their hull")
    evidence = Known(interval, evidence.about, (*evidence.used, cycle), evidence.warnings)
    return number("stated_retention", "%", interval, [evidence, *same], warnings=warnings)


@derived(
    key="stated_retention_cycle",
    subject="test",
    label="Cycle of the stated retention",
    symbol="N_R",
    unit="cycles",
    inputs=("retention", "capacity_loss"),
    source="As the paper states it",
    listed=True,
    doc="The latest cycle for which the paper states a retention.",
)
def stated_retention_cycle(test: TestInputs, controls: Controls = ()) -> Result:
    """The cycle that `stated_retention` is for."""
    item, _ = _latest(test)
    assert item.at_cycle is not None, "the latest one has a cycle"
    evidence = Known(
        item.at_cycle.interval.at_least(0.0),
        item.at_cycle.qualifier == "about",
        (UsedInput("at_cycle", item.id, item.at_cycle.printed),),
    )
    return number("stated_retention_cycle", "cycles", evidence.interval, [evidence])


# -- cycles to 80 % ---------------------------------------------------------------------------
@derived(
    key="cycles_to_80",
    formula=(
        r"N_{80} = \min \left\{ N : \mathrm{med}_5(C_n) \le 0.8\,C_\mathrm{ref} "
        r"\; \forall n \ge N \right\}"
    ),
    subject="test",
    label="Cycles to 80 %",
    symbol="N_80",
    unit="cycles",
    inputs=("points", "formation_cycles", "retention", "capacity_loss"),
    source="Definition",
    listed=True,
    doc="First cycle at which the running median of five falls to 80 % of the reference and "
    "stays; never reached: above the last cycle. Without points it is bounded by the stated "
    "retentions, if the capacity does not recover between them.",
)
def cycles_to_80(test: TestInputs, controls: Controls = ()) -> Result:
    """Cycles until 80 % of the reference capacity are left."""
    reference = reference_of(test)
    if reference is None:
        return _bounded_by_statements(test)
    cycles = reference.share.cycles
    if len(cycles) < 5:
        raise Gap(f"only {len(cycles)} cycles are recorded")
    smooth = running_median(reference.share.values)
    reached = len(smooth)
    while reached > 0 and smooth[reached - 1] <= END_OF_LIFE + 1e-9:
        reached -= 1
    if reached == len(smooth):
        never = Interval(cycles[-1], float("inf"))
        return number("cycles_to_80", "cycles", never, [reference.known])
    before = cycles[reached - 1] if reached else cycles[reached] - 1
    first = min(before + 1, cycles[reached])
    warnings = []
    if first < cycles[reached]:
        warnings.append(f"no cycle between {before:g} and {cycles[reached]:g} is recorded")
    interval = Interval(first, cycles[reached])
    return number("cycles_to_80", "cycles", interval, [reference.known], warnings=warnings)


def _bounded_by_statements(test: TestInputs) -> Result:
    low, high, exact, about = 0.0, float("inf"), None, False
    evidences = []
    for item, evidence in stated_retentions(test):
        if item.at_cycle is None:
            continue
        cycle, kept = item.at_cycle.interval, evidence.interval
        if kept.is_point and kept.low == 100.0 * END_OF_LIFE and cycle.is_point:
            exact = cycle.low
            about = about or evidence.about or item.at_cycle.qualifier == "about"
        elif kept.low > 100.0 * END_OF_LIFE and cycle.low > low:
            low = cycle.low
        elif kept.high < 100.0 * END_OF_LIFE and cycle.high < high:
            high = cycle.high
        else:
            continue
        evidences.append(evidence)
    if not evidences:
        raise Gap("neither points nor a stated retention with its cycle are on record")
    warnings = ["from stated retentions, against the paper's own reference"]
    if exact is not None and low <= exact <= high:
        low = high = exact
    if low > high:
        return Missing("the stated retentions rise: they bound nothing")
    interval = Interval(low, high)
    return number("cycles_to_80", "cycles", interval, evidences, about=about, warnings=warnings)


# -- fade and knee ----------------------------------------------------------------------------
@derived(
    key="fade_rate",
    formula=r"f = -\mathrm{med}_{i<j} \frac{C_j - C_i}{(N_j - N_i)\,C_\mathrm{ref}}",
    subject="test",
    label="Fade rate",
    symbol="f",
    unit="%/cycle",
    inputs=("points", "formation_cycles", "retention", "capacity_loss"),
    source="P. K. Sen, J. Am. Stat. Assoc., 1968, 63, 1379",
    doc="Loss of capacity per cycle in % of the reference: the Theil–Sen slope with its sign "
    "turned, so that a fading cell has a positive rate. With two stated retentions instead of "
    "points: the mean between the first and the last of them.",
)
def fade_rate(test: TestInputs, controls: Controls = ()) -> Result:
    """Capacity lost per cycle, in % of the reference; positive for a cell that fades."""
    reference = reference_of(test)
    if reference is None:
        return _mean_fade(test)
    if len(reference.share) < 5:
        raise Gap(f"only {len(reference.share)} cycles are recorded")
    slope = _theil_sen(_thinned(reference.share))
    value = Interval.point(-100.0 * slope)
    return number("fade_rate", "%/cycle", value, [reference.known], floor=_UNBOUNDED)


def _thinned(series: Series, most: int = 1200) -> Series:
    """Evenly spaced points: pairs grow with the square of their number."""
    if len(series) <= most:
        return series
    step = (len(series) - 1) / (most - 1)
    kept = [round(index * step) for index in range(most)]
    return Series(
        tuple(series.cycles[index] for index in kept), tuple(series.values[index] for index in kept)
    )


def _theil_sen(series: Series) -> float:
    from scipy.stats import theilslopes

    return float(theilslopes(series.values, series.cycles)[0])


def _mean_fade(test: TestInputs) -> Result:
    stated = sorted(
        (
            (item.at_cycle.low, item, evidence)
            for item, evidence in stated_retentions(test)
            if item.at_cycle is not None and item.at_cycle.low == item.at_cycle.high
            if item.at_cycle.low is not None
        ),
        key=lambda entry: entry[0],
    )
    if len(stated) < 2 or stated[0][0] == stated[-1][0]:
        raise Gap("neither points nor two stated retentions at different cycles are on record")
    (first_cycle, _, first), (last_cycle, _, last) = stated[0], stated[-1]
    loss = first.interval - last.interval
    interval = loss.scaled(1.0 / (last_cycle - first_cycle))
    warnings = [f"mean between the stated retentions at cycles {first_cycle:g} and {last_cycle:g}"]
    about = any(
        item.at_cycle is not None and item.at_cycle.qualifier == "about" for _, item, _ in stated
    )
    return number(
        "fade_rate",
        "%/cycle",
        interval,
        [first, last],
        about=about,
        floor=_UNBOUNDED,
        warnings=warnings,
    )


@derived(
    key="knee_cycle",
    formula=r"\mathrm{BIC}_\mathrm{one\ line} - \mathrm{BIC}_\mathrm{two\ lines} > 10",
    subject="test",
    label="Knee",
    symbol="N_knee",
    unit="cycles",
    inputs=("points", "formation_cycles"),
    source="G. Schwarz, Ann. Stat., 1978, 6, 461 (BIC)",
    doc="Breakpoint of two joined straight lines through C/C_ref, given only where they beat one "
    "line: their Bayesian information criterion is lower by more than 10.",
)
def knee_cycle(test: TestInputs, controls: Controls = ()) -> Result:
    """The cycle at which the fade changes its pace."""
    from science.cycling.knee import find_knee

    reference = reference_of(test)
    if reference is None:
        raise Gap("no points are on record")
    knee = find_knee(_thinned(reference.share))
    if knee is None:
        raise Gap("two lines do not describe the fade better than one")
    warnings = [] if knee.accelerates else ["the fade slows down there: a settling, not a knee"]
    point = Interval.point(knee.cycle)
    return number("knee_cycle", "cycles", point, [reference.known], about=True, warnings=warnings)
