"""The own drafts, and the queue of what waits for review."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.permissions import May, may
from curation import actions
from curation.models import Mark, Notice, ProblemReport, Remark, SectionMark, Submission
from curation.review.acting import REFUSALS, refusal_in_words, whole
from curation.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PAGE = 50
AT_ONCE = 100
NAMED = 5
AGES = [("7", "a week and longer"), ("30", "a month and longer"), ("90", "three months and longer")]
FLAGS = [("yes", "with flags"), ("no", "without flags")]
KINDS = [("new", "new papers"), ("change", "changes of published papers")]
QUESTIONS = [("yes", "with open questions"), ("no", "without")]
_ASKED = ("q", "author", "reviewer", "age", "flags", "kind", "questions")


@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """What this person entered, newest change first; for curators, what is assigned to them."""
    rows = Submission.objects.listed()
    assigned = rows.filter(reviewer_id=request.user.pk, state=State.SUBMITTED)
    reviews = may(request.user, May.REVIEW)
    context = {
        "page": Paginator(rows.by(request.user), PAGE).get_page(request.GET.get("page")),
        "reviews": reviews,
        "told": list(Notice.objects.filter(person_id=request.user.pk, seen=None)[:5]),
        "assigned": assigned.order_by("submitted_at") if reviews else [],
        "waiting": Submission.objects.waiting_for_review().count() if reviews else 0,
        "reports": ProblemReport.objects.open().count() if reviews else 0,
    }
    return render(request, "curation/own.html", context)


@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Submissions by state, author, assignee, age and flags, oldest first."""
    asked = {name: request.GET.get(name, "").strip() for name in _ASKED}
    state = request.GET.get("state", State.SUBMITTED.value)
    rows = _asked(request, state, asked)
    curators = _curators()
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "choices": _choices(asked, curators),
        "curators": curators,
        "chosen": "chosen" in request.GET,
        "state": state,
        "states": [*State],
        "asked": asked,
        "query": _without(request, "page", "chosen"),
        "on_page": _without(request, "chosen"),
    }
    return render(request, "curation/queue.html", context)


def _without(request: HttpRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return str(query.urlencode())


def _choices(
    asked: dict[str, str], curators: list[Any]
) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """The selects of the queue: name, label, and their values in words, the asked one marked."""
    users = get_user_model().objects.filter(submissions__isnull=False).distinct()
    authors = users.order_by("username").values_list("username", flat=True)
    reviewers = ["me", "nobody", *(user.username for user in curators)]
    selects = [
        ("author", "Author", [(name, name) for name in authors]),
        ("reviewer", "Reviewer", [(name, name) for name in reviewers]),
        ("kind", "What", KINDS),
        ("flags", "Flags", FLAGS),
        ("questions", "Questions", QUESTIONS),
        ("age", "Unchanged for", AGES),
    ]
    return [
        (name, label, [(value, words, value == asked[name]) for value, words in values])
        for name, label, values in selects
    ]


def _asked(request: HttpRequest, state: str, asked: dict[str, str]) -> Any:
    rows = Submission.objects.listed()
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
    if asked["kind"] in {"new", "change"}:
        rows = rows.filter(base__isnull=asked["kind"] == "new")
    if asked["q"]:
        named = Q(listed_title__icontains=asked["q"]) | Q(paper_key__icontains=asked["q"])
        rows = rows.filter(named)
    open_ones = Remark.objects.filter(question=True, settled_at=None)
    if asked["questions"] in {"yes", "no"}:
        there = Exists(open_ones.filter(submission=OuterRef("pk")))
        rows = rows.filter(there if asked["questions"] == "yes" else ~there)
    rows = rows.annotate(
        open_questions=_count_of(open_ones),
        sections_passed=_count_of(SectionMark.objects.filter(mark=Mark.PASSED)),
        sections_waiting=_count_of(SectionMark.objects.filter(mark=Mark.ATTENTION)),
    )
    return rows.order_by("submitted_at", "updated", "pk")


def _count_of(rows: Any) -> Subquery:
    """How many of these rows a submission has, counted apart: joins would multiply each other."""
    own = rows.filter(submission=OuterRef("pk")).order_by().values("submission")
    return Subquery(own.annotate(n=Count("pk")).values("n"))


def _curators() -> Any:
    found = get_user_model().objects.select_related("person").filter(is_active=True)
    return [user for user in found.order_by("username") if may(user, May.REVIEW)]


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """One thing done to many: assign, return with reasons, approve. Each for itself: what is
    refused says why and keeps none of the others."""
    numbers = [whole(text) for text in request.POST.getlist("pick")][:AT_ONCE]
    chosen = list(Submission.objects.filter(pk__in=numbers).order_by("submitted_at", "pk"))
    do = request.POST.get("do", "")
    back = f"{reverse('queue')}?{request.POST.get('back', '')}"
    if not chosen:
        messages.error(request, "Nothing was chosen.")
    elif do == "assign":
        name = request.POST.get("to", "")
        to = next((user for user in _curators() if user.username == name), None)
        give = partial(actions.assign, by=request.user, reviewer=to)
        _each(request, chosen, give, f"given to {to}" if to else "nobody’s now")
    elif do == "return":
        reason = request.POST.get("reason", "")
        send = partial(actions.return_submission, by=request.user, reason=reason)
        _each(request, chosen, send, "back with the author")
    elif do == "approve":
        _each(request, chosen, partial(actions.approve_unseen, by=request.user), "published")
    else:
        messages.error(request, "There is no such thing to do.")
    return redirect(back)


def _each(
    request: HttpRequest, chosen: list[Submission], do: Callable[..., Any], said: str
) -> None:
    """Done to each in a transaction of its own; told in two lists, done and refused."""
    done: list[str] = []
    refused: dict[str, list[str]] = {}
    for one in chosen:
        try:
            with transaction.atomic():
                do(submission=one)
        except REFUSALS as error:
            refused.setdefault(refusal_in_words(error), []).append(one.title)
        else:
            done.append(one.title)
    if done:
        messages.success(request, f"{_named(done)}: {said}.")
    for why, titles in refused.items():
        messages.error(request, f"{_named(titles)}: {why}")


def _named(titles: list[str]) -> str:
    """How many, and the first of them."""
    shown = "; ".join(title[:60] for title in titles[:NAMED])
    more = len(titles) - NAMED
    return f"{len(titles)} ({shown}{f'; and {more} more' if more > 0 else ''})"
