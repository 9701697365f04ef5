"""Formulas, numbers, units and printed values in the typography of the field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literature.citation_html import authors_html, citation_html
from literature.models import Paper
from records.presentation import quantity_json
from records.templatetags.values import cell, derived
from records.typesetting import (
    chem,
    dashed,
    formula,
    interval,
    number,
    plain_subscripts,
    printed,
    quantity,
    reading_text,
    unit,
)
from science.quantities import read

T = "\u202f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Al2O3 on Li metal", "Al<sub>2</sub>O<sub>3</sub> on Li metal"),
        ("LiNi0.8Mn0.1O2", "LiNi<sub>0.8</sub>Mn<sub>0.1</sub>O<sub>2</sub>"),
        ("LiPxOyNz", "LiP<sub><i>x</i></sub>O<sub><i>y</i></sub>N<sub><i>z</i></sub>"),
        ("LiPₓOᵧNz", "LiP<sub><i>x</i></sub>O<sub><i>y</i></sub>N<sub><i>z</i></sub>"),
        ("Ti3C2Tx", "Ti<sub>3</sub>C<sub>2</sub>T<sub><i>x</i></sub>"),
        ("LiOᵗBu", "LiO<sup><i>t</i></sup>Bu"),
        ("LiOtBu stands above", "LiO<sup><i>t</i></sup>Bu stands above"),
        ("Ti(OⁱPr)₄", "Ti(O<sup><i>i</i></sup>Pr)<sub>4</sub>"),
        ("PO(OMe)3", "PO(OMe)<sub>3</sub>"),
        ("Li-EG (and CO2)", "Li-EG (and CO<sub>2</sub>)"),
        ("lithium tert-butoxide", "lithium <i>tert</i>-butoxide"),
        ("N2/H2", "N<sub>2</sub>/H<sub>2</sub>"),
    ],
)
def test_a_formula_in_text_gets_its_subscripts(text: str, expected: str) -> None:
    assert chem(text) == expected


@pytest.mark.parametrize(
    "text",
    ["ASC-C000001", "Six cells", "Fig. 7f", "NMC811", "Si(100)", "Table 2", "p. 10500", "In 2020",
     "refs. 45 and 66–69", "XPS", "FE-SEM", "4C", "Coy", "H314"],
)  # fmt: skip
def test_words_ids_and_labels_are_no_formulas(text: str) -> None:
    assert chem(text) == text


def test_a_range_of_about_so_much_is_shown_as_about() -> None:
    """In readings, in cells of lists, and in what is computed from it."""
    value = quantity_json(read("~5–8 Å", unit="Å"))
    assert str(quantity(read("~5–8 Å", unit="Å"))) == f"≈{T}5–8{T}Å"
    assert f"≈{T}" in cell(value)
    assert f"≈{T}" not in cell({**value, "printed": "5–8 Å"})
    computed = {"low": 50.0, "high": 80.0, "unit": "nm", "qualifier": "range"}
    assert f"≈{T}50–80" in derived({**computed, "inputs": [{"value": "~5–8 Å/cycle"}]})
    assert "≈" not in derived({**computed, "inputs": [{"value": "5–8 Å/cycle"}]})


def test_text_is_escaped_around_formulas() -> None:
    assert chem("<b>H2O & co") == "&lt;b&gt;H<sub>2</sub>O &amp; co"


def test_the_parts_of_a_films_name_are_joined_by_dashes() -> None:
    assert formula("Li2O-Li-HQ") == "Li<sub>2</sub>O–Li–HQ"
    assert plain_subscripts("Li3BO3-Li2CO3") == "Li₃BO₃–Li₂CO₃"
    assert plain_subscripts("TiCl4") == "TiCl₄"


@given(st.text(max_size=40))
def test_no_text_gets_markup_of_its_own_through(text: str) -> None:
    for shown in (chem(text), formula(text), printed(text.replace("\x02", "").replace("\x03", ""))):
        bare = str(shown)
        for tag in ("<sub>", "</sub>", "<sup>", "</sup>", "<i>", "</i>"):
            bare = bare.replace(tag, "")
        assert "<" not in bare


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("S/cm", f"S{T}cm<sup>−1</sup>"),
        ("mAh/cm²", f"mA{T}h{T}cm<sup>−2</sup>"),
        ("Ω cm²", f"Ω{T}cm<sup>2</sup>"),
        ("g/cm³", f"g{T}cm<sup>−3</sup>"),
        ("1/h", "h<sup>−1</sup>"),
        ("%/cycle", "% per cycle"),
        ("°C", "°C"),
        ("1", ""),
    ],
)
def test_units_have_exponents_and_thin_spaces(canonical: str, expected: str) -> None:
    assert unit(canonical) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "0"),
        (20.0, "20"),
        (-5.0, "−5"),
        (0.1 + 0.2, "0.3"),
        (2000.0, "2000"),
        (12345.0, f"12{T}345"),
        (3.6e-8, f"3.6{T}×{T}10<sup>−8</sup>"),
        (1e-10, "10<sup>−10</sup>"),
        (2.5e7, f"2.5{T}×{T}10<sup>7</sup>"),
    ],
)
def test_numbers_have_true_minus_and_powers_of_ten(value: float, expected: str) -> None:
    assert number(value) == expected


def test_a_range_shares_its_power_of_ten() -> None:
    assert interval(3.6e-8, 5e-8) == f"(3.6–5){T}×{T}10<sup>−8</sup>"
    assert interval(80, 200) == "80–200"
    assert interval(-20, 25) == "−20 to 25"


def test_an_open_side_of_a_lists_cell_is_a_bound() -> None:
    assert interval(float("-inf"), 3.0) == f"&lt;{T}3"
    assert interval(800.0, None) == f"&gt;{T}800"
    assert interval(None, None) == ""


@pytest.mark.parametrize(
    ("text", "canonical", "expected"),
    [
        ("~1 Å", "Å", f"≈{T}1{T}Å"),
        ("<3 nm", "nm", f"&lt;{T}3{T}nm"),
        ("≤1 s", "s", f"≤{T}1{T}s"),
        ("RT", "°C", f"20–25{T}°C"),
        ("C/5", "1/h", f"0.2{T}C"),
        ("over 2000 mA h g−1", "mAh/g", f"&gt;{T}2000{T}mA{T}h{T}g<sup>−1</sup>"),
        ("(1.2 ± 0.1) × 10⁻⁷ S/cm", "S/cm",
         f"1.2{T}×{T}10<sup>−7</sup>{T}±{T}10<sup>−8</sup>{T}S{T}cm<sup>−1</sup>"),
    ],
)  # fmt: skip
def test_a_reading_keeps_qualifier_bound_and_uncertainty(
    text: str, canonical: str, expected: str
) -> None:
    assert quantity(read(text, unit=canonical)) == expected


def test_a_reading_without_a_number_prints_nothing() -> None:
    assert reading_text("exact", None, None, "nm") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.6–5 × 10⁻⁸ S cm⁻¹", f"3.6–5{T}×{T}10<sup>−8</sup>{T}S{T}cm<sup>−1</sup>"),
        ("3.6-5 x 10^-8 S cm-1", f"3.6–5{T}×{T}10<sup>−8</sup>{T}S{T}cm<sup>−1</sup>"),
        ("1e-8 S/cm", f"1{T}×{T}10<sup>−8</sup>{T}S/cm"),
        ("10⁻⁸ to 10⁻⁶ S cm⁻¹", f"10<sup>−8</sup> to 10<sup>−6</sup>{T}S{T}cm<sup>−1</sup>"),
        ("80-200 °C", f"80–200{T}°C"),
        ("-20 °C", f"−20{T}°C"),
        ("over 800 cycles", "over 800 cycles"),
        ("2-fold", "2-fold"),
        (">99 %", f"&gt;99{T}%"),
        ("RT", "RT"),
    ],
)
def test_what_is_printed_keeps_its_words_and_gets_good_typography(text: str, expected: str) -> None:
    assert printed(text) == expected


def test_a_citation_has_its_journal_in_italics_and_its_volume_in_bold() -> None:
    names = [{"family": "Heiska", "given": "J."}, {"family": "Madadi", "given": "M."}]
    csl = {"author": names, "container-title": "Nanoscale Adv.", "volume": "2", "issued": 2020}
    line = "J. Heiska et al., CO2-based films, Nanoscale Adv., 2020, 2, 2441–2447"
    paper = Paper(citation=line, csl=csl, year=2020)
    assert citation_html(paper) == (
        "J. Heiska et al., CO<sub>2</sub>-based films, <i>Nanoscale Adv.</i>, "
        "2020, <b>2</b>, 2441–2447"
    )
    assert authors_html(paper) == (
        '<a href="/authors/heiska/">J. Heiska</a> and <a href="/authors/madadi/">M. Madadi</a>'
    )


def test_the_hyphen_behind_a_locant_stays_and_one_between_phases_is_a_dash() -> None:
    assert dashed("3,6-Dioxaoctanedioic acid") == "3,6-Dioxaoctanedioic acid"
    assert dashed("1-Butanol") == "1-Butanol"
    assert dashed("Li2O-Li-HQ") == "Li2O–Li–HQ"


def test_any_metal_is_a_symbol_where_it_holds_oxygen_alone() -> None:
    assert chem("MOtBu") == "MO<sup><i>t</i></sup>Bu"
    assert chem("M-THD") == "M-THD"
