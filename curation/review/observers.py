"""A draft shown to its paper's author, who has no account: by a link that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from curation import actions
from curation.actions.observers import (
    find_observer_link,
    make_observer_link,
    revoke_observer_link,
)
from curation.models import ObserverLink
from curation.review.acting import attempt, back_to_review, find_submission, whole
from curation.review.sections import lost_place, page_of, read_sections
from curation.review.talking import said_on_value
from documents.rehearsal import Rehearsal

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

REMARKS_EACH = 200


@require_POST
def make(request: HttpRequest, number: int) -> HttpResponse:
    submission = find_submission(request, number)
    made = attempt(
        request,
        lambda: make_observer_link(
            submission=submission,
            by=request.user,
            name=request.POST.get("name", ""),
            days=whole(request.POST.get("days"), 30),
        ),
    )
    if made:
        messages.success(request, f"The link for {made[0].name}: {made[1]}")
    return back_to_review(number)


@require_POST
def revoke(request: HttpRequest, number: int, link: int) -> HttpResponse:
    submission = find_submission(request, number)
    found = get_object_or_404(ObserverLink, pk=link, submission=submission)
    attempt(
        request,
        lambda: revoke_observer_link(link=found, by=request.user),
        f"The link for {found.name} is revoked.",
    )
    return back_to_review(number)


@never_cache
def observe(request: HttpRequest, signed: str) -> HttpResponse:
    """The draft as it is now, and room for comments on its values."""
    link = find_observer_link(signed)
    if link is None:
        return render(request, "curation/observe_over.html", status=410)
    submission = link.submission
    if request.method == "POST":
        if submission.remarks.filter(observer=link.name).count() >= REMARKS_EACH:
            messages.error(request, "There are very many comments here already.")
        else:
            path, text = said_on_value(request.POST)
            attempt(
                request,
                lambda: actions.remark(
                    submission=submission, observer=link.name, path=path, text=text[:5000]
                ),
                "Thank you: the curators see your comment.",
            )
        return redirect(request.get_full_path())  # the page of the draft that it was said on
    ObserverLink.objects.filter(pk=link.pk).update(last_seen=timezone.now())
    sections = read_sections(submission, submission.document, Rehearsal())
    context = {
        "link": link,
        "submission": submission,
        "page": page_of(sections, request.GET),
        "lost_place": lost_place(sections, request.GET),
        "observes": True,
    }
    answer = render(request, "curation/observe.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
