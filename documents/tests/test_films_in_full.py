"""What papers say of a film and of how it was grown goes to rows and back, is found and shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from asc_kb.testing.markup import as_shown
from coatings.models import Coating, CoatingRead
from documents.publishing import publish_paper
from documents.tests.documents import paper
from documents.tests.test_where_read import derive, round_trip
from records.document.invalid import DocumentInvalid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

WORDS = {
    "pretreatment": "O2 plasma, 60 s",
    "reactor_type": "fluidised bed",
    "reactor": "built in house",
    "carrier_gas": "N2",
    "saturated": "tma",
    "not_saturated": ["h2o"],
    "anneal_atmosphere": "Ar",
    "crystallinity": "partly crystalline",
    "phase": "γ-Al2O3",
    "air_sensitivity": "stable in air",
    "sei_constituents": ["LiF", "Li2CO3"],
}
VALUES: list[dict[str, Any]] = [
    {"property": "content", "of": "Al", "value": "38 at.%", "method": "FE-SEM"},
    {"property": "content", "of": "C", "value": "<2 at.%", "measured_on": "witness"},
    {"property": "thickness", "value": "12 nm", "measured_on": "witness", "at": "Fig. 1"},
    {"property": "carrier_flow", "value": "200 sccm"},
    {"property": "deposition_pressure", "value": "0.5 Torr"},
    {"property": "mass_gain_per_cycle", "value": "33 ng/cm²/cycle"},
    {"property": "step_coverage", "value": "95 %", "conditions": {"aspect_ratio": "30:1"}},
    {"property": "bet_area", "value": "1.2 m² g⁻¹"},
    {"property": "particle_size", "value": "5 µm"},
    {"property": "ald_window", "value": "150–250 °C"},
    {"property": "area_specific_resistance", "value": "12 Ω cm²"},
    {
        "property": "growth_per_cycle",
        "value": "1.1 Å",
        "conditions": {"deposition_temperature": "150 °C", "plasma_power": "300 W"},
    },
]


def in_full(**changes: Any) -> dict[str, Any]:
    document = paper("doe-2020")
    film = document["coatings"][0] | WORDS | changes
    film["substrate"] = {"material": "li-metal", "role": "current collector", "form": "foil"}
    film["purpose"] = changes.get("purpose", "solid electrolyte")
    film["measurements"] = [dict(value) for value in VALUES]
    document["coatings"][0] = film
    test = document["cycling"][1]
    test["results"] += [
        {"charge_transfer_resistance": "85 Ω", "at_cycle": "3"},
        {"sei_resistance_areal": "12.5 Ω cm²"},
    ]
    return document


def test_all_of_it_goes_to_rows_and_back() -> None:
    sent, back = round_trip(in_full())
    assert back == sent
    row = CoatingRead.objects.get(paper="doe-2020", material="al2o3")
    assert row.deposition_pressure_low == pytest.approx(0.666612, rel=1e-5)
    assert (row.mass_gain_per_cycle_low, row.particle_size_low) == (33, 5)


def test_it_is_filtered_and_found(client: Client) -> None:
    publish_paper(in_full())
    derive()
    film = Coating.objects.get(key="al2o3-on-li").public_id
    asked: list[dict[str, Any]] = [
        {"crystallinity": "partly crystalline"},
        {"phase": "γ-Al2O3"},
        {"air_sensitivity": "stable in air"},
        {"form": "foil"},
        {"reactor_type": "fluidised bed"},
        {"sei_constituents": ["LiF", "Li2CO3"]},
        {"role": "current collector"},
        {"purpose": "solid electrolyte"},
        {"has": ["saturation", "content"]},
        {"area_specific_resistance_max": "0.002 Ω m²"},
        {"step_coverage_min": "90", "bet_area_max": "2 m2/g"},
        {"ald_window_min": "200 °C"},
        {"q": "γ-Al2O3 LiF"},
    ]
    for question in asked:
        answer = client.get("/api/v1/coatings/", question)
        assert answer.status_code == 200, answer.content
        found = [one["id"] for one in answer.json()["results"]]
        assert found == [film], question
    # the nearest word is named
    answer = client.get("/api/v1/coatings/?phase=gamma-Al2O3")
    assert answer.status_code == 400
    assert "γ-Al2O3" in answer.json()["errors"][0]["message"]
    carbon = client.get("/api/v1/measurements/?property=content&of=C&content_max=5").json()
    assert [one["printed"] for one in carbon["results"]] == ["<2 at.%"]
    assert carbon["results"][0]["measured_on"] == "witness"
    by = client.get("/api/v1/measurements/?method=FE-SEM").json()["results"]
    assert [(one["of"], one["method"]) for one in by] == [("Al", "FE-SEM")]
    facets = client.get("/api/v1/coatings/facets/").json()["facets"]
    assert {row["value"] for row in facets["sei_constituents"]} == {"LiF", "Li2CO3"}


def test_rest_and_page_give_it(client: Client) -> None:
    publish_paper(in_full())
    derive()
    film = Coating.objects.get(key="al2o3-on-li").public_id
    record = client.get(f"/api/v1/coatings/{film}/").json()
    assert record["substrate"]["form"] == "foil"
    assert record["deposition"] == {
        "pretreatment": "O2 plasma, 60 s",
        "reactor_type": "fluidised bed",
        "reactor": "built in house",
        "carrier_gas": "N2",
        "saturated": ["tma"],
        "not_saturated": ["h2o"],
        "anneal_atmosphere": "Ar",
    }
    assert record["sei_constituents"] == ["LiF", "Li2CO3"]
    coverage = next(m for m in record["measurements"] if m["property"] == "step_coverage")
    assert coverage["conditions"]["aspect_ratio"]["low"] == 30
    page = as_shown(client.get(f"/coatings/{film}/").content.decode())
    for words in ("partly crystalline", "fluidised bed", "Shown to saturate", "on witness", "foil"):
        assert words in page, words
    other = Coating.objects.get(key="li-eg-on-si").public_id
    assert "Shown to saturate" not in client.get(f"/coatings/{other}/").content.decode()
    csv = b"".join(client.get("/api/v1/coatings/?format=csv")).decode()
    for head in ("crystallinity", "substrate form", "plasma_power", "bet_area"):
        assert head in csv.splitlines()[0], head


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"property": "content", "value": "5 at.%"}, "of"),
        ({"property": "content", "of": "Xy", "value": "5 at.%"}, "of"),
        ({"property": "content", "of": "C", "value": "5 wt%"}, "value"),
        ({"property": "content", "of": "C", "value": "120 at.%"}, "value"),
        ({"property": "thickness", "of": "C", "value": "5 nm"}, "of"),
        ({"property": "thickness", "value": "5 nm", "method": "XRRR"}, "method"),
        ({"property": "thickness", "value": "5 nm", "measured_on": "wafer"}, "measured_on"),
        ({"property": "thickness", "value": "5 nm", "conditions": {"retention": "5 %"}},
         "conditions.retention"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_place(change: dict[str, Any], path: str) -> None:
    document = paper()
    document["coatings"][0]["measurements"] = [change]
    with pytest.raises(DocumentInvalid) as caught:
        publish_paper(document)
    assert [p.path for p in caught.value.problems] == [f"coatings[0].measurements[0].{path}"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("crystallinity", "crystaline"),
        ("reactor_type", "big"),
        ("saturated", ["no-such"]),
        ("sei_constituents", [""]),
        ("phase", "x" * 81),
    ],
)
def test_a_word_that_is_none_of_the_choices_is_refused(field: str, value: Any) -> None:
    with pytest.raises(DocumentInvalid) as caught:
        publish_paper(in_full(**{field: value}))
    assert caught.value.problems[0].path.startswith(f"coatings[0].{field}")
