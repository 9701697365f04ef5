"""Drafts are made and saved; every saved document is kept, and none overwrites another unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.permissions import May, NotAllowed, may, role_of
from curation.actions.limits import check_drafts, check_saves, check_size
from curation.models import Mark, SaveKind, SectionMark, Submission, SubmissionRevision
from curation.permissions import check_may
from curation.states import check_step
from documents.comparing import changed_sections, unfolded
from documents.models import PaperVersion
from documents.three_way_merge import merge
from records.document.invalid import DocumentInvalid, Problem
from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.three_way_merge import Merge

LARGEST_NUMBER = 2**63
"""From here on a number comes back from the database as one that JSON answers cannot hold."""


class LostUpdate(ValueError):
    """Somebody saved in between. Both documents are here, and the one that both started from;
    nothing was written."""

    def __init__(self, submission: Submission, document: Any, vocabulary: Any, base: Any) -> None:
        self.submission = submission
        """as it is stored now (theirs)"""
        self.document = document
        """the one that was not saved (yours)"""
        self.vocabulary = vocabulary
        self.base = base
        super().__init__(
            f"revision {submission.revision} was saved by somebody else meanwhile; "
            "merge both versions and save again"
        )

    def merged(self, *, take_theirs: frozenset[str] = frozenset()) -> Merge:
        """Both brought together, collisions named."""
        theirs = self.submission.document
        return merge(self.base, self.document, theirs, take_theirs=take_theirs)


@transaction.atomic
def create_submission(
    *,
    by: Any,
    document: dict[str, Any],
    vocabulary: Mapping[str, Any] | None = None,
    base: PaperVersion | None = None,
    reason: str = "",
    kind: SaveKind = SaveKind.CREATED,
) -> Submission:
    """A new draft. ``base`` is the published version it starts from, if the paper has one: left
    out, it is the newest version of the paper that the document names.

    Raises :class:`DocumentInvalid` where ``document`` is no JSON object, and :class:`NotAllowed`.
    """
    if not may(by, May.ENTER):
        raise NotAllowed(f"a {role_of(by).value} may not enter papers")
    words = dict(vocabulary or {})
    check_drafts(by)
    _check_storable(document, words, reason)
    key = _key_of(document)
    submission = Submission.objects.create(
        document=document,
        vocabulary=words,
        paper_key=key,
        base=base or current_version(key),
        author_id=by.pk,
        reason=reason,
        updated=timezone.now(),
    )
    _keep_revision(submission, by, kind, reason)
    return submission


@transaction.atomic
def save_submission(
    *,
    submission: Submission,
    by: Any,
    document: dict[str, Any],
    vocabulary: Mapping[str, Any] | None,
    expected_revision: int | None,
    reason: str = "",
    kind: SaveKind = SaveKind.SAVED,
) -> Submission:
    """Keep this document as the next revision.

    Raises :class:`LostUpdate` where ``expected_revision`` is no longer the stored one; None takes
    whichever is. The same document again changes nothing. ``vocabulary`` None leaves the proposed
    words as they are.
    """
    stored = lock(submission)
    check_may(by, "save", stored)
    check_step("save", stored.state)
    words = stored.vocabulary if vocabulary is None else dict(vocabulary)
    _check_storable(document, words, reason)
    if expected_revision is not None and stored.revision != expected_revision:
        raise LostUpdate(stored, document, words, _document_of(stored, expected_revision))
    if document == stored.document and words == stored.vocabulary:
        if reason and reason != stored.reason:
            stored.reason = reason
            stored.save(update_fields=["reason"])
        return stored
    check_saves(by)
    _untick(stored, document)
    stored.document = document
    stored.vocabulary = words
    stored.paper_key = _key_of(document)
    stored.base = _base_for(stored)
    stored.revision += 1
    stored.updated = timezone.now()
    if reason:
        stored.reason = reason
    stored.save()
    _keep_revision(stored, by, kind, reason)
    return stored


@transaction.atomic
def merge_with_public(
    *,
    submission: Submission,
    by: Any,
    expected_revision: int,
    take_public: frozenset[str] = frozenset(),
) -> Submission:
    """Bring what was published since the draft began into the draft. Places in ``take_public``
    are taken from what is public where both changed; elsewhere the draft keeps its own."""
    stored = lock(submission)
    newest = current_version(stored.paper_key)
    if newest is None or newest == stored.base:
        return stored
    before = stored.base.document if stored.base else {}
    mine = unfolded(stored.document)
    merged = merge(before, mine, newest.document, take_theirs=take_public)
    stored.base = newest
    stored.save(update_fields=["base"])
    return save_submission(
        submission=stored,
        by=by,
        document=merged.document,
        vocabulary=None,
        expected_revision=expected_revision,
        reason=f"merged with version {newest.number}",
        kind=SaveKind.MERGED,
    )


@transaction.atomic
def restore_version(*, version: PaperVersion, by: Any, reason: str) -> Submission:
    """A new draft that says what this version said, to be reviewed like any other change.

    Records published since then are listed as withdrawn, with the reason: they cannot just go.
    """
    newest = current_version(version.paper.key) or version
    document: dict[str, Any] = dict(version.document)
    gone = list(document.get("withdrawn", []))
    for kind in record_kinds():
        kept = {item["key"] for item in document.get(kind.section, [])}
        listed = {item["key"] for item in gone if item["kind"] == kind.word}
        for item in newest.document.get(kind.section, []):
            if item["key"] not in kept | listed:
                why = reason or f"version {version.number} is restored"
                gone.append({"kind": kind.word, "key": item["key"], "reason": why})
    listed_now = {(item["kind"], item["key"]) for item in gone}
    for item in newest.document.get("withdrawn", []):
        if (item["kind"], item["key"]) not in listed_now:
            gone.append(item)  # what is gone or was merged since then stays so
    if gone:
        document["withdrawn"] = gone
    return create_submission(
        by=by,
        document=document,
        base=newest,
        reason=reason or f"restores version {version.number}",
        kind=SaveKind.RESTORED,
    )


def current_version(paper_key: str) -> PaperVersion | None:
    """What is public of a paper now."""
    return PaperVersion.objects.filter(paper__key=paper_key).order_by("-number").first()


def lock(submission: Submission) -> Submission:
    """The submission as stored now, held until the end of the transaction."""
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("base", "author", "reviewer")
        .get(pk=submission.pk)
    )


def _base_for(stored: Submission) -> PaperVersion | None:
    """The base stays while the paper does; a changed key is another paper."""
    if stored.base and stored.base.paper.key == stored.paper_key:
        return stored.base
    return current_version(stored.paper_key)


def _document_of(stored: Submission, revision: int) -> Any:
    """What a revision said; an empty document where there was none with this number."""
    kept = stored.revisions.filter(number=revision).first()
    return kept.document if kept else {}


def _key_of(document: dict[str, Any]) -> str:
    key = document.get("key")
    return key[:120] if isinstance(key, str) else ""


def _check_storable(document: Any, vocabulary: Any, reason: str) -> None:
    problems = []
    for path, value in (("", document), ("vocabulary", vocabulary)):
        if not isinstance(value, dict):
            problems.append(Problem(path, f"expected an object, got {type(value).__name__}"))
        elif wrong := unstorable(value):
            problems.append(Problem(path, wrong))
    if wrong := unstorable(reason):
        problems.append(Problem("reason", wrong))
    if problems:
        raise DocumentInvalid(problems)
    check_size(document, vocabulary)


def unstorable(node: Any, depth: int = 0) -> str:
    """Why PostgreSQL could not keep this text or JSON, empty where it can."""
    if depth > 60:
        return "is nested more than 60 deep"
    if isinstance(node, str):
        if "\x00" in node:
            return "holds a null character, which no text has"
        return "" if node.isascii() else _unencodable(node)
    if isinstance(node, dict):
        parts: Any = [*node.keys(), *node.values()]
    elif isinstance(node, list):
        parts = node
    elif isinstance(node, float) and (node != node or node in (float("inf"), float("-inf"))):
        return "holds a number that JSON does not have (NaN or Infinity)"
    elif isinstance(node, int | float) and abs(node) >= LARGEST_NUMBER:
        return f"holds a number beyond ±{LARGEST_NUMBER:.3g}"
    else:
        return ""
    return next((wrong for part in parts if (wrong := unstorable(part, depth + 1))), "")


def _unencodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return "holds half a character (a lone surrogate)"
    return ""


def _keep_revision(submission: Submission, by: Any, kind: SaveKind, reason: str) -> None:
    SubmissionRevision.objects.create(
        submission=submission,
        number=submission.revision,
        document=submission.document,
        vocabulary=submission.vocabulary,
        saved_by_id=by.pk,
        kind=kind,
        reason=reason,
    )


def _untick(stored: Submission, document: Any) -> None:
    """A section that changes is to be looked at again, whatever its mark was."""
    touched = changed_sections(stored.document, document)
    marks = SectionMark.objects.filter(submission=stored, section__in=touched)
    for mark in marks.exclude(mark=Mark.TODO):  # row by row: their number is that of sections
        mark.mark = Mark.TODO
        mark.save(update_fields=["mark"])
