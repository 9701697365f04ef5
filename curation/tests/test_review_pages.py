"""The pages of review, history and reports."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from accounts.tests.people import person
from asc_kb.testing.markup import as_shown
from curation import actions
from curation.actions.observers import make_observer_link, observer_address
from curation.models import FlagAnswer, ObserverLink, ProblemReport, Remark, Submission
from curation.tests.desk import cited
from documents.tests.documents import paper
from records.models import Kind, PublicId
from tests.world import derive_stale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


class World:
    """Two people and a paper that one entered and the other published."""

    def __init__(self) -> None:
        self.ada, self.bea = person("ada"), person("bea", Role.CURATOR)
        self.author, self.curator = Client(), Client()
        self.author.force_login(self.ada)
        self.curator.force_login(self.bea)
        self.publish(paper())

    def submit(self, document: dict[str, Any]) -> Submission:
        draft = actions.create_submission(by=self.ada, document=document, reason="better")
        return actions.submit(submission=draft, by=self.ada)

    def publish(self, document: dict[str, Any]) -> None:
        actions.approve(submission=self.submit(document), by=self.bea)
        derive_stale()

    def text(self, client: Client, address: str, status: int = 200) -> str:
        answer = client.get(address)
        assert answer.status_code == status, answer.content.decode()
        return as_shown(answer.content.decode())


@pytest.fixture
def world() -> World:
    return World()


def changed() -> dict[str, Any]:
    document = copy.deepcopy(paper())
    document["coatings"][0]["measurements"][0]["value"] = "25 Å"
    return document


def test_a_change_is_reviewed_value_by_value_and_published(world: World) -> None:
    draft = world.submit(changed())
    base = f"/curate/{draft.pk}/"
    page = world.text(world.curator, f"{base}review/")
    assert "<del>~1 Å</del>" in page
    assert "<ins>25 Å</ins>" in page
    place = "coatings[al2o3-on-li].measurements[growth_per_cycle].value"
    asked = {"path": place, "text": "Per cycle?", "question": "1"}
    world.curator.post(f"{base}remark/", asked)
    flags = {flag.flag_count for flag in Submission.objects.filter(pk=draft.pk)}
    assert flags != {0}
    world.curator.post(f"{base}step/approve/", {"reason": ""})
    assert Submission.objects.get(pk=draft.pk).state == "submitted"
    remark = Remark.objects.get()
    assert (remark.place, remark.printed) == (place, "25 Å")
    world.curator.post(f"{base}remark/{remark.pk}/settle/")
    world.curator.post(f"{base}step/approve/", {"reason": "as printed"})
    assert Submission.objects.get(pk=draft.pk).state == "approved"
    history = world.text(Client(), "/history/ASC-C000001/?a=1&b=2")
    assert "Version 1 beside version 2" in history
    assert "Entered by ada, approved by bea: better" in history
    assert "25 Å" not in world.text(Client(), "/history/ASC-C000002/")


def test_an_explained_flag_stands_on_the_record(world: World) -> None:
    draft = world.submit(changed())
    page = world.text(world.curator, f"/curate/{draft.pk}/review/")
    code = page.split('name="code" value="')[1].split('"')[0]
    from documents.rehearsal import rehearse

    flag = next(f for f in rehearse(draft.document).flags if f.code == code)
    answer = {"section": flag.section, "code": code, "reason": flag.reason}
    world.curator.post(f"/curate/{draft.pk}/flag/", {**answer, "explanation": "a thick cycle"})
    assert FlagAnswer.objects.get().explanation == "a thick cycle"
    actions.approve(submission=draft, by=world.bea)
    derive_stale()
    assert "a thick cycle" in world.text(Client(), "/coatings/ASC-C000001/")
    world.publish(paper())
    derive_stale()
    mended = world.text(Client(), "/coatings/ASC-C000001/")
    assert flag.reason not in mended
    assert "a thick cycle" not in mended


def test_an_author_cannot_approve_by_page(world: World) -> None:
    draft = world.submit(changed())
    page = world.text(world.author, f"/curate/{draft.pk}/review/")
    assert "step/approve/" not in page
    world.author.post(f"/curate/{draft.pk}/step/approve/")
    assert Submission.objects.get(pk=draft.pk).state == "submitted"


@pytest.mark.usefixtures("locks_one_by_one")
def test_the_queue_filters_assigns_and_approves_many(world: World) -> None:
    drafts = [world.submit({**cited(f"roe-20{n}", f"{n}-99"), "coatings": []}) for n in (10, 11)]
    own = actions.create_submission(by=world.bea, document=paper("bea-2020"))
    actions.submit(submission=own, by=world.bea)
    page = world.text(world.curator, "/curate/queue/?author=ada")
    assert "roe-2010" in page
    assert "bea-2020" not in page
    picked = {"pick": [d.pk for d in (*drafts, own)]}
    world.curator.post("/curate/queue/bulk/", {**picked, "do": "assign", "to": "bea"})
    assert set(Submission.objects.filter(reviewer=world.bea, state="submitted")) == set(drafts)
    world.curator.post("/curate/queue/bulk/", {**picked, "do": "approve"})
    states = dict(Submission.objects.values_list("paper_key", "state"))
    assert (states["roe-2010"], states["roe-2011"]) == ("approved", "approved")
    assert states["bea-2020"] == "submitted"


@pytest.mark.usefixtures("locks_one_by_one")
def test_what_was_published_meanwhile_is_merged_on_a_page(world: World) -> None:
    mine = changed()
    mine["coatings"][1]["measurements"][0]["value"] = "<4 nm"
    late = world.submit(mine)
    other = copy.deepcopy(paper())
    other["coatings"][0]["measurements"][0]["value"] = "2 Å"
    world.publish(other)
    waiting = world.text(world.author, f"/curate/{late.pk}/merge/")
    assert "Its author takes it back" in waiting
    assert "Merge into the draft" not in waiting
    actions.recall(submission=late, by=world.ada)
    page = world.text(world.author, f"/curate/{late.pk}/merge/")
    assert "Merge into the draft" in page
    place = "coatings[al2o3-on-li].measurements[growth_per_cycle].value"
    assert f'name="take:{place}"' in page
    world.author.post(f"/curate/{late.pk}/merge/", {f"take:{place}": "public", "revision": "1"})
    merged = Submission.objects.get(pk=late.pk)
    assert merged.document["coatings"][0]["measurements"][0]["value"] == "2 Å"
    assert merged.document["coatings"][1]["measurements"][0]["value"] == "<4 nm"
    assert merged.revision == 2
    world.text(world.author, f"/curate/{late.pk}/history/?a=1&b=2")


def test_a_withdrawn_record_leaves_a_tombstone_with_reason_and_successor(world: World) -> None:
    form = {"reason": "entered twice", "successor": "ASC-C000001"}
    answer = world.author.post("/history/ASC-C000002/withdraw/", form)
    number = int(answer.headers["Location"].split("/")[2])
    draft = Submission.objects.get(pk=number)
    actions.submit(submission=draft, by=world.ada)
    actions.approve(submission=draft, by=world.bea)
    entry = PublicId.objects.get(kind=Kind.COATING, number=2)
    assert (entry.reason, entry.successor) == ("entered twice", "ASC-C000001")
    assert world.author.get("/coatings/ASC-C000002/").status_code == 410
    assert "entered twice" in world.text(Client(), "/history/ASC-C000002/")


def test_an_observer_sees_one_draft_and_comments_until_the_link_is_revoked(world: World) -> None:
    draft = world.submit(changed())
    link, address = make_observer_link(submission=draft, by=world.bea, name="Prof. Doe")
    path = "/" + address.split("/", 3)[3]
    observer = Client()
    assert "25 Å" in world.text(observer, path)
    assert "Nothing stands at" not in world.text(observer, f"{path}?at=coatings-al2o3-on-li")
    lost = world.text(observer, f"{path}?at=coatings-al2o3-on-zinc")
    assert "Nothing stands at <code>coatings-al2o3-on-zinc</code> now" in lost
    observer.post(path, {"text": "It is 2.5 Å", "path": "coatings[al2o3-on-li].material"})
    assert Remark.objects.get().observer == "Prof. Doe"
    assert observer.get(path[:-3] + "xx/").status_code == 410
    assert observer.get(f"/curate/{draft.pk}/review/").status_code == 302
    world.curator.post(f"/curate/{draft.pk}/observers/{link.pk}/revoke/")
    assert observer.get(path).status_code == 410


def test_a_link_for_an_observer_ends_by_itself(world: World) -> None:
    draft = world.submit(changed())
    form = {"name": "Prof. Doe", "days": "7"}
    world.curator.post(f"/curate/{draft.pk}/observers/", form)
    link = ObserverLink.objects.get()
    assert 6 <= (link.expires - timezone.now()).days <= 7
    path = "/" + observer_address(link).split("/", 3)[3]
    assert Client().get(path).status_code == 200
    ObserverLink.objects.update(expires=timezone.now())
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"path": "", "text": "late"}).status_code == 410
    assert not Remark.objects.exists()


def test_any_version_comes_back_as_a_draft_that_somebody_else_reviews(world: World) -> None:
    world.publish(changed())
    answer = world.author.post("/history/ASC-C000001/1/restore/", {"reason": "read wrongly"})
    draft = Submission.objects.get(pk=int(answer.headers["Location"].split("/")[2]))
    assert (draft.state, draft.reason) == ("draft", "read wrongly")
    assert draft.base
    assert draft.base.number == 2
    page = world.text(world.author, f"/curate/{draft.pk}/review/")
    assert "<del>25 Å</del>" in page
    assert "<ins>~1 Å</ins>" in page
    actions.submit(submission=draft, by=world.ada)
    actions.approve(submission=draft, by=world.bea)
    world.publish(changed())
    compared = world.text(Client(), "/history/ASC-P000001/?a=1&b=4")
    assert "<ins>25 Å</ins>" in compared
    same = world.text(Client(), "/history/ASC-P000001/?a=2&b=4")
    assert "They say the same here" in same


def test_a_reader_reports_a_value_and_follows_it(world: World) -> None:
    reader = Client()
    page = world.text(reader, "/report/ASC-C000001/")
    assert "growth per cycle: ~1 Å" in page
    form = {
        "place": "measurements[growth_per_cycle].value",
        "text": "The axis is logarithmic",
        "email": "reader@example.org",
    }
    answer = reader.post("/report/ASC-C000001/", form)
    status = world.text(reader, answer.headers["Location"])
    assert "~1 Å" in status
    assert "reader@example.org" not in status
    record = world.text(reader, "/coatings/ASC-C000001/")
    report = ProblemReport.objects.get()
    assert report.reference in record
    assert "reader@example.org" not in record
    queue = world.text(world.curator, "/curate/reports/")
    assert "The axis is logarithmic" in queue
    world.curator.post(f"/curate/reports/{report.pk}/", {"state": "mended", "answer": "Thank you"})
    assert "Thank you" in world.text(reader, answer.headers["Location"])
    assert report.reference not in world.text(reader, "/coatings/ASC-C000001/")


def test_reports_are_bounded_by_address_and_closed_to_programs(world: World) -> None:
    form = {"text": "wrong", "place": ""}
    assert Client().post("/report/ASC-C000001/", {**form, "website": "http://x"}).status_code == 302
    assert not ProblemReport.objects.exists()
    for _ in range(6):
        assert Client().post("/report/ASC-C000001/", form).status_code == 302
    refused = Client().post("/report/ASC-C000001/", form)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert form["text"] in refused.content.decode(), "what was typed is not lost"
    other = Client(REMOTE_ADDR="192.0.2.1")
    assert other.post("/report/ASC-C000001/", form).status_code == 302
    assert ProblemReport.objects.count() == 7
