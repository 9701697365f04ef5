"""What is computed from the pixels and the calibration of a figure."""

from __future__ import annotations

import pytest

from figures.document import FigureEntry
from figures.inputs import digitised_bars, digitised_rows
from figures.tests.examples import FIGURE, changed


def test_values_are_computed_from_pixels_and_calibration() -> None:
    first, second = digitised_rows(FigureEntry.model_validate(FIGURE), "coated")
    assert (first.x, first.y) == pytest.approx((1, 160))
    assert (second.x, second.y) == pytest.approx((100, 140))
    assert 0.25 < first.y_error < 0.4
    assert 0.125 < first.x_error < 0.2


def test_the_ends_of_an_error_bar_are_values_too() -> None:
    bars = digitised_bars(FigureEntry.model_validate(FIGURE), "coated")
    assert bars[0] == pytest.approx((158, 162))
    assert bars[1] == (None, None)


def test_a_point_on_a_cliff_is_less_certain() -> None:
    steep = changed(columns=["x", "y", "sd"], points=[[104, 80, 4], [500, 120, None]])
    first, second = digitised_rows(FigureEntry.model_validate(steep), "coated")
    assert first.y_error > 6 * second.y_error
