"""The review page of a submission, and what its buttons do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.permissions import May, may
from curation import actions, steps
from curation.actions.submissions import current_version
from curation.checking import with_rehearsal
from curation.files.named import files_told
from curation.models import Mark
from curation.permissions import STEPS
from curation.review.acting import attempt, back_to_review, find_submission, whole
from curation.review.proposed_terms import read_words
from curation.review.sections import lost_place, page_of, read_sections, section_anchor, tally_of
from curation.states import State, open_steps
from documents.comparing import unfolded
from documents.rehearsal import rehearse
from documents.three_way_merge import merge
from records.data_version import data_version

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from curation.models import Submission
    from curation.review.sections import Tally
    from documents.rehearsal import Rehearsal
    from records.document.invalid import Problem

_KEPT_SECONDS = 3600
PROBLEMS = 60
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
    return render(request, "curation/review.html", _context(request, submission))


def _context(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    newest = current_version(submission.paper_key)
    done = submission.state == State.APPROVED
    before = submission.base.document if submission.base else {}
    found = with_rehearsal(submission, _seen(submission))
    seen = found.seen
    reviews = may(request.user, May.REVIEW)
    sections = read_sections(submission, before, seen)
    tally = tally_of(sections)
    page = page_of(sections, request.GET)
    problems = [] if done else found.problems
    outdated = not done and newest is not None and newest != submission.base
    steps_now = [s for s in open_steps(submission.state) if STEPS[s](request.user, submission)]
    return {
        "submission": submission,
        "page": page,
        "lost_place": lost_place(sections, request.GET),
        "speaking": [section for section in page if section.speaks],
        "silent": [section for section in page if not section.speaks],
        "tally": tally,
        "sums": _counted(tally.records, "new", "changed", "removed", "same"),
        "value_sums": _counted(tally.values, "new", "changed", "removed"),
        "rehearsal": seen,
        "problems": problems[:PROBLEMS],
        "more_problems": max(len(problems) - PROBLEMS, 0),
        "files": [] if done else files_told(submission),
        "words": read_words(submission.vocabulary),
        "newest": newest,
        "outdated": outdated,
        "steps": steps_now,
        "own_step": next((s for s in ("submit", "recall", "withdraw") if s in steps_now), ""),
        "reviews": reviews,
        "decidable": submission.state == State.SUBMITTED,
        "may_decide": "approve" in steps_now,
        "stops": list(_stops(tally, problems, outdated)),
        "kept_word": request.session.pop(_kept(submission.pk), ""),
        "marks": list(Mark),
        "curators": _others(submission.author_id) if reviews else [],
        "links": list(submission.observer_links.select_related("made_by")),
    }


def _seen(submission: Submission) -> Rehearsal:
    """The flags of this revision over the data as they are; kept, for a review looks many times."""
    moment = f"{submission.revision}:{submission.updated.timestamp()}:{data_version()}"
    key = f"rehearsal:{submission.pk}:{moment}"
    kept: Rehearsal | None = cache.get(key)
    if kept is None:
        kept = rehearse(submission.document, submission.vocabulary)
        if not kept.problem:
            cache.set(key, kept, _KEPT_SECONDS)
    return kept


def _counted(counts: Counter[str], *kinds: str) -> list[tuple[str, int]]:
    """Kinds of which there are any, with how many."""
    words = {"same": "unchanged"}
    return [(words.get(kind, kind), counts[kind]) for kind in kinds if counts[kind]]


def _stops(tally: Tally, problems: list[Problem], outdated: bool) -> Iterator[tuple[str, str]]:
    """What keeps it from being approved, with its anchor on the page."""
    if outdated:
        yield "the paper was published anew: bring both together", ""
    if problems:
        yield f"{len(problems)} to be mended before it can be published", ""
    for section in tally.attention:
        yield f"needs attention: {section.label}", section.anchor
    for remark in tally.asked:
        yield f"not settled: {remark.text[:60]}", f"r-{remark.pk}"


def _kept(number: int) -> str:
    """Where the words of a refused decision are kept until the page is shown again."""
    return f"review-word-{number}"


def _others(author: int) -> list[object]:
    users = get_user_model().objects.select_related("person").filter(is_active=True)
    return [user for user in users.exclude(pk=author) if may(user, May.REVIEW)]


@require_POST
def step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    submission = find_submission(request, number)
    if step not in steps.STEPS:
        raise Http404(f"there is no step {step}")
    reason = request.POST.get("reason", "")

    def take() -> bool:
        steps.take(step, submission=submission, by=request.user, reason=reason)
        return True

    if not attempt(request, take, _SAID[step]) and reason:
        request.session[_kept(number)] = reason[:20_000]
    return redirect("submission-review", number)


@require_POST
def mark(request: HttpRequest, number: int) -> HttpResponse:
    submission = find_submission(request, number)
    section, value = request.POST.get("section", ""), request.POST.get("mark", "")
    done = attempt(
        request,
        lambda: actions.mark_section(
            submission=submission, by=request.user, section=section, mark=value
        ),
    )
    if request.accepts("text/html"):
        return back_to_review(number, section_anchor(section))
    said = [str(message) for message in messages.get_messages(request)]
    return JsonResponse({"mark": done.mark if done else None, "said": said})


@require_POST
def flag(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm a flag, or explain it; the explanation stands on the record."""
    submission = find_submission(request, number)
    data = request.POST
    explanation = data.get("explanation", "").strip()
    if data.get("as") == "explained" and not explanation:
        messages.error(request, "Say why it is right all the same, or confirm the flag.")
        return back_to_review(number, data.get("back", ""))
    attempt(
        request,
        lambda: actions.answer_flag(
            submission=submission,
            by=request.user,
            section=data.get("section", ""),
            code=data.get("code", ""),
            reason=data.get("reason", ""),
            explanation="" if data.get("as") == "confirmed" else explanation,
        ),
        "The flag is answered.",
    )
    return back_to_review(number, data.get("back", ""))


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
    context = {
        "submission": submission,
        "newest": newest,
        "conflicts": merged.conflicts,
        "open": "save" in open_steps(submission.state),
    }
    return render(request, "curation/merge.html", context)
