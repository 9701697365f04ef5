"""How a printed text was read, as the form says it beside the field."""

from __future__ import annotations

import pytest

from curation.lookup.readings import CYCLE_NUMBER, reading_of


@pytest.mark.parametrize(
    ("key", "printed", "words"),
    [
        (
            "ionic_conductivity",
            "3.6–5 × 10⁻⁸ S cm⁻¹",
            "range, (3.6–5)\u202f×\u202f10⁻⁸\u202fS\u202fcm⁻¹",
        ),
        ("thickness", "~50 Å", "about 5\u202fnm"),
        ("thickness", "<3 nm", "below 3\u202fnm"),
        ("retention", ">99 %", "above 99\u202f%"),
        ("deposition_temperature", "RT", "range, 20–25\u202f°C"),
        ("rate", "C/2", "0.5\u202fC"),
        (CYCLE_NUMBER, "200", "200\u202fcycles"),
    ],
)
def test_a_print_is_read_in_words(key: str, printed: str, words: str) -> None:
    reading = reading_of(key, printed)
    assert (reading.words, reading.error) == (words, "")


def test_the_numbers_stand_beside_the_words() -> None:
    reading = reading_of("ionic_conductivity", "3.6–5 × 10⁻⁸ S cm⁻¹")
    assert (reading.qualifier, reading.low, reading.high) == ("range", 3.6e-8, 5e-8)
    assert reading.unit == "S/cm"


def test_what_cannot_be_read_says_where_and_what_was_expected() -> None:
    reading = reading_of("thickness", "5 mbar")
    assert reading.words == ""
    assert "nm" in reading.error
    assert reading.position is not None


def test_a_property_without_numbers_has_no_reading() -> None:
    for key in ("technique", "no_such_property"):
        with pytest.raises(KeyError):
            reading_of(key, "5")
