"""Rate, current and the time of half a cycle: one from the other, through a capacity."""

from __future__ import annotations

from collections.abc import Sequence

from science.capacities import theoretical_capacity
from science.cycling.curve import curve_of
from science.cycling.reference import reference_of
from science.declaring import Gap, derived
from science.evidence import known, of_result
from science.inputs import Input, TestInputs
from science.quantities import Interval
from science.results import Derived, Known, Result, UsedInput, number

Controls = Sequence[TestInputs]
_DEFINITION = "IEC 61434:1996: nC fills or empties the cell in 1/n h"


def _printed(test: TestInputs, key: str) -> Known | None:
    return known(test.condition(key))


def _capacity(test: TestInputs, unit: str) -> Known | None:
    """The capacity that 1C refers to, in mAh/g or mAh/cm²: by the paper's own definition, else,
    per gram, the practical one of a cited table; None where neither is known.

    A table only for a cathode or in a half cell: elsewhere it is open which electrode's mass
    counts. A metal electrode is foil in excess, and 1C never refers to it.
    """
    if unit == "mAh/cm²":
        return _printed(test, "areal_capacity")
    defined = _printed(test, "current_at_1c")
    if defined is not None:
        return defined.noted("1C as the paper defines it")
    material = theoretical_capacity(test.electrode, test.electrode_formula)
    counts = test.cell_type == "half" or test.electrode_role == "cathode"
    if material is None or material.practical_mah_g is None or not counts:
        return None
    practical = f"about {material.practical_mah_g:g} mAh/g ({material.practical_source})"
    used = UsedInput("practical_capacity", material.material, practical)
    note = f"1C is not defined: taken as the practical capacity of {material.material}, {practical}"
    return Known(Interval.point(material.practical_mah_g), True, (used,), (note,))


_BASES = (("specific_current", "mAh/g"), ("current_density", "mAh/cm²"))


@derived(
    key="c_rate",
    formula=r"C = \frac{I}{Q}",
    version=4,
    subject="test",
    label="C-rate",
    symbol="C",
    unit="1/h",
    inputs=("rate", "specific_current", "current_density", "areal_capacity", "current_at_1c"),
    source=_DEFINITION,
    doc="The printed C-rate; else current ÷ the capacity of 1C: as the paper defines it, the "
    "printed areal one, or about the practical one of a cathode or of the material in a half cell, "
    "from a cited table. Unknown without any of them; a symmetric cell has none.",
)
def c_rate(test: TestInputs, controls: Controls = ()) -> Result:
    """C-rate in 1/h."""
    rate = _printed(test, "rate")
    if rate is not None:
        return number("c_rate", "1/h", rate)
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
        return number("c_rate", "1/h", current / capacity)
    raise Gap(why)


def _current(key: str, unit: str, capacity_unit: str, test: TestInputs) -> Result:
    printed = _printed(test, key)
    if printed is not None:
        return number(key, unit, printed)
    rate = _printed(test, "rate")
    if rate is None:
        raise Gap("neither a current nor a C-rate is reported")
    capacity = _capacity(test, capacity_unit)
    if capacity is None:
        raise Gap(f"no capacity in {capacity_unit} is known to turn the rate into a current")
    return number(key, unit, rate * capacity)


@derived(
    key="specific_current",
    formula=r"I_m = C \cdot Q_m",
    version=4,
    subject="test",
    label="Specific current",
    symbol="I_m",
    unit="mA/g",
    inputs=("specific_current", "rate", "current_at_1c"),
    source=_DEFINITION,
    doc="Where none is printed: C-rate × the capacity of 1C, as the paper defines it, else about "
    "the practical one of a cited table.",
)
def specific_current(test: TestInputs, controls: Controls = ()) -> Result:
    """Current per mass of active material in mA/g."""
    return _current("specific_current", "mA/g", "mAh/g", test)


@derived(
    key="current_density",
    formula=r"j = C \cdot Q_A",
    version=2,
    subject="test",
    label="Current density",
    symbol="j",
    unit="mA/cm²",
    inputs=("current_density", "rate", "areal_capacity"),
    source=_DEFINITION,
    doc="Where none is printed: C-rate × areal capacity.",
)
def current_density(test: TestInputs, controls: Controls = ()) -> Result:
    """Current per electrode area in mA/cm²."""
    return _current("current_density", "mA/cm²", "mAh/cm²", test)


@derived(
    key="half_cycle_time",
    formula=r"t_{1/2} = \frac{Q}{I}",
    version=5,
    subject="test",
    label="Half-cycle time",
    symbol="t_½",
    unit="h",
    inputs=("half_cycle_time", "areal_capacity", "current_density", "specific_current", "rate"),
    source=_DEFINITION,
    doc="Where none is printed: capacity ÷ current, with the charge passed (symmetric cells) or "
    "the capacity that the cell delivers; else about the inverse of the C-rate, which refers to a "
    "nominal capacity.",
)
def half_cycle_time(test: TestInputs, controls: Controls = ()) -> Result:
    """Time of one charge or discharge in h."""
    printed = _printed(test, "half_cycle_time")
    if printed is not None:
        return number("half_cycle_time", "h", printed)
    for key, unit in reversed(_BASES):
        current, capacity = _printed(test, key), _passed(test, unit)
        if current is not None and capacity is not None and current.interval.high > 0:
            return number("half_cycle_time", "h", capacity / current)
    rate = c_rate(test)
    if not isinstance(rate, Derived):
        raise Gap(rate.why)
    known_rate = of_result(rate, "c_rate")
    if known_rate.interval.high <= 0:
        raise Gap("the rate is zero")
    # 1C is a nominal capacity: what a cell really delivers takes a little less or more
    inverse = Known(Interval.point(1.0), True, ()) / known_rate
    return number("half_cycle_time", "h", inverse)


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
