"""How long a cell lasts and how it fades: life to 80 %, fade rate, settling and knee."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from science.cycling.curve import Series
from science.cycling.knee import Break, find_break
from science.cycling.reference import (
    END_OF_LIFE,
    OUT_OF,
    SUSTAINED,
    Reference,
    end_of_life,
    reference_of,
)
from science.cycling.replicates import over_cells
from science.cycling.retention import stated_retentions
from science.declaring import Gap, derived
from science.evidence import together
from science.inputs import TestInputs
from science.quantities import Interval
from science.results import Known, Result, number

_UNBOUNDED = -float("inf")
Controls = Sequence[TestInputs]
AROUND_THE_END, OF_THE_LIFE = 25, 0.15
"""The slope at the end of life is taken on so many cycles before and after, or on so large a share
of the life: a slow fade among noise that lasts for cycles shows only over many."""
WAVERS = 6.0
"""A record wavers about 80 % while no cycle leaves it by more than six times the scatter; that is
over where the last cycles, half as many as it took, lie below as a sustained crossing asks."""


# -- cycles to 80 % ---------------------------------------------------------------------------
@derived(
    key="cycles_to_80",
    formula=(
        r"N_{80} = \min \left\{ N : C_N \le 0.8\,C_\mathrm{ref} \ "
        r"\mathrm{in\ 5\ of\ 7\ cycles\ from}\ N \right\}"
    ),
    version=6,
    subject="test",
    label="Cycles to 80 %",
    symbol="N_80",
    unit="cycles",
    inputs=("points", "formation_cycles", "cell", "retention", "capacity_loss"),
    source="End of life at 80 %: USABC Electric Vehicle Battery Test Procedures Manual, rev. 2, "
    "1996 (DOE/ID-10479); sustained: this knowledge base's own",
    listed=True,
    doc="First ageing cycle at or below 80 % of the reference with five of seven cycles from there "
    "on below; never reached: above the last cycle. A later recovery is told and does not undo "
    "it. Where a record wavers about 80 % within its scatter, the middle of that counts, or, if it "
    "lasts to the end of the record, its beginning as a bound. Without points it is bounded by the "
    "stated retentions, if the capacity does not recover between them; where 80 % itself is "
    "stated, about there. The uncertainty is the scatter of single cycles over the slope of the "
    "fade.",
)
def cycles_to_80(test: TestInputs, controls: Controls = ()) -> Result:
    """Cycles until 80 % of the reference capacity are left."""
    return number("cycles_to_80", "cycles", over_cells(test, life_to_80))


def life_to_80(test: TestInputs) -> Known:
    """Cycles until 80 % are left, from points, else as bounded by the stated retentions."""
    reference = reference_of(test)
    return _bounded_by_statements(test) if reference is None else recorded_life(reference)


def recorded_life(reference: Reference) -> Known:
    """Cycles until 80 % are left, of a record."""
    share = reference.share
    if len(share) < 5:
        raise Gap(f"only {len(share)} cycles are recorded")
    end = end_of_life(share)
    known = replace(reference.known, parts={})
    if end is None:
        alive = [c for c, v in zip(share.cycles, share.values, strict=True) if v > END_OF_LIFE]
        last = share.cycles[-1] if share.values[-1] > END_OF_LIFE else max(alive, default=0.0)
        notes = []
        if last < share.cycles[-1]:
            notes.append("the record ends below 80 %, too soon to call that the end")
        return replace(known, interval=Interval(last, float("inf"))).noted(*notes)
    crossed, notes = _among_noise(reference, end.index)
    if crossed is None:
        return replace(known, interval=Interval(share.cycles[end.index], float("inf"))).noted(
            *notes
        )
    cycle = share.cycles[crossed]
    before = share.cycles[crossed - 1] if crossed else cycle - 1
    first = min(before + 1, cycle)
    if first < cycle:
        notes.append(f"no cycle between {before:g} and {cycle:g} is recorded")
    if end.recorded < 5:
        notes.append(f"the record ends with {end.recorded} cycles below 80 %")
    if end.back is not None and crossed == end.index:
        notes.append(f"back above 80 % from cycle {end.back:g}: the end counts all the same")
    return replace(
        known,
        interval=Interval(first, cycle),
        about=end.recorded < 5,
        parts=_life_parts(reference, cycle),
    ).noted(*notes)


def _among_noise(reference: Reference, first: int) -> tuple[int | None, list[str]]:
    """Where the fade crosses 80 %, of a record that wavers about it within its scatter from the
    first sustained crossing on, and what to say of that: as many cycles lie above after it as lie
    below before it. None where the record ends before that is over: a slow fade is near 80 % for
    long, and the first run of low cycles comes before the fade is there.
    """
    share, noise = reference.share, reference.noise
    above = [value > END_OF_LIFE + 1e-9 for value in share.values]
    if noise is None or not any(above[first:]):
        return first, []
    last = max(index for index, up in enumerate(above) if up)
    reach = WAVERS * noise.spread
    if any(abs(value - END_OF_LIFE) > reach for value in share.values[first : last + 1]):
        return first, []
    tail = above[-max(OUT_OF, (last - first) // 2) :]
    if tail.count(False) * OUT_OF < SUSTAINED * len(tail):
        return None, ["it wavers about 80 % to the end of the record, within its scatter"]
    early = sum(
        not up and END_OF_LIFE - value <= reach
        for up, value in zip(above[:first], share.values, strict=False)
    )
    crossed = first + sum(above[first:]) - early
    return crossed, [
        f"it wavers about 80 % until cycle {share.cycles[last]:g}, within its scatter: the middle "
        "of that"
    ]


def slope_at(share: Series, cycle: float) -> float:
    """Share lost per cycle around a cycle; 0 where too little is recorded to tell."""
    reach = max(AROUND_THE_END, OF_THE_LIFE * cycle)
    near = share.only({c for c in share.cycles if abs(c - cycle) <= reach})
    return -_theil_sen(near) if len(near) >= 5 else 0.0


def _life_parts(reference: Reference, cycle: float) -> dict[str, float]:
    slope = slope_at(reference.share, cycle)
    if reference.noise is None or not reference.noise.spread or slope <= 0:
        return {}
    source = f"{reference.known.used[0].id}: scatter at cycle {cycle:g}"
    parts = {source: reference.noise.of_median(7) / slope}
    of_reference = reference.known.uncertainty or 0.0
    if of_reference:
        parts[reference.source] = -END_OF_LIFE * of_reference / reference.capacity / slope
    return parts


def _bounded_by_statements(test: TestInputs) -> Known:
    low, high, exact = 0.0, float("inf"), None
    evidences = []
    for item, evidence in stated_retentions(test):
        if item.at_cycle is None:
            continue
        cycle, kept = item.at_cycle.interval, evidence.interval
        if kept.is_point and kept.low == 100.0 * END_OF_LIFE and cycle.is_point:
            exact = cycle.low
        elif kept.low > 100.0 * END_OF_LIFE and cycle.low > low:
            low = cycle.low
        elif kept.high < 100.0 * END_OF_LIFE and cycle.high < high:
            high = cycle.high
        else:
            continue
        about = evidence.about or item.at_cycle.about
        evidences.append(replace(evidence, about=about, parts={}))
    if not evidences:
        raise Gap("neither points nor a stated retention with its cycle are on record")
    if exact is not None and low <= exact <= high:
        low = high = exact
    if low > high:
        raise Gap("the stated retentions rise: they bound nothing")
    known = together(evidences, "from stated retentions, against the paper's own reference")
    # "80 %" is printed to its digits, and a cell stays near it for many cycles.
    return replace(known, interval=Interval(low, high), about=known.about or low == high)


# -- fade -------------------------------------------------------------------------------------
@derived(
    key="fade_rate",
    formula=r"f = -\mathrm{med}_{i<j} \frac{C_j - C_i}{(N_j - N_i)\,C_\mathrm{ref}}",
    version=3,
    subject="test",
    label="Fade rate",
    symbol="f",
    unit="%/cycle",
    inputs=("points", "formation_cycles", "cell", "retention", "capacity_loss"),
    source="P. K. Sen, J. Am. Stat. Assoc., 1968, 63, 1379",
    doc="Loss of capacity per ageing cycle in % of the reference: the Theil–Sen slope with its "
    "sign turned, so that a fading cell has a positive rate. With two stated retentions instead "
    "of points: the mean between the first and the last of them.",
)
def fade_rate(test: TestInputs, controls: Controls = ()) -> Result:
    """Capacity lost per cycle, in % of the reference; positive for a cell that fades."""
    reference = reference_of(test)
    if reference is None:
        return _mean_fade(test)
    share = reference.share
    if len(share) < 5:
        raise Gap(f"only {len(share)} cycles are recorded")
    value = Interval.point(-100.0 * _theil_sen(_thinned(share)))
    parts = {}
    if reference.noise is not None and reference.noise.spread:
        source = f"{reference.known.used[0].id}: scatter around the fade"
        parts[source] = 100.0 * _slope_uncertainty(reference)
    known = replace(reference.known, interval=value, parts=parts)
    return number("fade_rate", "%/cycle", known, floor=_UNBOUNDED)


def _slope_uncertainty(reference: Reference) -> float:
    """Of a straight line through correlated scatter: s ÷ √(Σ(N − mean)²), widened for the
    correlation and by √(π/3) for a slope of medians."""
    noise, cycles = reference.noise, reference.share.cycles
    assert noise is not None, "asked only where the scatter is known"
    mean = math.fsum(cycles) / len(cycles)
    lever = math.sqrt(math.fsum((c - mean) ** 2 for c in cycles))
    widened = math.sqrt((1.0 + noise.correlation) / (1.0 - noise.correlation) * math.pi / 3.0)
    return noise.spread * widened / lever


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
    fade = (first - last).scaled(1.0 / (last_cycle - first_cycle))
    note = f"mean between the stated retentions at cycles {first_cycle:g} and {last_cycle:g}"
    about = any(item.at_cycle is not None and item.at_cycle.about for _, item, _ in stated)
    return number("fade_rate", "%/cycle", fade.noted(note), about=about, floor=_UNBOUNDED)


# -- settling and knee ------------------------------------------------------------------------
_BREAK_DOC = (
    "The breakpoint of two joined straight lines through C/C_ref up to the end of life, given only "
    "where they beat a straight line, an exponential, a √N and a parabolic fade (Bayesian "
    "information criterion lower by more than 10, residuals counted by what of them is "
    "independent) and the fade changes by at least half."
)
_BREAK_SOURCE = (
    "P. M. Attia et al., J. Electrochem. Soc., 2022, 169, 060517 (knees); "
    "G. Schwarz, Ann. Stat., 1978, 6, 461 (BIC); effective number of correlated residuals: "
    "G. V. Bayley, J. M. Hammersley, Suppl. J. R. Stat. Soc., 1946, 8, 184"
)


def _break(test: TestInputs) -> tuple[Break, Known]:
    reference = reference_of(test)
    if reference is None:
        raise Gap("no points are on record")
    share = reference.share
    end = end_of_life(share)
    alive = share if end is None else Series(share.cycles[: end.index], share.values[: end.index])
    found = find_break(_thinned(alive))
    if isinstance(found, str):
        raise Gap(found)
    source = f"{reference.known.used[0].id}: scatter around the break"
    parts = {source: found.uncertainty} if found.uncertainty else {}
    point = Interval.point(found.cycle)
    return found, replace(reference.known, interval=point, about=True, parts=parts)


@derived(
    key="knee_cycle",
    formula=r"\mathrm{BIC}_\mathrm{smooth} - \mathrm{BIC}_\mathrm{two\ lines} > 10",
    version=4,
    subject="test",
    label="Knee",
    symbol="N_knee",
    unit="cycles",
    inputs=("points", "formation_cycles", "cell"),
    source=_BREAK_SOURCE,
    doc=f"Where the fade speeds up. {_BREAK_DOC}",
)
def knee_cycle(test: TestInputs, controls: Controls = ()) -> Result:
    """The cycle from which the capacity fades faster."""
    found, value = _break(test)
    if not found.accelerates:
        raise Gap("the fade slows down: a settling, not a knee")
    return number("knee_cycle", "cycles", value)


@derived(
    key="settling_cycle",
    formula=r"\mathrm{BIC}_\mathrm{smooth} - \mathrm{BIC}_\mathrm{two\ lines} > 10",
    subject="test",
    label="Settling",
    symbol="N_settle",
    unit="cycles",
    version=3,
    inputs=("points", "formation_cycles", "cell"),
    source=_BREAK_SOURCE,
    doc=f"Where an early fast fade slows down. {_BREAK_DOC}",
)
def settling_cycle(test: TestInputs, controls: Controls = ()) -> Result:
    """The cycle from which the capacity fades more slowly."""
    found, value = _break(test)
    if found.accelerates:
        raise Gap("the fade speeds up: a knee, not a settling")
    return number("settling_cycle", "cycles", value)
