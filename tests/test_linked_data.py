"""Records as linked data: expanded by a JSON-LD processor that may load our context alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from pyld import jsonld

from coatings.models import Method
from records.templatetags.linking import json_ld
from science.properties import PROPERTIES
from science.terms import CLASSES, METHODS, QUANTITIES, UNITS
from tests.test_rest_lists import get

if TYPE_CHECKING:
    from django.test import Client

SCHEMA = "http://schema.org/"
IONIC = (
    "https://w3id.org/emmo/domain/electrochemistry"
    "#electrochemistry_25dabdc2_68bf_4a38_8cbe_11be017358bc"
)
PAGES = (
    "coatings/ASC-C000024/",
    "cycling/ASC-T000002/",
    "papers/ASC-P000001/",
    "precursors/tma/",
    "materials/al2o3/",
    "substrates/li-metal/",
    "methods/SEM/",
)


def expand(client: Client, document: dict[str, Any]) -> dict[str, Any]:
    def load(address: str, options: Any) -> dict[str, Any]:
        assert address == f"{settings.PUBLIC_URL}/api/v1/context.jsonld", "nothing else is loaded"
        answer = client.get("/api/v1/context.jsonld")
        assert answer["Content-Type"] == "application/ld+json"
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": answer.json(),
        }

    (found,) = jsonld.expand(document, {"documentLoader": load})
    return dict(found)


def only(values: list[dict[str, Any]]) -> Any:
    (value,) = values
    return value.get("@id", value.get("@value"))


@pytest.mark.usefixtures("review")
def test_a_coating_expands_to_terms_that_other_tools_know(client: Client) -> None:
    record = get(client, "coatings/ASC-C000024/")
    found = expand(client, record["json_ld"])
    assert found["@type"] == [f"{SCHEMA}Dataset"]
    assert found["@id"] == record["page"]
    variables = found[f"{SCHEMA}variableMeasured"]
    (ionic,) = [one for one in variables if IONIC in one["@type"]]
    measured = next(m for m in record["measurements"] if m["property"] == "ionic_conductivity")
    assert only(ionic[f"{SCHEMA}value"]) == measured["low"] == measured["high"]
    assert only(ionic[f"{SCHEMA}unitCode"]) == "http://qudt.org/vocab/unit/S-PER-CentiM"
    assert only(ionic[f"{SCHEMA}propertyID"]).endswith("/data/#ionic_conductivity")
    film, growth = found[f"{SCHEMA}about"]
    assert film["@type"] == [f"{SCHEMA}ChemicalSubstance"]
    assert growth["@type"] == ["http://purl.obolibrary.org/obo/CHMO_0001311"]
    (impedance,) = found[f"{SCHEMA}measurementTechnique"]
    assert only(impedance[f"{SCHEMA}sameAs"]) == "http://purl.obolibrary.org/obo/CHMO_0000423"
    (paper,) = found[f"{SCHEMA}isBasedOn"]
    assert paper["@type"] == [f"{SCHEMA}ScholarlyArticle"]


@pytest.mark.usefixtures("review")
def test_no_film_grown_with_an_organic_precursor_is_called_atomic_layer_deposition(
    client: Client,
) -> None:
    for item in get(client, "coatings/?page_size=1000")["results"]:
        linked = client.get(f"/api/v1/coatings/{item['id']}/?format=jsonld")
        assert linked["Content-Type"] == "application/ld+json"
        assert (CLASSES["AtomicLayerDeposition"] in linked.content.decode()) == (
            item["technique"] == "ALD"
        )


@pytest.mark.usefixtures("review")
def test_a_bound_has_one_end_and_no_value(client: Client) -> None:
    thin = get(client, "coatings/ASC-C000003/")["json_ld"]["variableMeasured"]
    (thickness,) = [one for one in thin if one["propertyID"].endswith("#thickness")]
    assert thickness["maxValue"] == 3.0
    assert not {"value", "minValue"} & set(thickness)


@pytest.mark.usefixtures("review")
def test_every_record_expands_and_its_page_holds_the_same(client: Client) -> None:
    for address in PAGES:
        linked = client.get(f"/api/v1/{address}", headers={"accept": "application/ld+json"})
        assert linked["Content-Type"] == "application/ld+json", address
        assert linked.json() == get(client, address)["json_ld"]
        found = expand(client, linked.json())
        assert found["@id"].endswith(f"/{address}")
        assert all(one.startswith("http") for one in found["@type"])
        page = client.get(f"/{address}").content.decode()
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        assert json.loads(block) == linked.json()
    home = client.get("/").content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', home)
    assert expand(client, json.loads(block))["@type"] == [f"{SCHEMA}DataCatalog"]
    refused = client.get("/api/v1/coatings/ASC-C000024/?format=jsonld&fields=id")
    assert refused.json()["errors"][0]["parameter"] == "fields"


@pytest.mark.usefixtures("review")
def test_the_words_of_a_coating_expand_to_what_they_are(client: Client) -> None:
    found = {}
    for plural in ("materials", "substrates", "methods"):
        for item in get(client, f"{plural}/?page_size=1000")["results"]:
            linked = get(client, f"{plural}/{item['key']}/")["json_ld"]
            found[plural, item["key"]] = expand(client, linked)
            assert only(found[plural, item["key"]][f"{SCHEMA}name"]) == item["name"]
    alumina = found["materials", "al2o3"]
    assert alumina["@type"] == [f"{SCHEMA}ChemicalSubstance"]
    assert only(alumina[f"{SCHEMA}chemicalComposition"]) == "Al2O3"
    laminates = [m for m in get(client, "materials/?page_size=1000")["results"] if m["phases"]]
    for laminate in laminates:
        parts = found["materials", laminate["key"]][f"{SCHEMA}hasBioChemEntityPart"]
        keys = [part["@id"].split("/")[-2] for part in parts]
        assert keys == [phase["key"] for phase in laminate["phases"]]
    assert laminates
    lithium = found["substrates", "li-metal"]
    assert lithium["@type"] == [f"{SCHEMA}DefinedTerm"]
    (words,) = lithium[f"{SCHEMA}inDefinedTermSet"]
    assert words["@id"] == f"{settings.PUBLIC_URL}/substrates/"
    for key, chmo in METHODS.items():
        assert only(found["methods", key][f"{SCHEMA}sameAs"]) == chmo


@pytest.mark.usefixtures("review")
def test_terms_are_given_to_what_there_is() -> None:
    assert set(QUANTITIES) <= set(PROPERTIES)
    assert set(QUANTITIES.values()) <= set(CLASSES)
    assert set(UNITS) <= {declared.unit for declared in PROPERTIES.values()}
    assert set(METHODS) <= set(Method.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_the_committed_context_is_the_one_served(client: Client) -> None:
    committed = Path(settings.BASE_DIR) / "docs" / "context.jsonld"
    assert json.loads(committed.read_text()) == client.get("/api/v1/context.jsonld").json()


def test_nothing_in_a_block_of_data_can_end_it() -> None:
    hostile = {"name": "</script><script>alert(1)</script><!-- &"}
    block = str(json_ld(hostile))
    assert block.count("<") == 2
    assert json.loads(block.split(">", 1)[1].rsplit("<", 1)[0]) == hostile
