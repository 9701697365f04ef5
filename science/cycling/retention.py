"""How much capacity stays: the reference, and the retention at a cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from science.cycling.curve import curve_of
from science.cycling.reference import Reference, local_value, reference_of
from science.cycling.replicates import over_cells
from science.declaring import Gap, derived
from science.evidence import known, together
from science.inputs import StatedResult, TestInputs
from science.quantities import Interval
from science.results import Known, Result, UsedInput, number

RETENTION_CYCLES = (50, 100, 200, 500, 1000)
WIDEST_GAP = 10  # cycles between which one is interpolated
Controls = Sequence[TestInputs]


# -- reference --------------------------------------------------------------------------------
def _reference_capacity(key: str, unit: str, test: TestInputs) -> Result:
    reference = reference_of(test)
    if reference is None:
        raise Gap("no points are on record")
    curve = curve_of(test)
    assert curve is not None, "a reference rests on a curve"
    if curve.unit == "%":
        raise Gap("only retentions are recorded, no capacities")
    if curve.unit != unit:
        raise Gap(f"the capacities are recorded in {curve.unit}")
    return number(key, unit, reference.known)


_REFERENCE_DOC = (
    "The paper's own reference where it states one; else the median capacity of the first three "
    "ageing cycles, those after formation at the rate of the test: the discharge of a full cell or "
    "a cathode's half cell, the delithiation of an anode's. Kept on the basis on which it is "
    "recorded: nothing is converted from mass to area."
)


@derived(
    key="reference_capacity",
    formula=r"C_\mathrm{ref} = \mathrm{med}(Q_1, Q_2, Q_3)_\mathrm{ageing}",
    version=3,
    subject="test",
    label="Reference capacity",
    symbol="C_ref",
    unit="mAh/g",
    inputs=("points", "formation_cycles", "cell", "reference_capacity"),
    source="Definition",
    doc=_REFERENCE_DOC,
)
def reference_capacity(test: TestInputs, controls: Controls = ()) -> Result:
    """Capacity in mAh/g that retention is counted from."""
    return _reference_capacity("reference_capacity", "mAh/g", test)


@derived(
    key="reference_capacity_areal",
    formula=r"C_\mathrm{ref} = \mathrm{med}(Q_1, Q_2, Q_3)_\mathrm{ageing}",
    version=3,
    subject="test",
    label="Reference capacity per area",
    symbol="C_ref,A",
    unit="mAh/cm²",
    inputs=("points", "formation_cycles", "cell", "reference_capacity_areal"),
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
            evidence = replace(evidence.scaled(-1.0), interval=kept)
        found.append((item, replace(evidence, n=test.cells)))
    return found


def retention_at(test: TestInputs, cycle: int) -> Result:
    """Retention in % at a cycle, from points, else as stated for exactly that cycle.

    From points by the seven ageing cycles around it. Inside the recorded span, a cycle that is
    not recorded lies between its neighbours: interpolated over a gap of up to ten cycles, over a
    wider one both neighbours as a range.
    """
    key = f"retention_at_{cycle}"
    return number(key, "%", over_cells(test, lambda cell: _kept_at(cell, cycle)))


def _kept_at(test: TestInputs, cycle: int) -> Known:
    reference = reference_of(test)
    if reference is None:
        return stated_retention_at(test, cycle)
    return recorded_retention(test, reference, cycle)


def recorded_retention(test: TestInputs, reference: Reference, cycle: float) -> Known:
    """Retention in % at a cycle of the record, with its absolute capacity as a note.

    Raises Gap outside the recorded span of ageing cycles.
    """
    cycles = reference.share.cycles
    if cycle < cycles[0]:
        raise Gap(f"cycle {cycle:g} lies before the reference cycle {cycles[0]:g}")
    if cycle > cycles[-1]:
        raise Gap(f"the record ends at cycle {cycles[-1]:g}")
    right = next(recorded for recorded in cycles if recorded >= cycle)
    left = max((recorded for recorded in cycles if recorded <= cycle), default=right)
    notes = []
    if left < right:
        notes.append(f"cycle {cycle:g} is not recorded, only {left:g} and {right:g}")
    if right - left > WIDEST_GAP:
        ends = [100.0 * local_value(reference.share, end)[0] for end in (left, right)]
        interval = Interval(min(ends), max(ends))
        return replace(reference.known, interval=interval, parts={}).noted(*notes)
    share, rests_on = local_value(reference.share, cycle)
    value = replace(
        reference.known,
        interval=Interval.point(100.0 * share),
        about=left < right,
        parts=_parts(reference, share, rests_on, cycle),
    )
    unit = test.points.unit if test.points is not None else ""
    if "retention" in (test.points.columns if test.points else ()) or not unit:
        return value.noted(*notes)
    return value.noted(*notes, f"{share * reference.capacity:.4g} {unit} at cycle {cycle:g}")


def _parts(reference: Reference, share: float, rests_on: int, cycle: float) -> dict[str, float]:
    """What scatter there moves the retention, and what the scatter of the reference does."""
    if reference.noise is None or not reference.noise.spread:
        return {}
    source = f"{reference.known.used[0].id}: scatter at cycle {cycle:g}"
    parts = {source: 100.0 * reference.noise.of_median(rests_on)}
    of_reference = reference.known.uncertainty or 0.0
    if of_reference:
        parts[reference.source] = -100.0 * share * of_reference / reference.capacity
    return parts


def stated_retention_at(test: TestInputs, cycle: float) -> Known:
    """The retention in % that the paper states for exactly this cycle. Raises Gap for none."""
    stated = stated_retentions(test)
    values = [
        replace(evidence, about=evidence.about or item.at_cycle.about)
        for item, evidence in stated
        if item.at_cycle is not None and item.at_cycle.low == item.at_cycle.high == cycle
    ]
    if not stated:
        raise Gap("neither points nor a stated retention are on record")
    if not values:
        raise Gap(f"no retention is stated at cycle {cycle:g}")
    notes = ["as the paper states it, against the paper's own reference"]
    if len(values) > 1:
        notes.append(f"{len(values)} stated values are taken together as their hull")
    return together(values).noted(*notes)


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
        inputs=("points", "formation_cycles", "cell", "retention", "capacity_loss"),
        source="Definition",
        version=3,
        doc=f"Capacity at cycle {cycle} ÷ reference capacity, by the seven ageing cycles around "
        "it, only inside the recorded span; a recorded retention as recorded; without points as "
        "the paper states it for exactly this cycle. Nothing is extrapolated. The uncertainty is "
        "that of the scatter of single cycles, of one cell, or as printed.",
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
    version=2,
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
    item, _ = _latest(test)
    assert item.at_cycle is not None, "the latest one has a cycle"
    cycle = UsedInput("at_cycle", item.id, item.at_cycle.printed)
    same = [k for i, k in stated_retentions(test) if _at(i) == _at(item)]
    notes = []
    if len({k.interval for k in same}) > 1:
        notes.append(f"{len(same)} stated values are taken together as their hull")
    value = together(same).noted(*notes)
    return number("stated_retention", "%", replace(value, used=(*value.used, cycle)))


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
        item.at_cycle.about,
        (UsedInput("at_cycle", item.id, item.at_cycle.printed),),
    )
    return number("stated_retention_cycle", "cycles", evidence)
