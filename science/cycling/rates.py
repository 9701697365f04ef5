"""Rate, current and the time of half a cycle: one from the other, through a capacity."""

from __future__ import annotations

from collections.abc import Sequence

from science.capacities import theoretical_capacity
from science.cycling.curve import curve_of, reference_of
from science.declaring import Gap, derived
from science.evidence import known, of_result
from science.inputs import Input, TestInputs
from science.quantities import Interval
from science.results import Derived, Known, Result, UsedInput, number

Controls = Sequence[TestInputs]
_DEFINITION = "Definition: nC fills or empties the cell in 1/n h"


def _printed(test: TestInputs, key: str) -> Known | None:
    return known(test.condition(key))


def _capacity(test: TestInputs, unit: str) -> Known | None:
    """The capacity that 1C refers to, in mAh/g or mAh/cm²: printed, else the reference, else the
    theoretical one of the active material.

    That last one only for a cathode or in a half cell: elsewhere it is open which electrode's
    mass counts. A metal electrode is foil in excess, and 1C never refers to it.
    """
    if unit == "mAh/cm²":
        areal = _printed(test, "areal_capacity")
        if areal is not None:
            return areal
    try:
        reference = reference_of(test)
        curve = curve_of(test)
    except Gap:
        reference = curve = None
    if reference is not None and curve is not None and curve.unit == unit:
        note = "1C is taken as the reference capacity in 1 h"
        warnings = (*reference.known.warnings, note)
        return Known(reference.known.interval, False, reference.known.used, warnings)
    nominal = theoretical_capacity(test.electrode, test.electrode_formula)
    counts = test.cell_type == "half" or test.electrode_role == "cathode"
    if unit == "mAh/g" and counts and nominal is not None and not nominal.is_metal:
        note = f"1C is taken as the theoretical capacity of {nominal.material}"
        used = UsedInput("theoretical_capacity", nominal.material, f"{nominal.mah_g:g} mAh/g")
        return Known(Interval.point(nominal.mah_g), False, (used,), (note,))
    return None


_BASES = (("specific_current", "mAh/g"), ("current_density", "mAh/cm²"))


@derived(
    key="c_rate",
    formula=r"C = \frac{I}{Q}",
    version=3,
    subject="test",
    label="C-rate",
    symbol="C",
    unit="1/h",
    inputs=("rate", "specific_current", "current_density", "areal_capacity", "points"),
    source=_DEFINITION,
    doc="The printed C-rate; else current ÷ capacity: the printed areal one, the reference "
    "capacity, or the theoretical one of a cathode or of the material in a half cell. A symmetric "
    "cell has none.",
)
def c_rate(test: TestInputs, controls: Controls = ()) -> Result:
    """C-rate in 1/h."""
    rate = _printed(test, "rate")
    if rate is not None:
        return number("c_rate", "1/h", rate.interval, [rate])
    if test.cell_type == "symmetric":
        raise Gap("a symmetric cell has no capacity that a C-rate could refer to")
    why = "neither a C-rate nor a current is reported"
    for key, unit in _BASES:
        current = _printed(test, key)
        if current is None:
            continue
        capacity = _capacity(test, unit)
        if capacity is None or capacity.interval.high <= 0:
            why = f"no capacity in {unit} is known to turn the current into a rate"
            continue
        interval = current.interval / capacity.interval
        return number("c_rate", "1/h", interval, [current, capacity])
    raise Gap(why)


def _current(key: str, unit: str, capacity_unit: str, test: TestInputs) -> Result:
    printed = _printed(test, key)
    if printed is not None:
        return number(key, unit, printed.interval, [printed])
    rate = _printed(test, "rate")
    if rate is None:
        raise Gap("neither a current nor a C-rate is reported")
    capacity = _capacity(test, capacity_unit)
    if capacity is None:
        raise Gap(f"no capacity in {capacity_unit} is known to turn the rate into a current")
    return number(key, unit, rate.interval * capacity.interval, [rate, capacity])


@derived(
    key="specific_current",
    formula=r"I_m = C \cdot Q_m",
    version=3,
    subject="test",
    label="Specific current",
    symbol="I_m",
    unit="mA/g",
    inputs=("specific_current", "rate", "points"),
    source=_DEFINITION,
    doc="Where none is printed: C-rate × nominal or reference capacity.",
)
def specific_current(test: TestInputs, controls: Controls = ()) -> Result:
    """Current per mass of active material in mA/g."""
    return _current("specific_current", "mA/g", "mAh/g", test)


@derived(
    key="current_density",
    formula=r"j = C \cdot Q_A",
    subject="test",
    label="Current density",
    symbol="j",
    unit="mA/cm²",
    inputs=("current_density", "rate", "areal_capacity", "points"),
    source=_DEFINITION,
    doc="Where none is printed: C-rate × areal capacity.",
)
def current_density(test: TestInputs, controls: Controls = ()) -> Result:
    """Current per electrode area in mA/cm²."""
    return _current("current_density", "mA/cm²", "mAh/cm²", test)


@derived(
    key="half_cycle_time",
    formula=r"t_{1/2} = \frac{Q}{I}",
    version=3,
    subject="test",
    label="Half-cycle time",
    symbol="t_½",
    unit="h",
    inputs=("half_cycle_time", "areal_capacity", "current_density", "specific_current", "rate"),
    source=_DEFINITION,
    doc="Where none is printed: capacity ÷ current, with the charge passed (symmetric cells) or "
    "the capacity that the cell delivers; else the inverse of the C-rate.",
)
def half_cycle_time(test: TestInputs, controls: Controls = ()) -> Result:
    """Time of one charge or discharge in h."""
    printed = _printed(test, "half_cycle_time")
    if printed is not None:
        return number("half_cycle_time", "h", printed.interval, [printed])
    for key, unit in reversed(_BASES):
        current, capacity = _printed(test, key), _passed(test, unit)
        if current is not None and capacity is not None and current.interval.high > 0:
            interval = capacity.interval / current.interval
            return number("half_cycle_time", "h", interval, [capacity, current])
    rate = c_rate(test)
    if not isinstance(rate, Derived):
        raise Gap(rate.why)
    known_rate = of_result(rate, "c_rate")
    if known_rate.interval.high <= 0:
        raise Gap("the rate is zero")
    interval = Interval.point(1.0) / known_rate.interval
    return number("half_cycle_time", "h", interval, [known_rate])


def _passed(test: TestInputs, unit: str) -> Known | None:
    """The charge that a half cycle passes: printed as a condition, recorded, or stated."""
    capacity: Sequence[Input] = test.condition("areal_capacity") if unit == "mAh/cm²" else ()
    if capacity:
        return known(capacity)
    try:
        reference, curve = reference_of(test), curve_of(test)
    except Gap:
        return None
    if reference is not None and curve is not None and curve.unit == unit:
        return reference.known
    stated = test.stated("capacity" if unit == "mAh/g" else "areal_capacity_delivered")
    return known(stated)
