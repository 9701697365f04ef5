"""The history of a word: who changed it, when, and what; and where one may correct it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pghistory.models
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import May, may
from curation.models import Submission
from records.kinds import term_kind, term_kinds

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

SHOWN = 100
_DRAFTS = 5
_OF_THE_ROW = ("id", "updated", "created", "stale_since", "search", "search_text")
"""What is no word of the entry."""


@dataclass(frozen=True)
class Change:
    """One change of the row: what each field said before and after."""

    when: datetime
    who: str
    kind: str
    fields: list[tuple[str, Any, Any]]


@never_cache
@require_safe
def of_word(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Every change of one word, newest first."""
    if kind not in {one.word for one in term_kinds()}:
        raise Http404(f"there is no kind of word {kind}")
    word = get_object_or_404(term_kind(kind).model, key=key)
    drafts: Any = []
    if may(request.user, May.ENTER):
        drafts = Submission.objects.under_way().filter(author_id=request.user.pk, state="draft")
        drafts = drafts.listed().order_by("-updated")[:_DRAFTS]
    context = {
        "word": word,
        "kind": kind,
        "changes": changes_of(word),
        "drafts": drafts,
        "enters": may(request.user, May.ENTER),
    }
    return render(request, "curation/word_history.html", context)


def changes_of(word: Any) -> list[Change]:
    """The changes that say something of the word: not those of its bookkeeping alone."""
    events = list(
        pghistory.models.Events.objects.tracks(word).order_by("-pgh_created_at", "-pgh_id")[:SHOWN]
    )
    numbers: set[Any] = {(event.pgh_context or {}).get("user") for event in events} - {None}
    users = get_user_model().objects.filter(pk__in=numbers)
    people = {str(one.pk): str(one) for one in users}
    found = []
    for event in events:
        diff = event.pgh_diff or {}
        fields = [
            (name.replace("_", " "), before, after)
            for name, (before, after) in diff.items()
            if name not in _OF_THE_ROW
        ]
        if event.pgh_label == "update" and not fields:
            continue
        who = people.get(str((event.pgh_context or {}).get("user")), "")
        kind = {"insert": "entered", "update": "changed", "delete": "taken out"}[event.pgh_label]
        found.append(Change(event.pgh_created_at, who, kind, fields))
    return found
