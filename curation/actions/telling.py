"""Who is told of what. A notice is kept for the page; the sweep mails it within a minute or two,
several of one person together."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import May, may
from curation.models import About, Notice, Submission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.models import ProblemReport, Remark

log = logging.getLogger(__name__)

MAILED_WITHIN = timedelta(days=1)
KEPT_FOR = timedelta(days=183)


def tell(
    people: Iterable[Any], about: About, text: str, address: str, submission: Any = None
) -> None:
    """Keep a notice for each of them."""
    persons = {person.pk for person in people if person is not None and person.is_active}
    Notice.objects.bulk_create(
        Notice(
            person_id=pk, about=about, text=text, address=address,
            submission_id=submission.pk if submission else None,
        )
        for pk in sorted(persons)
    )  # fmt: skip


def reviewers(*, apart: Any = None) -> list[Any]:
    """Everybody who reviews."""
    found = get_user_model().objects.select_related("person").filter(is_active=True)
    without = apart.pk if apart is not None else 0
    return [one for one in found if may(one, May.REVIEW) and one.pk != without]


def _review(submission: Submission) -> str:
    return reverse("submission-review", args=[submission.pk])


def of_hand_in(submission: Submission, by: Any) -> None:
    """To its reviewer, else to all who review."""
    own = submission.reviewer
    people = [own] if own is not None and own.pk != by.pk else reviewers(apart=by)
    text = f"{by} handed in: {submission.title}"
    tell(people, About.HANDED_IN, text, _review(submission), submission)


def of_return(submission: Submission, by: Any) -> None:
    text = f"{by} returned: {submission.title}\n\n{submission.decision}"
    address = reverse("submission", args=[submission.pk])
    tell([submission.author], About.RETURNED, text, address, submission)


def of_approval(submission: Submission, by: Any, paper: Any) -> None:
    said = f"\n\n{submission.decision}" if submission.decision else ""
    text = f"{by} approved: {submission.title}. It is {paper.public_id} now.{said}"
    tell([submission.author], About.APPROVED, text, paper.get_absolute_url(), submission)


def of_assignment(submission: Submission, by: Any, reviewer: Any) -> None:
    if reviewer is not None and reviewer.pk != by.pk:
        text = f"{by} gave you to review: {submission.title}"
        tell([reviewer], About.ASSIGNED, text, _review(submission), submission)


def of_remark(remark: Remark, by: Any) -> None:
    """Its author hears of others' remarks, its reviewer of its author's."""
    submission = remark.submission
    who = str(by) if by is not None else remark.observer
    own = by is not None and by.pk == submission.author_id
    people = [submission.reviewer] if own else [submission.author]
    asks = "asks" if remark.question else "says"
    text = f"{who} {asks}, of {submission.title}:\n\n{remark.text}"
    tell(people, About.REMARK, text, f"{_review(submission)}#r-{remark.pk}", submission)


def of_report(report: ProblemReport, papers: Iterable[str]) -> None:
    """To who reviews, and to who entered the paper."""
    value = f", {report.label}" if report.label else ""
    text = f"A reader reports on {report.record}{value}:\n\n{report.text}"
    authors = [one.author for one in _entered(papers)]
    tell(reviewers(), About.REPORT, text, reverse("reports"))
    others = [one for one in authors if not may(one, May.REVIEW)]
    tell(others, About.REPORT, text, reverse("report-status", args=[report.reference]))


def of_merge(words: str, papers: Iterable[str], by: Any, address: str) -> None:
    """To who entered what was merged."""
    authors = [one.author for one in _entered(papers) if one.author_id != by.pk]
    tell(authors, About.MERGED, f"{by} merged {words}", address)


def _entered(papers: Iterable[str]) -> list[Submission]:
    rows = Submission.objects.select_related("author").filter(paper_key__in=list(papers))
    return list(rows.exclude(state="withdrawn").defer("document", "vocabulary"))


@transaction.atomic
def seen(*, by: Any) -> int:
    """All that this person was told is seen now."""
    return Notice.objects.filter(person_id=by.pk, seen=None).update(seen=timezone.now())


def mail_waiting() -> int:
    """Mail what nobody mailed yet, one mail a person, and forget what is old. A mail that cannot be
    sent is tried again for a day; the page has it anyway."""
    now = timezone.now()
    Notice.objects.filter(created__lt=now - KEPT_FOR).delete()
    waiting: dict[Any, list[Notice]] = defaultdict(list)
    rows = Notice.objects.filter(mailed=None, seen=None, created__gt=now - MAILED_WITHIN)
    for notice in rows.select_related("person").order_by("pk"):
        waiting[notice.person].append(notice)
    return sum(_mail(person, told) for person, told in waiting.items())


def _mail(person: Any, told: list[Notice]) -> int:
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in told], mailed=None)
    if person.email:
        parts = [f"{one.text}\n{settings.PUBLIC_URL}{one.address}" for one in told]
        everything = f"Everything that concerns you: {settings.PUBLIC_URL}{reverse('notices')}"
        first = told[0].text.split("\n")[0][:120].rstrip(":")
        subject = first if len(told) == 1 else f"{len(told)} things that concern you"
        try:
            send_mail(
                f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}",
                "\n\n---\n\n".join([*parts, everything]),
                settings.DEFAULT_FROM_EMAIL, [person.email],
            )  # fmt: skip
        except (OSError, SMTPException):
            log.exception("mail cannot be sent: %s notices wait", len(told))
            return 0
    return rows.update(mailed=timezone.now())
