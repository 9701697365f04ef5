"""Actions behind the buttons of pages: do it, and say what came of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from accounts.permissions import NotAllowed
from curation import actions
from curation.actions.review import NotAnswerable
from curation.models import Submission
from curation.permissions import may_see
from curation.states import WrongState
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,300}")
REFUSALS = (DocumentInvalid, NotAllowed, NotAnswerable, WrongState, actions.NotReady, ValueError)


def attempt(request: HttpRequest, action: Callable[[], Any], said: str = "") -> Any:
    """What the action gives, or None with its refusal as a message."""
    try:
        with transaction.atomic():
            done = action()
    except REFUSALS as error:
        messages.error(request, refusal_in_words(error))
        return None
    if said:
        messages.success(request, said)
    return done


def refusal_in_words(error: Exception) -> str:
    if isinstance(error, DocumentInvalid):
        shown = "; ".join(str(problem) for problem in error.problems[:8])
        more = len(error.problems) - 8
        return shown + (f"; and {more} more" if more > 0 else "")
    return str(error)


def find_submission(request: HttpRequest, number: int) -> Submission:
    """The submission, where this person may see it; else it is as if it were not there."""
    rows = Submission.objects.select_related("author", "reviewer", "base__paper")
    found = rows.filter(pk=number).first() if number < 2**31 else None
    if found is None or not may_see(request.user, found):
        raise Http404(f"there is no submission {number}")
    return found


def back_to_review(number: int, anchor: str = "") -> HttpResponse:
    """The review page, where one was on it."""
    address = reverse("submission-review", args=[number])
    return redirect(f"{address}?at={anchor}#{anchor}" if _ANCHOR.fullmatch(anchor) else address)


def whole(text: str | None, default: int = 0) -> int:
    """A whole number of a form; the default for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default
