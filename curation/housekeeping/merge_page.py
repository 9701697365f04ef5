"""The page on which two papers or two words are merged: first what it changes, then the merge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from curation.actions.duplicates import fingerprint, merge, mergeable, preview
from documents.publishing.merging_terms import CannotMerge
from documents.wording import value_in_words
from literature.models import Paper

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from documents.publishing.merging_terms import Merged

_TAKE = "take:"
SHOWN = 40
"""Papers whose values are shown one by one; of all of them it is said how many there are."""


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what merging ``gone`` into ``kept`` changes; with a reason (POST), do it."""
    if kind not in mergeable():
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    kept, gone = given.get("kept", "").strip(), given.get("gone", "").strip()
    try:
        if request.method == "POST":
            return _merge(request, kind, kept, gone)
        found = preview(kind=kind, kept=kept, gone=gone, by=request.user)
    except CannotMerge as error:
        messages.error(request, str(error))
        return redirect("housekeeping")
    return render(request, "entry/merging.html", _context(kind, kept, gone, found))


def _merge(request: HttpRequest, kind: str, kept: str, gone: str) -> HttpResponse:
    seen, reason = request.POST.get("seen", ""), request.POST.get("reason", "")
    choices = {k.removeprefix(_TAKE): v for k, v in request.POST.items() if k.startswith(_TAKE)}
    take = [name for name, chosen in choices.items() if chosen == "gone"] if choices else None
    done = merge(
        kind=kind,
        kept=kept,
        gone=gone,
        reason=reason,
        by=request.user,
        seen=seen or "-",
        take=take,
    )
    messages.success(request, f"{done.gone} is merged into {done.kept} and leads there.")
    return redirect(kind, done.kept)


def _context(kind: str, kept: str, gone: str, found: Merged) -> dict[str, Any]:
    papers = found.papers[:SHOWN]
    values = [(name, value_in_words(one), value_in_words(two)) for name, one, two in found.dropped]
    return {
        "kind": kind,
        "merged": found,
        "kept": kept,
        "gone": gone,
        "names": (_name(kind, found.kept), _name(kind, found.gone)),
        "papers": papers,
        "more": len(found.papers) - len(papers),
        "taken": [(name, value_in_words(value)) for name, value in found.taken],
        "dropped": values,
        "differing": [
            (one, value_in_words(one.kept), value_in_words(one.gone)) for one in found.differing
        ],
        "seen": fingerprint(found),
        "pages": {key: reverse(kind, args=[key]) for key in (found.kept, found.gone)},
    }


def _name(kind: str, key: str) -> str:
    """How a reader knows it: a paper by its line, a word by its key."""
    if kind != "paper":
        return key
    return Paper.objects.by_public_id(key).values_list("citation", flat=True)[0]
