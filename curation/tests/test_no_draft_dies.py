"""Every draft can be opened, taken back, returned and given up, whatever became of its paper and
however long it is."""

from __future__ import annotations

import copy
import resource
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from accounts.tests.people import person
from asc_kb.testing.heavy import times
from curation import actions
from curation.actions.observers import make_observer_link
from curation.checking import checked
from curation.entry.paging import ON_ONE_PAGE, PER_PAGE, page_of
from curation.entry.states import pairs_of
from curation.models import Submission
from documents.publishing import publish_paper
from documents.tests.documents import paper
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from django.contrib.auth.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

PAGES = ("", "check/", "flags/", "review/", "history/", "sheet.xlsx", "paste/", "series/")


@pytest.fixture
def ada() -> User:
    return person("ada")


@pytest.fixture
def bea() -> User:
    return person("bea", Role.CURATOR)


def web(who: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who)
    return client


def with_doi(key: str, doi: str = "10.1000/one") -> dict[str, Any]:
    document = copy.deepcopy(paper(key))
    document["citation"]["DOI"] = doi
    return document


def answers(who: User, draft: Submission) -> list[tuple[str, int]]:
    client = web(who)
    found = [(page, client.get(f"/curate/{draft.pk}/{page}").status_code) for page in PAGES]
    return [(page, status) for page, status in found if status >= 400]


def overtaken(ada: User) -> Submission:
    """A draft that was handed in, whose DOI another paper got meanwhile."""
    made = actions.create_submission(by=ada, document=with_doi("doe-2020"))
    actions.submit(submission=made, by=ada)
    publish_paper(with_doi("roe-2020"))
    return Submission.objects.get()


def test_a_doi_that_was_taken_meanwhile_ends_no_page(ada: User, bea: User) -> None:
    draft = overtaken(ada)
    assert answers(ada, draft) == []
    assert answers(bea, draft) == []
    shown = web(bea).get(f"/curate/{draft.pk}/review/").content.decode()
    assert "ASC-P000001 (roe-2020) has this DOI" in shown


def test_it_is_taken_back_mended_and_handed_in_again(ada: User) -> None:
    draft = overtaken(ada)
    client = web(ada)
    assert "Take it back" in client.get(f"/curate/{draft.pk}/check/").content.decode()
    client.post(reverse("submission-step", args=[draft.pk, "recall"]))
    draft.refresh_from_db()
    assert draft.state == "draft"
    with pytest.raises(DocumentInvalid, match="has this DOI"):
        actions.submit(submission=draft, by=ada)
    assert "Give the draft up" in client.get(f"/curate/{draft.pk}/").content.decode()
    client.post(reverse("submission-step", args=[draft.pk, "withdraw"]))
    draft.refresh_from_db()
    assert draft.state == "withdrawn"


def test_it_is_returned_with_reasons_that_the_form_shows(ada: User, bea: User) -> None:
    draft = overtaken(ada)
    address = reverse("submission-step", args=[draft.pk, "return"])
    web(bea).post(address, {"reason": "It is ASC-P000001, look there."})
    shown = web(ada).get(f"/curate/{draft.pk}/").content.decode()
    assert "Returned by bea" in shown
    assert "It is ASC-P000001, look there." in shown


def test_a_key_that_is_another_papers_makes_no_new_version_of_that(ada: User) -> None:
    done = publish_paper(paper())
    other = paper()
    other["citation"] |= {"author": [{"family": "Doe", "given": "K."}], "page": "77-80"}
    draft = actions.create_submission(by=ada, document=other)
    (problem,) = checked(draft).problems
    assert problem.path == "key"
    assert done.paper.public_id in problem.message
    draft = actions.create_submission(by=ada, document={**other, "id": done.paper.public_id})
    assert checked(draft).problems == []


def test_a_paper_that_is_here_under_another_key_is_flagged_everywhere(ada: User) -> None:
    publish_paper(paper("first-2020"))
    document = paper()
    document["cycling"][2]["cell"] = {"type": "full"}
    draft = actions.create_submission(by=ada, document=document)
    assert [flag.code for flag in checked(draft).seen.flags] == ["same_paper"]
    actions.submit(submission=draft, by=ada)
    draft.refresh_from_db()
    assert draft.flag_count == 1
    shown = web(person("bea", Role.CURATOR)).get(f"/curate/{draft.pk}/review/").content.decode()
    assert "has the same authors, year and pages" in shown


def long_paper(count: int) -> dict[str, Any]:
    document = paper()
    coating, test = document["coatings"][0], document["cycling"][1]
    document["coatings"] = [{**copy.deepcopy(coating), "key": f"film-{n}"} for n in range(count)]
    document["cycling"] = [
        {**copy.deepcopy(test), "key": f"cell-{n}", "coating": f"film-{n}",
         "controls": ["cell-0"] if n else [],
         "results": [{"retention": "80 %", "at_cycle": 200}]}
        for n in range(count)
    ]  # fmt: skip
    return document


