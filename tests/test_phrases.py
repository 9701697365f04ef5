"""What people type leads to the list and the filters that they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from coatings.filters import (
    CoatingFilter,
    MaterialFilter,
    MethodFilter,
    ProcessFilter,
    SubstrateFilter,
)
from coatings.models import Substrate
from cycling.filters import TestFilter
from explore.searching import routed
from precursors.filters import PrecursorFilter
from precursors.models import Precursor

pytestmark = pytest.mark.django_db
_QUESTIONS = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text())
_FURTHER = Path(settings.BASE_DIR) / "fixtures" / "vocabulary"


@pytest.fixture
def further_words(review: None) -> None:
    """The vocabulary of all papers: the review alone has few cathodes."""
    files = [str(_FURTHER / f"{name}.yaml") for name in ("materials", "substrates", "precursors")]
    call_command("load_papers", *files, verbosity=0)


def read(phrase: str, filters: Any = CoatingFilter, **more: str) -> dict[str, list[str]]:
    data = QueryDict(mutable=True)
    data.update({"q": phrase, **more})
    asked: dict[str, list[str]] = filters(data).asked
    return asked


def _led(phrase: str) -> tuple[str, dict[str, set[str]]]:
    found = routed(phrase)
    return found.list.name, {name: {*values} for name, values in found.filters.asked.items()}


def _expected(line: str) -> tuple[str, dict[str, set[str]]]:
    name, _, query = line.partition("?")
    asked: dict[str, set[str]] = {}
    for parameter, value in parse_qsl(
        query.replace("SILICON", "substrate=*Si").replace("+", "%2B")
    ):
        asked.setdefault(parameter, set()).update(_silicon() if value == "*Si" else {value})
    return name, asked


def _silicon() -> set[str]:
    """Whatever is silicon, or is called by it first, in any form."""
    rows = Substrate.objects.values_list("key", "formula", "name")
    return {key for key, formula, name in rows if formula == "Si" or (name.startswith("Si "))}


@pytest.mark.parametrize(("part", "least"), [("first", 55), ("later", 20)])
def test_questions_lead_to_the_right_list(further_words: None, part: str, least: int) -> None:
    wrong = {
        phrase: _led(phrase)
        for phrase, line in _QUESTIONS[part].items()
        if _led(phrase) != _expected(line)
    }
    assert len(_QUESTIONS[part]) - len(wrong) >= least, wrong


@pytest.mark.parametrize(
    ("phrase", "asked"),
    [
        ("thickness 5-10 nm", {"thickness_min": ["5 nm"], "thickness_max": ["10 nm"]}),
        ("conductivity over 10-7 S/cm", {"ionic_conductivity_min": ["10^-7 S/cm"]}),
        ("grown between 100 and 150 °C", None),
        ("thicker than 5 kg", {"q": ["thicker 5 kg"]}),
        ('"alumina on lithium"', {"q": ["alumina on lithium"]}),
        ("alumina qwertz", {"material": ["al2o3"], "q": ["qwertz"]}),
        ("the", {"q": ["the"]}),
        ("LiOᵗBu", {"precursor": ["liotbu"]}),
        ("TMA/H2O", {"precursor": ["tma", "h2o"]}),
        ("without TMA", {"without_precursor": ["tma"]}),
        ("before 2018", {"year_max": ["2017"]}),
    ],
)
def test_pieces_are_read_as_filters(review: None, phrase: str, asked: Any) -> None:
    if asked is None:
        asked = {"deposition_temperature_min": ["100 °C"], "deposition_temperature_max": ["150 °C"]}
    assert read(phrase) == asked


def test_a_phrase_narrows_what_is_asked_already(review: None) -> None:
    """Two materials would widen the list: the second is searched for as a word."""
    assert read("alumina", material="tio2") == {"material": ["tio2"], "q": ["alumina"]}
    assert read("alumina", precursor="tma") == {"material": ["al2o3"], "precursor": ["tma"]}


def test_a_phrase_gives_the_rows_of_its_filters(review: None) -> None:
    said = CoatingFilter(QueryDict("q=alumina on lithium"))
    meant = CoatingFilter(QueryDict("material=al2o3&substrate=li-metal"))
    assert {*said.qs} == {*meant.qs}
    assert said.count() == meant.count() > 0


def test_rest_tells_how_it_understood(review: None, client: Client) -> None:
    body = client.get("/api/v1/coatings/", {"q": "alumina on lithium qwertz"}).json()
    assert body["understood"] == [
        {"text": "alumina", "as": "material", "value": "al2o3"},
        {"text": "lithium", "as": "substrate", "value": "li-metal"},
        {"text": "qwertz", "as": "words", "value": "qwertz"},
    ]
    assert "understood" not in client.get("/api/v1/coatings/").json()


def test_a_slip_in_a_phrase_is_offered_right(review: None, client: Client) -> None:
    body = client.get("/api/v1/coatings/", {"q": "alumnia on lithium"}).json()
    assert body["count"] == 0
    assert body["did_you_mean"] == "alumina on lithium"


def test_a_page_shows_chips_that_can_be_taken_away(review: None, client: Client) -> None:
    page = client.get("/coatings/", {"q": "alumina on lithium"}).content.decode()
    assert 'href="/coatings/?substrate=li-metal"' in page
    assert 'href="/coatings/?material=al2o3"' in page
    assert "is read as the filters above" in page


def test_what_was_not_understood_is_told(review: None, client: Client) -> None:
    page = client.get("/coatings/", {"q": "alumina qwertz"}).content.decode()
    assert "<b>qwertz</b>" in page


def test_the_search_leads_to_lists_and_records(review: None, client: Client) -> None:
    answer = client.get(reverse("search"), {"q": "papers by Karppinen 2020"})
    assert answer.headers["Location"] == "/papers/?q=papers+by+Karppinen+2020"
    answer = client.get(reverse("search"), {"q": "asc-c000001"})
    assert answer.headers["Location"] == "/coatings/ASC-C000001/"


def test_plasma_is_said_of_known_processes_alone(review: None) -> None:
    plasma = set(Precursor.objects.filter(state="plasma").values_list("key", flat=True))
    with_one = CoatingFilter(QueryDict("plasma=yes")).qs
    without = CoatingFilter(QueryDict("plasma=no")).qs
    assert with_one.exists()
    assert without.exists()
    assert not without.filter(process="").exists()
    assert not without.filter(precursors__overlap=sorted(plasma)).exists()
    assert all(row.pk not in {*without.values_list("pk", flat=True)} for row in with_one)


def test_authors_are_found_beyond_the_first(review: None, client: Client) -> None:
    body = client.get("/api/v1/papers/", {"author": "Karppinen", "year_min": "2020"}).json()
    assert body["count"] > 0
    wrong = client.get("/api/v1/papers/", {"author": "Karpinen"})
    assert wrong.status_code == 400
    assert "karppinen" in wrong.content.decode()
    assert read("Karppinen", TestFilter)["author"] == ["karppinen"]


@pytest.mark.parametrize(
    ("typed", "kind", "label"),
    [
        ("alumina on lith", "search", "alumina on Li metal"),
        ("karpp", "author", "Karppinen"),
        ("ionic con", "property", "Ionic conductivity"),
        ("Al2O3 thinner than 10 nm", "search", "Al₂O₃ thinner than 10 nm"),
    ],
)
def test_phrases_are_suggested(
    review: None, client: Client, typed: str, kind: str, label: str
) -> None:
    found = client.get("/suggest/", {"q": typed}).json()["suggestions"]
    assert (kind, label) in [(one["kind"], one["label"]) for one in found]
    assert all(client.get(one["page"], follow=True).status_code == 200 for one in found)


def test_about_so_much_is_a_tenth_on_either_side(review: None) -> None:
    asked = read("alumina around 10 nm thick")
    assert (asked["thickness_min"], asked["thickness_max"]) == (["9"], ["11"])
    asked = read("thickness ~ 5-20 nm")
    assert (asked["thickness_min"], asked["thickness_max"]) == (["5 nm"], ["20 nm"])
    assert read("papers about alumina").get("thickness_min") is None


@pytest.mark.parametrize(
    ("typed", "address", "found"),
    [
        ("pyrophoric", "precursors", {"tma"}),
        ("natural SEI", "materials", {"lif", "naf", "li2o", "li2co3", "li-eg-co2"}),
        ("air-sensitive", "materials", {"li-hq", "li-eg"}),
        ("amorphous", "coatings", {"ASC-C000008"}),
    ],
)
def test_what_is_said_of_substances_and_films_is_found(
    review: None, client: Client, typed: str, address: str, found: set[str]
) -> None:
    rows = client.get(f"/api/v1/{address}/", {"q": typed, "page_size": "100"}).json()["results"]
    assert {row.get("key") or row["id"] for row in rows} == found


@pytest.mark.parametrize(
    ("phrase", "filters", "expected"),
    [
        ("alumina", MaterialFilter, {"id": ["al2o3"]}),
        ("TiO2", MaterialFilter, {"id": ["tio2"]}),
        (
            "hybrid films on lithium",
            MaterialFilter,
            {"material_class": ["hybrid"], "substrate": ["li-metal"]},
        ),
        ("films with fluorine", MaterialFilter, {"element": ["F"]}),
        (
            "cathodes coated with LiPON",
            SubstrateFilter,
            {"role": ["cathode"], "material": ["lipon"]},
        ),
        ("solid electrolytes", SubstrateFilter, {"role": ["solid electrolyte"]}),
        ("electron microscopy", MethodFilter, {"method": ["Electron-microscopy"]}),
        (
            "LiPON from LiOtBu",
            ProcessFilter,
            {"material": ["lipon"], "precursor": ["liotbu"]},
        ),
        ("TMA and water", ProcessFilter, {"precursor": ["tma", "h2o"]}),
        ("liquid precursors", PrecursorFilter, {"state": ["liquid"]}),
        ("TMA", PrecursorFilter, {"id": ["tma"]}),
    ],
)
def test_every_list_of_words_reads_phrases(
    review: None, phrase: str, filters: Any, expected: dict[str, list[str]]
) -> None:
    assert read(phrase, filters) == expected


def test_silicon_anodes_are_electrodes_of_silicon_in_any_form(review: None) -> None:
    asked = read("silicon anodes", SubstrateFilter)
    assert {*asked["id"]} == _silicon()
    assert asked["role"] == ["anode"]


@pytest.mark.parametrize(
    "address", ["materials", "substrates", "methods", "processes", "precursors"]
)
def test_a_list_of_words_tells_what_it_did_not_understand(
    review: None, client: Client, address: str
) -> None:
    answer = client.get(f"/api/v1/{address}/", {"q": "XPS lithium gurgle"}).json()
    assert {"text": "gurgle", "as": "words", "value": "gurgle"} in answer["understood"]
    assert "gurgle" in client.get(f"/{address}/", {"q": "XPS lithium gurgle"}).content.decode()
