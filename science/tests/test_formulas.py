"""The arithmetic of derived properties: worked values and laws."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science import formulas
from science.quantities import Interval

P = Interval.point
POSITIVE = st.floats(1e-6, 1e6)


@st.composite
def boxes(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(POSITIVE), draw(POSITIVE)))
    return Interval(low, high)


def test_thickness_is_cycles_times_growth() -> None:
    """200 cycles × 1.1 Å = 220 Å = 22 nm."""
    assert formulas.thickness_nm(P(1.1), P(200.0)).low == pytest.approx(22.0)


def test_growth_per_cycle_is_thickness_over_cycles() -> None:
    """22 nm ÷ 200 = 0.11 nm = 1.1 Å."""
    assert formulas.growth_per_cycle_angstrom(P(22.0), P(200.0)).low == pytest.approx(1.1)


def test_areal_mass_of_ten_nanometres_of_alumina() -> None:
    """10 nm = 10⁻⁶ cm; × 3.0 g/cm³ = 3 × 10⁻⁶ g/cm² = 3 µg/cm²."""
    assert formulas.areal_mass_ug_cm2(P(10.0), P(3.0)).low == pytest.approx(3.0)


def test_growth_rate_of_one_angstrom_in_ten_seconds() -> None:
    """0.1 nm in 10 s: 0.01 nm/s × 3600 s/h = 36 nm/h."""
    assert formulas.growth_rate_nm_h(P(1.0), P(10.0)).low == pytest.approx(36.0)


def test_deposition_time_of_two_hundred_cycles() -> None:
    """200 × 18 s = 3600 s = 1 h."""
    assert formulas.deposition_time_h(P(200.0), P(18.0)) == P(1.0)


def test_twenty_nanometres_at_a_tenth_of_a_microsiemens_resist_with_twenty_ohms() -> None:
    """20 nm = 2 × 10⁻⁶ cm; ÷ 10⁻⁷ S/cm = 20 Ω cm². At 1 mA/cm²: 20 mV."""
    resistance = formulas.area_specific_resistance_ohm_cm2(P(20.0), P(1e-7))
    assert resistance.low == pytest.approx(20.0)
    assert formulas.ohmic_drop_mv(resistance, P(1.0)).low == pytest.approx(20.0)


def test_conductivity_is_brought_to_25_degrees_along_its_activation_energy() -> None:
    """σ = 10⁻⁶ S/cm at 60 °C (333.15 K), Eₐ = 0.6 eV.

    Eₐ/k_B = 0.6 ÷ 8.617333 × 10⁻⁵ = 6962.71 K; 1/333.15 − 1/298.15 = −3.52366 × 10⁻⁴ 1/K;
    product −2.453424; exp = 0.0859986; × 333.15/298.15 = 1.117391 → 0.0960940.
    """
    brought = formulas.conductivity_at_25c(P(1e-6), P(60.0), P(0.6))
    assert brought.low == pytest.approx(9.6094e-8, rel=1e-4)


def test_conductivity_measured_at_25_degrees_stays_as_it_is() -> None:
    assert formulas.conductivity_at_25c(P(1e-6), P(25.0), P(0.6)).low == pytest.approx(1e-6)


def test_nothing_is_measured_below_absolute_zero() -> None:
    with pytest.raises(ValueError, match="absolute zero"):
        formulas.conductivity_at_25c(P(1e-6), P(-300.0), P(0.6))


def test_selectivity_above_a_bound_on_the_electronic_conductivity() -> None:
    """10⁻⁷ ÷ (below 10⁻¹⁰) is above 1000."""
    assert formulas.selectivity(P(1e-7), Interval(0.0, 1e-10)).low == pytest.approx(1000.0)
    assert formulas.selectivity(P(1e-7), Interval(0.0, 1e-10)).high == math.inf


def test_a_microgram_of_lithium_fluoride_holds_about_one_microamperehour() -> None:
    """1 µg ÷ 25.938 g/mol = 38.553 nmol; × 96485 C/mol = 3.7198 mC; ÷ 3.6 C/mAh = 1.0333 µAh."""
    charge = formulas.carrier_inventory_uah_cm2(P(1.0), 1.0, 25.938)
    assert charge.low == pytest.approx(1.0333, rel=1e-4)


MONOTONE = [
    (formulas.thickness_nm, 1, 1),
    (formulas.growth_per_cycle_angstrom, 1, -1),
    (formulas.areal_mass_ug_cm2, 1, 1),
    (formulas.growth_rate_nm_h, 1, -1),
    (formulas.deposition_time_h, 1, 1),
    (formulas.area_specific_resistance_ohm_cm2, 1, -1),
    (formulas.ohmic_drop_mv, 1, 1),
    (formulas.selectivity, 1, -1),
]


@pytest.mark.parametrize(("formula", "first", "second"), MONOTONE)
@given(a=POSITIVE, b=POSITIVE, more=st.floats(1.0, 100.0))
@settings(max_examples=40)
def test_a_formula_grows_and_falls_with_its_inputs(  # type: ignore[no-untyped-def]
    formula, first: int, second: int, a: float, b: float, more: float
) -> None:
    base = formula(P(a), P(b)).low
    tolerance = 1e-9 * base
    assert (formula(P(a * more), P(b)).low - base) * first >= -tolerance
    assert (formula(P(a), P(b * more)).low - base) * second >= -tolerance


@pytest.mark.parametrize("formula", [entry[0] for entry in MONOTONE])
@given(one=boxes(), two=boxes(), s=st.floats(0, 1), t=st.floats(0, 1))
@settings(max_examples=40)
def test_an_interval_of_inputs_gives_an_interval_that_holds_every_result(  # type: ignore[no-untyped-def]
    formula, one: Interval, two: Interval, s: float, t: float
) -> None:
    result = formula(one, two)
    inner = formula(
        P(one.low + s * (one.high - one.low)), P(two.low + t * (two.high - two.low))
    ).low
    assert result.low * (1 - 1e-9) <= inner <= result.high * (1 + 1e-9)


@pytest.mark.parametrize("formula", [entry[0] for entry in MONOTONE])
@given(a=POSITIVE, b=POSITIVE)
@settings(max_examples=20)
def test_exact_inputs_give_an_exact_result(formula, a: float, b: float) -> None:  # type: ignore[no-untyped-def]
    assert formula(P(a), P(b)).is_point


@given(
    conductivity=POSITIVE,
    one=st.floats(-50, 200),
    two=st.floats(-50, 200),
    energy=st.floats(0.01, 2.0),
    inside=st.floats(0, 1),
)
@settings(max_examples=60)
def test_every_temperature_of_a_range_gives_a_conductivity_inside_the_result(
    conductivity: float, one: float, two: float, energy: float, inside: float
) -> None:
    low, high = sorted((one, two))
    whole = formulas.conductivity_at_25c(P(conductivity), Interval(low, high), P(energy))
    part = formulas.conductivity_at_25c(
        P(conductivity), P(min(high, low + inside * (high - low))), P(energy)
    )
    assert whole.low * (1 - 1e-9) <= part.low <= whole.high * (1 + 1e-9)
