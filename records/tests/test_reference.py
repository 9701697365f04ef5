"""Reference data of words: read from its pages, refused by name, and back to its document."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from records.document.reference import (
    MaterialPage,
    PrecursorPage,
    hazards_in,
    reference_column,
    reference_pages,
)

PAGE = {"source": "A handbook", "url": "https://example.org/tma", "read_on": "2026-11-27"}
VALUES = [
    {"property": "melting_point", "value": "288.42 K"},
    {"property": "vapor_pressure", "value": "9 mmHg", "conditions": {"temperature": "20 °C"}},
    {"property": "ghs_hazards", "value": "H250, H302+H312, EUH014", "note": "of the liquid"},
]


def test_values_are_read_into_the_unit_of_their_property() -> None:
    page = PrecursorPage.model_validate({**PAGE, "values": VALUES})
    melting, pressure, hazards = reference_column([page])
    assert (melting["printed"], melting["low"], melting["unit"]) == ("288.42 K", 15.27, "°C")
    assert pressure["low"] == pytest.approx(9 * 1.33322387415)
    assert pressure["conditions"]["temperature"]["low"] == 20
    assert hazards["words"] == ["H250", "H302", "H312", "EUH014"]
    assert hazards["low"] is None
    assert hazards_in([melting, pressure, hazards]) == ["EUH014", "H250", "H302", "H312"]


def test_a_column_goes_back_to_the_pages_that_it_was_made_of() -> None:
    second = {**PAGE, "url": "https://example.org/other", "values": VALUES[:1]}
    given = [{**PAGE, "values": VALUES}, second]
    pages = [PrecursorPage.model_validate(one) for one in given]
    back = reference_pages(reference_column(pages))
    assert back is not None
    assert [PrecursorPage.model_validate(one) for one in back] == pages
    assert reference_pages([]) is None


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"property": "colour", "value": "red"}, '"colour" is none of'),
        ({"property": "theoretical_capacity", "value": "372 mAh/g"}, "is none of"),
        ({"property": "melting_point", "value": "15 nm"}, "melting_point: cannot read"),
        ({"property": "melting_point", "value": "-300 °C"}, "not possible"),
        ({"property": "ghs_hazards", "value": "H250; toxic"}, "no hazard statement"),
        (
            {"property": "vapor_pressure", "value": "9 mbar", "conditions": {"mood": "1"}},
            "there is no condition 'mood'",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(entry: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        PrecursorPage.model_validate({**PAGE, "values": [entry]})


@pytest.mark.parametrize("lacking", ["source", "url", "read_on"])
def test_no_value_without_its_page_and_day(lacking: str) -> None:
    page: dict[str, Any] = {**PAGE, "values": [{"property": "bulk_density", "value": "3.99 g/cm³"}]}
    MaterialPage.model_validate(page)
    del page[lacking]
    with pytest.raises(ValidationError, match=lacking):
        MaterialPage.model_validate(page)
