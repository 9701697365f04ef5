"""How much one person may keep here: told in words, long before it is too much for others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
from django.utils import timezone

from curation.models import Remark, Submission, SubmissionRevision
from curation.states import OPEN
from records.document.invalid import DocumentInvalid, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 20_000_000
"""Bytes of JSON that a draft may have: a paper of a thousand coatings has a twentieth."""
MOST_DRAFTS = 1_000
"""Open drafts of one person."""
MOST_SAVES_A_DAY = 5_000
"""Revisions that one person keeps in 24 hours: every one is kept for ever."""
LONGEST_REMARK = 10_000
MOST_REMARKS = 2_000
"""Of one draft."""


def check_drafts(by: Any) -> None:
    """Raises :class:`DocumentInvalid` before one draft too many."""
    if Submission.objects.filter(author_id=by.pk, state__in=OPEN).count() >= MOST_DRAFTS:
        _refuse(f"you have {MOST_DRAFTS} open drafts: hand in, or give up, some of them first")


def check_saves(by: Any) -> None:
    """Raises :class:`DocumentInvalid` before one revision too many."""
    day = timezone.now() - timedelta(days=1)
    kept = SubmissionRevision.objects.filter(saved_by_id=by.pk, saved_at__gt=day)
    if kept.count() >= MOST_SAVES_A_DAY:
        _refuse(f"you saved {MOST_SAVES_A_DAY} times within a day: go on tomorrow")


def check_size(document: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> None:
    """Raises :class:`DocumentInvalid` for a draft that is too large to be worked with."""
    found = len(orjson.dumps(document)) + len(orjson.dumps(vocabulary))
    if found > LARGEST:
        most, size = LARGEST // 1_000_000, found / 1e6
        _refuse(f"the draft has {size:.1f} MB, at most {most}: enter the paper in parts")


def remark_too_long(submission: Submission, text: str) -> str:
    """Why a remark is not kept; empty where it is."""
    if len(text) > LONGEST_REMARK:
        return f"a comment has at most {LONGEST_REMARK} characters"
    if Remark.objects.filter(submission=submission).count() >= MOST_REMARKS:
        return f"there are {MOST_REMARKS} comments on this draft already"
    return ""


def _refuse(why: str) -> None:
    raise DocumentInvalid([Problem("", why)])
