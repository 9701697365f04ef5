"""Growth per cycle fitted to a series of films."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.growth import fit_line, growth_per_cycle_fitted
from science.inputs import SeriesInput
from science.results import Derived, Missing
from science.tests.build import coating

# Worked by hand: x = 100, 200, 300, 400 (mean 250, Sxx = 50 000), y = 9, 21, 29, 41 nm (mean 25).
# Sxy = (-150)(-16) + (-50)(-4) + 50·4 + 150·16 = 5200, slope 0.104, intercept -1.
# Left over: -0.4, 1.2, -1.2, 0.4 nm, squares 3.2; error √(3.2 / 2 / 50 000) = 0.0056569.
FILMS = ((100.0, 9.0), (200.0, 21.0), (300.0, 29.0), (400.0, 41.0))


def series(points: tuple[tuple[float, float], ...], what: str = "thickness") -> SeriesInput:
    return SeriesInput(what, "cycles", "ASC-C000001", points)


def test_a_line_is_that_of_a_calculation_by_hand() -> None:
    fit = fit_line(FILMS)
    assert fit.slope == pytest.approx(0.104)
    assert fit.intercept == pytest.approx(-1.0)
    assert fit.slope_error == pytest.approx(math.sqrt(3.2 / 2 / 50_000))


def test_growth_is_the_slope_in_angstrom_with_its_standard_error() -> None:
    found = growth_per_cycle_fitted(coating(series=(series(FILMS),)))
    assert isinstance(found, Derived)
    assert found.low == found.high == pytest.approx(1.04)
    assert found.uncertainty == pytest.approx(0.056569, rel=1e-4)
    assert found.inputs[0].value == "4 thicknesses, 100 to 400 cycles"


@pytest.mark.parametrize(
    "found",
    [
        (),
        (series(FILMS[:2]),),
        (series(FILMS), series(FILMS)),
        (series(FILMS, "roughness"),),
        (series(tuple((x, -y) for x, y in FILMS)),),
        (series(((100.0, 9.0), (100.0, 10.0), (100.0, 11.0))),),
    ],
)
def test_what_is_not_clear_gives_no_growth(found: tuple[SeriesInput, ...]) -> None:
    assert isinstance(growth_per_cycle_fitted(coating(series=found)), Missing)


_NUMBER = st.floats(-1e3, 1e3).map(lambda x: round(x, 3))


@settings(max_examples=25)
@given(_NUMBER, _NUMBER, st.lists(_NUMBER, min_size=3, max_size=8, unique=True))
def test_points_on_a_line_give_it_back_without_error(a: float, b: float, xs: list[float]) -> None:
    fit = fit_line([(x, a + b * x) for x in xs])
    scale = max(1.0, abs(a), abs(b) * max(map(abs, xs)))
    width = max(xs) - min(xs)
    assert fit.slope == pytest.approx(b, abs=1e-9 * scale / width)
    assert fit.slope_error <= 1e-9 * scale / width


@settings(max_examples=25)
@given(st.lists(st.tuples(_NUMBER, _NUMBER), min_size=3, max_size=8, unique_by=lambda p: p[0]))
def test_moving_all_points_moves_no_slope(points: list[tuple[float, float]]) -> None:
    there = fit_line(points)
    moved = fit_line([(x + 7.0, y - 3.0) for x, y in points])
    close = 1e-6 * max(1.0, abs(there.slope))
    assert moved.slope == pytest.approx(there.slope, abs=close)
    assert moved.slope_error == pytest.approx(there.slope_error, abs=close)
