"""The entry form: a draft is shown, saved by buttons or by itself, and merged where two wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import NotAllowed
from curation.actions import LostUpdate, save_submission
from curation.checking import problems_of
from curation.entry.answers import answer
from curation.entry.figures import figures_shown, without_figure
from curation.entry.finishing import finish, forget_key
from curation.entry.holding import own_records
from curation.entry.paging import Page, follow, page_of, page_sent, put_together, sort_out
from curation.entry.posted import Malformed, document_of, follow_keys, nodes_of
from curation.entry.saved import added, begins_of, save_of_draft, saved_of
from curation.entry.specs import SPECS
from curation.entry.starting import same_as
from curation.entry.states import blank_record, form_of, html_id
from curation.entry.steps import press
from curation.lookup.terms import KINDS, words_of
from curation.models import SaveKind, Submission
from curation.permissions import STEPS, may_save, may_see
from curation.review.acting import whole
from curation.states import WrongState, open_steps
from documents.places import list_of
from documents.rehearsal import check_draft, rehearse
from records.document.invalid import DocumentInvalid
from records.kinds import record_kinds

if TYPE_CHECKING:
    from django.http import HttpRequest

    from curation.entry.posted import Node

_NOT_OF_PAPER = {"_revision", "_do", "_page", "_spans", "csrfmiddlewaretoken"}
_OF_DRAFT = ("save", "from", "figure")
"""Buttons that are not of a record of the form."""
TEMPLATES = [spec for name, spec in SPECS.items() if name != "paper"]


def draft_of(request: HttpRequest, number: int) -> Submission:
    """The submission, for whom it may be shown to; others are told that it is not there."""
    found = get_object_or_404(Submission.objects.select_related("author", "base"), pk=number)
    if not may_see(request.user, found):
        return get_object_or_404(Submission.objects.none(), pk=number)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """The form of one draft."""
    draft = draft_of(request, number)
    if request.method == "POST":
        return _save(request, draft)
    if "save" not in open_steps(draft.state) or not may_save(request.user, draft):
        return redirect("submission-check", draft.pk)
    return _page(request, draft, draft.document, revision=draft.revision)


def _number(given: Any) -> int:
    """The page that is asked for."""
    return whole(given.get("page") or given.get("_page"), 1)


def _typed(
    draft: Submission, root: Node, expected: int, spans: str, begun: tuple[str, Any] = ("", {})
) -> tuple[Any, Page]:
    """The whole document with what was typed on one page of its form, and the record that is
    begun in a section."""
    stored = draft.document
    if expected != draft.revision:
        kept = draft.revisions.filter(number=expected).first()
        stored = kept.document if kept else stored
    page = page_sent(stored, spans)
    renamed = follow_keys(root)
    document, page = put_together(page, stored, document_of(root, stored))
    follow(document, page, renamed)
    if begun[0]:
        added(document, *begun)
    taken = _taken(draft)
    if draft.base is None:
        forget_key(document, stored, taken)
    return finish(document, draft.vocabulary, taken=taken), page


def _save(request: HttpRequest, draft: Submission) -> HttpResponse:
    by_itself = request.headers.get("Accept", "").startswith("application/json")
    try:
        root = nodes_of((k, str(v)) for k, v in request.POST.items() if _of_paper(k))
        button = request.POST.get("_do", "")
        verb, _, name = button.partition(":")
        where = press(root, button) if ":" in button and verb not in _OF_DRAFT else ""
        expected = int(request.POST.get("_revision", ""))
        begun = _begun(request, name) if verb == "from" else ("", {})
        document, page = _typed(draft, root, expected, request.POST.get("_spans", ""), begun)
        lost_by = without_figure(document, name) if verb == "figure" else []
    except (Malformed, ValueError) as error:
        return HttpResponseBadRequest(f"This is not what the form sends: {error}")
    try:
        saved = save_submission(
            submission=draft,
            by=request.user,
            document=document,
            vocabulary=None,
            expected_revision=expected,
            kind=SaveKind.AUTOSAVED if by_itself else SaveKind.SAVED,
        )
    except LostUpdate as lost:
        if lost.submission.document != document:
            return _lost(request, draft, lost, by_itself=by_itself)
        saved = lost.submission  # it was saved before, and the answer got lost on its way
    except DocumentInvalid as error:
        return JsonResponse({"error": str(error)}, status=400)
    except (NotAllowed, WrongState) as error:
        return JsonResponse({"error": str(error)}, status=409)
    if by_itself:
        cited = draft.document.get("citation") != saved.document.get("citation")
        said = _answer(root, saved, page)
        return JsonResponse({**said, **(_same(request, saved) if cited else {})})
    if verb == "save":
        where = name
        _keep(request, saved, page.there(_moved(name, root)))
    if verb == "figure":
        where = "figures"
        gone = f" With it go the points of {', '.join(lost_by)}." if lost_by else ""
        messages.success(request, f"{name} is taken out of the draft.{gone}")
    if verb == "from":
        return redirect(_last(saved, name))
    address = reverse("submission-check" if button == "check" else "submission", args=[draft.pk])
    address += f"?page={_number(request.POST)}" if _number(request.POST) > 1 else ""
    return redirect(f"{address}#{html_id(_moved(where, root))}" if where else address)


def _of_paper(name: str) -> bool:
    return name not in _NOT_OF_PAPER and not name.startswith("_saved-")


def _begun(request: HttpRequest, section: str) -> tuple[str, Any]:
    """What a record is begun from, by its section; nothing where nothing was chosen."""
    chosen = request.POST.get(f"_saved-{section}", "")
    return (section, begins_of(request.user, section, chosen)) if chosen else ("", {})


def _keep(request: HttpRequest, saved: Submission, place: str) -> None:
    try:
        one = save_of_draft(request.user, saved.document, place)
    except DocumentInvalid as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Saved for other papers: {one.name}.")


def _last(saved: Submission, section: str) -> str:
    """The address of the last record of a section."""
    page = page_of(saved.document, 10**6)
    number = len(list_of(saved.document, section)) - 1
    here = page.here(f"{section}[{number}]") or section
    address = reverse("submission", args=[saved.pk])
    return f"{address}{'' if page.whole else f'?page={page.number}'}#{html_id(here)}"


def _moved(where: str, root: Node) -> str:
    """The name that the record will have once the page is shown anew: by number, not by token."""
    node, parts = root, []
    for part in where.replace("]", "").split("."):
        name, bracket, token = part.partition("[")
        items = [t for t, n in node.lists.get(name, {}).items() if not n.empty]
        if not bracket or token not in items:
            parts.append(name)
            break
        parts.append(f"{name}[{items.index(token)}]")
        node = node.lists[name][token]
    return ".".join(parts)


def _answer(root: Node, saved: Submission, page: Page) -> dict[str, Any]:
    problems, elsewhere = sort_out(page, problems_of(saved))
    said = answer(root, form_of(page.part(saved.document), problems))
    said["wrong"] += sum(elsewhere.values())
    return {"revision": saved.revision, "spans": page.sent, **said}


def _same(request: HttpRequest, draft: Submission) -> dict[str, str]:
    """The same paper where it is here already, as the page shows it."""
    same = same_as(draft, request.user)
    return {"same": render_to_string("entry/same.html", {"same": same}, request).strip()}


def _taken(draft: Submission) -> list[str]:
    """Keys that other open drafts have claimed."""
    others = Submission.objects.under_way().exclude(pk=draft.pk)
    return list(others.values_list("paper_key", flat=True))


def _lost(
    request: HttpRequest, draft: Submission, lost: LostUpdate, *, by_itself: bool
) -> HttpResponse:
    """Somebody else saved: both are brought together in the form, and collisions are listed."""
    last = lost.submission.revisions.select_related("saved_by").order_by("-number").first()
    who = str(last.saved_by) if last else "somebody"
    if by_itself:
        return JsonResponse({"revision": lost.submission.revision, "by": who}, status=412)
    merged = lost.merged()
    return _page(
        request,
        lost.submission,
        merged.document,
        revision=lost.submission.revision,
        lost={"by": who, "conflicts": merged.conflicts},
        status=409,
    )


def _page(
    request: HttpRequest, draft: Submission, document: Any, *, revision: int,
    lost: dict[str, Any] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    page = page_of(document, _number(request.POST if request.method == "POST" else request.GET))
    found = problems_of(draft) if lost is None else check_draft(document, draft.vocabulary)
    problems, elsewhere = sort_out(page, found)
    form = form_of(page.part(document), problems)
    lists = {listed.spec.name: listed for listed in form.lists}
    context = {
        "draft": draft,
        "revision": revision,
        "form": form,
        "page": page,
        "elsewhere": elsewhere,
        "wrong": form.wrong + sum(elsewhere.values()),
        "steps": [s for s in open_steps(draft.state) if STEPS[s](request.user, draft)],
        "lists": lists,
        "figures": figures_shown(document) if isinstance(document, dict) else [],
        "blanks": [blank_record(spec) for spec in TEMPLATES],
        "words": {k: words_of(k, draft.vocabulary) for k in KINDS},
        "saved_of": saved_of(request.user),
        "own": {kind.word: own_records(document, kind.word) for kind in record_kinds()},
        "lost": lost,
        "same": same_as(draft, request.user),
    }
    return render(request, "entry/edit.html", context, status=status)


def _edited(draft: Submission) -> set[str]:
    """Keys of the coatings and tests that the last save changed: looked at before the others."""
    before = draft.revisions.filter(number=draft.revision - 1).first()
    old = before.document if before else {}
    found = set()
    for name in (kind.section for kind in record_kinds()):
        known = {json.dumps(item, sort_keys=True) for item in list_of(old, name)}
        found |= {
            str(item.get("key"))
            for item in list_of(draft.document, name)
            if isinstance(item, dict) and json.dumps(item, sort_keys=True) not in known
        }
    return found


@require_safe
def flags(request: HttpRequest, number: int) -> JsonResponse:
    """What looks implausible in the draft as it is saved, by path of the document."""
    draft = draft_of(request, number)
    found = rehearse(draft.document, draft.vocabulary, first=_edited(draft))
    page = page_of(draft.document, _number(request.GET))
    seen = [(path, f.reason) for f in found.flags if (path := page.here(f.path)) is not None]
    form = form_of(page.part(draft.document), (), seen)
    said = {}
    for record in _records(form):
        here = record.flags + [f for one in record.fields for f in one.flags]
        if here:
            said[record.name] = {
                "record": record.flags,
                "fields": {f.name: f.flags for f in record.fields if f.flags},
            }
    return JsonResponse(
        {"revision": draft.revision, "flags": said, "problem": found.problem},
    )


def _records(record: Any) -> Any:
    yield record
    for listed in record.lists:
        for item in listed.items:
            yield from _records(item)
