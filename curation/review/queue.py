"""The own drafts, and the queue of what waits for review."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from curation import actions
from curation.models import ProblemReport, Submission
from curation.permissions import May, may
from curation.review.acting import REFUSALS, attempt, refusal_in_words, whole
from curation.states import State

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50
AT_ONCE = 100
AGES = [("7", "a week and longer"), ("30", "a month and longer"), ("90", "three months and longer")]
FLAGS = [("yes", "with flags"), ("no", "without flags")]


@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """What this person entered, newest change first; for curators, what is assigned to them."""
    rows = Submission.objects.select_related("reviewer", "author")
    assigned = rows.filter(reviewer_id=request.user.pk, state=State.SUBMITTED)
    reviews = may(request.user, May.REVIEW)
    context = {
        "page": Paginator(rows.by(request.user), PAGE).get_page(request.GET.get("page")),
        "reviews": reviews,
        "assigned": assigned.order_by("submitted_at") if reviews else [],
        "waiting": Submission.objects.waiting_for_review().count() if reviews else 0,
        "reports": ProblemReport.objects.open().count() if reviews else 0,
    }
    return render(request, "curation/own.html", context)


@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Submissions by state, author, assignee, age and flags, oldest first."""
    asked = {name: request.GET.get(name, "") for name in ("author", "reviewer", "age", "flags")}
    state = request.GET.get("state", State.SUBMITTED.value)
    rows = _asked(request, state, asked)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": [*State],
        "asked": asked,
        "ages": AGES,
        "flag_words": FLAGS,
        "authors": get_user_model().objects.filter(submissions__isnull=False).distinct(),
        "curators": _curators(),
        "query": _without_page(request),
    }
    return render(request, "curation/queue.html", context)


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return str(query.urlencode())


def _asked(request: HttpRequest, state: str, asked: dict[str, str]) -> Any:
    rows = Submission.objects.select_related("author", "reviewer")
    if state in State.values:
        rows = rows.filter(state=state)
    if asked["author"]:
        rows = rows.filter(author__username=asked["author"])
    if asked["reviewer"] == "nobody":
        rows = rows.filter(reviewer=None)
    elif asked["reviewer"] == "me":
        rows = rows.filter(reviewer_id=request.user.pk)
    elif asked["reviewer"]:
        rows = rows.filter(reviewer__username=asked["reviewer"])
    if days := whole(asked["age"]):
        rows = rows.filter(updated__lte=timezone.now() - timedelta(days=min(days, 36_500)))
    if asked["flags"] == "yes":
        rows = rows.filter(flag_count__gt=0)
    elif asked["flags"] == "no":
        rows = rows.filter(flag_count=0)
    questions = Q(remarks__question=True, remarks__settled_at=None)
    rows = rows.annotate(open_questions=Count("remarks", filter=questions))
    return rows.order_by("submitted_at", "updated", "pk")


def _curators() -> Any:
    found = get_user_model().objects.select_related("person").filter(is_active=True)
    return [user for user in found.order_by("username") if may(user, May.REVIEW)]


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """One thing done to many: assign to somebody, or approve. Each for itself: what is refused
    says why and keeps none of the others."""
    numbers = [whole(text) for text in request.POST.getlist("pick")][:AT_ONCE]
    chosen = Submission.objects.filter(pk__in=numbers)
    do = request.POST.get("do", "")
    if not numbers:
        messages.error(request, "Nothing was chosen.")
    elif do == "approve":
        _approve_each(request, chosen)
    elif do == "assign":
        name = request.POST.get("to", "")
        to = next((user for user in _curators() if user.username == name), None)
        for one in chosen:
            give = partial(actions.assign, submission=one, by=request.user, reviewer=to)
            attempt(request, give, f"{one.title} is {f'given to {to}' if to else 'nobody’s now'}.")
    else:
        messages.error(request, "There is no such thing to do.")
    return redirect(f"{reverse('queue')}?{request.POST.get('back', '')}")


def _approve_each(request: HttpRequest, chosen: Any) -> None:
    for one in chosen:
        try:
            done = actions.approve(submission=one, by=request.user)
            messages.success(request, f"{one.title} is published: {done.paper.public_id}.")
        except REFUSALS as error:
            messages.error(request, f"{one.title}: {refusal_in_words(error)}")
