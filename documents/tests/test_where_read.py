"""Where a number was read is data; what the paper itself says comes before a review's reading."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.test import Client

from asc_kb.testing.markup import as_shown
from coatings.models import Coating, CoatingRead, Measurement
from documents.exporting import export_paper
from documents.publishing import publish_paper
from documents.schema import PaperDocument, canonical
from documents.tests.documents import paper
from literature.models import Paper
from records.document.invalid import DocumentInvalid
from records.kinds import record_kinds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

PAGE = {"url": "https://example.org/articles/1", "read_on": "2026-11-26"}
OTHER = {"url": "https://repository.example.org/1.pdf", "read_on": "2026-11-25"}


def derive() -> None:
    for kind in record_kinds():
        kind.derivation.run(kind.derivation.waiting(limit=1000))


def round_trip(document: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was sent and what comes back from the rows, ids apart."""
    publish_paper(document)
    back = canonical(
        PaperDocument.model_validate(export_paper(Paper.objects.get(key=document["key"])))
    )
    sent = canonical(PaperDocument.model_validate(document))
    for data in (back, sent):
        data.pop("id", None)
        for entry in (*data["coatings"], *data["cycling"]):
            entry.pop("id", None)
    return sent, back


def read_on_the_web() -> dict[str, Any]:
    document = paper("doe-2020")
    film, test = document["coatings"][0], document["cycling"][1]
    film |= {**PAGE, "section": "Results", "extraction": "abstract"}
    film["measurements"][0] |= {**OTHER, "extraction": "abstract"}
    film["measurements"][1] |= {"url": PAGE["url"], "section": "2.1"}
    film["steps"][0]["url"] = OTHER["url"]
    test |= PAGE
    test["results"][1] |= {**OTHER, "section": "3"}
    test["conditions"]["rate"]["read_on"] = "2026-11-24"
    document["source_temperatures"][0] |= {**PAGE, "section": "Methods"}
    return document


def test_where_a_number_was_read_goes_to_rows_and_back() -> None:
    sent, back = round_trip(read_on_the_web())
    assert back == sent
    film = Coating.objects.get(key="al2o3-on-li")
    urls = {m.property: (m.url, str(m.read_on)) for m in film.measurements.all()}
    assert urls["growth_per_cycle"] == tuple(OTHER.values())
    # the others have the page of their coating, whether they repeat it or not
    assert urls["cycles"] == urls["density"] == tuple(PAGE.values())


def test_rest_and_pages_name_the_page_and_the_day(client: Client) -> None:
    publish_paper(read_on_the_web())
    derive()
    film = Coating.objects.get(key="al2o3-on-li").public_id
    record = client.get(f"/api/v1/coatings/{film}/").json()
    first, second = (m["source"] for m in record["measurements"][:2])
    assert (first["url"], first["read_on"], first["extraction"]) == (*OTHER.values(), "abstract")
    assert (second["url"], second["section"]) == (PAGE["url"], "2.1")
    dose, purge = (step["time"]["source"] for step in record["process"]["steps"][:2])
    assert dose["url"] == OTHER["url"]
    assert (purge["url"], purge["section"]) == (PAGE["url"], "Results")
    page = as_shown(client.get(f"/coatings/{film}/").content.decode())
    assert f'href="{OTHER["url"]}"' in page
    assert "read 25 November 2026" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "example.org/1"),
        ("url", "javascript:alert(1)"),
        ("url", "https://example.org/<b>"),
        ("read_on", "2026"),
        ("read_on", "2026-02-30"),
        ("read_on", "yesterday"),
    ],
)
def test_what_is_no_page_or_no_day_is_refused_at_its_place(field: str, value: str) -> None:
    document = paper()
    document["coatings"][0]["measurements"][0][field] = value
    with pytest.raises(DocumentInvalid) as caught:
        publish_paper(document)
    (problem,) = caught.value.problems
    assert problem.path == f"coatings[0].measurements[0].{field}"


