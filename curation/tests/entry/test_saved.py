"""Recipes and cells that are saved for other papers, in forms, series and pastes."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from accounts.tests.people import person
from curation import actions
from curation.actions.saved import MOST_SAVED, content_of, save_part
from curation.entry.saved import like
from curation.entry.states import pairs_of
from curation.models import Part, SavedPart
from documents.tests.documents import paper
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from curation.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


@pytest.fixture
def ada() -> User:
    return person("ada")


def web(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def draft_of(user: User, **document: Any) -> Submission:
    return actions.create_submission(by=user, document=document or paper())


def press(user: User, draft: Submission, button: str, **more: str) -> str:
    """The form as it stands is sent by one of its buttons; where it leads."""
    said = {**dict(pairs_of(draft.document)), "_revision": str(draft.revision), **more}
    answer = web(user).post(f"/curate/{draft.pk}/", {**said, "_do": button})
    assert answer.status_code == 302, answer.content
    draft.refresh_from_db()
    return str(answer["Location"])


def test_a_recipe_is_kept_from_one_paper_and_begins_a_film_of_another(ada: User) -> None:
    draft = draft_of(ada)
    press(ada, draft, "save:coatings[0]")
    saved = SavedPart.objects.get()
    assert saved.name == "al2o3 on li-metal: tma, purge, h2o, purge (doe-2020)"
    other = draft_of(ada, citation={"title": "Another"}, schema="asc-paper/1")
    assert saved.name in web(ada).get(f"/curate/{other.pk}/").content.decode()
    led = press(ada, other, "from:coatings", **{"_saved-coatings": f"saved:{saved.pk}"})
    assert led.endswith("#coatings-0")
    (film,) = other.document["coatings"]
    assert film["steps"] == paper()["coatings"][0]["steps"]
    assert film["key"] == "al2o3-on-li-metal"
    assert "measurements" not in film


def test_a_cell_is_kept_without_the_places_of_its_paper(ada: User) -> None:
    draft = draft_of(ada)
    press(ada, draft, "save:cycling[1]")
    saved = SavedPart.objects.get()
    assert saved.content == {
        "cell": {"type": "full", "electrode": "li-metal"},
        "conditions": {"rate": {"value": "0.5C"}},
    }
    assert content_of(Part.CELL, paper()["cycling"][1], placed=True)["conditions"] == {
        "rate": {"value": "0.5C", "at": "Fig. 7"}
    }


@pytest.mark.parametrize("button", ["save:coatings", "save:coatings[9]", "save:nothing[0]"])
def test_what_is_not_there_is_not_kept(ada: User, button: str) -> None:
    press(ada, draft_of(ada), button)
    assert not SavedPart.objects.exists()


def test_one_keeps_for_oneself_within_bounds_and_forgets(ada: User) -> None:
    coating = paper()["coatings"][0]
    saved = save_part(by=ada, part=Part.RECIPE, record=coating, name="mine")
    bob = person("bob")
    assert like(bob, {}, Part.RECIPE, f"saved:{saved.pk}") == {}
    assert "mine" not in web(bob).get("/curate/saved/").content.decode()
    web(bob).post("/curate/saved/", {"forget": saved.pk})
    assert SavedPart.objects.count() == 1
    assert "mine" in web(ada).get("/curate/saved/").content.decode()
    SavedPart.objects.bulk_create(
        SavedPart(owner=ada, part=Part.CELL, name=str(n), content={"x": 1})
        for n in range(MOST_SAVED)
    )
    with pytest.raises(DocumentInvalid):
        save_part(by=ada, part=Part.RECIPE, record=coating, name="one more")
    save_part(by=ada, part=Part.RECIPE, record=coating, name="mine")  # in its place
    web(ada).post("/curate/saved/", {"forget": saved.pk})
    assert not SavedPart.objects.filter(pk=saved.pk).exists()


def test_a_series_is_grown_and_tested_like_what_is_kept(ada: User) -> None:
    document = paper()
    recipe = save_part(by=ada, part=Part.RECIPE, record=document["coatings"][0], name="r")
    cell = save_part(by=ada, part=Part.CELL, record=document["cycling"][1], name="c")
    draft = draft_of(ada, schema="asc-paper/1")
    page = web(ada).get(f"/curate/{draft.pk}/series/").content.decode()
    assert f'value="saved:{recipe.pk}"' in page
    said = {
        "do": "take", "vary": "cycles", "col-0": "retention", "at-0": "100", "at": "3",
        "like-coating": f"saved:{recipe.pk}", "like-test": f"saved:{cell.pk}",
        "shared-temperature": "25", "g-0-v": "0", "g-0-0": "60", "g-1-v": "20", "g-1-0": "80",
    }  # fmt: skip
    assert web(ada).post(f"/curate/{draft.pk}/series/", said).status_code == 302
    draft.refresh_from_db()
    (film,) = draft.document["coatings"]
    assert film["steps"] == document["coatings"][0]["steps"]
    bare, coated = draft.document["cycling"]
    assert bare["cell"] == coated["cell"] == document["cycling"][1]["cell"]
    assert coated["conditions"] == {
        "rate": {"value": "0.5C"},
        "temperature": {"value": "25 °C", "at": "Table 3", "extraction": "table"},
    }
    assert coated["label"] == "20 cycles"


def test_a_recipe_on_one_line_is_the_recipe_of_every_row(ada: User) -> None:
    draft = draft_of(ada, schema="asc-paper/1")
    said = {
        "do": "take", "vary": "cycles", "col-0": "thickness", "film": "Al2O3", "on": "Li metal",
        "recipe": "TMA/N2/H2O/N2 = 0.1/10/0.1/10 s", "g-0-v": "20", "g-0-0": "2",
    }  # fmt: skip
    wrong = web(ada).post(f"/curate/{draft.pk}/series/", {**said, "recipe": "0.1 s"})
    assert wrong.status_code == 422
    assert "does not say what is dosed" in wrong.content.decode()
    assert web(ada).post(f"/curate/{draft.pk}/series/", said).status_code == 302
    draft.refresh_from_db()
    (film,) = draft.document["coatings"]
    assert film["steps"] == [
        {"dose": "tma", "time": "0.1 s"}, {"purge": True, "time": "10 s"},
        {"dose": "h2o", "time": "0.1 s"}, {"purge": True, "time": "10 s"},
    ]  # fmt: skip


TABLE = (
    "Cell\tT (°C)\tRetention at 50th (%)\nBare Li\t25\t81\n200 cycles Al2O3\t25\t96\n"
    "Bare Li\t45\t70\n200 cycles Al2O3\t45\t93"
)


def test_pasted_cells_find_their_film_their_control_and_the_cell_they_share(ada: User) -> None:
    draft = draft_of(ada, **{**paper(), "cycling": paper()["cycling"][:1]})
    said = {"kind": "table", "source": TABLE, "map-1": "temperature", "at": "2"}
    shown = web(ada).post(f"/curate/{draft.pk}/paste/", {**said, "do": "read"}).content.decode()
    assert '<option value="al2o3-on-li" selected>' in shown
    web(ada).post(f"/curate/{draft.pk}/paste/", {**said, "do": "take", "like-test": "bare"})
    draft.refresh_from_db()
    tests = draft.document["cycling"][1:]
    assert [t.get("coating") for t in tests] == [None, "al2o3-on-li", None, "al2o3-on-li"]
    assert [t.get("controls") for t in tests] == [None, [tests[0]["key"]], None, [tests[2]["key"]]]
    assert {str(t["cell"]) for t in tests} == {str(paper()["cycling"][0]["cell"])}
    assert {t["rate"] for t in tests} == {"0.5C"}
    assert tests[3]["results"][0]["at"] == "Table 2"


def test_new_films_of_a_paste_have_in_common_what_is_said_once(ada: User) -> None:
    draft = draft_of(ada, schema="asc-paper/1")
    table = "Growth temperature (°C)\tGrowth per cycle (Å)\n100\t1.24\n150\t1.15"
    said = {"kind": "table", "source": table, "do": "take", "film": "Al2O3", "on": "Si",
            "purpose": "not stated"}  # fmt: skip
    assert web(ada).post(f"/curate/{draft.pk}/paste/", said).status_code == 302
    draft.refresh_from_db()
    films = draft.document["coatings"]
    assert [f["key"] for f in films] == ["al2o3-100-c", "al2o3-150-c"]
    assert {f["material"] for f in films} == {"al2o3"}
    assert {f["substrate"]["material"] for f in films} == {"si-wafer"}
    assert {f["purpose"] for f in films} == {"not stated"}


def test_a_form_keeps_points_that_are_read_off_a_figure(ada: User) -> None:
    document = copy.deepcopy(paper())
    figure = {"unit": "mAh/g", "columns": ["cycle", "discharge"],
              "figure": {"figure": "fig-3b", "series": "coated"}}  # fmt: skip
    document["cycling"][1]["points"] = figure
    draft = draft_of(ada, **document)
    assert "read off fig-3b" in web(ada).get(f"/curate/{draft.pk}/").content.decode()
    press(ada, draft, "save", **{"citation.title": "A title"})
    assert draft.document["cycling"][1]["points"] == figure
    assert draft.document["citation"]["title"] == "A title"


def test_authors_on_one_line_are_told_apart_and_the_key_follows_the_mending(ada: User) -> None:
    draft = draft_of(ada, schema="asc-paper/1", citation={"type": "article-journal"})
    press(ada, draft, "save", **{"citation.author": "Ng", "citation.issued": "2020"})
    assert draft.document["key"] == "ng-2020"
    press(ada, draft, "save", **{"citation.author": "L. Chen, H. Bui and X. Wang"})
    assert [name["family"] for name in draft.document["citation"]["author"]] == [
        "Chen", "Bui", "Wang",
    ]  # fmt: skip
    assert draft.document["key"] == "chen-2020"
    press(ada, draft, "save", key="my-own", **{"citation.author": "Roe, R."})
    press(ada, draft, "save", **{"citation.author": "Doe, D."})
    assert draft.document["key"] == "my-own"
