"""Kinds of sentences that were once read wrongly, each by a sentence of our own."""

from __future__ import annotations

import pytest

from science.candidates import from_text

Found = tuple[str, float, str]

PROPOSED: list[tuple[str, list[Found]]] = [
    (  # exponents set apart, or in brackets, as pages in plain text have them
        "The coated cathode delivered a capacity of 151 mAh g −1 at 0.5 C.",
        [("capacity", 151, ""), ("rate", 0.5, "")],
    ),
    ("The coated cathode delivered a capacity of 152 mAh g(-1).", [("capacity", 152, "")]),
    ("The coated cathode delivered a capacity of 153 mAh.g−1.", [("capacity", 153, "")]),
    (
        "The film had an ionic conductivity of 3.0 × 10 − 7 S cm− 1.",
        [("ionic_conductivity", 3.0e-7, "")],
    ),
    # of what a gram is
    ("The coated cathode delivered a capacity of 701 mA h gS−1.", [("capacity", 701, "")]),
    (  # "initial" belongs to the value beside it
        "The coated cell delivered an initial specific discharge capacity of 201 mAh/g and a "
        "retention of 91 % after 300 cycles.",
        [("capacity", 201, "1"), ("retention", 91, "300")],
    ),
    (
        "The coated cell delivered an initial capacity of 181 mAh/g and a capacity of 162 mAh/g "
        "after 80 cycles.",
        [("capacity", 181, "1"), ("capacity", 162, "80")],
    ),
    (  # no cycle is read across a sentence
        "The coated cell kept 87 % of its capacity after 250 cycles. Films were grown.",
        [("retention", 87, "250")],
    ),
    (  # cycles behind a share are no end of life
        "The coated cell had a long cycle life (83 % retention after 400 cycles).",
        [("retention", 83, "400")],
    ),
    (  # "higher" before a value says no change
        "The coated cell had a higher discharge capacity of 171 mAh/g.",
        [("capacity", 171, "")],
    ),
    (  # a semicolon in brackets ends no clause
        "The coated cell was stable (900 h at 1 mA cm−2; 400 h at 5 mA cm−2).",
        [("lifetime_hours", 900, ""), ("lifetime_hours", 400, "")],
    ),
    (  # thousands with a blank between
        "The retention was 92 % after 500 cycles and 71 % even after 12 000 cycles.",
        [("retention", 92, "500"), ("retention", 71, "12000")],
    ),
    ("Trenches with aspect ratios of 60 and 120 were coated.", [
        ("aspect_ratio", 60, ""), ("aspect_ratio", 120, ""),
    ]),
]  # fmt: skip

ASKED = [
    ("The samples were heated to 450 °C in air.", "450 °C"),
    ("The cell showed an energy retention of 81 % after 100 cycles.", "81 %"),
    ("The cumulative capacity was 2.1 Ah cm−2 at 1 mA cm−2.", "2.1 Ah cm−2"),
    ("The separator stayed stable for 450 s.", "450 s"),
]


@pytest.mark.parametrize(("text", "values"), PROPOSED)
def test_it_is_proposed_with_its_property_and_cycle(text: str, values: list[Found]) -> None:
    found = [
        (one.property, one.reading.low, one.at_cycle)
        for one in from_text(text).candidates
        if one.property and one.reading
    ]
    for key, low, at in values:
        of_it = [one for name, one, cycle in found if (name, cycle) == (key, at)]
        assert any(one == pytest.approx(low) for one in of_it), found


@pytest.mark.parametrize(("text", "printed"), ASKED)
def test_it_is_asked(text: str, printed: str) -> None:
    (one,) = (one for one in from_text(text).candidates if one.printed == printed)
    assert (one.property, one.confidence) == ("", "ask")


def test_what_is_asked_of_a_list_carries_the_unit_behind_it() -> None:
    found = from_text("The values 40, 60 and 80 W were tried.").candidates
    assert [one.confirm_as for one in found] == ["40 W", "60 W", ""]
