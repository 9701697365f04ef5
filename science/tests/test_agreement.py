"""When what several records state is the same, differs, or cannot be told."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from science.agreement import Verdict, intervals_agree, sets_agree, words_agree
from science.quantities import Interval, read

ENDS = st.floats(-1e6, 1e6) | st.sampled_from([float("-inf"), float("inf")])
INTERVALS = st.tuples(ENDS, ENDS).map(lambda ends: Interval(min(ends), max(ends)))


def temperature(text: str) -> Interval:
    return read(text, unit="°C").interval


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        (["Li metal", "li  metal"], "same"),
        (["Li metal", "Na metal"], "differs"),
        (["Li metal", ""], "unknown"),
        (["Li metal", "", "Na metal"], "differs"),
        (["", ""], "unknown"),
    ],
)
def test_words_agree_apart_from_case_and_spacing(stated: list[str], verdict: Verdict) -> None:
    assert words_agree(stated) == verdict


def test_the_order_in_which_precursors_are_named_does_not_matter() -> None:
    assert sets_agree([["tma", "h2o"], ["h2o", "tma"]]) == "same"
    assert sets_agree([["tma", "h2o"], ["tma"]]) == "differs"
    assert sets_agree([["tma"], []]) == "unknown"


def test_a_range_that_holds_the_other_temperature_may_be_the_same_and_may_not() -> None:
    stated = [temperature("80–200 °C"), temperature("150 °C")]
    assert intervals_agree(stated) == "unknown"
    assert intervals_agree(stated, overlapping="same") == "same"
    assert intervals_agree([temperature("250 °C"), stated[0]]) == "differs"


def test_an_open_bound_that_overlaps_is_never_taken_for_the_same() -> None:
    assert intervals_agree([temperature("<200 °C"), temperature("150 °C")]) == "unknown"
    bounds = [temperature("<200 °C"), temperature("150 °C")]
    assert intervals_agree(bounds, overlapping="same") == "unknown"
    assert intervals_agree([temperature("<100 °C"), temperature("150 °C")]) == "differs"


def test_two_that_differ_decide_whatever_a_third_does_not_state() -> None:
    assert intervals_agree([temperature("100 °C"), None, temperature("150 °C")]) == "differs"
    assert intervals_agree([temperature("100 °C"), None]) == "unknown"


@given(st.lists(INTERVALS | st.none(), min_size=1, max_size=4))
def test_the_verdict_does_not_depend_on_the_order(stated: list[Interval | None]) -> None:
    verdicts = {intervals_agree(order) for order in itertools.permutations(stated)}
    assert len(verdicts) == 1


@given(INTERVALS, st.integers(1, 5))
def test_a_reading_agrees_with_itself(interval: Interval, times: int) -> None:
    assert intervals_agree([interval] * times) == "same"
