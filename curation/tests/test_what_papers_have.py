"""What papers have, item by item: through the form, the spreadsheet and REST into a published
record, and from there on its page, in a filter and in the exported table."""

from __future__ import annotations

import copy
import csv
import html
import io
import re
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Role
from accounts.tests.people import person
from curation import actions
from curation.entry.posted import document_of, nodes_of
from curation.entry.states import pairs_of
from curation.models import Submission
from curation.sheets.parsing import read_workbook
from curation.sheets.writing import workbook_of
from documents.publishing import publish_vocabulary
from documents.schema import PaperDocument, canonical
from documents.tests.documents import VOCABULARY, paper
from tests.world import derive_stale

pytestmark = pytest.mark.django_db
PAGE = "https://example.org/films/1"


def _measured(name: str, value: str, **more: Any) -> dict[str, Any]:
    return {"property": name, "value": value, "at": "p. 3", **more}


MEASURED = [
    _measured("content", "2.1 at.%", of="C", method="FE-SEM"),
    _measured("area_specific_resistance", "12 Ω cm²"),
    _measured("particle_size", "10 µm"),
    _measured("bet_area", "0.3 m²/g"),
    _measured("nucleation_delay", "6 cycles"),
    _measured("ald_window", "150–225 °C"),
    _measured("step_coverage", "98 %", conditions={"aspect_ratio": "30"}),
    _measured("deposition_pressure", "2 mbar"),
    _measured("carrier_flow", "100 sccm"),
    _measured("exposure", "3 Pa s"),
    _measured("plasma_power", "300 W"),
    _measured("mass_gain_per_cycle", "38 ng/cm²"),
    _measured("anneal_temperature", "400 °C"),
    _measured("anneal_time", "2 h"),
    _measured("thickness", "5 nm", measured_on="witness", url=PAGE, read_on="2026-11-20"),
]
RESULTS = [
    {"sei_resistance": "42 Ω", "at_cycle": "10", "at": "Table 3"},
    {"charge_transfer_resistance_areal": "88 Ω cm²", "at_cycle": "10", "at": "Table 3"},
    {"lifetime_ratio": "2", "at": "p. 5"},
]
CONDITIONS = {
    "np_ratio": "1.1", "electrolyte_volume": "60 µL", "electrode_thickness": "70 µm",
    "electrode_area": "1.13 cm²", "counter_thickness": "50 µm",
}  # fmt: skip


def document() -> dict[str, Any]:
    """A paper that has every item."""
    found = paper("full-2031")
    coating, test = found["coatings"][0], found["cycling"][1]
    coating |= {
        "purpose": "solid electrolyte",
        "crystallinity": "partly crystalline",
        "phase": "gamma",
        "reactor_type": "hot-wall batch",
        "reactor": "Reactor 500",
        "carrier_gas": "argon",
        "saturated": "tma",
        "anneal_atmosphere": "dry air",
        "pretreatment": "ozone for 5 min",
        "measurements": copy.deepcopy(MEASURED),
    }
    coating["substrate"] |= {"form": "foil"}
    test["cell"] = {
        **test.get("cell", {}), "format": "CR2016", "separator": "Celgard 2400",
        "composition": "90:5:5 LCO, carbon, PVDF", "reference": "Li ring",
    }  # fmt: skip
    test["results"] = [*test.get("results", []), *copy.deepcopy(RESULTS)]
    test["conditions"] = {**test.get("conditions", {}), **CONDITIONS}
    test["segments"] = [
        {"kind": "formation", "cycles": "1-3", "charge": "0.1C", "discharge": "0.1C"},
        {"kind": "cycling", "cycles": "4-", "charge": "C/3", "discharge": "1C"},
    ]
    active = copy.deepcopy(found["coatings"][1])
    active |= {"key": "second-film", "purpose": "active electrode"}
    found["coatings"].append(active)
    return found


