"""What an outcome means: what is claimed, what the numbers show, and on which evidence."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science import TestInputs, derive_test
from science.cycling.comparison import life_ratio
from science.inputs import Claim
from science.tests.build import cycling, number_of, points, stated, why
from science.verdict import UNTOLD, claimed, evidence, shown, verdict, verdicts

BETTER = Claim("better", "outcome 1", "lasts longer", than="ASC-T000002")


def ours(results: list[Any] | None = None, **more: Any) -> TestInputs:
    return cycling(results or [], coated=True, **more)


def bare(results: list[Any] | None = None, identifier: str = "ASC-T000002", **more: Any) -> Any:
    return cycling(results or [], identifier=identifier, **more)


def kept(printed: str) -> list[Any]:
    return [stated("retention", printed, "200")]


# -- what numbers show ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "second", "cells", "expected"),
    [
        ("95 ± 1 %", "80 ± 1 %", None, "better"),
        ("80 ± 1 %", "95 ± 1 %", None, "worse"),
        ("90 ± 5 %", "88 ± 5 %", None, "no difference shown"),
        ("90 ± 1 %", "86 ± 1 %", 3, "better"),  # t(4) = 2.78: 2.78 × √2 ÷ √3 = 2.3 < 4
        ("90 ± 1 %", "88 ± 1 %", 3, "no difference shown"),
        ("90 ± 1 %", "86 ± 1 %", 1, "cannot be told"),  # ± of one cell is no spread of cells
        ("90 %", "80 %", None, "cannot be told"),
        ("90 %", "76 %", None, "cannot be told"),
        ("90 %", "74 %", None, "better"),  # 16 points, over three times 5 %
        (">90 %", "50 %", None, "better"),
        ("<90 %", "50 %", None, "cannot be told"),
        ("90 ± 1 %", "80 %", None, "cannot be told"),
    ],
)
def test_a_gain_is_shown_where_it_is_more_than_noise(
    first: str, second: str, cells: int | None, expected: str
) -> None:
    found = verdict(ours(kept(first), cells=cells), bare(kept(second), cells=cells))
    assert found.shown == expected


def test_an_effect_has_its_size_its_uncertainty_and_its_interval() -> None:
    """90 ± 1 against 86 ± 1, three cells each: 4 points, ± √(2/3) = 0.816, t(4) = 2.776: ± 2.27."""
    found = verdict(ours(kept("90 ± 1 %"), cells=3), bare(kept("86 ± 1 %"), cells=3))
    effect = found.effects[0]
    assert effect.effect == pytest.approx(4.0)
    assert effect.uncertainty == pytest.approx(math.sqrt(2 / 3))
    assert effect.low == pytest.approx(4 - 2.776 * math.sqrt(2 / 3), abs=1e-3)
    assert effect.high == pytest.approx(4 + 2.776 * math.sqrt(2 / 3), abs=1e-3)
    assert (effect.n, found.evidence) == (3, "measured-spread")


def test_where_no_spread_is_printed_the_one_assumed_is_told() -> None:
    found = verdict(ours(kept("90 %")), bare(kept("74 %")))
    assert "a spread of 5 % of the reference from cell to cell is assumed" in found.why
    assert found.evidence == "measured"


def test_a_lifetime_counts_as_what_it_is() -> None:
    """800 cycles against 100 by numbers; the printed ratio alone is a claim on one side."""
    counted = verdict(
        ours([stated("lifetime", "800 cycles")]), bare([stated("lifetime", "100 cycles")])
    )
    assert (counted.shown, counted.evidence) == ("better", "measured")
    assert counted.effects[0].effect == pytest.approx(8.0)
    above = verdict(
        ours([stated("lifetime", "800+ cycles")]), bare([stated("lifetime", "<100 cycles")])
    )
    assert above.shown == "better"
    near = verdict(
        ours([stated("lifetime", "150 cycles")]), bare([stated("lifetime", "100 cycles")])
    )
    assert near.shown == "cannot be told"  # a quarter of a life is 5 % of capacity
    ratio = ours([stated("lifetime_ratio", "8-fold")])
    (alone,) = verdicts(ratio, [])
    assert (alone.claimed, alone.evidence, alone.shown) == ("better", "one-sided", "cannot be told")
    assert verdict(ratio, bare()).claimed == "better"


def test_more_that_stays_of_half_the_capacity_is_no_clear_gain() -> None:
    def record(start: float, fade: float) -> dict[str, Any]:
        rows = [(float(n), start * (1 - fade * (n - 1))) for n in range(1, 121)]
        return {"points": points(rows), "cell_type": "full"}

    found = verdict(ours(**record(80.0, 0.001)), bare(**record(200.0, 0.003)))
    assert found.effects[0].shown == "better"
    assert found.shown == "cannot be told"
    assert "delivers less" in found.why
    assert verdict(ours(**record(200.0, 0.001)), bare(**record(200.0, 0.003))).shown == "better"


def test_capacities_alone_show_nothing_and_are_numbers_all_the_same() -> None:
    found = verdict(
        ours([stated("capacity", "116 mAh/g", "100")]),
        bare([stated("capacity", "98 mAh/g", "100")]),
    )
    assert (found.evidence, found.shown) == ("measured", "cannot be told")
    assert "only capacities" in found.why


def test_a_first_efficiency_with_its_error_on_both_sides_is_shown() -> None:
    found = verdict(
        ours([stated("coulombic_efficiency", "91.6 ± 0.5 %", "1")]),
        bare([stated("coulombic_efficiency", "82.2 ± 0.3 %", "1")]),
    )
    assert (found.evidence, found.shown) == ("measured-spread", "better")


def test_nothing_is_shown_of_the_film_where_something_else_differs() -> None:
    found = verdict(
        ours(kept("95 ± 1 %"), conditions={"rate": "0.1C"}),
        bare(kept("80 ± 1 %"), conditions={"rate": "1C"}),
    )
    assert found.shown == "cannot be told"
    assert "rate" in found.why


def test_a_thinner_natural_sei_counts_as_numbers_on_both_sides() -> None:
    """Below 0.15 µm against 0.5 to 0.8: even the nearest ends are a factor of 3.3 apart."""
    thin, thick = [stated("sei_thickness", "<0.15 µm")], [stated("sei_thickness", "0.5–0.8 µm")]
    found = verdict(ours(thin), bare(thick))
    assert (found.evidence, found.shown) == ("measured", "better")
    assert verdict(ours(thick), bare(thin)).shown == "worse"
    assert verdict(ours(thin), bare([stated("sei_thickness", "0.1–0.2 µm")])).shown == (
        "cannot be told"
    )
    assert verdict(ours(thin), bare()).evidence == "one-sided"


def test_a_lower_overpotential_is_better() -> None:
    def at(printed: str) -> list[Any]:
        return [stated("overpotential", printed, "100")]

    assert verdict(ours(at("30 mV")), bare(at("100 mV"))).shown == "better"
    assert verdict(ours(at("100 mV")), bare(at("30 mV"))).shown == "worse"


# -- claims and evidence ----------------------------------------------------------------------
def test_a_sentence_is_a_claim_and_shows_nothing() -> None:
    test = ours(claims=(BETTER,))
    assert number_of(claimed(test)).text == "better"
    assert number_of(shown(test, [bare()])).text == "cannot be told"
    assert number_of(evidence(test, [bare()])).text == "stated"


def test_a_sentence_about_several_systems_is_the_weakest_evidence() -> None:
    test = ours(claims=(Claim("better", "outcome 1", than="ASC-T000002", group=True),))
    assert number_of(evidence(test, [bare()])).text == "group-statement"
    numbers = ours(kept("90 %"), claims=test.claims)  # they do not make the sentence one of it
    assert number_of(evidence(numbers, [bare()])).text == "group-statement"
    own = ours(kept("90 %"), claims=(*test.claims, BETTER))
    assert number_of(evidence(own, [bare()])).text == "one-sided"
    assert number_of(evidence(numbers, [bare(kept("80 %"))])).text == "measured"


def test_a_paper_can_claim_what_its_numbers_do_not_show() -> None:
    test = ours(kept("90 ± 5 %"), claims=(BETTER,))
    found = verdict(test, bare(kept("88 ± 5 %")))
    assert (found.claimed, found.shown) == ("better", "no difference shown")


def test_sentences_that_say_different_things_are_mixed() -> None:
    worse = Claim("worse", "outcome 2", than="ASC-T000002")
    assert number_of(claimed(ours(claims=(BETTER, worse)))).text == "mixed"


def test_a_claim_that_names_no_control_counts_against_the_only_one() -> None:
    test = ours(claims=(Claim("better", "outcome 1"),))
    (found,) = verdicts(test, [bare()])
    assert (found.control, found.claimed, found.evidence) == ("ASC-T000002", "better", "stated")
    (alone,) = verdicts(test, [])
    assert (alone.control, alone.claimed, alone.why) == ("", "better", "no control is on record")


@pytest.mark.parametrize("ratio", [False, True])
def test_of_several_controls_it_counts_against_none_of_them(ratio: bool) -> None:
    """A sentence, or a printed ratio of lifetimes, that does not say which control it means."""
    second = bare(identifier="ASC-T000003")
    said = [stated("lifetime_ratio", "8-fold")] if ratio else []
    test = ours(said, claims=() if ratio else (Claim("better", "outcome 1"),))
    found = {v.control: (v.claimed, v.evidence) for v in verdicts(test, [bare(), second])}
    grade = "one-sided" if ratio else "stated"
    assert found == {"ASC-T000002": ("", ""), "ASC-T000003": ("", ""), "": ("better", grade)}
    assert verdicts(test, [bare(), second])[-1].why == UNTOLD
    assert number_of(claimed(test, [bare(), second])).text == "better", "both are bare"
    film = bare(identifier="ASC-T000003", coated=True)
    assert UNTOLD in why(claimed(test, [bare(), film])), "it may be the film that it means"
    if ratio:
        told = number_of(life_ratio(test, [bare(), second]))
        assert (told.low, told.more["evidence"]) == (8.0, "one-sided")
        assert any("which of the controls" in note for note in told.warnings)


def test_what_names_its_control_counts_beside_what_does_not() -> None:
    film = bare(identifier="ASC-T000003", coated=True)
    test = ours(claims=(Claim("worse", "outcome 1"), BETTER))
    assert number_of(claimed(test, [bare(), film])).text == "better"
    found = {v.control: v.claimed for v in verdicts(test, [bare(), film])}
    assert found == {"ASC-T000002": "better", "ASC-T000003": "", "": "worse"}


def test_another_film_is_another_question_than_a_bare_electrode() -> None:
    other = bare(kept("50 %"), identifier="ASC-T000003", coated=True)
    test = ours(kept("90 %"))
    against = {v.control: (v.against, v.shown) for v in verdicts(test, [bare(kept("85 %")), other])}
    assert against == {
        "ASC-T000002": ("bare", "cannot be told"),
        "ASC-T000003": ("another coating", "better"),
    }
    assert number_of(shown(test, [bare(kept("85 %")), other])).text == "cannot be told"
    alone = ours(kept("90 %"), claims=(Claim("better", "outcome 1", than="ASC-T000003"),))
    assert "another film" in number_of(shown(alone, [other])).more["why"]
    assert "another film" in why(claimed(alone, [other]))


def test_one_or_both_coated_electrodes_are_told_apart() -> None:
    assert verdict(ours(kept("90 %")), bare(kept("80 %"))).electrodes == "one"
    both = ours(kept("90 %"), also_coated=("ASC-C000009",))
    assert verdict(both, bare(kept("80 %"))).electrodes == "both"


def test_controls_that_say_the_opposite_tell_nothing() -> None:
    test = ours(kept("80 ± 1 %"))
    controls = [bare(kept("60 ± 1 %")), bare(kept("95 ± 1 %"), identifier="ASC-T000003")]
    assert number_of(shown(test, controls)).text == "cannot be told"


def test_without_a_word_or_a_number_there_is_no_verdict() -> None:
    assert "nothing is said" in why(shown(ours(), [bare()]))
    assert "no control" in why(shown(ours()))
    assert "nothing in words" in why(claimed(ours()))


def test_the_verdict_is_data_for_every_reader() -> None:
    found = derive_test(ours(kept("90 ± 1 %"), cells=3), [bare(kept("86 ± 1 %"), cells=3)])
    (data,) = number_of(found["shown"]).more["verdicts"]
    assert data["control"] == "ASC-T000002"
    assert (data["against"], data["electrodes"], data["shown"]) == ("bare", "one", "better")
    effect = data["effects"][0]
    assert (effect["measure"], effect["effect"], effect["unit"]) == (
        "retention_gain",
        4.0,
        "points",
    )
    assert effect["test"] == {"low": 90.0, "high": 90.0, "about": False, "uncertainty": 1.0, "n": 3}


# -- laws -------------------------------------------------------------------------------------
SHARES = st.floats(1, 100).map(lambda x: round(x, 1))
NOISE = st.floats(0.1, 10).map(lambda x: round(x, 1))
OPPOSITE = {"better": "worse", "worse": "better"}


@given(SHARES, SHARES, NOISE, NOISE, st.sampled_from([None, 2, 3, 10]))
@settings(max_examples=60)
def test_turned_round_a_verdict_says_the_opposite(
    a: float, b: float, noise_a: float, noise_b: float, cells: int | None
) -> None:
    first, second = kept(f"{a} ± {noise_a} %"), kept(f"{b} ± {noise_b} %")
    forth = verdict(ours(first, cells=cells), bare(second, cells=cells)).shown
    back = verdict(ours(second, cells=cells), bare(first, cells=cells)).shown
    assert back == OPPOSITE.get(forth, forth)


@given(SHARES, SHARES, NOISE)
@settings(max_examples=60)
def test_more_noise_never_shows_more(a: float, b: float, noise: float) -> None:
    def told(spread: float) -> str:
        printed = [kept(f"{value} ± {spread:.2f} %") for value in (a, b)]
        return verdict(ours(printed[0]), bare(printed[1])).shown

    if told(2 * noise) in OPPOSITE:
        assert told(noise) == told(2 * noise)


@given(SHARES)
def test_a_cell_is_never_better_than_itself(a: float) -> None:
    for printed in (f"{a} %", f"{a} ± 1 %"):
        assert verdict(ours(kept(printed)), bare(kept(printed))).shown not in OPPOSITE
