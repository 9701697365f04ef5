"""Many papers at once: brought as a list, looked up, shared out, entered one after the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from accounts.models import Role
from accounts.permissions import NotAllowed
from accounts.tests.people import person
from curation import actions
from curation.actions import worklist
from curation.models import ListedPaper, Submission
from curation.tests.lookup.crossref_server import crossref_stand_in, says, works
from curation.worklist.reading import read_list
from documents.publishing import publish_paper
from documents.tests.documents import paper

if TYPE_CHECKING:
    from django.contrib.auth.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


@pytest.fixture
def ada() -> User:
    return person("ada")


def brought(by: User, text: str) -> list[str]:
    taken = worklist.add_to_list(by=by, entries=read_list(text), tell=lambda: None)
    return [one.outcome for one in taken]


def with_doi(key: str, doi: str) -> dict[str, Any]:
    document = paper(key)
    document["citation"] |= {"DOI": doi, "page": key}
    return document


def web(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_each_entry_is_told_apart_and_the_same_again_changes_nothing(ada: User) -> None:
    publish_paper(with_doi("first-2019", "10.1000/public"))
    actions.create_submission(by=ada, document=with_doi("second-2019", "10.1000/draft"))
    text = "10.1000/new\n10.1000/PUBLIC\n10.1000/draft\nhttps://doi.org/10.1000/New\nno doi here"
    assert brought(ada, text) == ["new", "public", "draft", "twice", "unreadable"]
    assert brought(ada, text) == ["listed", "public", "draft", "twice", "unreadable"]
    assert ListedPaper.objects.count() == 1


def test_what_no_database_keeps_is_told_and_stops_nothing(ada: User) -> None:
    items = [
        {"type": "article-journal", "title": "a\0b", "DOI": "10.1000/a"},
        {"type": "article-journal", "title": "d", "DOI": "10.1000/d"},
    ]
    taken = worklist.add_to_list(by=ada, entries=read_list(json.dumps(items)), tell=lambda: None)
    assert [one.outcome for one in taken] == ["unreadable", "new"]
    assert "null character" in taken[0].entry.problem


def test_a_paper_is_recognised_without_a_doi(ada: User) -> None:
    publish_paper(paper())
    bibtex = "@article{x, author={Doe, J.}, year=2021, volume=5, pages={1--10}}"
    assert brought(ada, bibtex) == ["public"]


def test_crossref_is_asked_and_one_failure_stops_nothing(ada: User, settings: Any) -> None:
    brought(ada, "10.1234/asc.test.2017\n10.1234/unknown\n10.1234/another")
    with crossref_stand_in() as crossref:
        crossref.steps = [works(), says(404), works()]
        settings.CROSSREF_URL = crossref.address
        assert worklist.look_up_waiting() == 3
    first, second, third = ListedPaper.objects.order_by("pk")
    assert (first.look_up, third.look_up) == ("found", "found")
    assert first.citation["author"][0]["family"] == "Chen"
    assert (second.look_up, "no DOI" in second.why) == ("failed", True)


def test_a_crossref_that_is_away_is_asked_again_later(ada: User, settings: Any) -> None:
    settings.CROSSREF_URL = "http://127.0.0.1:9"
    brought(ada, "\n".join(f"10.1234/{n}" for n in range(5)))
    assert worklist.look_up_waiting() == 3
    assert worklist.look_up_waiting() == 2
    assert {row.look_up for row in ListedPaper.objects.all()} == {"waiting"}
    ListedPaper.objects.update(attempts=worklist.ATTEMPTS - 1, touched="2020-01-01T00:00Z")
    worklist.look_up_waiting()
    assert ListedPaper.objects.filter(look_up="failed").count() == 5


def test_a_listed_paper_becomes_one_draft(ada: User) -> None:
    bibtex = "@article{x, author={Chen, L.}, title={T}, year=2017, pages={1--2}, doi={10.1000/a}}"
    brought(ada, bibtex)
    number = ListedPaper.objects.get().pk
    first = web(ada).post(f"/curate/list/{number}/enter/")
    assert first["Location"] == web(ada).post(f"/curate/list/{number}/enter/")["Location"]
    draft = Submission.objects.get()
    assert draft.document["key"] == "chen-2017"
    assert ListedPaper.objects.get().assignee == ada
    with pytest.raises(NotAllowed, match="ada has begun this paper"):
        worklist.begin(number=number, by=person("bob"))


def test_the_next_is_ones_own_then_nobodys(ada: User) -> None:
    bea = person("bea", Role.CURATOR)
    brought(ada, "10.1000/a\n10.1000/b\n10.1000/c")
    a, b, c = ListedPaper.objects.order_by("pk")
    worklist.share_out(numbers=[a.pk], to=bea, by=bea)
    worklist.share_out(numbers=[c.pk], to=ada, by=bea)
    assert worklist.next_of(ada) == c
    worklist.begin(number=c.pk, by=ada)
    assert worklist.next_of(ada) == b
    with pytest.raises(NotAllowed):
        worklist.share_out(numbers=[b.pk], to=bea, by=ada)
    publish_paper(with_doi("first-2019", "10.1000/b"))
    assert worklist.next_of(ada) is None


def test_the_page_takes_a_file_filters_and_shows_progress(ada: User) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = web(ada)
    file = SimpleUploadedFile("list.txt", b"10.1000/a\n10.1000/b\nnothing")
    shown = client.post("/curate/list/", {"file": file}).content.decode()
    assert "2 new" in shown
    assert "1 cannot be read" in shown
    assert "no DOI in" in shown
    client.post(
        "/curate/list/change/", {"pick": ListedPaper.objects.earliest("pk").pk, "to": "ada"}
    )
    mine = client.get("/curate/list/?who=me").content.decode()
    assert "10.1000/a" in mine.split('id="worklist"')[1]
    assert "10.1000/b" not in mine.split('id="worklist"')[1]
    refused = client.post("/curate/list/", {"paste": "<rdf:RDF>"})
    assert refused.status_code == 400
    assert "CSL JSON" in refused.content.decode()
    client.post(
        "/curate/list/change/", {"pick": ListedPaper.objects.earliest("pk").pk, "do": "drop"}
    )
    assert ListedPaper.objects.count() == 1
