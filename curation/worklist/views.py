"""The page of the worklist: bring a list, share it out, enter one paper after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import May, NotAllowed, may
from curation.actions.worklist import (
    TooManyListed,
    add_to_list,
    begin,
    drop,
    next_of,
    share_out,
)
from curation.models import ListedPaper, LookUp
from curation.permissions import may_see
from curation.review.acting import attempt, whole
from curation.tasks import enqueue_look_ups
from curation.worklist.reading import LONGEST, UnreadableList, read_list
from literature.models import Paper
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 100
AT_ONCE = 1_000
STATES = {
    "new": "not begun", "draft": "being written", "submitted": "in review",
    "returned": "returned", "public": "public",
}  # fmt: skip
OUTCOMES = {
    "new": "new", "listed": "on the list already", "draft": "being written", "public": "public",
    "twice": "twice in what you brought", "unreadable": "cannot be read",
}  # fmt: skip


@dataclass
class Row:
    """A listed paper with what became of it."""

    paper: ListedPaper
    state: str
    public: Paper | None
    seen: bool
    """whether its draft may be opened by who looks"""

    @property
    def words(self) -> str:
        return STATES[self.state]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def worklist(request: HttpRequest) -> HttpResponse:
    """The list; what is brought is read, and each entry's fate shown."""
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        context, status = _brought(request)
    return render(request, "curation/worklist.html", {**_shown(request), **context}, status=status)


def _brought(request: HttpRequest) -> tuple[dict[str, Any], int]:
    text = request.POST.get("paste", "")
    if file := request.FILES.get("file"):
        if (file.size or 0) > 4 * LONGEST:
            return {"problem": f"the file is larger than {4 * LONGEST // 1_000_000} MB"}, 400
        text = file.read().decode("utf-8", "replace")
    try:
        taken = add_to_list(by=request.user, entries=read_list(text), tell=enqueue_look_ups)
    except (UnreadableList, TooManyListed, NotAllowed) as error:
        return {"problem": str(error), "paste": text[:LONGEST]}, 400
    counts: Counter[str] = Counter(one.outcome for one in taken)
    for one in taken:
        one.said = OUTCOMES[one.outcome]
    tally = [(OUTCOMES[name], counts[name]) for name in OUTCOMES if counts[name]]
    return {"taken": taken, "tally": tally}, 200


def _shown(request: HttpRequest) -> dict[str, Any]:
    rows = _rows(request)
    counts = Counter(row.state for row in rows)
    asked = {name: request.GET.get(name, "") for name in ("state", "who", "q")}
    page = Paginator(_asked(rows, asked, request.user), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    people = get_user_model().objects.select_related("person").filter(is_active=True)
    return {
        "page": page,
        "asked": asked,
        "query": query.urlencode(),
        "progress": [(words, counts[state], state) for state, words in STATES.items()],
        "total": len(rows),
        "done": counts["public"],
        "looked_up": sum(row.paper.look_up == LookUp.WAITING for row in rows),
        "states": STATES,
        "reviews": may(request.user, May.REVIEW),
        "people": [one for one in people.order_by("username") if may(one, May.ENTER)],
        "next": next_of(request.user),
    }


def _rows(request: HttpRequest) -> list[Row]:
    listed = list(
        ListedPaper.objects.select_related("assignee", "added_by", "submission__author")
        .defer("submission__document", "submission__vocabulary")
        .order_by(F("assignee").asc(nulls_last=True), "pk")
    )
    public = {p.doi: p for p in Paper.objects.filter(doi__in=[p.doi for p in listed if p.doi])}
    return [_row(paper, public.get(paper.doi), request.user) for paper in listed]


def _row(paper: ListedPaper, public: Paper | None, user: Any) -> Row:
    draft = paper.submission
    state = draft.state if draft else "new"
    state = {"withdrawn": "new", "approved": "public"}.get(state, state)
    return Row(paper, "public" if public else state, public, bool(draft and may_see(user, draft)))


def _asked(rows: list[Row], asked: dict[str, str], user: Any) -> list[Row]:
    if asked["state"] in STATES:
        rows = [row for row in rows if row.state == asked["state"]]
    if asked["who"] == "nobody":
        rows = [row for row in rows if row.paper.assignee is None]
    elif who := user.get_username() if asked["who"] == "me" else asked["who"]:
        rows = [r for r in rows if r.paper.assignee and r.paper.assignee.get_username() == who]
    if words := asked["q"].lower().strip():
        rows = [r for r in rows if words in f"{r.paper.title} {r.paper.doi}".lower()]
    return rows


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Share out, or drop, what was chosen."""
    numbers = [whole(text) for text in request.POST.getlist("pick")][:AT_ONCE]
    back = redirect(f"{reverse('worklist')}?{request.POST.get('back', '')}")
    if not numbers:
        messages.error(request, "Nothing was chosen.")
        return back
    if request.POST.get("do") == "drop":
        count = attempt(request, lambda: drop(numbers=numbers, by=request.user))
        if count is not None:
            messages.success(request, f"{count} taken off the list.")
        return back
    name = request.POST.get("to", "")
    to = get_user_model().objects.filter(username=name).first() if name else None
    count = attempt(request, lambda: share_out(numbers=numbers, to=to, by=request.user))
    if count is not None:
        messages.success(request, f"{count} given to {to or 'nobody'}.")
    return back


@require_POST
def enter(request: HttpRequest, number: int) -> HttpResponse:
    """To the draft of a listed paper, which is made where there is none."""
    get_object_or_404(ListedPaper, pk=number)
    try:
        draft = begin(number=number, by=request.user)
    except (NotAllowed, DocumentInvalid) as error:
        messages.error(request, str(error))
        return redirect("worklist")
    return redirect("submission", draft.pk)
