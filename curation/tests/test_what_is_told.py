"""What pages tell where they were silent: lost places, words that changed, the next of a list."""

from __future__ import annotations

import copy

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from accounts.models import Role
from accounts.tests.people import person
from curation import actions
from curation.actions import worklist
from curation.entry.recipe_line import steps_of, words_of
from curation.models import ListedPaper, SaveKind
from curation.tests.desk import overtaken
from curation.worklist.reading import read_list
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def web(name: str, role: Role = Role.CONTRIBUTOR) -> Client:
    client = Client()
    client.force_login(person(name, role))
    return client


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_place_that_is_gone_is_said_in_the_review() -> None:
    ada = web("ada")
    author = get_user_model().objects.get(username="ada")
    draft = actions.create_submission(by=author, document=paper())
    there = shown(ada, f"/curate/{draft.pk}/review/?at=coatings-al2o3-on-li")
    assert "Nothing stands at" not in there
    gone = shown(ada, f"/curate/{draft.pk}/review/?at=coatings-al2o3-on-zinc")
    assert "Nothing stands at <code>coatings-al2o3-on-zinc</code> now" in gone


def test_a_word_has_a_history_and_a_way_to_correct_it() -> None:
    changed = copy.deepcopy(VOCABULARY)
    changed["precursors"][0]["name"] = "Trimethylaluminum"
    publish_vocabulary(changed)
    page = shown(Client(), "/history/word/precursor/tma/")
    assert "Trimethylaluminium → Trimethylaluminum" in page
    assert page.count("<time") == 2
    assert "Correct it" not in page
    ada = web("ada")
    assert "begin one" in shown(ada, "/history/word/precursor/tma/")
    author = get_user_model().objects.get(username="ada")
    draft = actions.create_submission(by=author, document=paper())
    mine = shown(ada, "/history/word/precursor/tma/")
    assert f"/curate/{draft.pk}/propose/?word=precursor&amp;was=tma" in mine
    assert "/history/word/precursor/tma/" in shown(ada, "/precursors/tma/")
    for nothing in ("/history/word/precursor/x/", "/history/word/spell/tma/"):
        assert ada.get(nothing).status_code == 404


def test_the_next_of_the_list_is_offered_where_a_draft_ends() -> None:
    ada = web("ada")
    author = get_user_model().objects.get(username="ada")
    entries = read_list("10.1000/a\n10.1000/b")
    worklist.add_to_list(by=author, entries=entries, tell=lambda: None)
    first, second = ListedPaper.objects.order_by("pk")
    draft = worklist.begin(number=first.pk, by=author)
    page = shown(ada, f"/curate/{draft.pk}/check/")
    assert f"/curate/list/{second.pk}/enter/" in page
    alone = actions.create_submission(by=author, document=paper())
    assert "Next in the list" not in shown(ada, f"/curate/{alone.pk}/check/")


def test_a_draft_that_was_overtaken_says_so_on_its_check_page() -> None:
    ada, bea = person("ada"), person("bea", Role.CURATOR)
    late = overtaken(ada, bea)
    client = Client()
    client.force_login(ada)
    page = shown(client, f"/curate/{late.pk}/check/")
    assert "published anew since this draft began" in page
    assert f"/curate/{late.pk}/merge/" in page


def test_saves_that_nobody_asked_for_do_not_bury_the_others() -> None:
    ada = web("ada")
    author = get_user_model().objects.get(username="ada")
    draft = actions.create_submission(by=author, document=paper())
    for number in range(5):
        document = {**draft.document, "note": f"note {number}"}
        draft = actions.save_submission(
            submission=draft, by=author, document=document, vocabulary=None,
            expected_revision=draft.revision,
            kind=SaveKind.SAVED if number == 2 else SaveKind.AUTOSAVED,
        )  # fmt: skip
    page = shown(ada, f"/curate/{draft.pk}/history/")
    assert "3 more were saved by themselves" in page
    assert page.count('<th scope="row">') == 3
    assert shown(ada, f"/curate/{draft.pk}/history/?all=1").count('<th scope="row">') == 6


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("TMA 0.1 s / purge 10 s / H2O 0.1 s", "dose TMA 0.1 s → purge 10 s → dose H2O 0.1 s"),
        ("TMA/N2/H₂O/Ar = 0.1/10/0.1/10 s",
         "dose TMA 0.1 s → purge 10 s → dose H2O 0.1 s → purge 10 s"),
        ("TiCl4 (0.2 s), O2 plasma (5 s)", "dose TiCl4 0.2 s → plasma O2 5 s"),
        ("LiOtBu pulse 2 s → N2 purge 8 s → HQ soak", "dose LiOtBu 2 s → purge 8 s → soak HQ"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_recipe_on_one_line_is_understood(line: str, words: str) -> None:
    assert words_of(steps_of(line)) == words


@pytest.mark.parametrize("line", ["TMA/H2O = 0.1 s", "0.1 s", "x" * 500])
def test_a_recipe_that_leaves_something_open_is_refused_in_words(line: str) -> None:
    with pytest.raises(ValueError, match=r"expected|at most"):
        steps_of(line)
