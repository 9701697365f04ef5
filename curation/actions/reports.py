"""Problems that readers report."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.permissions import May, NotAllowed, may
from curation.actions import telling
from curation.models import ProblemReport, ReportState
from records.models import Kind, PublicId, parse_public_id

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
PER_HOUR, PER_DAY, PER_DAY_OF_ALL = 6, 25, 500


class TooMany(ValueError):
    """This address, or everybody together, reported more than is read in a day."""

    def __init__(self, why: str, wait: timedelta) -> None:
        super().__init__(why)
        self.wait = wait


@transaction.atomic
def report_problem(
    *,
    record: str,
    place: str,
    label: str,
    printed: str,
    text: str,
    address: str,
    expected: str = "",
    email: str = "",
) -> ProblemReport:
    """Keep what a reader says of a value. ``address`` is where the request came from: kept only
    as a keyed digest, to count. Raises :class:`TooMany`, ValueError."""
    if not text.strip():
        raise ValueError("say what is wrong")
    sender = salted_hmac("curation.reports", address).hexdigest()[:64]
    _check_rate(sender)
    made = ProblemReport.objects.create(
        reference="R-" + "".join(secrets.choice(_LETTERS) for _ in range(8)),
        record=record,
        place=place[:400],
        label=label[:200],
        printed=printed[:2000],
        text=text.strip()[:5000],
        expected=expected.strip()[:500],
        email=email,
        sender=sender,
    )
    telling.of_report(made, _papers_of(record))
    return made


def _papers_of(record: str) -> list[str]:
    """The key of the paper that reports the record."""
    for kind in Kind:
        number = parse_public_id(record, kind)
        if number is not None:
            rows = PublicId.objects.filter(kind=kind, number=number)
            return list(rows.values_list("paper_key", flat=True))
    return []


def _check_rate(sender: str) -> None:
    """Counted in the database: the limits hold for all processes together."""
    now = timezone.now()
    own = ProblemReport.objects.filter(sender=sender)
    hour, day = now - _HOUR, now - _DAY
    if own.filter(created__gt=hour).count() >= PER_HOUR:
        raise TooMany("many reports came from you in the last hour; try again later", _HOUR)
    if own.filter(created__gt=day).count() >= PER_DAY:
        raise TooMany("many reports came from you today; try again tomorrow", _DAY)
    if ProblemReport.objects.filter(created__gt=day).count() >= PER_DAY_OF_ALL:
        raise TooMany("very many reports came in today; try again tomorrow", _DAY)


@transaction.atomic
def answer_report(*, report: ProblemReport, by: Any, state: str, answer: str) -> ProblemReport:
    """Close a report, or open it again, with words for its reader."""
    if not may(by, May.REVIEW):
        raise NotAllowed("reports are answered by curators")
    new = ReportState(state)
    if new != ReportState.OPEN and not answer.strip():
        raise ValueError("say what was done: the reader sees it")
    stored = ProblemReport.objects.select_for_update().get(pk=report.pk)
    stored.state = new
    stored.answer = answer.strip()
    stored.answered_by_id = by.pk
    stored.answered_at = timezone.now()
    stored.save()
    if stored.email and new != ReportState.OPEN:
        transaction.on_commit(lambda: _tell(stored))
    return stored


@transaction.atomic
def take_report(*, report: ProblemReport, by: Any) -> None:
    """Say that one is looking into it."""
    if not may(by, May.REVIEW):
        raise NotAllowed("reports are answered by curators")
    ProblemReport.objects.filter(pk=report.pk).update(assignee_id=by.pk)


def _tell(report: ProblemReport) -> None:
    text = (
        f"Your report {report.reference} on {report.record} is answered ({report.state}):\n\n"
        f"{report.answer}\n\n{settings.PUBLIC_URL}/report/status/{report.reference}/\n"
    )
    send_mail(
        f"Your report {report.reference}",
        text,
        settings.DEFAULT_FROM_EMAIL,
        [report.email],
        fail_silently=True,
    )
