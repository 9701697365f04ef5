"""The step of the entry form for cycler files: upload, look, answer, count, put into a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import NotAllowed
from curation.actions import LostUpdate, save_submission
from curation.actions.files import (
    TooMuch,
    drop_file,
    read_draft_file,
    say_shared,
    take_file,
    takes_long,
    tell_again,
)
from curation.entry.views import draft_of
from curation.files.charts import capacity_chart, voltage_chart
from curation.files.named import is_checksum
from curation.files.points import PER, points_of, with_points
from curation.models import FileState, SaveKind
from curation.permissions import may_save
from curation.states import WrongState, open_steps
from curation.tasks import enqueue_file
from cyclers.reading.answers import CELLS
from cyclers.reading.read import LARGEST_FILE
from cyclers.reading.trouble import Unreadable
from cyclers.reading.units import COLUMNS
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from django.http import HttpRequest

    from curation.models import DraftFile, Submission

_SHOWN = 50
_REFUSED = (NotAllowed, WrongState, TooMuch, Unreadable, DocumentInvalid, LostUpdate)
"""What an action says in words for the person who asked for it."""


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, number: int) -> HttpResponse:
    """The files of a draft, and the door for one more."""
    draft = draft_of(request, number)
    if request.method == "POST":
        return _upload(request, draft)
    context = {
        "draft": draft,
        "rows": draft.files.select_related("file", "added_by"),
        "cells": CELLS,
        "may_write": _writes(request, draft),
        "largest": LARGEST_FILE // 1_000_000,
    }
    return render(request, "entry/files.html", context)


def _writes(request: HttpRequest, draft: Submission) -> bool:
    return "save" in open_steps(draft.state) and may_save(request.user, draft)


def _upload(request: HttpRequest, draft: Submission) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, "Choose a file first.")
        return redirect("submission-files", draft.pk)
    cell = request.POST.get("cell", "unknown")
    try:
        row = take_file(
            submission=draft,
            by=request.user,
            source=file,
            name=file.name or "",
            answers={} if cell == "unknown" else {"cell": cell},
            shared="shared" in request.POST,
            tell=enqueue_file,
        )
    except _REFUSED as error:
        messages.error(request, str(error))
        return redirect("submission-files", draft.pk)
    if not takes_long(row):
        read_draft_file(number=row.pk)
    return redirect("submission-file", draft.pk, row.file.sha256)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, number: int, sha256: str) -> HttpResponse:
    """One file: what it is read as, before any of it is put into a test."""
    draft = draft_of(request, number)
    rows = draft.files.select_related("file", "submission")
    row = rows.filter(file__sha256=sha256).first() if is_checksum(sha256) else None
    if row is None:
        raise Http404
    if request.method == "POST":
        return _act(request, draft, row)
    read = row.state == FileState.READ
    tests = draft.document.get("cycling")
    context = {
        "draft": draft,
        "row": row,
        "found": row.found if read else {},
        "cycles": row.found["per_cycle"][:_SHOWN] if read else [],
        "charts": [c for c in (capacity_chart(row.found), voltage_chart(row.found)) if c]
        if read
        else [],
        "tests": [
            one["key"]
            for one in (tests if isinstance(tests, list) else [])
            if isinstance(one, dict) and isinstance(one.get("key"), str)
        ],
        "others": draft.files.exclude(pk=row.pk).select_related("file"),
        "cells": CELLS,
        "per": PER,
        "columns": {name: name.replace("_", " ") for name in COLUMNS},
        "may_write": _writes(request, draft),
    }
    return render(request, "entry/file.html", context)


def _act(request: HttpRequest, draft: Submission, row: DraftFile) -> HttpResponse:
    step = _STEPS.get(request.POST.get("_do", ""))
    if step is None:
        messages.error(request, "There is no such button.")
        return redirect("submission-file", draft.pk, row.file.sha256)
    try:
        return step(request, draft, row)
    except _REFUSED as error:
        messages.error(request, str(error))
    return redirect("submission-file", draft.pk, row.file.sha256)


def _again(request: HttpRequest, draft: Submission, row: DraftFile) -> HttpResponse:
    """Read it anew with what was answered, or counted as was chosen."""
    tell_again(
        row=row,
        by=request.user,
        answers=_answered(request, row),
        tell=enqueue_file,
        goes_on_in=request.POST.getlist("goes_on_in"),
    )
    if not takes_long(row):
        read_draft_file(number=row.pk)
    return redirect("submission-file", draft.pk, row.file.sha256)


def _answered(request: HttpRequest, row: DraftFile) -> dict[str, Any]:
    said: dict[str, Any] = {**row.answers}
    for name in ("cell", "starts", "current"):
        if name in request.POST:
            said[name] = request.POST[name]
    for question in row.questions:
        given = request.POST.get(question["key"], "").strip()
        kind, _, of = question["key"].partition(":")
        if not given:
            continue
        if kind == "unit":
            said["units"] = {**said.get("units", {}), of: given}
        elif kind == "column":
            said["columns"] = {**said.get("columns", {}), given: of}
        else:
            said[kind] = given
    for header in {
        c for q in row.questions if q["key"].startswith("column:") for c in q["choices"]
    }:
        name, unit = (request.POST.get(f"{what}[{header}]", "") for what in ("column", "unit"))
        if name:
            said["columns"] = {**said.get("columns", {}), header: name}
        if name and unit:
            said["units"] = {**said.get("units", {}), header: unit}
    return {k: v for k, v in said.items() if v}


def _share(request: HttpRequest, draft: Submission, row: DraftFile) -> HttpResponse:
    say_shared(row=row, by=request.user)
    return redirect("submission-file", draft.pk, row.file.sha256)


def _drop(request: HttpRequest, draft: Submission, row: DraftFile) -> HttpResponse:
    drop_file(submission=draft, by=request.user, sha256=row.file.sha256)
    messages.success(request, f"{row.file.name} is no part of this draft any more.")
    return redirect("submission-files", draft.pk)


def _put(request: HttpRequest, draft: Submission, row: DraftFile) -> HttpResponse:
    """Its complete cycles become the points of a test."""
    if row.state != FileState.READ:
        raise Unreadable("It has not been read yet.")
    test = request.POST.get("test", "")
    amount = request.POST.get("amount", "").strip().replace(",", ".")
    points = points_of(row, per=request.POST.get("per", ""), amount=_number(amount))
    label = row.file.name[:100] if request.POST.get("as") == "replicate" else ""
    save_submission(
        submission=draft,
        by=request.user,
        document=with_points(draft.document, test, points, label),
        vocabulary=None,
        expected_revision=draft.revision,
        kind=SaveKind.IMPORTED,
    )
    count = len(points["rows"])
    messages.success(request, f"{count} complete cycles of {row.file.name} are points of {test}.")
    return redirect("submission-file", draft.pk, row.file.sha256)


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


_STEPS = {"again": _again, "share": _share, "drop": _drop, "put": _put}
