"""What of a record is found by words."""

from __future__ import annotations

import pytest

from records.search import known_for


@pytest.mark.parametrize(
    ("note", "first"),
    [
        ("Pyrophoric (p. 10494). The liquid is the dimer.", "Pyrophoric"),
        ("Kept at RT (ref. 76, Fig. 3). More.", "Kept ref Fig"),
        ("Sensitive to air", "Sensitive air"),
        ("", ""),
    ],
)
def test_a_substance_is_known_for_the_first_sentence_of_its_note(note: str, first: str) -> None:
    assert known_for(note) == first
