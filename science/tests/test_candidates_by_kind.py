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
    # several with slashes between, each at its cycle
    ("A retention of 91 %/88 %/74 % was obtained after 100/300/1,500 cycles at 1C.", [
        ("retention", 91, "100"), ("retention", 88, "300"), ("retention", 74, "1500"),
    ]),
    ("Doses of 0.1 s/0.2 s and purges of 20 s were used.", [("time", 0.1, ""), ("time", 0.2, "")]),
    (  # the rate behind an @
        "The coated cathode gives 182 mAh g−1@0.2C, the bare one 84 mAh g−1.",
        [("capacity", 182, ""), ("capacity", 84, "")],
    ),
    (  # cycles by another name
        "After 100 charge–discharge circles the coated sample holds 93.4% of its capacity.",
        [("retention", 93.4, "100")],
    ),
    (  # what is deposited behind the comma is no cycle of a deposition
        "After 200 cycles, the ALD-coated cell showed 91 % capacity retention.",
        [("retention", 91, "200")],
    ),
    (
        "The coated cell maintained 62 % capacity retention after as long as 900 cycles.",
        [("retention", 62, "900")],
    ),
    (
        "The cell ran 400 stable cycles with a specific capacity retention of 86 %.",
        [("retention", 86, "400")],
    ),
    ("The resistance grew from 42 to 310 Ω; its hardness was 1.9 GPa.", [("hardness", 1.9, "")]),
    ("The thickness grows from 5 to 12 nm.", [("thickness", 5, ""), ("thickness", 12, "")]),
    ("The film has a band gap of 5.2 eV.", [("band_gap", 5.2, "")]),
    (
        "At an elevated temperature of 55 ºC, the ALD-coated cathode delivered 117 mAh/g.",
        [("temperature", 55, ""), ("capacity", 117, "")],
    ),
    (
        "Symmetric cells were cycled over 1300 h at a high areal capacity of 10 mAh cm-2.",
        [("areal_capacity", 10, "")],
    ),
    (  # what another paper reports takes no value away from this one
        "The activation energy rises to 0.95 eV, higher than the measured values reported before.",
        [("activation_energy", 0.95, "")],
    ),
    (
        "The initial capacity was 203.7 mAh·g−1 at 0.1 C with 89.4% initial Coulombic efficiency.",
        [("capacity", 203.7, "1"), ("coulombic_efficiency", 89.4, "1")],
    ),
    (
        "The density of 3.05 g cm−3 and the refractive index of 1.64 are those of the bulk.",
        [("density", 3.05, ""), ("refractive_index", 1.64, "")],
    ),
    (
        "The average Coulombic efficiency rose from 96.3% to 99.1% over 250 cycles.",
        [("coulombic_efficiency", 96.3, "250"), ("coulombic_efficiency", 99.1, "250")],
    ),
    (
        "With 6 and 20 ALD cycles the retention after 200 cycles was 89.0% and 81.2%.",
        [("cycles", 20, ""), ("retention", 89, "200"), ("retention", 81.2, "200")],
    ),
    (
        "The film thickness increased from 5.2 nm after 50 cycles to 20.7 nm after 200 cycles.",
        [("thickness", 5.2, ""), ("thickness", 20.7, ""), ("cycles", 50, ""), ("cycles", 200, "")],
    ),
    (
        "XPS indicates 3.2 at.% carbon in films grown at 200 °C.",
        [("content", 3.2, ""), ("deposition_temperature", 200, "")],
    ),
    (
        "The precursor was heated to 75 °C and pulsed for 2 s; the reactor pressure was 2 Torr.",
        [("source_temperature", 75, ""), ("time", 2, "")],
    ),
]  # fmt: skip

ASKED = [
    ("The samples were heated to 450 °C in air.", "450 °C"),
    ("The cell showed an energy retention of 81 % after 100 cycles.", "81 %"),
    ("The cumulative capacity was 2.1 Ah cm−2 at 1 mA cm−2.", "2.1 Ah cm−2"),
    ("The separator stayed stable for 450 s.", "450 s"),
    ("The cell kept 99.97 % of its capacity per cycle for long.", "99.97 %"),
]

OFFERED_FIRST = [
    ("The cell was left for 500 h and its overpotential grew.", "500 h", "lifetime_hours"),
    ("Cycling at 2C left 77.8 % after long use.", "77.8 %", "retention"),
    ("The charge-transfer resistance of the cell was 42 Ω.", "42 Ω", "charge_transfer_resistance"),
    ("The interfacial resistance was 38 Ω cm2.", "38 Ω cm2", "area_specific_resistance"),
]

NOT_SHOWN = [
    ("The rate is shown in Figures 5C, S13 and 6C.", "5C"),
    ("The cell was cycled at 0 . 2 mA cm-2.", "2 mA cm-2"),  # torn apart by the page
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


@pytest.mark.parametrize(("text", "printed", "key"), OFFERED_FIRST)
def test_what_is_asked_offers_the_likely_first(text: str, printed: str, key: str) -> None:
    (one,) = (one for one in from_text(text).candidates if one.printed == printed)
    assert not one.property
    assert key in one.options[:2]


@pytest.mark.parametrize(("text", "printed"), NOT_SHOWN)
def test_it_is_not_shown(text: str, printed: str) -> None:
    assert printed not in [one.printed for one in from_text(text).candidates]


def test_the_size_of_a_film_is_not_its_thickness() -> None:
    found = from_text("The size of LiAlO2 is 200 to 500 nm.").candidates
    assert [one.property for one in found] == [""]


def test_what_is_asked_of_a_conductivity_keeps_its_temperature() -> None:
    (one,) = from_text("The conductivity was 2 × 10−4 S cm−1 at 60 °C.").candidates
    assert (one.property, one.conditions) == ("", {"temperature": "60 °C"})


def test_what_is_asked_of_a_list_carries_the_unit_behind_it() -> None:
    found = from_text("The values 40, 60 and 80 W were tried.").candidates
    assert [one.confirm_as for one in found] == ["40 W", "60 W", ""]
