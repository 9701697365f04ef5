"""Reference data of words from their document to pages, REST, filters and recipes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict

from documents.publishing.vocabulary import publish_vocabulary
from documents.vocabulary import export_vocabulary
from explore.recipes.answer import Answer
from explore.recipes.shelf import ShelfFilter

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("review")

SCHEMA = "asc-vocabulary/1"
PAGE = {"source": "A handbook", "url": "https://example.org/page", "read_on": "2026-11-27"}


def page(**values: str) -> list[dict[str, Any]]:
    entries = [{"property": name, "value": value} for name, value in values.items()]
    return [{**PAGE, "values": entries}]


def give(section: str, key: str, reference: list[dict[str, Any]]) -> dict[str, Any]:
    """Publish the word as it is on record, with this reference data."""
    entries: Any = export_vocabulary()[section][section]
    entry = next(one for one in entries if one["key"] == key)
    document = {"schema": SCHEMA, section: [{**entry, "reference": reference}]}
    publish_vocabulary(document)
    return document


def test_a_precursor_says_its_hazards_and_where_they_were_read(client: Client) -> None:
    given = give("precursors", "tma", page(ghs_hazards="H250, H260", melting_point="15 °C"))
    body = client.get("/api/v1/precursors/tma/").json()
    assert body["hazards"] == ["H250", "H260"]
    hazards, melting = body["reference"]
    assert hazards["words"] == ["H250", "H260"]
    assert (melting["low"], melting["unit"], melting["url"]) == (15.0, "°C", PAGE["url"])
    text = client.get("/precursors/tma/").content.decode()
    assert "H250, H260" in text
    assert "example.org</a>, read 27 November 2026" in text
    assert not publish_vocabulary(given).changed


def test_lists_find_words_by_what_is_on_record_of_them(client: Client) -> None:
    give("precursors", "tma", page(ghs_hazards="H250"))
    give("materials", "al2o3", page(bulk_density="3990 kg/m³"))
    give("substrates", "graphite", page(theoretical_capacity="372 mAh/g"))

    def keys(address: str) -> list[str]:
        return [row["key"] for row in client.get(f"/api/v1/{address}").json()["results"]]

    assert keys("precursors/?hazard=H250") == ["tma"]
    assert keys("precursors/?has=ghs_hazards") == ["tma"]
    assert keys("precursors/?has=ghs_hazards&has=melting_point") == []
    assert keys("materials/?has=bulk_density") == ["al2o3"]
    assert keys("substrates/?has=theoretical_capacity") == ["graphite"]
    assert client.get("/api/v1/precursors/?hazard=H999").status_code == 400


def test_the_document_of_a_word_keeps_its_pages() -> None:
    reference = page(bulk_density="2.64 g/cm³")
    give("materials", "lif", reference)
    entries: Any = export_vocabulary()["materials"]["materials"]
    assert next(one for one in entries if one["key"] == "lif")["reference"] == reference
    assert all("reference" not in one for one in entries if one["key"] != "lif")


def test_recipes_take_the_melting_point_that_a_page_prints() -> None:
    query = QueryDict("precursor=tma&electrode=limn2o4&substrate_max=2000")
    assert Answer(ShelfFilter(query)).melting is None
    give("substrates", "limn2o4", page(melting_point="1100–1130 °C"))
    answer = Answer(ShelfFilter(query))
    assert answer.melting == ("LiMn2O4", 1100.0)
    assert answer.limits.hottest_substrate == 1100.0
