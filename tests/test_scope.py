"""What is said of a class is shown where it is and feeds nothing of single records."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from asc_kb.testing.markup import as_shown
from coatings.models import CoatingRead
from cycling.models import Outcome
from documents.exporting import export_paper
from documents.publishing import publish_paper
from documents.schema import PaperDocument, canonical
from documents.tests.documents import paper
from literature.models import Paper
from precursors.models import SourceTemperature
from tests.world import derive_stale

pytestmark = pytest.mark.usefixtures("review")

OF_A_PROCESS = [f"ASC-C{number:06d}" for number in range(1, 6)]
"""Al2O3 of refs. 45 and 66–69, of which the review prints the conditions of the process."""


def get(client: Client, path: str, **asked: str) -> Any:
    answer = client.get(f"/api/v1/{path}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def invented() -> dict[str, Any]:
    """A paper whose words are all in the review's vocabulary."""
    document = paper("invented-2020")
    document["coatings"][1]["substrate"]["material"] = "si"
    return document


def ids(client: Client, path: str, member: str = "id", **asked: str) -> set[str]:
    return {row[member] for row in get(client, path, page_size="1000", **asked)["results"]}


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ({"scope": "class"}, True),
        ({"scope": "any"}, True),
        ({"scope": "record"}, False),
        ({}, False),
    ],
)
def test_measurements_of_a_process_are_found_when_they_are_asked_for(
    client: Client, asked: dict[str, str], finds: bool
) -> None:
    asked = {"deposition_temperature_max": "200", **asked}
    found = ids(client, "measurements/", "coating", **asked)
    assert (set(OF_A_PROCESS) <= found) is finds
    assert set(OF_A_PROCESS).isdisjoint(found) is not finds


def test_an_unknown_scope_is_refused_with_the_nearest(client: Client) -> None:
    answer = client.get("/api/v1/measurements/?scope=clas")
    assert answer.status_code == 400
    assert "class" in answer.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"deposition_temperature_max": "200"},
        {"has": "deposition_temperature"},
        {"growth_per_cycle_min": "0"},
        {"has": "growth_per_cycle"},
    ],
)
def test_a_coating_is_not_found_by_what_is_said_of_its_process(
    client: Client, asked: dict[str, str]
) -> None:
    assert ids(client, "coatings/", **asked).isdisjoint(OF_A_PROCESS)


@pytest.mark.parametrize(
    "asked", [{"deposition_temperature_max": "200"}, {"has": "deposition_temperature"}]
)
def test_a_coating_is_found_by_what_is_said_of_its_class_where_that_is_asked_for(
    client: Client, asked: dict[str, str]
) -> None:
    of_record = ids(client, "coatings/", **asked)
    of_class = ids(client, "coatings/", scope="class", **asked)
    assert set(OF_A_PROCESS) <= of_class
    assert ids(client, "coatings/", scope="any", **asked) == of_record | of_class
    assert ids(client, "coatings/", scope="record", **asked) == of_record
    page = client.get("/coatings/", {"scope": "any", **asked})
    assert page.status_code == 200
    assert client.get("/api/v1/cycling/?scope=any&has=retention").status_code == 200
    wrong = client.get("/api/v1/coatings/?scope=clas")
    assert wrong.status_code == 400
    assert "class" in wrong.content.decode()


def test_a_record_shows_what_is_said_of_its_process_and_says_so(client: Client) -> None:
    record = get(client, "coatings/ASC-C000001/")
    assert {m["property"]: m["scope"] for m in record["measurements"]} == {
        "deposition_temperature": "class",
        "growth_per_cycle": "class",
    }
    assert record["deposition_temperature"] is None
    times = [step["time"] for step in record["process"]["steps"] if step["time"]]
    assert {time["scope"] for time in times} == {"class"}
    assert {time["source"]["at"] for time in times} == {"p. 10496"}
    inputs = [i for value in record["derived"].values() for i in value.get("inputs", [])]
    assert {i["what"] for i in inputs}.isdisjoint({"growth_per_cycle", "time"})
    page = as_shown(client.get("/coatings/ASC-C000001/").content.decode())
    # two measurements, two pulses, and two sentences on its cell
    assert page.count("said of the class") == 6
    measured, of_class = page.split('id="measured"')[1].split('id="of-class"')[:2]
    assert "said of the class" not in measured
    assert of_class.count("said of the class") >= 2
    assert "no times are reported of this film, but of its class" in page


