"""Several pairs together, against a value worked by hand and an independent program."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from science.meta_analysis import Estimate, estimate, one_a_paper, summary, why_left_out


def studies(effects: list[float], errors: list[float]) -> list[Estimate]:
    pairs = zip(effects, errors, strict=True)
    return [Estimate(f"paper {i}", effect, error) for i, (effect, error) in enumerate(pairs)]


def test_three_papers_by_hand() -> None:
    """0.1, 0.3 and 0.5, each ± 0.1: Q = 0.08 ÷ 0.01 = 8, 300 − 100 = 200 below, τ² = (8 − 2) ÷ 200
    = 0.03; weights 25, the factor of Knapp and Hartung 25 × 0.08 ÷ 2 = 1, error √(1 ÷ 75) =
    0.11547; t(2) = 4.30265, and 12.7062 × √(0.03 + 0.013333) = 2.64501 by t(1)."""
    found = summary(studies([0.1, 0.3, 0.5], [0.1, 0.1, 0.1]))
    assert found is not None
    assert found.mean == pytest.approx(0.3)
    assert found.tau == pytest.approx(math.sqrt(0.03))
    assert found.i_squared == pytest.approx(0.75)
    assert (found.low, found.high) == pytest.approx((0.3 - 0.49683, 0.3 + 0.49683), abs=1e-5)
    assert (found.next_low, found.next_high) == pytest.approx((-2.34501, 2.94501), abs=1e-4)


def test_five_papers_as_statsmodels_has_them() -> None:
    """statsmodels 0.15.0: combine_effects(effects, errors**2, method_re="chi2", use_t=True); tau2,
    mean_effect_re, i2 and the last interval of conf_int()."""
    found = summary(
        studies([0.262, 0.642, 0.788, 0.531, 0.993], [0.0956, 0.1327, 0.1991, 0.0931, 0.2664])
    )
    assert found is not None
    assert found.tau**2 == pytest.approx(0.03909606096, rel=1e-9)
    assert found.mean == pytest.approx(0.5783827562756, rel=1e-9)
    assert found.i_squared == pytest.approx(0.6916140308814, rel=1e-9)
    assert (found.low, found.high) == pytest.approx((0.25820393, 0.89856158), rel=1e-7)


def test_papers_that_agree_too_well_are_no_surer_than_their_errors() -> None:
    """No spread between them (Q < k − 1), and a factor below one that would narrow the interval."""
    found = summary(studies([0.10, 0.11, 0.12], [0.1, 0.1, 0.1]))
    assert found is not None
    assert (found.tau, found.i_squared) == (0.0, 0.0)
    assert found.high - found.mean == pytest.approx(4.30265 * 0.1 / math.sqrt(3), rel=1e-5)


def test_of_fewer_than_three_papers_there_is_no_mean() -> None:
    two = [*studies([0.1, 0.2], [0.1, 0.1]), Estimate("paper 1", 0.3, 0.1)]
    assert summary(two) is None
    assert summary([]) is None


def test_pairs_of_one_paper_count_as_one_and_make_it_no_surer() -> None:
    once = studies([0.1, 0.3, 0.5], [0.1, 0.1, 0.1])
    often = summary([*once, *once[2:] * 9])
    expected = summary(once)
    assert often is not None
    assert expected is not None
    assert (often.mean, often.low, often.high) == (expected.mean, expected.low, expected.high)
    assert (often.papers, often.pairs) == (3, 12)
    assert one_a_paper([Estimate("a", 1.0, 0.25), Estimate("a", 2.0, 0.75)]) == [
        Estimate("a", 1.5, 0.5)
    ]


EFFECTS = st.floats(-3, 3)
ERRORS = st.floats(0.01, 2)


@given(st.lists(st.tuples(EFFECTS, ERRORS), min_size=3, max_size=8), st.floats(-2, 2))
def test_the_mean_lies_among_the_papers_and_moves_with_them(
    values: list[tuple[float, float]], shift: float
) -> None:
    effects, errors = [v[0] for v in values], [v[1] for v in values]
    found = summary(studies(effects, errors))
    moved = summary(studies([e + shift for e in effects], errors))
    assert found is not None
    assert moved is not None
    assert min(effects) - 1e-9 <= found.mean <= max(effects) + 1e-9
    assert found.next_low <= found.low <= found.mean <= found.high <= found.next_high
    assert moved.mean == pytest.approx(found.mean + shift, abs=1e-6)
    assert moved.tau == pytest.approx(found.tau, abs=1e-4)


def effect(**changed: Any) -> dict[str, Any]:
    side = {"low": 100.0, "high": 100.0}
    told = {"unit": "1", "effect": 2.0, "uncertainty": 0.2, "spread": "known"}
    return {**told, "test": dict(side), "control": dict(side), **changed}


def test_a_ratio_is_taken_by_its_logarithm() -> None:
    assert estimate("a", effect()) == Estimate("a", math.log(2.0), 0.1)
    assert estimate("a", effect(unit="points", effect=5.0)) == Estimate("a", 5.0, 0.2)


@pytest.mark.parametrize(
    ("told", "comparable", "against", "why"),
    [
        (effect(), "yes", "bare", ""),
        (effect(), "yes", "another coating", "another film"),
        (effect(), "no", "bare", "a condition differs"),
        (effect(), "cannot be told", "bare", "not known to be comparable"),
        (None, "yes", "bare", "no size"),
        (effect(spread="assumed"), "yes", "bare", "spread"),
        (effect(test={"low": 90.0, "high": 100.0}), "yes", "bare", "no middle"),
        (effect(effect=None), "yes", "bare", "no error"),
    ],
)
def test_what_enters_no_summary_says_why(
    told: Any, comparable: str, against: str, why: str
) -> None:
    found = why_left_out(told, comparable, against)
    assert bool(found) == bool(why)
    assert why in found
