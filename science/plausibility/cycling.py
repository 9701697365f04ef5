"""Doubts about a cycling test: times, efficiencies, capacities, retentions."""

from __future__ import annotations

from collections.abc import Callable

from science.capacities import theoretical_capacity
from science.cycling.curve import curve_of, efficiencies_of, running_median
from science.cycling.rates import half_cycle_time
from science.cycling.reference import reference_of
from science.cycling.retention import stated_retentions
from science.declaring import Gap
from science.evidence import used
from science.inputs import TestInputs
from science.plausibility.flags import Flag
from science.results import Derived, UsedInput

LONGEST_HALF_CYCLE_H = 500.0
SHORTEST_HALF_CYCLE_H = 1.0 / 60.0
HIGHEST_EFFICIENCY = 100.5  # %
CAPACITY_TOLERANCE = 1.005  # rounding of masses and of the printed capacity
RISE = 0.05  # of the reference capacity


def half_cycle_out_of_range(test: TestInputs) -> list[Flag]:
    """Half a cycle longer than 500 h or shorter than 1 min: a unit has slipped."""
    time = half_cycle_time(test)
    if not isinstance(time, Derived):
        return []
    if time.low is not None and time.low > LONGEST_HALF_CYCLE_H:
        reason = f"half a cycle would take {time.low:g} h or more"
    elif time.high is not None and time.high < SHORTEST_HALF_CYCLE_H:
        reason = f"half a cycle would take {time.high * 3600:g} s or less"
    else:
        return []
    return [Flag("half_cycle_out_of_range", "warning", reason, time.inputs)]


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
    recorded = efficiencies_of(test)
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


def capacity_above_theory(test: TestInputs) -> list[Flag]:
    """A specific capacity above what the active material can hold."""
    limit = theoretical_capacity(test.electrode, test.electrode_formula)
    if limit is None:
        return []
    most = limit.mah_g * CAPACITY_TOLERANCE
    against = f"the theoretical capacity of {limit.material}, {limit.mah_g:.0f} mAh/g"
    if test.cell_type == "full":
        against += ", if it counts per mass of that electrode"
    flags = [
        Flag(
            "capacity_above_theory",
            "warning",
            f"a capacity of {item.quantity.printed} is above {against}",
            (used(item),),
        )
        for item in test.stated("capacity")
        if item.quantity.interval.low > most
    ]
    curve = curve_of(test)
    if curve is not None and curve.unit == "mAh/g" and len(curve.capacity):
        highest = max(curve.capacity.values)
        if highest > most:
            points = UsedInput("points", curve.id or test.id, f"{highest:g} mAh/g")
            reason = f"a recorded capacity of {highest:g} mAh/g is above {against}"
            flags.append(Flag("capacity_above_theory", "warning", reason, (points,)))
    return flags


def retention_rises(test: TestInputs) -> list[Flag]:
    """A retention that is higher at a later cycle, or above 100 %."""
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
        if evidence.interval.low > 100.0:
            reason = "the stated retention is above 100 %"
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


CHECKS: tuple[Callable[[TestInputs], list[Flag]], ...] = (
    half_cycle_out_of_range,
    efficiency_above_one,
    capacity_above_theory,
    retention_rises,
)


def flag_test(test: TestInputs) -> list[Flag]:
    """Every doubt about one cycling test."""
    flags: list[Flag] = []
    for check in CHECKS:
        try:
            flags += check(test)
        except Gap as gap:
            flags.append(Flag("points_unusable", "notice", gap.why))
    return list(dict.fromkeys(flags))
