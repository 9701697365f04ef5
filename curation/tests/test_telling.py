"""People are told what concerns them, on a page and by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Role
from accounts.tests.people import person
from curation import actions
from curation.actions.duplicates import merge
from curation.actions.reports import report_problem
from curation.actions.telling import mail_waiting
from curation.models import Notice
from curation.tests.housekeeping.test_merging import TWICE, doubled
from documents.publishing import publish_vocabulary
from documents.tests.documents import paper

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from curation.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


class Desk:
    def __init__(self) -> None:
        self.ada = person("ada")
        self.bea, self.cid = person("bea", Role.CURATOR), person("cid", Role.CURATOR)
        for one in (self.ada, self.bea):
            one.email = f"{one.username}@example.org"
            one.save()

    def handed_in(self) -> Submission:
        made = actions.create_submission(by=self.ada, document=paper())
        return actions.submit(submission=made, by=self.ada)


def told(who: User) -> list[str]:
    return list(Notice.objects.filter(person=who).values_list("about", flat=True))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_who_reviews_hears_of_what_is_handed_in(desk: Desk) -> None:
    draft = desk.handed_in()
    assert (told(desk.ada), told(desk.bea), told(desk.cid)) == ([], ["handed in"], ["handed in"])
    actions.assign(submission=draft, by=desk.bea, reviewer=desk.cid)
    assert told(desk.cid) == ["assigned", "handed in"]
    actions.recall(submission=draft, by=desk.ada)
    actions.submit(submission=draft, by=desk.ada)
    assert (len(told(desk.bea)), len(told(desk.cid))) == (1, 3)


def test_its_author_hears_of_a_return_with_its_reasons_and_of_approval(desk: Desk) -> None:
    draft = desk.handed_in()
    actions.return_submission(submission=draft, by=desk.bea, reason="Fig. 2 says 25 Å.")
    (notice,) = Notice.objects.filter(person=desk.ada)
    assert "Fig. 2 says 25 Å." in notice.text
    assert notice.address == f"/curate/{draft.pk}/"
    actions.submit(submission=draft, by=desk.ada)
    actions.approve(submission=draft, by=desk.cid)
    approved = Notice.objects.filter(person=desk.ada).first()
    assert approved is not None
    assert "ASC-P000001" in approved.text


def test_remarks_and_reports_reach_who_wrote_it(desk: Desk) -> None:
    draft = desk.handed_in()
    actions.remark(submission=draft, by=desk.bea, text="Per supercycle?", question=True)
    actions.settle_remark(remark=draft.remarks.get(), by=desk.bea)
    actions.approve(submission=draft, by=desk.cid)
    report_problem(
        record="ASC-C000001", place="", label="", printed="", text="The axis is logarithmic.",
        address="192.0.2.1",
    )  # fmt: skip
    assert told(desk.ada) == ["report", "approved", "remark"]
    assert "report" in told(desk.bea)


def test_a_report_leads_reviewers_to_their_reports_and_others_to_its_answer(desk: Desk) -> None:
    actions.approve(submission=desk.handed_in(), by=desk.cid)
    report_problem(
        record="ASC-C000001", place="", label="material: Al2O3", printed="", text="It is AlOx.",
        address="192.0.2.1",
    )  # fmt: skip
    addresses = {
        who.username: Notice.objects.filter(person=who, about="report").get().address
        for who in (desk.ada, desk.bea)
    }
    assert addresses["bea"] == "/curate/reports/"
    assert addresses["ada"].startswith("/report/status/R-")
    Notice.objects.exclude(about="report").delete()
    mail_waiting()
    sent = next(one for one in mail.outbox if one.to == ["ada@example.org"])
    assert sent.subject.endswith("material: Al2O3")
    assert sent.body.endswith("/curate/notices/")


def test_merged_words_reach_who_entered_a_paper_with_them(desk: Desk) -> None:
    publish_vocabulary(TWICE)
    draft = actions.create_submission(by=desk.ada, document=doubled())
    actions.approve(submission=actions.submit(submission=draft, by=desk.ada), by=desk.cid)
    merge(kind="method", kept="SEM", gone="PES", reason="one and the same", by=desk.bea)
    notice = Notice.objects.filter(person=desk.ada).first()
    assert notice is not None
    assert (notice.about, "PES into SEM" in notice.text) == ("merged", True)


def test_the_page_shows_it_until_one_has_seen_it(desk: Desk) -> None:
    desk.handed_in()
    client = Client()
    client.force_login(desk.bea)
    assert "New for you" in client.get("/curate/").content.decode()
    assert "handed in" in client.get("/curate/notices/").content.decode()
    client.post("/curate/notices/")
    assert "New for you" not in client.get("/curate/").content.decode()


def test_several_things_are_one_mail_and_are_mailed_once(desk: Desk) -> None:
    for reason in ("One.", "Two."):
        draft = desk.handed_in()
        actions.return_submission(submission=draft, by=desk.bea, reason=reason)
        actions.withdraw(submission=draft, by=desk.ada)
    assert mail_waiting() == 6
    to_ada = next(sent for sent in mail.outbox if sent.to == ["ada@example.org"])
    assert "2 things that concern you" in to_ada.subject
    assert "One." in to_ada.body
    assert "Two." in to_ada.body
    assert len({sent.to[0] for sent in mail.outbox}) == 3
    assert (mail_waiting(), len(mail.outbox)) == (0, 3)


def test_a_mail_server_that_is_away_is_tried_again(desk: Desk, settings: Any) -> None:
    desk.handed_in()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert mail_waiting() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail_waiting() == 2
