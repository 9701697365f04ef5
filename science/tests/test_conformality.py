"""The exposure of narrow holes, by hand and by integrating over a hole that fills."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from science.conformality import aspect_ratio_covered, exposure_pa_s, precursor_mg_m2


def test_a_flat_surface_by_hand() -> None:
    """TMA, 72.09 g/mol = 1.19708 × 10⁻²⁵ kg, at 200 °C = 473.15 K: 2π m k T = 4.9134 × 10⁻⁴⁵, its
    root 7.0096 × 10⁻²³; times 4 × 10¹⁸ m⁻² = 2.8038 × 10⁻⁴ Pa s."""
    assert exposure_pa_s(0.0, 4.0, 72.09, 200.0) == pytest.approx(2.8038e-4, rel=2e-4)


def test_a_hole_of_ten_by_hand() -> None:
    """1 + 47.5 + 150 = 198.5 times the exposure of a flat surface."""
    flat = exposure_pa_s(0.0, 4.0, 72.09, 200.0)
    assert exposure_pa_s(10.0, 4.0, 72.09, 200.0) == pytest.approx(198.5 * flat)


@pytest.mark.parametrize("ratio", [0.5, 3.0, 43.0, 200.0])
def test_it_is_what_a_hole_takes_that_is_covered_from_its_mouth(ratio: float) -> None:
    """Walls of π d dl through a mouth of π d²/4, of what enters the share 1 ÷ (1 + 3 l / 4 d)
    reaches the depth l (Dushman's conductance): 4 (1 + 3 a/4) da over the walls, then
    the bottom."""
    walls, _ = quad(lambda a: 4.0 * (1.0 + 0.75 * a), 0.0, ratio)
    flat = exposure_pa_s(0.0, 4.0, 72.09, 200.0)
    expected = walls + 1.0 + 0.75 * ratio
    assert exposure_pa_s(ratio, 4.0, 72.09, 200.0) / flat == pytest.approx(expected)


def test_a_dose_by_hand() -> None:
    """4 × 10¹⁸ molecules ÷ 6.022 × 10²³ 1/mol × 72.09 g/mol = 0.4788 mg on each m²."""
    assert precursor_mg_m2(4.0, 72.09) == pytest.approx(0.47883, rel=1e-4)


@given(st.floats(0, 1e4), st.floats(0.1, 10), st.floats(10, 500), st.floats(20, 400))
def test_the_aspect_ratio_comes_back(
    ratio: float, molecules: float, mass: float, celsius: float
) -> None:
    exposure = exposure_pa_s(ratio, molecules, mass, celsius)
    found = aspect_ratio_covered(exposure, molecules, mass, celsius)
    assert math.isclose(found, ratio, rel_tol=1e-6, abs_tol=1e-6)
