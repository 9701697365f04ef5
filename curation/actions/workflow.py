"""Submissions go their way: submitted, returned, approved and published, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from curation.actions import telling
from curation.actions.review import unanswered_flags
from curation.actions.submissions import current_version, lock
from curation.checking import checked
from curation.files.named import file_problems
from curation.models import Mark
from curation.permissions import check_may
from curation.states import State, check_step
from documents.comparing import changed_sections, unfolded
from documents.models import PaperVersion
from documents.places import sections
from documents.publishing import publish_paper, publish_vocabulary
from documents.publishing.reviewing import mark_reviewed, reviewed_sections, touched_sections
from documents.rehearsal import vocabulary_document
from records.actions import hold_publishing_lock
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from curation.models import Submission
    from documents.publishing import Published


class NotReady(ValueError):
    """Something stands in the way of the step; the message says what."""


class Outdated(NotReady):
    """The paper was published anew since this draft began: merge it first."""

    def __init__(self, newest: PaperVersion) -> None:
        self.newest = newest
        super().__init__(
            f"version {newest.number} of {newest.paper.key} was published since this draft "
            "began; merge it into the draft first"
        )


@transaction.atomic
def submit(*, submission: Submission, by: Any, reason: str = "") -> Submission:
    """Hand it to the reviewers. Raises :class:`DocumentInvalid` while anything keeps it from
    being published."""
    stored = lock(submission)
    check_may(by, "submit", stored)
    target = check_step("submit", stored.state)
    found = checked(stored)
    if found.problems:
        raise DocumentInvalid(found.problems)
    if reason:
        stored.reason = reason
    stored.submitted_at = timezone.now()
    stored.flag_count = len(found.seen.flags)
    telling.of_hand_in(stored, by)
    return _move(stored, target)


@transaction.atomic
def recall(*, submission: Submission, by: Any) -> Submission:
    """Its author takes it back to go on writing."""
    stored = lock(submission)
    check_may(by, "recall", stored)
    return _move(stored, check_step("recall", stored.state))


@transaction.atomic
def return_submission(*, submission: Submission, by: Any, reason: str) -> Submission:
    """Back to its author, with what is to be mended."""
    stored = lock(submission)
    check_may(by, "return", stored)
    target = check_step("return", stored.state)
    if not reason.strip():
        raise NotReady("say what is to be mended: a return needs its reasons")
    stored.decision = reason
    stored.decided_at = timezone.now()
    stored.reviewer_id = by.pk
    telling.of_return(stored, by)
    return _move(stored, target)


@transaction.atomic
def withdraw(*, submission: Submission, by: Any, reason: str = "") -> Submission:
    """Give the draft up; its documents are kept."""
    stored = lock(submission)
    check_may(by, "withdraw", stored)
    target = check_step("withdraw", stored.state)
    stored.decision = reason
    stored.decided_at = timezone.now()
    return _move(stored, target)


@transaction.atomic
def approve(*, submission: Submission, by: Any, reason: str = "") -> Published:
    """Publish it: words, paper, permanent ids and review marks in one transaction.

    Raises :class:`NotAllowed` (nobody approves their own), :class:`WrongState`, :class:`Outdated`,
    :class:`NotReady` (a section needs attention, a question is open), or
    :class:`DocumentInvalid`; then nothing is written.
    """
    hold_publishing_lock()
    stored = lock(submission)
    check_may(by, "approve", stored)
    target = check_step("approve", stored.state)
    newest = current_version(stored.paper_key)
    if newest is not None and newest != stored.base:
        raise Outdated(newest)
    _check_settled(stored)
    if problems := file_problems(stored):
        raise DocumentInvalid(problems)
    reviewed = reviewed_sections(stored.paper_key)
    if stored.vocabulary:
        publish_vocabulary(vocabulary_document(stored.vocabulary))
    done = publish_paper(stored.document, by=by, reason=stored.reason)
    if done.changed:
        versions = PaperVersion.objects.filter(paper=done.paper)
        versions.filter(number=versions.count()).update(submission=stored)
    mark_reviewed(paper=done.paper, sections=_reviewed_sections(stored, reviewed))
    stored.decision = reason
    stored.decided_at = timezone.now()
    stored.reviewer_id = by.pk
    telling.of_approval(stored, by, done.paper)
    _move(stored, target)
    return done


@transaction.atomic
def approve_unseen(*, submission: Submission, by: Any, reason: str = "") -> Published:
    """Approve one of many, whose page was not opened: only where nothing asks to be looked at.

    Raises what :func:`approve` raises, and :class:`NotReady` where a flag is neither confirmed
    nor explained, or was not computed.
    """
    hold_publishing_lock()
    stored = lock(submission)
    check_may(by, "approve", stored)
    check_step("approve", stored.state)
    if stored.flag_count != 0:
        seen = checked(stored).seen
        if seen.problem:
            raise NotReady(f"open it to approve it: {seen.problem}")
        if unanswered := unanswered_flags(stored, seen.flags):
            raise NotReady(f"open it to approve it: {_flags_wait(len(unanswered))}")
    return approve(submission=stored, by=by, reason=reason)


def _flags_wait(count: int) -> str:
    return f"{count} flag{' is' if count == 1 else 's are'} neither confirmed nor explained"


def _reviewed_sections(stored: Submission, reviewed: set[str]) -> set[str]:
    """Whoever approves has seen what differs from what was public, and what they ticked.

    What the change touches besides (its via, its source temperatures) stays ``reviewed`` where
    it was.
    """
    before = stored.base.document if stored.base else {}
    passed = stored.marks.filter(mark=Mark.PASSED).values_list("section", flat=True)
    touched = touched_sections(before, unfolded(stored.document))
    return changed_sections(before, stored.document) | set(passed) | (touched & reviewed)


def _check_settled(stored: Submission) -> None:
    there = sections(stored.document)
    wanting = stored.marks.filter(mark=Mark.ATTENTION, section__in=there)
    if names := list(wanting.values_list("section", flat=True)):
        raise NotReady(f"needs attention: {', '.join(names)}")
    asked = stored.remarks.filter(question=True, settled_at__isnull=True).count()
    if asked:
        raise NotReady(f"{asked} question{'s are' if asked > 1 else ' is'} not settled yet")


def _move(stored: Submission, target: State | None) -> Submission:
    if target is not None:
        stored.state = target
    stored.updated = timezone.now()
    stored.save()
    return stored
