"""Axes: values where they belong, round marks, and no mark off the axis."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.scales import Categories, Linear, Log, around, nice_step, spans_decades
from charts.text import plain


def labels(scale: Linear | Log) -> list[str]:
    return [plain(tick.label) for tick in scale.ticks if tick.label]


def test_a_decade_is_as_long_as_any_other_on_a_logarithmic_axis() -> None:
    scale = Log(1e-8, 1e-4)
    assert [scale.place(10.0**n) for n in range(-8, -3)] == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert labels(scale) == ["10−8", "10−7", "10−6", "10−5", "10−4"]


def test_years_are_whole_and_not_grouped() -> None:
    assert labels(Linear(2011.5, 2015.5, whole=True)) == ["2012", "2013", "2014", "2015"]


def test_temperatures_are_marked_at_round_values() -> None:
    assert labels(Linear(70.4, 209.6)) == ["80", "100", "120", "140", "160", "180", "200"]


def test_words_stand_in_the_middle_of_their_steps() -> None:
    scale = Categories(("a", "b"), ("A", "B"))
    assert [scale.place(0), scale.place(1)] == [0.25, 0.75]
    assert (scale.place(scale.low), scale.place(scale.high)) == (0, 1)


def test_a_single_value_stands_in_the_middle_of_its_axis() -> None:
    assert around(50, 50, log=False).place(50) == pytest.approx(0.5)
    assert around(50, 50, log=True).place(50) == pytest.approx(0.5)


def test_two_decades_above_zero_read_better_on_a_logarithmic_axis() -> None:
    assert spans_decades(1e-8, 1e-6)
    assert not spans_decades(1, 99)
    assert not spans_decades(0, 1e6)


@given(st.floats(1e-6, 1e6), st.integers(2, 12))
def test_a_step_is_one_two_or_five_times_a_power_of_ten_and_cuts_into_few(
    span: float, most: int
) -> None:
    step = nice_step(span, most)
    mantissa = step / 10.0 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(mantissa - nice) for nice in (1, 2, 5, 10)) < 1e-6
    assert span / step <= most * (1 + 1e-6)


# from a conductivity of 10⁻¹⁶ S/cm up; a span is none, or can be told from the values
_sizes = st.just(0.0) | st.floats(1e-16, 1e6) | st.floats(-1e6, -1e-16)


@given(_sizes, st.just(0.0) | st.floats(1e-6, 1e6), st.booleans())
def test_an_axis_holds_its_values_and_marks_nothing_beside_itself(
    low: float, span: float, log: bool
) -> None:
    if log:
        low = abs(low) or 1e-8
    high = low + abs(low) * span
    scale = around(low, high, log=log)
    assert -1e-9 <= scale.place(low) <= scale.place(high) <= 1 + 1e-9
    assert all(-1e-6 <= scale.place(tick.value) <= 1 + 1e-6 for tick in scale.ticks)
