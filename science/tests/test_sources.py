"""Two readings of one thing: what disagrees, and what a print leaves open."""

from __future__ import annotations

import pytest

from science.plausibility.sources import SourcedValue, disagreements, sources_disagree
from science.properties import property_value


def value(printed: str, source: str = "the paper itself", first_hand: bool = True) -> SourcedValue:
    quantity = property_value("thickness", printed)
    return SourcedValue("thickness", "ASC-C000001", quantity, source, first_hand)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("5 nm", "5 nm", False),
        ("5 nm", "50 Å", False),
        ("5 nm", "6 nm", True),
        ("~5 nm", "5.4 nm", False),  # 10 % of 5 are 0.5
        ("~5 nm", "5.6 nm", True),
        ("5 ± 1 nm", "6 nm", False),
        ("5 ± 0.5 nm", "6 nm", True),
        ("4–6 nm", "5.5 nm", False),
        ("~4–6 nm", "6.5 nm", False),  # a tenth beyond either end
        ("~4–6 nm", "6.7 nm", True),
        ("4–6 nm", "6.5 nm", True),
        ("<3 nm", "5 nm", True),
        (">3 nm", "5 nm", False),
    ],
)
def test_two_places_disagree_where_no_number_fits_both(one: str, other: str, told: bool) -> None:
    flag = sources_disagree(value(one), value(other, "ASC-P000001", first_hand=False))
    assert (flag is not None) is told
    if flag:
        assert flag.severity == "notice"
        assert "own number counts" in flag.reason


def test_values_of_one_place_are_several_and_do_not_disagree() -> None:
    assert sources_disagree(value("5 nm"), value("9 nm")) is None


def test_only_values_of_the_same_thing_are_held_against_each_other() -> None:
    values = [value("5 nm", "a"), value("7 nm", "b"), value("9 nm", "c")]
    (flag,) = disagreements(values, lambda i, j: (i, j) == (0, 2))
    assert "5 nm in a" in flag.reason
    assert "9 nm in c" in flag.reason
    assert "both are kept" in flag.reason
