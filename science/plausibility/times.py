"""Doubts about how a cell was cycled: times, currents, capacities and temperature."""

from __future__ import annotations

from science.cycling.curve import curve_of
from science.cycling.rates import half_cycle_time
from science.declaring import Gap
from science.evidence import known
from science.inputs import TestInputs
from science.plausibility.flags import Flag
from science.plausibility.melting import melting_point, metal_of_words
from science.quantities import Interval
from science.results import Derived, Known, UsedInput

LONGEST_HALF_CYCLE_H = 500.0
SHORTEST_HALF_CYCLE_H = 1.0 / 60.0
LONGEST_TEST_H = 10 * 365.25 * 24  # ten years
CELL_TEMPERATURES = Interval(-80.0, 150.0)  # °C, of cells with liquid or polymer electrolytes
OFF = 3.0
"""Factor by which two ways to the same quantity may differ before they are doubted."""


def half_cycle_out_of_range(test: TestInputs) -> list[Flag]:
    """Half a cycle longer than 500 h or shorter than 1 min: a unit has slipped, unless a printed
    C-rate says the same as current and capacity (250C)."""
    time = half_cycle_time(test)
    if not isinstance(time, Derived) or _rate_agrees(test, time):
        return []
    if time.low is not None and time.low > LONGEST_HALF_CYCLE_H:
        reason = f"half a cycle would take {time.low:g} h or more"
    elif time.high is not None and time.high < SHORTEST_HALF_CYCLE_H:
        reason = f"half a cycle would take {time.high * 3600:g} s or less"
    else:
        return []
    return [Flag("half_cycle_out_of_range", "warning", reason, time.inputs)]


def _rate_agrees(test: TestInputs, time: Derived) -> bool:
    rate = known(test.condition("rate"))
    if rate is None or rate.interval.low <= 0 or {i.what for i in time.inputs} <= {"rate"}:
        return False
    return (time.interval * rate.interval).meets(Interval(1 / OFF, OFF))


def years_of_cycling(test: TestInputs) -> list[Flag]:
    """Cycles × the time of one that make more than ten years, where each may be right."""
    time, cycles = half_cycle_time(test), _cycles_run(test)
    if not isinstance(time, Derived) or time.low is None or cycles is None:
        return []
    hours = 2 * time.low * cycles[0]
    if hours <= LONGEST_TEST_H or time.low > LONGEST_HALF_CYCLE_H:
        return []
    reason = f"{cycles[0]:g} cycles of {2 * time.low:g} h would take {hours / 8766:.0f} years"
    return [Flag("years_of_cycling", "warning", reason, (*time.inputs, *cycles[1]))]


def _cycles_run(test: TestInputs) -> tuple[float, tuple[UsedInput, ...]] | None:
    """How many cycles were run at least, and what says so."""
    found = []
    for item in test.results:
        said = [("at_cycle", item.at_cycle)] if item.at_cycle is not None else []
        said += [(item.what, item.quantity)] if item.what in {"lifetime", "stable_cycles"} else []
        found += [(q.low, (UsedInput(what, item.id, q.printed),)) for what, q in said if q.low]
    try:
        curve = curve_of(test)
    except Gap:
        curve = None
    if curve is not None and len(curve.capacity):
        last = curve.capacity.cycles[-1]
        found.append((last, (UsedInput("points", curve.id or test.id, f"cycle {last:g}"),)))
    return max(found, key=lambda one: one[0], default=None)


def lifetimes_disagree(test: TestInputs) -> list[Flag]:
    """A lifetime in hours that is not that in cycles × the time of one."""
    time = half_cycle_time(test)
    hours, cycles = known(test.stated("lifetime_hours")), known(test.stated("lifetime"))
    if not isinstance(time, Derived) or hours is None or cycles is None:
        return []
    expected = cycles.interval * time.interval.at_least(0.0).scaled(2.0)
    if hours.interval.meets(expected * Interval(1 / OFF, OFF)):
        return []
    reason = "the lifetime in hours is far from that in cycles times the time of a cycle"
    inputs = (*hours.used, *cycles.used, *time.inputs)
    return [Flag("lifetimes_disagree", "warning", reason, inputs)]


def rate_against_current(test: TestInputs) -> list[Flag]:
    """A current that would need far longer than the C-rate says to deliver the capacity, or ten
    times less: at a high rate a cell delivers less than its capacity, never three times more."""
    rate = known(test.condition("rate"))
    if rate is None or rate.interval.low <= 0:
        return []
    for current, capacity in _currents_and_capacities(test):
        if current.interval.low <= 0 or not capacity.interval.is_bounded:
            continue
        turns = capacity.interval / current.interval * rate.interval
        if turns.meets(Interval(1 / 10.5, OFF)):
            continue
        reason = "the C-rate and the current do not go with the capacity"
        inputs = (*rate.used, *current.used, *capacity.used)
        return [Flag("rate_against_current", "warning", reason, inputs)]
    return []


def _currents_and_capacities(test: TestInputs) -> list[tuple[Known, Known]]:
    pairs = (
        (test.condition("specific_current"), test.stated("capacity")),
        (test.condition("current_density"), test.condition("areal_capacity")),
        (test.condition("current_density"), test.stated("areal_capacity_delivered")),
    )
    both = [(known(current), known(capacity)) for current, capacity in pairs]
    return [(one, two) for one, two in both if one is not None and two is not None]


def areal_against_specific(test: TestInputs) -> list[Flag]:
    """A capacity per area that is far from loading × capacity per mass."""
    loading, capacity = known(test.condition("loading")), known(test.stated("capacity"))
    if loading is None or capacity is None:
        return []
    expected = (loading.interval * capacity.interval).scaled(1e-3)
    for items in (test.condition("areal_capacity"), test.stated("areal_capacity_delivered")):
        areal = known(items)
        if areal is None or areal.interval.meets(expected * Interval(1 / OFF, OFF)):
            continue
        reason = (
            f"loading × specific capacity make {expected.low:.3g} mAh/cm², "
            "far from the capacity per area"
        )
        inputs = (*areal.used, *loading.used, *capacity.used)
        return [Flag("areal_against_specific", "warning", reason, inputs)]
    return []


def electrode_melts(test: TestInputs) -> list[Flag]:
    """A cell hotter than the melting point of a metal electrode, or than cells are run at all."""
    temperature = known(test.condition("temperature"), floor=None)
    if temperature is None:
        return []
    for formula in (test.electrode_formula, metal_of_words(test.counter)):
        melting = melting_point(formula, "") if formula else None
        if melting is not None and temperature.interval.low > melting[1]:
            reason = f"{melting[0]} melts at {melting[1]:g} °C, below the temperature of the cell"
            return [Flag("electrode_melts", "warning", reason, temperature.used)]
    if temperature.interval.meets(CELL_TEMPERATURES):
        return []
    reason = f"a cell is seldom cycled outside of {CELL_TEMPERATURES.low:g} to 150 °C"
    return [Flag("out_of_plausible_range", "warning", reason, temperature.used)]
