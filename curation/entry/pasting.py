"""Pasting a table or a paragraph into a draft: read, mended in place, confirmed, taken.

The source travels in the form and is never stored: the server reads it anew at each step. What is
confirmed goes into the draft through the same door as the form.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import NotAllowed
from curation.actions import LostUpdate, save_submission
from curation.candidates.keeping import put, remember, remembered, save
from curation.candidates.reading import Unreadable, candidates_of
from curation.entry.paste_shapes import Shared, paragraph_of, table_of, targets_of, values_of
from curation.entry.saved import choices_of, like
from curation.entry.series import CHOICES
from curation.entry.series_grid import place_of
from curation.entry.views import draft_of
from curation.models import Part, SaveKind, Submission
from curation.permissions import may_save
from curation.sheets.guard import UnsafeFile, check_file
from curation.states import WrongState, open_steps
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LARGEST_PASTE = 2_500_000
_REFUSED = (NotAllowed, WrongState, DocumentInvalid, LostUpdate)


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, number: int) -> HttpResponse:
    """The page of pasting, and what it sends: read again, take, take back."""
    draft = draft_of(request, number)
    if "save" not in open_steps(draft.state) or not may_save(request.user, draft):
        return redirect("submission-check", draft.pk)
    said = {k: str(v) for k, v in request.POST.items()}
    if request.method != "POST":
        return _page(request, draft, {"kind": request.GET.get("kind", "table")})
    if said.get("do") == "undo":
        return _undo(request, draft, said)
    context: dict[str, Any] = {"said": said, "kind": said.get("kind", "table")}
    try:
        source = _source(request, said)
        answer = candidates_of({**source, **_wanted(request, draft, said, source)})
    except (Unreadable, UnsafeFile) as error:
        return _page(request, draft, {**context, "problem": str(error)}, status=422)
    if "workbook" in source:  # from here on the sheet travels as the table that it is
        context["said"] = said = {**said, "html": _as_html(answer["grid"]), "source": ""}
    context["kind"] = "text" if answer["kind"] == "text" else "table"
    if said.get("do") == "take":
        return _take(request, draft, said, answer, context)
    return _page(request, draft, {**context, "answer": answer})


# --- what was sent -------------------------------------------------------------------------------
def _source(request: HttpRequest, said: dict[str, str]) -> dict[str, Any]:
    """The one source of candidates: a file, a table or a text. Raises Unreadable, UnsafeFile."""
    at = {"at": said.get("at", "")[:200]}
    upload = request.FILES.get("file")
    if upload is not None:
        data = upload.read(12_000_001)
        name = (upload.name or "").lower()
        if name.endswith((".csv", ".tsv", ".txt")):
            return {"csv": data.decode("utf-8-sig", "replace"), **at}
        if name.endswith((".htm", ".html")):
            return {"html": data.decode("utf-8", "replace"), **at}
        if not name.endswith(".ods"):
            check_file(data)
        return {"workbook": data, **at}
    plain, html = said.get("source", ""), said.get("html", "")
    if len(plain) + len(html) > LARGEST_PASTE:
        raise Unreadable("a paste has at most 2 MB")
    if said.get("kind") == "text":
        return {"text": plain.replace("\r\n", "\n"), **at}
    if "<table" in html.lower():
        return {"html": html, "plain": plain, **at}
    if not plain.strip():
        raise Unreadable("there is nothing to read: paste a table, or choose a file")
    return {"csv": plain, **at}


def _wanted(
    request: HttpRequest, draft: Submission, said: dict[str, str], source: dict[str, Any]
) -> dict[str, Any]:
    """What the curator said of the table: its head, its turn, its columns, mended cells."""
    wanted: dict[str, Any] = {"memory": remembered(request.user, draft.paper_key)}
    if said.get("head_rows", "").isdigit():
        wanted["head_rows"] = int(said["head_rows"][:3])
    turned = said.get("orientation", "")
    if turned in ("rows", "columns"):
        other = "columns" if turned == "rows" else "rows"
        wanted["orientation"] = other if said.get("do") == "turn" else turned
    if said.get("do") != "turn":
        wanted["mapping"] = {
            rest: "" if text == "-" else text
            for name, text in said.items()
            if (rest := name.removeprefix("map-")) != name and rest.isdigit()
            and text and text != said.get(f"was-{rest}")
        }  # fmt: skip
    if any(name.startswith("cell-") for name in said):
        grid = candidates_of(source)["grid"]
        wanted["edits"] = [
            [r, c, said[name][:500]]
            for r, row in enumerate(grid)
            for c, text in enumerate(row)
            if (name := f"cell-{r}-{c}") in said and said[name].strip() != text
        ]
    return wanted


def _as_html(grid: list[list[str]]) -> str:
    """A sheet as the table that a browser would have pasted."""

    def cell(text: str) -> str:
        value, _, mark = text.partition("^")
        return f"<td>{escape(value)}{f'<sup>{escape(mark)}</sup>' if mark else ''}</td>"

    rows = ("<tr>" + "".join(map(cell, row)) + "</tr>" for row in grid)
    return "<table>" + "".join(rows) + "</table>"


def _shared(request: HttpRequest, draft: Submission, said: dict[str, str]) -> Shared:
    """What is said once for all new records."""
    texts = {name: said.get(name, "").strip()[:120] for name in ("film", "on", "purpose")}
    recipe, cell = (
        like(request.user, draft.document, part, said.get(f"like-{name}", ""))
        for name, part in (("coating", Part.RECIPE), ("test", Part.CELL))
    )
    return Shared(**texts, recipe=recipe, cell=cell)


# --- taking ---------------------------------------------------------------------------------------
def _take(
    request: HttpRequest, draft: Submission, said: dict[str, str], answer: dict[str, Any],
    context: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    values = values_of(answer, said, draft.document)
    targets = targets_of(answer, said, draft.document, _shared(request, draft, said))
    extraction = "table" if answer["kind"] == "table" else "text"
    at = place_of(said.get("at", "")) if extraction == "table" else said.get("at", "").strip()[:200]
    result = put(draft, targets, {(at, extraction): values})
    if not result.taken:
        why = "; ".join(result.left[:3]) or "nothing is confirmed yet"
        return _page(
            request, draft, {**context, "answer": answer, "problem": f"Nothing was taken: {why}"},
            status=422,
        )  # fmt: skip
    try:
        saved = save(draft, request.user, result, draft.revision)
    except _REFUSED as error:
        problem = f"Not saved: {error}"
        return _page(request, draft, {**context, "answer": answer, "problem": problem}, status=409)
    if answer["kind"] == "table":
        heads = {str(h["key"]): str(h["property"]) for h in answer["heads"] if h["property"]}
        remember(request.user, draft.paper_key, heads)
    plural = "" if result.taken == 1 else "s"
    messages.success(request, f"{result.taken} value{plural} taken into revision {saved.revision}.")
    for text in result.left[:10]:
        messages.warning(request, f"Left out: {text}")
    return redirect(f"{request.path}?taken={saved.revision}&kind={context['kind']}")


def _undo(request: HttpRequest, draft: Submission, said: dict[str, str]) -> HttpResponse:
    """One undo takes back the whole paste, while nobody saved after it."""
    after = said.get("revision", "")
    before = draft.revisions.filter(number=int(after) - 1).first() if after.isdigit() else None
    if before is None or str(draft.revision) != after:
        messages.error(request, "Somebody saved since: take it back in the draft's history.")
        return redirect(request.path)
    try:
        save_submission(
            submission=draft, by=request.user, document=before.document,
            vocabulary=before.vocabulary, expected_revision=draft.revision, kind=SaveKind.RESTORED,
        )  # fmt: skip
    except _REFUSED as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Taken back: the draft is as it was before the paste.")
    return redirect(request.path)


# --- the page ---
def _page(
    request: HttpRequest, draft: Submission, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    said = context.get("said", {})
    answer = context.get("answer")
    shown: dict[str, Any] = {}
    if answer and answer["kind"] == "table":
        shown = {"table": table_of(answer, said, draft.document)}
    elif answer:
        shown = {"text": paragraph_of(answer, said, draft.document)}
    taken = request.GET.get("taken", "")
    waiting = str(draft.revision) == taken and request.method != "POST"
    full = {"draft": draft, "said": said, **context, **shown, "undo": taken if waiting else ""}
    if answer:
        kinds = {record["kind"] for record in answer["records"]}
        full |= {
            "kinds": kinds | {"coating"} if said.get("own") else kinds,
            "recipes": choices_of(request.user, draft.document, Part.RECIPE),
            "cells": choices_of(request.user, draft.document, Part.CELL),
            "choices": CHOICES,
        }
    name = "entry/paste_read.html" if "X-Part" in request.headers else "entry/paste.html"
    return render(request, name, full, status=status)