def read_twice() -> dict[str, Any]:
    """A paper that a review was read for first: its film 200 cycles thick, and 1 Å a cycle."""
    document = paper("roe-2019", via={"paper": "review-2025", "number": 7})
    for entry in (*document["coatings"], *document["cycling"]):
        entry.pop("id", None)
    document["coatings"][0]["measurements"] += [
        {
            "property": "growth_per_cycle",
            "value": "1.3 Å",
            "via": {"paper": "roe-2019"},
            **PAGE,
        },
        {
            "property": "ionic_conductivity",
            "value": "9e-8 S/cm",
            "conditions": {"temperature": "60 °C"},
            "via": {"paper": "roe-2019"},
        },
    ]
    document["cycling"][1]["results"] += [
        {"retention": "70 %", "at_cycle": 200, "via": {"paper": "roe-2019"}},
        {"retention": "90 %", "at_cycle": 100, "via": {"paper": "roe-2019"}},
    ]
    return document


def test_a_first_hand_number_comes_before_the_reviews_of_the_same_thing(client: Client) -> None:
    publish_paper(paper("review-2025", coatings=[], cycling=[]))
    document = read_twice()
    sent, back = round_trip(document)
    assert back == sent
    derive()
    row = CoatingRead.objects.get(paper="roe-2019", material="al2o3")
    assert (row.growth_per_cycle_low, row.growth_per_cycle_high) == (1.3, 1.3)
    # another temperature is another thing: both conductivities stand
    assert (row.ionic_conductivity_low, row.ionic_conductivity_high) == (3.6e-8, 9e-8)
    inputs = row.derived["thickness"]["inputs"]
    assert [i["value"] for i in inputs if i["what"] == "growth_per_cycle"] == ["1.3 Å"]
    found = client.get("/api/v1/coatings/?growth_per_cycle_max=1.1").json()["results"]
    assert str(row) not in {one["id"] for one in found}
    # the review's reading stays, and says that it does not count
    record = client.get(f"/api/v1/coatings/{row}/").json()
    told = {m["printed"]: m["superseded"] for m in record["measurements"]}
    assert told["~1 Å"] is True
    assert told["1.3 Å"] is told["200"] is False
    page = as_shown(client.get(f"/coatings/{row}/").content.decode())
    assert page.count("its own number counts") == 2  # a growth and, of its cell, a retention
    # and that the two differ is told, with both places
    (flag,) = (f for f in row.flags if f["code"] == "sources_disagree")
    for words in ("~1 Å", "1.3 Å", PAGE["url"], "ASC-P", "counts"):
        assert words in flag["reason"]


def test_of_results_only_those_at_the_same_cycle_give_way() -> None:
    publish_paper(paper("review-2025", coatings=[], cycling=[]))
    publish_paper(read_twice())
    rows = Measurement.objects.filter(coating__paper__key="roe-2019", superseded=True)
    assert [row.property for row in rows] == ["growth_per_cycle"]
    test = Paper.objects.get(key="roe-2019").cycling_tests.get(key="coated")
    told = {row.printed: row.superseded for row in test.results.all()}
    assert told == {"~80 %": True, "70 %": False, "90 %": False}


def test_two_pages_that_disagree_are_both_kept_and_flagged() -> None:
    document = paper("doe-2020")
    film = document["coatings"][0]
    film["measurements"] = [
        {"property": "thickness", "value": "5 nm", **PAGE},
        {"property": "thickness", "value": "7.5 nm", **OTHER},
        {"property": "density", "value": "3.0 g/cm³", **PAGE},
        {"property": "density", "value": "~3.1 g/cm³", **OTHER},
    ]
    publish_paper(document)
    derive()
    row = CoatingRead.objects.get(paper="doe-2020", material="al2o3")
    assert (row.thickness_low, row.thickness_high) == (5, 7.5)
    (flag,) = (f for f in row.flags if f["code"] == "sources_disagree")
    assert "5 nm" in flag["reason"]
    assert "both are kept" in flag["reason"]
    assert orjson.loads(row.list_json)["thickness"]["source"]["url"] is None  # of several
