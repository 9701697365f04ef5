"""*Reviewed* is true: a later change of anything that a record says takes it away."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from accounts.tests.people import person
from coatings.models import Coating
from curation import actions
from cycling.models import CyclingTest
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from tests.world import derive_stale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


class Reviewed:
    """A paper of which everything was reviewed."""

    def __init__(self) -> None:
        self.ada, self.bea = person("ada"), person("bea", Role.CURATOR)
        self.approve(paper())

    def approve(self, document: dict[str, Any], **more: Any) -> None:
        draft = actions.create_submission(by=self.ada, document=document, **more)
        actions.submit(submission=draft, by=self.ada)
        actions.approve(submission=draft, by=self.bea)


@pytest.fixture
def world() -> Reviewed:
    return Reviewed()


def statuses() -> dict[str, str]:
    """The status of every record by its key, those in short that are as reviewed."""
    return {
        key: status
        for model in (Coating, CyclingTest)
        for key, status in model._default_manager.values_list("key", "review_status")
    }


def changed() -> set[str]:
    return {key for key, status in statuses().items() if status == "changed since review"}


def word(kind: str, key: str, **changes: Any) -> dict[str, Any]:
    entry = next(e for e in VOCABULARY[kind] if e["key"] == key)
    return {"schema": "asc-vocabulary/1", kind: [{**entry, **changes}]}


def test_what_is_loaded_is_not_reviewed_and_what_is_approved_is(world: Reviewed) -> None:
    assert set(statuses().values()) == {"reviewed"}
    other = paper("roe-2021")
    other["citation"]["page"] = "11-20"
    publish_paper(other)
    rows = Coating.objects.filter(paper__key="roe-2021")
    assert set(rows.values_list("review_status", flat=True)) == {"not reviewed"}


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        (word("precursors", "tma", smiles="", formula="C3H10Al"), {"al2o3-on-li"}),
        (word("precursors", "tma", name="Trimethylalane"), {"al2o3-on-li"}),
        (word("precursors", "tma", aliases=["TMAl"], note="dried"), set()),
        (word("materials", "li-eg", charge_carrier=None), {"li-eg-on-si"}),
        (word("materials", "al2o3", aliases=["alumina", "corundum"]), set()),
        (word("substrates", "si-wafer", role="anode"), {"li-eg-on-si"}),
        (word("substrates", "li-metal", formula="Li2"), {"al2o3-on-li", "bare", "coated"}),
        (word("methods", "FE-SEM", name="Field emission"), {"al2o3-on-li"}),
    ],
)
def test_the_substance_of_a_word_touches_what_uses_it(
    world: Reviewed, change: dict[str, Any], touched: set[str]
) -> None:
    publish_vocabulary(change)
    assert changed() == touched


def test_the_same_vocabulary_again_touches_nothing(world: Reviewed) -> None:
    publish_vocabulary(VOCABULARY)
    assert changed() == set()


def test_a_laminate_is_touched_by_its_phases(world: Reviewed) -> None:
    phases = [{"material": "al2o3"}]
    publish_vocabulary(word("materials", "li-eg", phases=phases))
    assert changed() == {"li-eg-on-si"}


def test_the_own_entry_the_via_and_source_temperatures_touch(world: Reviewed) -> None:
    document = copy.deepcopy(paper())
    document["coatings"][0]["measurements"][0]["value"] = "2 Å"
    publish_paper(document)
    assert changed() == {"al2o3-on-li"}
    document["source_temperatures"][0]["value"] = "150 °C"
    publish_paper(document)
    assert changed() == {"al2o3-on-li", "li-eg-on-si"}
    publish_paper(
        {**paper("review-2024"), "coatings": [], "cycling": []}
        | {"citation": {**paper()["citation"], "page": "99"}}
    )
    document["via"] = {"paper": "review-2024", "number": 3}
    publish_paper(document)
    assert changed() == set(statuses()) - set()
    assert len(changed()) == 5


def test_a_second_look_gives_it_back(world: Reviewed) -> None:
    publish_vocabulary(word("precursors", "tma", name="Trimethylalane"))
    draft = actions.create_submission(by=world.ada, document=paper())
    actions.submit(submission=draft, by=world.ada)
    section = "coatings[al2o3-on-li]"
    actions.mark_section(submission=draft, by=world.bea, section=section, mark="passed")
    actions.approve(submission=draft, by=world.bea)
    assert changed() == set()


def test_an_approved_change_of_a_source_temperature_leaves_reviewed_what_was(
    world: Reviewed,
) -> None:
    document = copy.deepcopy(paper())
    document["source_temperatures"][0]["value"] = "150 °C"
    world.approve(document)
    assert set(statuses().values()) == {"reviewed"}


def test_pages_rest_exports_and_citations_say_the_same(world: Reviewed) -> None:
    publish_vocabulary(word("precursors", "tma", name="Trimethylalane"))
    derive_stale()
    said, number = "changed since review", "ASC-C000001"
    read = Client()
    record = read.get(f"/api/v1/coatings/{number}/").json()
    listed = read.get("/api/v1/coatings/").json()["results"]
    assert record["review_status"] == said
    assert {row["id"]: row["review_status"] for row in listed} == {
        number: said,
        "ASC-C000002": "reviewed",
    }
    page = read.get(f"/coatings/{number}/").content.decode()
    assert f"({said}, accessed" in page
    assert said.capitalize() in page
    assert "(reviewed, accessed" in read.get("/coatings/ASC-C000002/").content.decode()
    whole = b"".join(read.get("/api/v1/coatings/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    row = next(line for line in whole.splitlines() if line.startswith(number))
    assert said in row
    films = read.get("/optimade/v1/_asc_coatings").json()["data"]
    assert {f["id"]: f["attributes"]["_asc_review_status"] for f in films}[number] == said
