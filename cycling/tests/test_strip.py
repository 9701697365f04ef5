"""The sentence at the head of a page says no more than its tests do."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cycling.strip import answer
from science.verdict import UNTOLD


def against(
    shown: str = "cannot be told",
    evidence: str | None = None,
    claimed: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    plain = {"control": "ASC-T000001", "against": "bare", "electrodes": "one", "effects": []}
    plain["why"] = "no number of both is known"
    return plain | {"shown": shown, "evidence": evidence, "claimed": claimed} | more


def cell(number: int, *verdicts: dict[str, Any], on: str = "anode", **states: list[str]) -> Any:
    conditions: dict[str, list[str]] = {"same": [], "differ": [], "unknown": []} | states
    controls = [{"control": v["control"], "conditions": conditions} for v in verdicts]
    derived = {"shown": {"verdicts": list(verdicts)}, "comparable": {"controls": controls}}
    read, coating = SimpleNamespace(derived=derived), SimpleNamespace(role=on)
    return SimpleNamespace(pk=number, read=read, coating=coating)


ALONE: dict[str, Any] = {"control": None, "against": None}
SENTENCES = [
    ([], "Not known."),
    ([cell(2)], "Not known against a bare electrode."),
    ([cell(2, against())], "Not known against a bare electrode."),
    (
        [cell(2, against("better", "measured", against="another coating"))],
        "Not known against a bare electrode.",
    ),
    (
        [cell(2, against("better", "measured"))],
        "Better than the bare electrode, by numbers of both.",
    ),
    ([cell(2, against("worse", "measured"))], "Worse than the bare electrode, by numbers of both."),
    (
        [cell(2, against("no difference shown", "measured-spread"))],
        "No difference from the bare electrode is shown.",
    ),
    (
        [cell(2, against("better", "measured")), cell(3, against("worse", "measured"))],
        "Better in some tests, worse in others.",
    ),
    (
        [cell(2, against(evidence="stated", claimed="better"))],
        "Claimed to be better than the bare electrode; no numbers are there on both sides.",
    ),
    (
        [cell(2, against(evidence="measured", claimed="better"))],
        "Claimed to be better than the bare electrode; numbers do not show it.",
    ),
    (
        [cell(2, against(evidence="stated", claimed="better", **ALONE))],
        "Claimed to be better, with no control on record here.",
    ),
    (
        [cell(2, against(evidence="stated", claimed="better", **ALONE, why=UNTOLD))],
        "Claimed to be better; the paper does not say against which of its controls.",
    ),
    (
        [cell(2, against(evidence="group-statement", claimed="better"))],
        "Nothing is said of this film alone.",
    ),
    ([cell(2, against(evidence="one-sided"))], "Whether it helps cannot be told."),
    (
        [
            cell(2, against(evidence="stated", claimed="better")),
            cell(3, against(evidence="stated", claimed="worse")),
        ],
        "What is claimed of it is mixed.",
    ),
]


@pytest.mark.parametrize(("tests", "says"), SENTENCES)
def test_the_sentence_says_what_is_known(tests: list[Any], says: str) -> None:
    assert answer(tests).says == says


@pytest.mark.parametrize(
    ("on", "bare"),
    [
        (["separator"], "separator"),
        (["solid electrolyte"], "electrolyte"),
        (["cathode"], "electrode"),
        (["separator", "cathode"], "electrode"),
    ],
)
def test_the_sentence_names_what_is_bare_in_the_control(on: list[str], bare: str) -> None:
    found = answer([cell(n, against("better", "measured"), on=role) for n, role in enumerate(on)])
    assert found.says == f"Better than the bare {bare}, by numbers of both."


def test_the_limit_names_what_differs_what_is_coated_too_and_other_tests() -> None:
    both = against(evidence="stated", claimed="better", electrodes="both")
    other = against(evidence="group-statement", claimed="better")
    found = answer([cell(2, both, differ=["counter"], unknown=["rate"]), cell(3, other)])
    assert found.limit == (
        "In 1 of 2 tests. The other electrode is coated as well. "
        "Not comparable: counter electrode not the same."
    )


def test_a_claim_against_the_numbers_is_not_passed_over() -> None:
    found = answer([cell(2, against("worse", "measured", "better"))])
    assert found.says.startswith("Worse")
    assert found.limit == "Also claimed: better."


def test_the_cells_show_the_best_evidence_then_the_most_conditions() -> None:
    weak = cell(2, against("better", "measured"), same=["rate", "electrolyte"])
    spread = [cell(n, against("better", "measured-spread"), same=["rate"] * n) for n in (3, 4)]
    found = answer([weak, *spread])
    assert found.told is not None
    assert (found.told.test.pk, found.told.matching) == (4, 4)
