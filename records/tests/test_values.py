"""The tags that templates print values with."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template

from records.printed_values import reading_columns
from records.templatetags import inputs, values
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
        ({"low": 8.1672, "high": 8.1672, "qualifier": "exact", "unit": "1",
          "inputs": [{"value": "332 Å"}, {"value": "2.46 g/cm³"}, {"value": "Al2O3"}]},
         '<span class="v">8.167</span>'),
        ({"low": 0.128205, "high": 0.128205, "qualifier": "exact", "unit": "1",
          "inputs": [{"value": "~7.8C"}]},
         '<span class="v">0.128</span>'),
        ({"low": 1.2345, "high": 1.2345, "qualifier": "exact", "unit": "1", "uncertainty": 0.0123,
          "inputs": [{"value": "7 nm"}]},
         f'<span class="v">1.234{T}±{T}0.012</span>'),
    ],
)  # fmt: skip
def test_a_derived_value_is_words_or_a_number_of_the_digits_known(
    value: dict[str, Any], expected: str
) -> None:
    assert values.derived(value) == expected


def used(what: str, ident: str, value: str) -> dict[str, str]:
    return {"what": what, "id": ident, "value": value}


def test_the_input_of_a_derived_value_links_to_the_record_it_comes_from() -> None:
    shown = inputs.used_inputs(
        [used("source_temperature", "ASC-P000045", "RT"), used("precursor", "tma", "metal")]
    )
    assert '(<a href="/papers/ASC-P000045/">ASC-P000045</a>); precursor' in shown
    assert '<a href="/precursors/tma/">tma</a> (<span class="v">metal</span>)' in shown
    control = inputs.used_inputs([used("retention", "ASC-T000003", "80%")], "ASC-T000004")
    assert 'href="/cycling/ASC-T000003/#ASC-T000003-retention-80"' in control


def test_an_input_on_the_same_record_links_to_where_its_page_shows_it() -> None:
    of = "ASC-C000001"
    shown = inputs.used_inputs([used("thickness", of, "20 nm")], of)
    assert 'href="#ASC-C000001-thickness-20-nm"' in shown
    row, again = (
        SimpleNamespace(pk=pk, property="thickness", printed="20 nm", missing="") for pk in (1, 2)
    )
    assert inputs.place_id(of, row, [row, again]) == ' id="ASC-C000001-thickness-20-nm"'
    assert inputs.place_id(of, again, [row, again]) == ""  # an id stands once


def test_the_temperature_of_a_measurement_links_to_the_value_it_is_printed_with() -> None:
    of = "ASC-C000050"
    shown = inputs.used_inputs(
        [used("ionic_conductivity", of, "1 S/cm"), used("temperature", of, "RT")], of
    )
    assert shown.count('href="#ASC-C000050-ionic_conductivity-1-scm"') == 2


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


def test_counts_are_told_with_their_word_where_there_is_something_to_count() -> None:
    told = values.tallies(test=1, coating=0, source_temperature=2)
    assert told == (
        '<span class="tally">1 test</span><span class="tally">2 source temperatures</span>'
    )


def test_what_is_not_on_record_is_said_in_words_and_what_is_stands_as_it_is() -> None:
    assert values.or_missing("", "not stated") == '<span class="missing">not stated</span>'
    assert values.or_missing("cleaned", "not stated") == "cleaned"


def test_records_in_a_row_lead_to_their_pages() -> None:
    water = SimpleNamespace(name="H2O", get_absolute_url=lambda: "/precursors/h2o/")
    link = '<a href="/precursors/h2o/">H<sub>2</sub>O</a>'
    assert values.record_link(water) == link
    assert values.record_links([water, water], "/") == f"{link}/{link}"
