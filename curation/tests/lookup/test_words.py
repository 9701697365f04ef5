"""Words come as chemists type them, and nothing is guessed."""

from __future__ import annotations

import pytest

from curation.lookup.terms import complete, resolve, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [
        ("precursor", "TMA", "tma"),
        ("precursor", "trimethylaluminum", "tma"),
        ("precursor", "LiOᵗBu", "liotbu"),
        ("precursor", "AlMe3", "tma"),
        ("precursor", "lihmds", "li-hmds"),
        ("precursor", "trimetylaluminium", "tma"),
        ("precursor", "wat", "h2o"),
        ("material", "alumina", "al2o3"),
        ("material", "Al₂O₃", "al2o3"),
        ("substrate", "wafer", "si-wafer"),
        ("method", "fesem", "FE-SEM"),
    ],
)
def test_names_acronyms_formulas_aliases_and_slips_complete(
    kind: str, typed: str, first: str
) -> None:
    assert complete(typed, words_of(kind))[0].key == first  # type: ignore[arg-type]


def test_a_proposed_word_completes_before_it_is_published() -> None:
    proposals = {"precursors": [{"key": "dez", "name": "Diethylzinc", "kind": "metal"}]}
    found = complete("diethyl", words_of("precursor", proposals))
    assert (found[0].key, found[0].proposed) == ("dez", True)


def test_a_name_becomes_its_key_and_an_unknown_one_stays_as_typed() -> None:
    words = words_of("precursor")
    assert resolve(" TMA ", words) == "tma"
    assert resolve("Water", words) == "h2o"
    assert resolve("diethylzinc", words) == "diethylzinc"


def test_what_two_words_are_called_is_not_guessed() -> None:
    proposals = {
        "precursors": [
            {"key": "a-1", "name": "One", "aliases": ["X"]},
            {"key": "a-2", "name": "Two", "aliases": ["X"]},
        ]
    }
    assert resolve("X", words_of("precursor", proposals)) == "X"


def test_what_is_nothing_like_a_word_completes_to_nothing() -> None:
    assert complete("qqqqqqq", words_of("precursor")) == []
