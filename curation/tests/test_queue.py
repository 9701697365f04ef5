"""The queue at volume: five hundred submissions are filtered, given away, returned, published."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from accounts.tests.people import person
from asc_kb.testing.markup import as_shown
from curation import actions
from curation.models import Remark, SectionMark, Submission
from documents.rehearsal import rehearse
from documents.tests.documents import paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


class Desk:
    def __init__(self) -> None:
        self.ada, self.bea = person("ada"), person("bea", Role.CURATOR)
        self.client = Client()
        self.client.force_login(self.bea)

    def fill(self, count: int, start: int = 0) -> list[Submission]:
        """Submissions as they lie in the queue, without a check of each."""
        now = timezone.now()
        rows = [
            Submission(
                document=plain(f"roe-{start + n}"), paper_key=f"roe-{start + n}", author=self.ada,
                state="submitted", submitted_at=now, updated=now, flag_count=n % 3,
            )
            for n in range(count)
        ]  # fmt: skip
        return Submission.objects.bulk_create(rows)

    def asks(self, address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert self.client.get(address).status_code == 200
        return len(seen)

    def bulk(self, chosen: list[Submission], **form: Any) -> str:
        picked = {"pick": [one.pk for one in chosen], **form}
        answer = self.client.post("/curate/queue/bulk/", picked, follow=True)
        return as_shown(answer.content.decode())


def plain(key: str) -> dict[str, Any]:
    document = {**paper(key), "coatings": [], "cycling": []}
    document["citation"] = {**document["citation"], "title": f"On films, part {key}"}
    document["citation"]["page"] = key.removeprefix("roe-")
    return document


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_page_of_the_queue_asks_as_much_for_five_hundred_as_for_five(desk: Desk) -> None:
    desk.fill(5)
    desk.asks("/curate/queue/")  # that the session is in use is noted once
    few = desk.asks("/curate/queue/")
    rows = desk.fill(495, start=5)
    for one in rows[:60]:
        Remark.objects.create(submission=one, text="?", question=True, author=desk.bea)
        SectionMark.objects.create(
            submission=one, section="paper", mark="passed", set_by=desk.bea, revision=1
        )
    assert desk.asks("/curate/queue/") == few
    assert desk.asks("/curate/queue/?page=10&reviewer=nobody&questions=no&q=part") == few
    page = as_shown(desk.client.get("/curate/queue/?q=roe-49").content.decode())
    assert "<b>11</b> submissions" in page
    assert "On films, part roe-490" in page


def test_filters_of_the_queue_hold_together(desk: Desk) -> None:
    rows = desk.fill(9)
    Remark.objects.create(submission=rows[0], text="?", question=True, author=desk.bea)
    for query, count in (
        ("flags=no", 3),
        ("flags=no&questions=yes", 1),
        ("kind=change", 0),
        ("kind=new&reviewer=nobody", 9),
        ("age=7", 0),
        ("state=returned", 0),
    ):
        page = as_shown(desk.client.get(f"/curate/queue/?{query}").content.decode())
        assert f"<b>{count}</b> submission" in page, query


@pytest.mark.usefixtures("locks_one_by_one")
def test_many_are_given_away_at_once(desk: Desk) -> None:
    rows = desk.fill(50)
    said = desk.bulk(rows, do="assign", to="bea")
    assert Submission.objects.filter(reviewer=desk.bea).count() == 50
    assert "and 45 more): given to bea." in said


@pytest.mark.usefixtures("locks_one_by_one")
def test_many_are_returned_with_reasons_and_none_without(desk: Desk) -> None:
    rows = desk.fill(3)
    own = actions.create_submission(by=desk.bea, document=plain("bea-1"))
    Submission.objects.filter(pk=own.pk).update(state="submitted")
    said = desk.bulk([*rows, own], do="return", reason=" ")
    assert "a return needs its reasons" in said
    assert not Submission.objects.filter(state="returned").exists()
    said = desk.bulk([*rows, own], do="return", reason="Give the pages")
    returned = Submission.objects.filter(state="returned")
    assert {one.decision for one in returned} == {"Give the pages"}
    assert returned.count() == 3
    assert "nobody can return what they wrote themselves" in said


@pytest.mark.usefixtures("locks_one_by_one")
def test_only_what_nothing_speaks_against_is_published_unseen(desk: Desk) -> None:
    def submitted(key: str, **changes: Any) -> Submission:
        document = {**copy.deepcopy(paper(key)), "cycling": [], **changes}
        document["citation"] = {**document["citation"], "page": key, "title": key}
        draft = actions.create_submission(by=desk.ada, document=document)
        return actions.submit(submission=draft, by=desk.ada)

    silent = submitted("silent-1", coatings=[])
    thick = copy.deepcopy(paper()["coatings"][:1])
    thick[0]["measurements"][0]["value"] = "25 Å"
    flagged = submitted("flagged-1", coatings=thick)
    asked, waiting = submitted("asked-1", coatings=[]), submitted("waiting-1", coatings=[])
    assert flagged.flag_count
    actions.remark(submission=asked, by=desk.bea, text="Which page?", question=True)
    actions.mark_section(submission=waiting, by=desk.bea, section="paper", mark="attention")
    said = desk.bulk([silent, flagged, asked, waiting], do="approve")
    states = dict(Submission.objects.values_list("paper_key", "state"))
    assert {key for key, state in states.items() if state == "approved"} == {"silent-1"}
    for why in ("neither confirmed nor explained", "not settled yet", "needs attention: paper"):
        assert why in said
    for flag in rehearse(flagged.document).flags:
        actions.answer_flag(
            submission=flagged, by=desk.bea, section=flag.section, code=flag.code,
            reason=flag.reason,
        )  # fmt: skip
    desk.bulk([flagged], do="approve")
    flagged.refresh_from_db()
    assert flagged.state == "approved"
