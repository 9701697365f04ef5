"""The tags that templates print values with."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template

from literature.templatetags import values
from literature.values import reading_columns
from science.quantities import read

T = "\u202f"


def row(text: str, unit: str) -> dict[str, Any]:
    return reading_columns(read(text, unit=unit))


def test_a_value_whose_reading_says_no_more_is_printed_alone() -> None:
    assert values.value_tag(row("80–200 °C", "°C")) == f'<span class="v">80–200{T}°C</span>'
    assert "read as" not in values.value_tag(row("~1 Å", "Å"))
    assert "read as" not in values.value_tag(row("10⁻⁷ S cm⁻¹", "S/cm"))
    assert "read as" not in values.value_tag(row("0.5C", "1/h"))


def test_a_value_in_another_unit_or_in_words_says_how_it_was_read() -> None:
    assert f'read as <span class="v">5{T}nm</span>' in values.value_tag(row("50 Å", "nm"))
    assert f"20–25{T}°C" in values.value_tag(row("RT", "°C"))
    assert f"&lt;{T}1000{T}cycles" in values.value_tag(row("almost 1000 cycles", "cycles"))


def test_a_missing_value_says_which_kind_of_missing() -> None:
    missing = reading_columns(None, "not reported")
    assert values.value_tag(missing) == '<span class="missing">not reported</span>'
    assert values.cell(missing) == values.EMPTY
    assert values.value_tag(None) == values.EMPTY


def test_a_lists_cell_has_no_unit_and_keeps_about() -> None:
    assert values.cell(row("~50 nm", "nm")) == f'<span class="v">≈{T}50</span>'
    assert values.cell(row("<3 nm", "nm")) == f'<span class="v">&lt;{T}3</span>'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"value": "ALD/MLD"}, "ALD/MLD"),
        ({"value": ["Li", "O"]}, "Li, O"),
        ({"low": 1.0, "high": 1.0, "unit": "Å", "qualifier": "about"},
         f'<span class="v">≈{T}1{T}Å</span>'),
        ({"low": 101.96, "high": 101.96, "unit": "g/mol", "qualifier": "exact"},
         f'<span class="v">102{T}g{T}mol<sup>−1</sup></span>'),
    ],
)  # fmt: skip
def test_a_derived_value_is_words_or_a_number_of_four_digits(
    value: dict[str, Any], expected: str
) -> None:
    assert values.derived(value) == expected


def test_the_input_of_a_derived_value_links_to_the_record_it_comes_from() -> None:
    elsewhere = {"what": "source_temperature", "id": "ASC-P000045", "value": "RT"}
    assert '(<a href="/papers/ASC-P000045/">ASC-P000045</a>)' in values.used_input(elsewhere)
    molecule = {"what": "precursor", "id": "tma", "value": "metal"}
    assert '<a href="/precursors/tma/">tma</a> (metal)' in values.used_input(molecule)
    here = {"what": "thickness", "id": "ASC-C000001", "value": "20 nm"}
    assert "href" not in values.used_input(here, "ASC-C000001")


def test_ids_in_a_reason_become_links() -> None:
    assert values.linked("the same as ASC-C000047") == (
        'the same as <a href="/coatings/ASC-C000047/">ASC-C000047</a>'
    )


def test_a_symbol_is_italic_with_an_upright_index() -> None:
    assert values.symbol("σ_ion") == "<i>σ</i><sub>ion</sub>"
    assert values.symbol("GPC") == "GPC"


def test_a_property_links_to_the_data_dictionary() -> None:
    html = Template("{% load values %}{% property 'thickness' %}").render(Context())
    assert html == '<a href="/data/#thickness">Film thickness</a>'


def test_a_film_goes_by_its_formula_as_read_not_by_a_misprint() -> None:
    class Film:
        formula = "Li3PO4"
        formula_printed = "LiP3O4"
        name = "Lithium phosphate"

    assert values.short_name(Film()) == "Li3PO4"


def test_an_electrode_goes_by_its_name_not_by_its_formula() -> None:
    class Electrode:
        formula = "C"
        name = "Graphite"

    assert values.short_name(Electrode()) == "Graphite"
