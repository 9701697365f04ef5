"""Workbooks down and up. What comes up is shown, with its errors and what it changes, first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from curation.actions import LostUpdate, create_submission, save_submission
from curation.actions.uploads import AT_ONCE, CELLS_AT_ONCE, take_in
from curation.entry.views import draft_of
from curation.models import SaveKind, SheetUpload, UploadState
from curation.review.names import Names
from curation.review.value_lines import changed_values
from curation.sheets.guard import LARGEST_FILE, UnsafeFile, check_file
from curation.sheets.looking import SHOWN, look_at
from curation.sheets.writing import workbook_of
from curation.tasks import enqueue_sheet
from documents.exporting import export_paper
from literature.models import Paper
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from django.http import HttpRequest


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SALT = "curation.sheets"
LOOKED_AT_FOR = 24 * 3600
"""Seconds within which what was looked at can be kept."""


def _download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty template, with the words of today."""
    return _download(workbook_of(), "paper-template")


@require_safe
def of_paper(request: HttpRequest, paper: str) -> HttpResponse:
    """What is public of a paper, as a filled workbook."""
    found = get_object_or_404(Paper.objects.by_public_id(paper))
    return _download(workbook_of(export_paper(found)), found.key)


@require_safe
def of_draft(request: HttpRequest, number: int) -> HttpResponse:
    """A draft as a filled workbook."""
    draft = draft_of(request, number)
    return _download(
        workbook_of(draft.document, draft.vocabulary), draft.paper_key or f"draft-{draft.pk}"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Look at a filled workbook (a file), or keep the one looked at (its signed document)."""
    if request.method != "POST":
        return redirect("submission-new")
    if "looked_at" in request.POST:
        return _keep(request)
    file = request.FILES.get("file")
    if file is None:
        return _refuse(request, "Choose the filled template first.")
    if (file.size or 0) > LARGEST_FILE:
        return _refuse(request, f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")
    data = file.read()
    try:
        if len(data) > AT_ONCE or check_file(data) > CELLS_AT_ONCE:
            kept = take_in(data=data, name=file.name or "", by=request.user, tell=enqueue_sheet)
            return redirect(kept)
        found = look_at(data, by=request.user)
    except UnsafeFile as error:
        return _refuse(request, f"This file is not opened: {error}.")
    return _show(request, found, {n: found[n] for n in ("document", "vocabulary")})


@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far a worker is with a workbook, then what it says."""
    upload = get_object_or_404(SheetUpload.objects.defer("data"), pk=number, owner=request.user)
    if upload.state == UploadState.REFUSED:
        return _refuse(request, upload.refused)
    if upload.state == UploadState.READ:
        return _show(request, upload.found, {"upload": upload.pk})
    return render(request, "entry/sheet.html", {"upload": upload})


def _refuse(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "entry/sheet.html", {"refused": why}, status=400)


def _show(request: HttpRequest, found: dict[str, Any], kept: dict[str, Any]) -> HttpResponse:
    """The errors, and value by value what would change, before anything is kept. ``kept`` holds
    the document, or says where it is."""
    said = {**kept, "draft": found["draft"]}
    looked_at = signing.dumps(said, salt=_SALT, compress=True)
    context = {**found, "looked_at": looked_at, **_values(found)}
    return render(request, "entry/sheet.html", context)


def _values(found: dict[str, Any]) -> dict[str, Any]:
    """What it changes, value by value, as a review shows it, and how much more there is."""
    if found["new"] or "before" not in found:
        return {}
    changed = changed_values(found["before"], found["document"], Names())
    return {"values": changed[:SHOWN], "more": max(len(changed) - SHOWN, 0)}


def _keep(request: HttpRequest) -> HttpResponse:
    try:
        said = signing.loads(request.POST["looked_at"], salt=_SALT, max_age=LOOKED_AT_FOR)
    except signing.BadSignature:
        return HttpResponseBadRequest("This is not what was looked at: send the file again.")
    document, vocabulary = said.get("document"), said.get("vocabulary") or {}
    if document is None:
        kept = SheetUpload.objects.filter(pk=said["upload"], owner_id=request.user.pk).first()
        if kept is None:
            return _refuse(request, "It was looked at more than a day ago: send the file again.")
        document, vocabulary = kept.found["document"], kept.found.get("vocabulary") or {}
    if not said["draft"]:
        try:
            draft = create_submission(
                by=request.user, document=document, vocabulary=vocabulary, kind=SaveKind.IMPORTED
            )
        except DocumentInvalid as error:
            return _refuse(request, f"Nothing was kept: {error}.")
        return redirect("submission-check", draft.pk)
    number, revision = said["draft"]
    draft = draft_of(request, number)
    try:
        save_submission(
            submission=draft,
            by=request.user,
            document=document,
            vocabulary=vocabulary or None,
            expected_revision=revision,
            kind=SaveKind.IMPORTED,
        )
    except (DocumentInvalid, LostUpdate) as lost:
        return _refuse(request, f"Nothing was kept: {lost}. Send the file again.")
    return redirect("submission-check", draft.pk)
