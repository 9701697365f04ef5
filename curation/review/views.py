"""The review page of a submission, and what its buttons do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from curation import actions, steps
from curation.actions.submissions import current_version
from curation.checking import check_submission, rehearse
from curation.document.comparing import unfolded
from curation.document.merging import merge
from curation.models import Mark, Remark
from curation.permissions import STEPS, May, may
from curation.review.acting import attempt, find_submission, whole
from curation.review.reading import read_sections
from curation.states import State, open_steps

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SAID = {
    "submit": "It is with the reviewers now.",
    "recall": "It is a draft again.",
    "return": "It is back with its author.",
    "approve": "It is published.",
    "withdraw": "It is withdrawn; its documents are kept.",
}


@never_cache
def review(request: HttpRequest, number: int) -> HttpResponse:
    """What the submission says, beside what is public."""
    submission = find_submission(request, number)
    newest = current_version(submission.paper_key)
    done = submission.state == State.APPROVED
    before = submission.base.document if submission.base else {}
    seen = rehearse(submission.document, submission.vocabulary)
    reviews = may(request.user, May.REVIEW)
    context = {
        "submission": submission,
        "sections": read_sections(submission, before, seen),
        "rehearsal": seen,
        "problems": [] if done else check_submission(submission),
        "vocabulary": _words(submission.vocabulary),
        "newest": newest,
        "outdated": not done and newest is not None and newest != submission.base,
        "published": newest.paper if newest else None,
        "steps": [s for s in open_steps(submission.state) if STEPS[s](request.user, submission)],
        "reviews": reviews,
        "marks": list(Mark),
        "curators": _others(submission.author_id) if reviews else [],
        "links": submission.observer_links.select_related("made_by"),
    }
    return render(request, "curation/review.html", context)


def _words(vocabulary: object) -> list[tuple[str, str, str]]:
    """Proposed words as (kind, key, name)."""
    found = []
    for kind, entries in vocabulary.items() if isinstance(vocabulary, dict) else ():
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict):
                found.append((str(kind), str(entry.get("key", "")), str(entry.get("name", ""))))
    return found


def _others(author: int) -> list[object]:
    users = get_user_model().objects.select_related("person").filter(is_active=True)
    return [user for user in users.exclude(pk=author) if may(user, May.REVIEW)]


@require_POST
def step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    submission = find_submission(request, number)
    if step not in steps.STEPS:
        raise Http404(f"there is no step {step}")
    reason = request.POST.get("reason", "")
    attempt(
        request,
        lambda: steps.take(step, submission=submission, by=request.user, reason=reason),
        _SAID[step],
    )
    return redirect("submission-review", number)


@require_POST
def add_remark(request: HttpRequest, number: int) -> HttpResponse:
    submission = find_submission(request, number)
    data = request.POST
    answered = submission.remarks.filter(pk=whole(data.get("answers"))).first()
    attempt(
        request,
        lambda: actions.remark(
            submission=submission,
            by=request.user,
            path=data.get("path", ""),
            text=data.get("text", ""),
            question=bool(data.get("question")),
            answers=answered,
        ),
    )
    return redirect("submission-review", number)


@require_POST
def settle(request: HttpRequest, number: int, remark: int) -> HttpResponse:
    submission = find_submission(request, number)
    found = get_object_or_404(Remark, pk=remark, submission=submission)
    attempt(request, lambda: actions.settle_remark(remark=found, by=request.user))
    return redirect("submission-review", number)


@require_POST
def mark(request: HttpRequest, number: int) -> HttpResponse:
    submission = find_submission(request, number)
    section, value = request.POST.get("section", ""), request.POST.get("mark", "")
    attempt(
        request,
        lambda: actions.mark_section(
            submission=submission, by=request.user, section=section, mark=value
        ),
    )
    return redirect("submission-review", number)


@require_POST
def flag(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm a flag, or explain it; the explanation stands on the record."""
    submission = find_submission(request, number)
    data = request.POST
    attempt(
        request,
        lambda: actions.answer_flag(
            submission=submission,
            by=request.user,
            section=data.get("section", ""),
            code=data.get("code", ""),
            reason=data.get("reason", ""),
            explanation=data.get("explanation", ""),
        ),
        "The flag is answered.",
    )
    return redirect("submission-review", number)


@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    submission = find_submission(request, number)
    name = request.POST.get("to", "")
    to = get_user_model().objects.filter(username=name).first() if name else None
    attempt(
        request,
        lambda: actions.assign(submission=submission, by=request.user, reviewer=to),
        f"It is {f'given to {to}' if to else 'nobody’s now'}.",
    )
    return redirect("submission-review", number)


@never_cache
def merge_public(request: HttpRequest, number: int) -> HttpResponse:
    """The paper was published anew since the draft began: bring both together."""
    submission = find_submission(request, number)
    newest = current_version(submission.paper_key)
    if newest is None or newest == submission.base:
        return redirect("submission-review", number)
    before = submission.base.document if submission.base else {}
    if request.method == "POST":
        taken = frozenset(
            name.removeprefix("take:")
            for name, value in request.POST.items()
            if name.startswith("take:") and value == "public"
        )
        attempt(
            request,
            lambda: actions.merge_with_public(
                submission=submission,
                by=request.user,
                expected_revision=whole(request.POST.get("revision")),
                take_public=taken,
            ),
            f"Version {newest.number} is merged into the draft.",
        )
        return redirect("submission-review", number)
    merged = merge(before, unfolded(submission.document), newest.document)
    context = {"submission": submission, "newest": newest, "conflicts": merged.conflicts}
    return render(request, "curation/merge.html", context)