@pytest.mark.heavy
def test_a_very_long_draft_opens_in_bounded_time_and_memory(ada: User, bea: User) -> None:
    draft = actions.create_submission(by=ada, document=long_paper(times(120, 1000)))
    measured: dict[str, tuple[float, int, int]] = {}
    for page in PAGES:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.monotonic()
        answer = web(bea).get(f"/curate/{draft.pk}/{page}")
        took = time.monotonic() - start
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
        measured[page or "form"] = (round(took, 1), round(more), len(answer.content))
        assert (page, answer.status_code) == (page, 200)
    assert max(took for took, _, _ in measured.values()) < 30, measured
    assert max(more for _, more, _ in measured.values()) < 600, measured
    assert max(size for _, _, size in measured.values()) < 8_000_000, measured


def sent(draft: Submission, page: int, **changes: str) -> dict[str, str]:
    shown = page_of(draft.document, page)
    fields = dict(pairs_of(shown.part(draft.document)))
    more = {"_revision": str(draft.revision), "_page": str(page), "_spans": shown.sent}
    return {**fields, **more, **changes}


def test_a_page_of_the_form_leaves_the_others_as_they_are(ada: User) -> None:
    count = ON_ONE_PAGE + 15
    document = long_paper(count)
    draft = actions.create_submission(by=ada, document=document)
    answer = web(ada).post(
        f"/curate/{draft.pk}/",
        sent(draft, 2, **{"coatings[0].measurements[0].value": "~2 Å"}),
        headers={"Accept": "application/json"},
    )
    assert answer.json()["spans"] == f"{PER_PAGE}-{2 * PER_PAGE},{PER_PAGE}-{2 * PER_PAGE}"
    draft.refresh_from_db()
    expected = copy.deepcopy(document)
    expected["coatings"][PER_PAGE]["measurements"][0]["value"] = "~2 Å"
    stored = draft.document
    assert [c["key"] for c in stored["coatings"]] == [c["key"] for c in expected["coatings"]]
    assert stored["coatings"][PER_PAGE]["measurements"][0]["value"] == "~2 Å"
    assert stored["cycling"][0] == expected["cycling"][0]
    assert checked(draft).problems == []


def test_a_new_key_is_followed_to_other_pages(ada: User) -> None:
    draft = actions.create_submission(by=ada, document=long_paper(ON_ONE_PAGE + 15))
    web(ada).post(f"/curate/{draft.pk}/", sent(draft, 1, **{"cycling[0].key": "bare"}))
    draft.refresh_from_db()
    assert draft.document["cycling"][0]["key"] == "bare"
    assert draft.document["cycling"][-1]["controls"] == ["bare"]


def test_what_is_wrong_on_another_page_is_counted_and_linked(ada: User) -> None:
    document = long_paper(ON_ONE_PAGE + 15)
    document["coatings"][-1]["measurements"][0]["value"] = "one"
    draft = actions.create_submission(by=ada, document=document)
    shown = web(ada).get(f"/curate/{draft.pk}/").content.decode()
    assert "1 to mend" in shown
    assert 'href="?page=3">1 on page 3' in shown
    checked_page = web(ada).get(f"/curate/{draft.pk}/check/?page=3").content.decode()
    assert f"/curate/{draft.pk}/?page=3#coatings-4_measurements-0_value" in checked_page


def test_limits_are_told_and_nothing_is_lost(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = actions.create_submission(by=ada, document=paper())
    monkeypatch.setattr("curation.actions.limits.MOST_DRAFTS", 1)
    refused = web(ada).post("/curate/new/", {})
    assert refused.status_code == 409
    assert "you have 1 open drafts" in refused.content.decode()
    monkeypatch.setattr("curation.actions.limits.MOST_SAVES_A_DAY", 1)
    monkeypatch.setattr("curation.actions.limits.LARGEST", 100)
    for why in ("within a day", "at most 0"):
        with pytest.raises(DocumentInvalid):
            actions.save_submission(
                submission=draft, by=ada, document={**paper(), "note": why}, vocabulary=None,
                expected_revision=1,
            )  # fmt: skip
    draft.refresh_from_db()
    assert draft.document == paper()


def test_a_long_review_is_paged_and_each_anchor_leads_to_its_page(ada: User, bea: User) -> None:
    document = long_paper(ON_ONE_PAGE)
    for coating in document["coatings"]:
        coating["measurements"] = []
    draft = actions.create_submission(by=ada, document=document)
    actions.submit(submission=draft, by=ada)
    first = web(bea).get(f"/curate/{draft.pk}/review/").content.decode()
    assert "Page 1 of 2" in first
    assert 'id="cycling-cell-39"' not in first
    marked = web(bea).post(
        f"/curate/{draft.pk}/mark/",
        {"section": "cycling[cell-39]", "mark": "attention"},
    )
    where = marked.headers["Location"].partition("#")
    assert where[2] == "cycling-cell-39"
    last = web(bea).get(where[0]).content.decode()
    assert "Page 2 of 2" in last
    assert 'id="cycling-cell-39"' in last
    stops = web(bea).get(f"/curate/{draft.pk}/review/").content.decode()
    assert 'href="?at=cycling-cell-39#cycling-cell-39"' in stops
    _, seen_by = make_observer_link(submission=draft, by=bea, name="Prof. Doe")
    observed = Client().get("/" + seen_by.split("/", 3)[3]).content.decode()
    assert "Page 1 of 2" in observed
    assert 'id="cycling-cell-38"' not in observed
