"""What reviewers write beside a submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.permissions import May, NotAllowed, may
from curation.actions import telling
from curation.actions.limits import remark_too_long
from curation.actions.submissions import lock
from curation.models import FlagAnswer, Mark, Remark, SectionMark
from curation.permissions import may_see
from documents.comparing import unfolded
from documents.places import found, lasting, sections
from documents.wording import value_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.models import Submission
    from documents.rehearsal import DraftFlag


class NotAnswerable(ValueError):
    """What was asked for does not fit the submission; the message says why."""


@transaction.atomic
def remark(
    *,
    submission: Submission,
    text: str,
    path: str = "",
    by: Any = None,
    observer: str = "",
    question: bool = False,
    answers: Remark | None = None,
) -> Remark:
    """A comment or question on the value at ``path`` (an index path or a lasting place; empty:
    on the whole paper), by a person or by an observer who came by a link."""
    if by is not None and not may_see(by, submission):
        raise NotAllowed("only those who may see a draft can comment on it")
    if not text.strip():
        raise NotAnswerable("a comment says something")
    if why := remark_too_long(submission, text):
        raise NotAnswerable(why)
    place = answers.place if answers else lasting(path, submission.document)
    leaf = found(place, submission.document) or found(place, unfolded(submission.document))
    made = Remark.objects.create(
        submission=submission,
        place=place[:400],
        printed=value_in_words(leaf.value) if leaf else "",
        text=text.strip(),
        question=question,
        answers=answers,
        author_id=by.pk if by is not None else None,
        observer=observer,
    )
    telling.of_remark(made, by)
    return made


@transaction.atomic
def settle_remark(*, remark: Remark, by: Any) -> Remark:
    """The question is answered, the comment dealt with: by whoever wrote it or reviews."""
    if remark.author_id != by.pk and not may(by, May.REVIEW):
        raise NotAllowed("a comment is settled by its writer or by a curator")
    if remark.settled_at is None:
        remark.settled_at = timezone.now()
        remark.settled_by_id = by.pk
        remark.save(update_fields=["settled_at", "settled_by"])
    return remark


@transaction.atomic
def mark_section(*, submission: Submission, by: Any, section: str, mark: str) -> SectionMark:
    """Say how far the review of a section is: todo, attention or passed."""
    if not may(by, May.REVIEW):
        raise NotAllowed("sections are marked by curators")
    stored = lock(submission)
    if section not in sections(stored.document):
        raise NotAnswerable(f'there is no section "{section}" in this paper')
    if mark not in Mark.values:
        raise NotAnswerable(f'"{mark}" is none of {", ".join(Mark.values)}')
    values = {"mark": mark, "set_by_id": by.pk, "revision": stored.revision}
    set_mark, _ = SectionMark.objects.update_or_create(
        submission=stored, section=section, defaults=values
    )
    return set_mark


@transaction.atomic
def assign(*, submission: Submission, by: Any, reviewer: Any | None) -> Submission:
    """Give a submission to a reviewer, or to nobody. Who wrote it cannot review it."""
    if not may(by, May.REVIEW):
        raise NotAllowed("submissions are assigned by curators")
    stored = lock(submission)
    if reviewer is not None and not may(reviewer, May.REVIEW):
        raise NotAnswerable(f"{reviewer} is not a curator")
    if reviewer is not None and reviewer.pk == stored.author_id:
        raise NotAnswerable(f"{reviewer} wrote this submission and cannot review it")
    stored.reviewer_id = reviewer.pk if reviewer is not None else None
    stored.save(update_fields=["reviewer"])
    telling.of_assignment(stored, by, reviewer)
    return stored


@transaction.atomic
def answer_flag(
    *,
    submission: Submission,
    by: Any,
    section: str,
    code: str,
    reason: str,
    explanation: str = "",
) -> FlagAnswer:
    """Confirm a flag, or explain why it is none; an explanation stands on the record."""
    if not may(by, May.REVIEW):
        raise NotAllowed("flags are answered by curators")
    if section not in sections(submission.document):
        raise NotAnswerable(f'there is no section "{section}" in this paper')
    values = {
        "confirmed": not explanation.strip(),
        "explanation": explanation.strip(),
        "answered_by_id": by.pk,
        "submission": submission,
    }
    answer, _ = FlagAnswer.objects.update_or_create(
        paper_key=submission.paper_key, section=section, code=code, reason=reason, defaults=values
    )
    return answer


def unanswered_flags(submission: Submission, flags: Iterable[DraftFlag]) -> list[DraftFlag]:
    """Those of the flags that nobody confirmed or explained, now or on the published record."""
    answers = FlagAnswer.objects.filter(paper_key=submission.paper_key)
    answered = set(answers.values_list("section", "code", "reason"))
    return [flag for flag in flags if (flag.section, flag.code, flag.reason) not in answered]