def words_of(page: str) -> str:
    """What is read on a page: tags left out, blanks of every kind alike."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", page)))


def same(one: Any, two: Any) -> bool:
    return canonical(PaperDocument.model_validate(one)) == canonical(
        PaperDocument.model_validate(two)
    )


def test_the_form_takes_all_of_it_and_keeps_nothing_aside() -> None:
    pairs = pairs_of(document())
    assert same(document_of(nodes_of(pairs), {}), document())
    assert not [name for name, text in pairs if name.endswith("_aside")]


def test_the_spreadsheet_holds_all_of_it() -> None:
    publish_vocabulary(VOCABULARY)
    filled = read_workbook(workbook_of(document()))
    assert filled.errors == []
    assert same(filled.document, document())


@pytest.fixture
def public() -> dict[str, Any]:
    """The paper over REST, approved; its records as the API gives them."""
    publish_vocabulary(VOCABULARY)
    client = APIClient()
    client.force_authenticate(person("ann"))
    made = client.post("/api/v1/submissions/", {"document": document()}, format="json")
    assert made.status_code == 201, made.content
    number = made.json()["number"]
    handed = client.post(f"/api/v1/submissions/{number}/submit/", {}, format="json")
    assert handed.status_code == 200, handed.content
    actions.approve(submission=Submission.objects.get(pk=number), by=person("ben", Role.CURATOR))
    derive_stale()
    coating = client.get("/api/v1/coatings/?purpose=solid electrolyte").json()["results"]
    test = client.get("/api/v1/cycling/?has=sei_resistance").json()["results"]
    assert (len(coating), len(test)) == (1, 1)
    return {
        "coating": client.get(f"/api/v1/coatings/{coating[0]['id']}/").json(),
        "test": client.get(f"/api/v1/cycling/{test[0]['id']}/").json(),
    }


FILTERS = (
    "coatings/?form=foil", "coatings/?crystallinity=partly crystalline", "coatings/?phase=gamma",
    "coatings/?purpose=active electrode", "coatings/?reactor_type=hot-wall batch",
    "coatings/?has=content", "coatings/?area_specific_resistance_min=11 Ω cm²",
    "coatings/?bet_area_min=0.2", "coatings/?particle_size_min=9", "coatings/?ald_window_min=150",
    "coatings/?nucleation_delay_min=5", "coatings/?step_coverage_min=95",
    "coatings/?deposition_pressure_min=1", "coatings/?carrier_flow_min=90",
    "coatings/?exposure_min=2", "coatings/?plasma_power_min=200",
    "coatings/?mass_gain_per_cycle_min=30", "coatings/?anneal_temperature_min=300",
    "coatings/?anneal_time_min=1", "coatings/?carrier_gas=argon", "coatings/?saturated=tma",
    "coatings/?reactor=Reactor 500", "coatings/?anneal_atmosphere=dry air",
    "measurements/?of=C&content_min=2", "measurements/?measured_on=witness",
    "measurements/?read_on_web=yes",
    "cycling/?has=sei_resistance", "cycling/?has=charge_transfer_resistance_areal",
    "cycling/?has=lifetime_ratio", "cycling/?np_ratio_min=1", "cycling/?electrolyte_volume_min=50",
    "cycling/?electrode_thickness_min=60", "cycling/?electrode_area_min=1",
    "cycling/?counter_thickness_min=40", "cycling/?cell_format=CR2016",
    "cycling/?separator=Celgard 2400",
)  # fmt: skip


def test_filters_find_each_of_it(public: dict[str, Any]) -> None:
    client = Client()
    found = {}
    for address in FILTERS:
        answer = client.get(f"/api/v1/{address}")
        found[address] = answer.json().get("count") if answer.status_code == 200 else "refused"
    assert {address: count for address, count in found.items() if count != 1} == {}


def test_rest_says_each_of_it(public: dict[str, Any]) -> None:
    coating, test = str(public["coating"]), str(public["test"])
    for word in (
        "partly crystalline", "gamma", "hot-wall batch", "Reactor 500", "argon", "dry air",
        "ozone for 5 min", "foil", "solid electrolyte", PAGE, "2026-11-20", "witness", "tma",
    ):  # fmt: skip
        assert word in coating, word
    for entry in MEASURED:
        assert entry["value"] in coating, entry
    for word in ("CR2016", "Celgard 2400", "90:5:5 LCO", "Li ring", "formation", "C/3"):
        assert word in test, word
    for value in ("42 Ω", "88 Ω cm²", *CONDITIONS.values()):
        assert value in test, value


def test_the_pages_show_each_of_it(public: dict[str, Any]) -> None:
    client = Client()
    page = client.get(f"/coatings/{public['coating']['id']}/").content.decode()
    assert f'href="{PAGE}"' in page
    coating = words_of(page)
    for word in (
        "artly crystalline", "gamma", "hot-wall batch", "Reactor 500", "argon", "dry air",
        "ozone for 5 min", "foil", "olid electrolyte", "20 November 2026", "witness",
        "12 Ω cm2", "0.3 m2/g", "10 µm", "6 cycles", "98 %", "100 sccm", "300 W", "2.1 at.%",
    ):  # fmt: skip
        assert word in coating, word
    test = words_of(client.get(f"/cycling/{public['test']['id']}/").content.decode())
    for word in (
        "CR2016", "Celgard 2400", "90:5:5 LCO", "42 Ω", "88 Ω cm2", "60 µL", "1.13 cm2", "C/3",
    ):  # fmt: skip
        assert word in test, word


def test_exported_tables_hold_each_of_it(public: dict[str, Any]) -> None:
    client = Client()

    def table(address: str) -> str:
        answer = client.get(f"/api/v1/{address}")
        assert answer.status_code == 200, address
        body = b"".join(answer)
        rows = list(csv.DictReader(io.StringIO(body.decode())))
        assert rows, address
        return str(rows)

    coatings = table("coatings/?purpose=solid electrolyte&format=csv")
    for word in (
        "partly crystalline", "gamma", "hot-wall batch", "Reactor 500", "argon", "dry air", "foil",
    ):  # fmt: skip
        assert word in coatings, word
    measured = table("measurements/?format=csv")
    for entry in MEASURED:
        assert entry["value"] in measured, entry
    for word in (PAGE, "2026-11-20", "witness"):
        assert word in measured, word
    tests = table("cycling/?has=sei_resistance&format=csv")
    for word in ("CR2016", "Celgard 2400", "60"):
        assert word in tests, word
    results = table("results/?format=csv")
    for word in ("42 Ω", "88 Ω cm²"):
        assert word in results, word
