"""Doubts about a cycling test: efficiencies, capacities, retentions."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from science.capacities import theoretical_capacity
from science.cycling.curve import (
    Efficiencies,
    Series,
    curve_of,
    efficiencies_of,
    running_median,
    series_of,
)
from science.cycling.direction import DirectionUnknown
from science.cycling.reference import END_OF_LIFE, reference_of
from science.cycling.retention import stated_retentions
from science.declaring import Gap
from science.evidence import known, used
from science.inputs import TestInputs
from science.plausibility.flags import Flag
from science.plausibility.ranges import (
    FRACTIONS,
    fractions_for_per_cent,
    out_of_range,
    without_repeats,
)
from science.plausibility.times import (
    areal_against_specific,
    electrode_melts,
    half_cycle_out_of_range,
    lifetimes_disagree,
    rate_against_current,
    years_of_cycling,
)
from science.properties import PROPERTIES
from science.quantities import Interval
from science.results import UsedInput

HIGHEST_EFFICIENCY = 100.5  # %
LOWEST_EFFICIENCY = 50.0  # %, of a cell that has run in
LOWEST_AT_ALL = 15.0  # %, that of a first cycle is low with much surface
RUN_IN = 10  # cycles
CAPACITY_TOLERANCE = 1.03  # masses of electrodes are weighed no better
FIRST_CYCLES = 1  # in which an interphase takes charge, too
INTERPHASE = 2.0  # times the theoretical capacity, at most, in these
LIFE_TOLERANCE = 1.05
RISE = 0.05  # of the reference capacity


def efficiency_above_one(test: TestInputs) -> list[Flag]:
    """More charge coming out than went in: a Coulombic efficiency above 100.5 %."""
    flags = [
        Flag(
            "efficiency_above_one",
            "warning",
            f"a Coulombic efficiency of {item.quantity.printed} is above 100.5 %",
            (used(item),),
        )
        for item in test.stated("coulombic_efficiency")
        if item.quantity.interval.low > HIGHEST_EFFICIENCY
    ]
    recorded = _recorded(test)
    if recorded is not None:
        above = [
            cycle
            for cycle, value in zip(recorded.series.cycles, recorded.series.values, strict=True)
            if value > HIGHEST_EFFICIENCY
        ]
        if above:
            reason = (
                f"the Coulombic efficiency of {len(above)} cycles, first of cycle {above[0]:g}, "
                "is above 100.5 %"
            )
            points = UsedInput("points", test.id, recorded.note)
            flags.append(Flag("efficiency_above_one", "warning", reason, (points,)))
    return flags


def _recorded(test: TestInputs) -> Efficiencies | None:
    """Recorded efficiencies. Where nothing says which half cycle is the useful one, the smaller
    over the larger: an efficiency below that is none of either."""
    try:
        return efficiencies_of(test)
    except DirectionUnknown:
        halves = [dict(zip(s.cycles, s.values, strict=True)) for s in _half_cycles(test)]
        both = sorted(set(halves[0]) & set(halves[1])) if len(halves) == 2 else []
        pairs = [(c, *sorted((halves[0][c], halves[1][c]))) for c in both]
        told = [(c, 100.0 * small / large) for c, small, large in pairs if large > 0]
        series = Series(tuple(c for c, _ in told), tuple(v for _, v in told))
        return Efficiencies(series, "the smaller half cycle over the larger") if told else None
    except Gap:
        return None


def _half_cycles(test: TestInputs) -> list[Series]:
    """Both recorded half cycles, whichever of them is the useful one."""
    points = test.points
    if points is None or "cycle" not in points.columns:
        return []
    found = [series_of(points, column, []) for column in ("charge", "discharge")]
    return [series for series in found if len(series)]


def _capacities(test: TestInputs) -> tuple[str, list[Series], str]:
    """The unit, the useful capacity (both half cycles where which that is is unknown), and the id
    of the points."""
    try:
        curve = curve_of(test)
    except DirectionUnknown:
        assert test.points is not None, "only recorded half cycles have an unknown direction"
        return test.points.unit, _half_cycles(test), test.points.id
    if curve is None or not len(curve.capacity):
        return "", [], ""
    return curve.unit, [curve.capacity], curve.id


def efficiency_low(test: TestInputs) -> list[Flag]:
    """A Coulombic efficiency below 50 % after ten cycles: no cell lives on that; below 15 % in
    any cycle."""
    flags = []
    for item in test.stated("coulombic_efficiency"):
        late = item.at_cycle is not None and item.at_cycle.interval.low > RUN_IN
        least = LOWEST_EFFICIENCY if late else LOWEST_AT_ALL
        if FRACTIONS.high < item.quantity.interval.high < least:
            reason = f"a Coulombic efficiency of {item.quantity.printed}"
            reason += f" after {RUN_IN} cycles" if late else ""
            flags.append(Flag("efficiency_low", "warning", reason, (used(item),)))
    recorded = _recorded(test)
    late_values = recorded.series.after(RUN_IN).values if recorded is not None else ()
    if recorded is not None and late_values:
        middle = median(late_values)
        if FRACTIONS.high < middle < LOWEST_EFFICIENCY:
            reason = f"after {RUN_IN} cycles the Coulombic efficiency is mostly {middle:.0f} %"
            points = UsedInput("points", test.id, recorded.note)
            flags.append(Flag("efficiency_low", "warning", reason, (points,)))
    return flags


def capacity_above_theory(test: TestInputs) -> list[Flag]:
    """A specific capacity above what the active material can hold; in the first cycles an
    interphase takes charge, too."""
    limit = theoretical_capacity(test.electrode, test.electrode_formula)
    if limit is None:
        return []
    most = limit.mah_g * CAPACITY_TOLERANCE
    against = f"the theoretical capacity of {limit.material}, {limit.mah_g:.0f} mAh/g"
    if test.cell_type == "full":
        against += ", if it counts per mass of that electrode"
    flags = []
    for item in test.stated("capacity"):
        first = item.at_cycle is not None and item.at_cycle.interval.high <= FIRST_CYCLES
        if item.quantity.interval.low > most * (INTERPHASE if first else 1.0):
            reason = f"a capacity of {item.quantity.printed} is above {against}"
            flags.append(Flag("capacity_above_theory", "warning", reason, (used(item),)))
    unit, halves, identifier = _capacities(test)
    if unit != "mAh/g" or not halves:
        return flags
    highest = [
        max(zip(series.values, series.cycles, strict=True), key=lambda at: _share(*at))
        for series in halves
    ]
    value, cycle = min(highest, key=lambda at: _share(*at))
    if _share(value, cycle) > most:
        points = UsedInput("points", identifier or test.id, f"{value:g} mAh/g")
        reason = f"a recorded capacity of {value:g} mAh/g is above {against}"
        flags.append(Flag("capacity_above_theory", "warning", reason, (points,)))
    return flags


def _share(capacity: float, cycle: float) -> float:
    """What of a capacity counts against the theoretical one."""
    return capacity / (INTERPHASE if cycle <= FIRST_CYCLES else 1.0)


def points_out_of_range(test: TestInputs) -> list[Flag]:
    """Recorded capacities of an implausible size, and shares recorded as fractions."""
    unit, halves, identifier = _capacities(test)
    if not halves:
        return []
    points = UsedInput("points", identifier or test.id, unit)
    flags = []
    key = _CAPACITIES.get(unit)
    limits = PROPERTIES[key].plausible if key else None
    middles = [median(series.values) for series in halves]
    if limits is not None and not any(limits.low <= middle <= limits.high for middle in middles):
        reason = f"recorded capacities are mostly {middles[0]:g} {unit}"
        flags.append(Flag("out_of_plausible_range", "warning", reason, (points,)))
    recorded = _recorded(test)
    shares = {"Coulombic efficiencies": recorded.series.values if recorded is not None else ()}
    if unit == "%":
        shares["retentions"] = halves[0].values
    for name, values in shares.items():
        if values and FRACTIONS.low <= median(values) <= FRACTIONS.high:
            reason = f"recorded {name} of mostly {median(values):.3g} % read like fractions"
            flags.append(Flag("fraction_for_per_cent", "warning", reason, (points,)))
    return flags


_CAPACITIES = {"mAh/g": "capacity", "mAh/cm²": "areal_capacity"}


def retention_rises(test: TestInputs) -> list[Flag]:
    """A retention that is higher at a later cycle, or above 100 % by more than cells activate."""
    flags = []
    stated = [
        (item.at_cycle.interval, evidence)
        for item, evidence in stated_retentions(test)
        if item.at_cycle is not None
    ]
    for earlier, before in stated:
        for later, after in stated:
            if earlier.high < later.low and before.interval.high < after.interval.low:
                reason = "the stated retention rises from an earlier to a later cycle"
                flags.append(
                    Flag("retention_rises", "warning", reason, (*before.used, *after.used))
                )
    for _, evidence in stated_retentions(test):
        if evidence.interval.low > 100.0 * (1.0 + RISE):
            reason = f"the stated retention is above {100 * (1 + RISE):g} %"
            flags.append(Flag("retention_rises", "notice", reason, evidence.used))
    reference = reference_of(test)
    if reference is not None and len(reference.share) >= 5:
        smooth = running_median(reference.share.values)
        lowest, rise = smooth[0], 0.0
        for value in smooth:
            lowest = min(lowest, value)
            rise = max(rise, value - lowest)
        if rise > RISE:
            reason = f"the recorded capacity rises by {100 * rise:.0f} % of the reference"
            flags.append(Flag("retention_rises", "notice", reason, reference.known.used))
    return flags


def retention_beyond_life(test: TestInputs) -> list[Flag]:
    """More than 80 % kept at a cycle after the stated end of life."""
    life = known(test.stated("lifetime"))
    if life is None:
        return []
    flags = []
    for item, kept in stated_retentions(test):
        late = item.at_cycle is not None and (
            item.at_cycle.interval.low > LIFE_TOLERANCE * life.interval.high
        )
        if late and kept.interval.low > 100 * END_OF_LIFE:
            reason = "the retention is stated for a cycle after the stated end of life"
            inputs = (*kept.used, *life.used)
            flags.append(Flag("retention_beyond_life", "warning", reason, inputs))
    return flags


def retention_against_loss(test: TestInputs) -> list[Flag]:
    """A retention and a loss of the same cycle that do not make 100 %."""
    kept = [(item, k) for item, k in stated_retentions(test) if item.what == "retention"]
    lost = [(item, k) for item, k in stated_retentions(test) if item.what == "capacity_loss"]
    return [
        Flag(
            "retention_against_loss",
            "warning",
            "the stated retention and the stated loss of one cycle do not make 100 %",
            (*one.used, *other.used),
        )
        for item, one in kept
        for loss, other in lost
        if item.at_cycle is not None
        and loss.at_cycle is not None
        and item.at_cycle.meaning == loss.at_cycle.meaning
        and not one.interval.meets(other.interval + Interval(-5.0, 5.0))
    ]


CHECKS: tuple[Callable[[TestInputs], list[Flag]], ...] = (
    half_cycle_out_of_range,
    years_of_cycling,
    lifetimes_disagree,
    rate_against_current,
    areal_against_specific,
    electrode_melts,
    efficiency_above_one,
    efficiency_low,
    capacity_above_theory,
    retention_rises,
    retention_beyond_life,
    retention_against_loss,
    points_out_of_range,
)


def flag_test(test: TestInputs) -> list[Flag]:
    """Every doubt about one cycling test."""
    flags = fractions_for_per_cent(test.results)
    gaps: list[Flag] = []
    for check in CHECKS:
        try:
            flags += check(test)
        except DirectionUnknown:
            continue  # a gap in what is known is no doubt about what is
        except Gap as gap:
            gaps.append(Flag("points_unusable", "notice", gap.why))
    flags = without_repeats(flags, out_of_range([*test.conditions, *test.results]))
    if not any(flag.code == "impossible" for flag in flags):
        flags += gaps
    return list(dict.fromkeys(flags))
