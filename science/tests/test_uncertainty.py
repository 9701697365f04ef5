"""Uncertainties through formulas: independent ones, shared ones, and where a formula bends."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from science.cycling.comparison import life_ratio, retention_gain
from science.cycling.life import cycles_to_80, fade_rate
from science.cycling.retention import stated_retention
from science.film import areal_mass, deposition_time, growth_rate, thickness
from science.quantities import Interval, read, write
from science.results import Known, number, through
from science.tests.build import TMA, coating, cycling, dose, number_of, purge, stated, value
from science.transport import (
    area_specific_resistance,
    ionic_conductivity_25c,
    ohmic_drop,
    transport_selectivity,
)


def of(centre: float, uncertainty: float, source: str = "x") -> Known:
    return Known(Interval.point(centre), False, (), parts={source: uncertainty})


SIZES = st.floats(0.5, 50.0)
SMALL = st.floats(1e-6, 0.01)


@given(SIZES, SIZES, SMALL, SMALL)
def test_independent_uncertainties_add_by_first_order(
    a: float, b: float, share_a: float, share_b: float
) -> None:
    """Of a difference as squares; of a product and a quotient as squares of the relative ones."""
    first, second = of(a, a * share_a, "a"), of(b, b * share_b, "b")
    relative = math.hypot(share_a, share_b)
    assert (first - second).uncertainty == pytest.approx(math.hypot(a * share_a, b * share_b))
    assert (first * second).uncertainty == pytest.approx(a * b * relative, rel=1e-3, abs=1e-9)
    assert (first / second).uncertainty == pytest.approx(a / b * relative, rel=1e-3, abs=1e-9)


@given(SIZES, SMALL)
def test_the_same_input_counts_once(a: float, share: float) -> None:
    """a − a and a ÷ a are certain; a × a moves twice as much as a."""
    one = of(a, a * share)
    assert ((one - one).uncertainty or 0.0) == pytest.approx(0.0, abs=1e-12)
    assert ((one / one).uncertainty or 0.0) == pytest.approx(0.0, abs=1e-12)
    assert ((one * one).uncertainty or 0.0) == pytest.approx(2 * a * a * share)


@given(SIZES, st.floats(0.0, 2.0))
def test_the_order_of_two_inputs_does_not_matter(a: float, uncertainty: float) -> None:
    first, second = of(a, uncertainty * a / 10, "a"), of(3.0, 0.2, "b")
    assert (first * second).uncertainty == pytest.approx((second * first).uncertainty)


def test_the_interval_of_what_is_possible_and_the_uncertainty_stay_apart() -> None:
    """20 nm ± 2 and 3.0–3.2 g/cm³: 6.0 to 6.4 µg/cm², ± 2 × 3.1 × 0.1 = 0.62."""
    film = coating(measured={"thickness": "20 ± 2 nm", "density": "3.0–3.2 g/cm³"})
    result = number_of(areal_mass(film))
    assert (result.low, result.high, result.qualifier) == (6.0, 6.4, "range")
    assert result.uncertainty == pytest.approx(0.62)


def test_film_formulas_carry_what_is_printed_after_plus_minus() -> None:
    """1.0 ± 0.1 Å × 200 cycles = 20 ± 2 nm; with 0.1 + 10 + 0.1 + 10 s ± 0.5 s per cycle 17.8 nm/h,
    of which 10 % and 0.5 ÷ 20.2 = 2.5 % are uncertain."""
    steps = [dose(TMA, time="0.1 s"), purge("10 ± 0.5 s"), dose(TMA, time="0.1 s"), purge("10 s")]
    film = coating(
        steps=steps, measured={"growth_per_cycle": "1.0 ± 0.1 Å", "cycles": "200 cycles"}
    )
    assert number_of(thickness(film)).uncertainty == pytest.approx(2.0)
    rate = number_of(growth_rate(film))
    assert rate.uncertainty == pytest.approx(
        (rate.low or 0) * math.hypot(0.1, 0.5 / 20.2), rel=1e-3
    )
    assert number_of(deposition_time(film)).uncertainty == pytest.approx(200 * 0.5 / 3600)


def test_an_uncertain_activation_energy_leaves_the_order_of_magnitude() -> None:
    """From 150 °C with 0.5 ± 0.1 eV: the exponent is uncertain by 0.1/k_B × 9.9e-4/K = 1.15, which
    moves the value up by a factor of 3.2 and down by as much: sinh(1.15) = 1.42 times itself."""
    conductivity = value("ionic_conductivity", "1e-6 S/cm", at="150 °C")
    film = coating(
        measured={"thickness": "20 nm", "activation_energy": "0.5 ± 0.1 eV"}, more=[conductivity]
    )
    result = number_of(ionic_conductivity_25c(film))
    assert result.low is not None
    assert result.uncertainty == pytest.approx(1.42 * result.low, rel=0.01)
    assert any("order of magnitude" in warning for warning in result.warnings)
    resistance = number_of(area_specific_resistance(film))
    assert resistance.uncertainty == pytest.approx(1.42 * (resistance.low or 0.0), rel=0.01)
    assert number_of(ohmic_drop(film)).uncertainty == pytest.approx(resistance.uncertainty)


@pytest.mark.parametrize(
    "measured",
    [
        {"thickness": "~20 nm", "density": "3 g/cm³"},
        {"growth_per_cycle": "~1 Å", "cycles": "200 cycles", "density": "3 g/cm³"},
        {"cycles": "~200 cycles", "growth_per_cycle": "1 Å", "density": "3 g/cm³"},
    ],
)
def test_about_stays_about_through_every_formula(measured: dict[str, str]) -> None:
    film = coating(measured=measured)
    assert number_of(thickness(film)).qualifier == "about"
    assert number_of(areal_mass(film)).qualifier == "about"


def test_about_stays_about_in_cycles_and_selectivity() -> None:
    test = cycling([stated("retention", "80 %", "~500")])
    assert number_of(cycles_to_80(test)).qualifier == "about"
    ours = cycling([stated("lifetime", "~800 cycles")])
    control = cycling([stated("lifetime", "100 cycles")], identifier="ASC-T000002")
    assert number_of(life_ratio(ours, [control])).qualifier == "about"
    film = coating(
        more=[
            value("ionic_conductivity", "~1e-7 S/cm", at="25 °C"),
            value("electronic_conductivity", "1e-12 S/cm", at="25 °C"),
        ]
    )
    assert number_of(transport_selectivity(film)).qualifier == "about"


def test_a_gain_is_as_uncertain_as_both_of_its_retentions() -> None:
    """90 ± 5 % against 88 ± 5 %: 2.0 ± 7.1 points; as means of 4 cells each 2.0 ± 3.5, n = 4."""
    ours = [stated("retention", "90 ± 5 %", "200")]
    theirs = [stated("retention", "88 ± 5 %", "200")]
    gain = number_of(retention_gain(cycling(ours), [cycling(theirs, identifier="ASC-T000002")]))
    assert (gain.low, gain.n) == (2.0, None)
    assert gain.uncertainty == pytest.approx(5 * math.sqrt(2))
    four = number_of(
        retention_gain(cycling(ours, cells=4), [cycling(theirs, identifier="ASC-T000002", cells=4)])
    )
    assert four.uncertainty == pytest.approx(2.5 * math.sqrt(2))
    assert four.n == 4
    kept = number_of(stated_retention(cycling(ours, cells=4)))
    assert (kept.uncertainty, kept.n) == (5.0, 4)


def test_a_mean_fade_is_as_uncertain_as_its_two_ends() -> None:
    """(95 ± 1 − 80 ± 2) % over 150 cycles: ± √5 ÷ 150."""
    test = cycling([stated("retention", "95 ± 1 %", "50"), stated("retention", "80 ± 2 %", "200")])
    assert number_of(fade_rate(test)).uncertainty == pytest.approx(math.sqrt(5) / 150)


def test_a_formula_is_not_asked_beyond_its_range() -> None:
    """1 ± 2 nm: there is no film below zero; from 0.24 to 4.24 nm √d goes from 0.49 to 2.06."""
    found = through(math.sqrt, of(1.0, 2.0))
    assert found.uncertainty == pytest.approx(math.sinh(math.asinh(2.0) / 2.0))
    assert number_of(number("thickness", "nm", found)).uncertainty == pytest.approx(0.786, abs=1e-3)


def test_about_stays_about_of_ranges() -> None:
    """The print keeps it, and all that rests on it; a sign that is a dash says nothing."""
    for text in ("~5–8 nm", "ca. 5-8 nm", "5 to about 8 nm", "≈5-8 nm"):
        assert read(text, unit="nm").about, text
        assert (read(text, unit="nm").low, read(text, unit="nm").qualifier) == (5.0, "range")
    assert not any(read(text, unit="nm").about for text in ("5–8 nm", "5~8 nm", "<8 nm", "8 nm"))
    assert write(read("~5–8 nm", unit="nm")) == "~5–8 nm"
    about, plain = (
        number_of(
            areal_mass(
                coating(
                    measured={
                        "growth_per_cycle": f"{sign}5–8 Å/cycle",
                        "cycles": "100 cycles",
                        "density": "3.0 g/cm³",
                    }
                )
            )
        )
        for sign in ("~", "")
    )
    assert (about.low, about.high, about.qualifier) == (plain.low, plain.high, "range")
    assert (about.about, plain.about) == (True, False)
