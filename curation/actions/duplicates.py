"""What is on record twice is merged, after a look at exactly what that changes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, transaction

from accounts.permissions import May, NotAllowed, may, role_of
from curation.actions import telling
from curation.actions.merging_papers import merge_papers
from documents.publishing.merging_terms import CannotMerge, Merged, merge_words
from documents.waiting import bound_waiting
from records.document.invalid import DocumentInvalid
from records.kinds import term_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

MERGES: dict[str, Callable[..., Merged]] = {"paper": merge_papers}
"""What can be merged at once; coatings and tests are merged in a draft of their paper."""


def mergeable() -> list[str]:
    """Kinds of what is merged at once: terms and papers."""
    return [*(kind.word for kind in term_kinds()), *MERGES]


@transaction.atomic
def merge(
    *,
    kind: str,
    kept: str,
    gone: str,
    reason: str,
    by: Any,
    seen: str = "",
    take: Collection[str] | None = None,
) -> Merged:
    """Merge ``gone`` into ``kept``: papers (by key or id), or words of one kind (by key).

    ``take``: fields of a word that the kept one has from the other (else: those that it lacks).
    ``seen`` is the :func:`fingerprint` of the preview that was looked at: where the merge would
    change something else by now, nothing is written. Raises :class:`CannotMerge`,
    :class:`NotAllowed`.
    """
    _check(by, kind)
    if len(reason.strip()) < 3:
        raise CannotMerge("say why they are the same")
    with transaction.atomic():
        done = _merge(kind, kept, gone, reason.strip(), by, take)
        if seen and seen != fingerprint(done):
            raise CannotMerge("the data changed since you looked: look again at what is merged")
    return done


class _RollBack(Exception):
    """Ends a savepoint whose rows were only for looking."""


def preview(*, kind: str, kept: str, gone: str, by: Any) -> Merged:
    """What :func:`merge` would do: it is done and rolled back, so that nothing is guessed."""
    _check(by, kind)
    found: Merged | None = None
    try:
        with transaction.atomic():
            bound_waiting()
            found = _merge(kind, kept, gone, "preview", by)
            raise _RollBack
    except _RollBack:
        pass
    except OperationalError as error:
        raise CannotMerge("the database is busy; try again in a moment") from error
    assert found is not None
    return found


def fingerprint(merged: Merged) -> str:
    """A digest of everything that a merge changes, whichever fields are chosen with it."""
    papers = [
        (one.paper.key, [(d.place, repr(d.old), repr(d.new)) for d in one.found if not _why(d)])
        for one in merged.papers
    ]
    differing = [(one.name, one.kept, one.gone) for one in merged.differing]
    said = repr((merged.moved, merged.words, merged.taken, merged.dropped, differing, papers))
    return hashlib.sha256(said.encode()).hexdigest()


def _why(difference: Any) -> bool:
    """The reason is given after the look."""
    return difference.place.startswith("withdrawn[") and difference.place.endswith(".reason")


def _check(by: Any, kind: str) -> None:
    if not may(by, May.MERGE):
        raise NotAllowed(f"a {role_of(by).value} may not merge records")
    if kind not in mergeable():
        raise CannotMerge(f"a {kind} cannot be merged here")


def _merge(
    kind: str, kept: str, gone: str, reason: str, by: Any, take: Collection[str] | None = None
) -> Merged:
    try:
        if kind in MERGES:
            return MERGES[kind](kept=kept, gone=gone, reason=reason, by=by)
        done = merge_words(kind=kind, kept=kept, gone=gone, reason=reason, by=by, take=take)
    except DocumentInvalid as error:
        raise CannotMerge("; ".join(str(problem) for problem in error.problems)) from error
    if done.papers:
        papers = [one.paper for one in done.papers]
        words = f"the {kind} {gone} into {kept}: {reason}"
        telling.of_merge(words, [one.key for one in papers], by, papers[0].get_absolute_url())
    return done