def test_what_is_said_of_a_class_is_shown_on_the_class_once(client: Client) -> None:
    page = as_shown(client.get("/materials/al2o3/").content.decode())
    section = page.split('id="of-class"')[1].split("</section>")[0]
    assert "Deposition temperature" in section
    process = get(client, "coatings/ASC-C000001/")["process"]["key"]
    assert 'id="of-class"' in client.get(f"/processes/{process}/").content.decode()
    # each once, and not once for every coating
    rows = section.count("<tr>") - 1
    said = get(client, "measurements/", material="al2o3", scope="class")
    assert 0 < rows < said["count"]


def test_the_span_of_a_material_is_no_conductivity_of_one_film(client: Client) -> None:
    record = get(client, "coatings/ASC-C000055/")
    assert {m["scope"] for m in record["measurements"]} == {"class"}
    assert "ionic_conductivity" not in record["has"]
    assert "missing" in record["derived"]["ionic_conductivity_25c"]


def test_a_source_temperature_of_a_group_stays_out_of_ranges_and_shows(client: Client) -> None:
    grouped = SourceTemperature.objects.filter(precursor__key="naotbu", scope="class").get()
    shown = get(client, "precursors/naotbu/")["source_temperatures"]
    assert {value["printed"]: value["scope"] for value in shown}[grouped.printed] == "class"
    found = ids(client, "precursors/", "key", source_temperature_min="200")
    assert "naotbu" not in found


def test_a_sentence_about_several_systems_is_the_least_of_evidence(client: Client) -> None:
    grouped = Outcome.objects.filter(scope="class", than__isnull=False)
    assert grouped.count() == 15
    for outcome in grouped:
        assert outcome.than is not None
        record = get(client, f"cycling/{outcome.test.public_id}/")
        (told, *_) = (
            o
            for o in record["outcomes"]
            if (o["statement"], o["than"]) == (outcome.statement, outcome.than.public_id)
        )
        assert told["scope"] == "class"
        others = Outcome.objects.filter(test=outcome.test, than=outcome.than, scope="record")
        if told["evidence"] == "stated":
            assert others.exists()
    alone = get(client, "cycling/ASC-T000002/")
    assert {o["evidence"] for o in alone["outcomes"]} == {"group-statement"}
    assert "outcome" not in alone["has"]


def test_a_film_that_a_paper_does_not_report_is_withdrawn_with_its_reason(client: Client) -> None:
    for path in ("coatings/ASC-C000060", "cycling/ASC-T000044", "cycling/ASC-T000045"):
        answer = client.get(f"/api/v1/{path}/")
        assert answer.status_code == 410
        assert "withdrawn" in answer.content.decode()
    assert not CoatingRead.objects.filter(pk=60).exists()


@pytest.mark.parametrize(
    ("coating", "technique"),
    [("ASC-C000062", "ALD"), ("ASC-C000063", "ALD"), ("ASC-C000061", "ALD/MLD")],
)
def test_a_printed_technique_counts_where_no_steps_are_known(
    client: Client, coating: str, technique: str
) -> None:
    assert get(client, f"coatings/{coating}/")["technique"] == technique
    assert coating in ids(client, "coatings/", technique=technique)


def test_steps_that_are_known_decide_against_a_printed_technique(client: Client) -> None:
    document = invented()
    document["coatings"][0]["technique"] = "MLD"
    publish_paper(document)
    derive_stale()
    assert CoatingRead.objects.get(paper="invented-2020", material="al2o3").technique == "ALD"


def test_scopes_places_and_techniques_go_to_rows_and_back() -> None:
    document = invented()
    first = document["coatings"][0]
    dose = first["steps"][0]
    dose |= {"time": "0.1 s", "at": "p. 3", "extraction": "text", "scope": "class"}
    first["technique"] = "ALD"
    first["measurements"] = [{"property": "thickness", "value": "5 nm", "scope": "class"}]
    document["source_temperatures"][0]["scope"] = "class"
    document["cycling"][0]["conditions"] = {"temperature": {"value": "25 °C", "scope": "class"}}
    publish_paper(document)
    again = export_paper(Paper.objects.get(key="invented-2020"))
    kept = canonical(PaperDocument.model_validate(again))
    given = canonical(PaperDocument.model_validate(document))
    assert kept["coatings"][0]["steps"] == given["coatings"][0]["steps"]
    assert kept["coatings"][0]["technique"] == "ALD"
    assert kept["coatings"][0]["measurements"] == given["coatings"][0]["measurements"]
    assert kept["source_temperatures"] == given["source_temperatures"]
    assert kept["cycling"][0]["conditions"] == given["cycling"][0]["conditions"]
