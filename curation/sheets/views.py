"""Workbooks down and up. What comes up is shown, with its errors and what it changes, first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from curation.actions import LostUpdate, create_submission, save_submission
from curation.document.comparing import differences
from curation.entry.views import draft_of
from curation.exporting import export_paper
from curation.models import PaperVersion, SaveKind, Submission
from curation.permissions import may_save
from curation.sheets.guard import LARGEST_FILE, UnsafeFile
from curation.sheets.reading import Filled, read_workbook
from curation.sheets.writing import workbook_of
from curation.states import open_steps
from literature.models import Paper

if TYPE_CHECKING:
    from django.http import HttpRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SALT = "curation.sheets"
_SHOWN = 300
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
    return _download(workbook_of(draft.document), draft.paper_key or f"draft-{draft.pk}")


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
    others = list(Submission.objects.under_way().values_list("paper_key", flat=True))
    try:
        filled = read_workbook(file.read(), taken=others)
    except UnsafeFile as error:
        return _refuse(request, f"This file is not opened: {error}.")
    return _show(request, filled)


def _refuse(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "entry/sheet.html", {"refused": why}, status=400)


def _show(request: HttpRequest, filled: Filled) -> HttpResponse:
    """The errors, and value by value what would change, before anything is kept."""
    before, draft = _compared_with(request, filled.document)
    changes = differences(before, filled.document)
    document = filled.document
    context = {
        "errors": filled.errors,
        "document": document,
        "counts": {n: len(document.get(n, [])) for n in ("coatings", "cycling")},
        "draft": draft,
        "new": not before,
        "changes": changes[:_SHOWN],
        "total": len(changes),
        "more": max(len(changes) - _SHOWN, 0),
        "looked_at": signing.dumps(
            {"document": document, "draft": draft and [draft.pk, draft.revision]},
            salt=_SALT,
            compress=True,
        ),
    }
    return render(request, "entry/sheet.html", context)


def _compared_with(
    request: HttpRequest, document: dict[str, Any]
) -> tuple[dict[str, Any], Submission | None]:
    """An open draft of the same paper that may be written, else what is public of it."""
    key = document.get("key")
    for draft in Submission.objects.under_way().filter(paper_key=key or "-").order_by("-updated"):
        if may_save(request.user, draft) and "save" in open_steps(draft.state):
            return draft.document, draft
    version = PaperVersion.objects.filter(paper__key=key).order_by("-number").first()
    return (version.document if version else {}), None


def _keep(request: HttpRequest) -> HttpResponse:
    try:
        said = signing.loads(request.POST["looked_at"], salt=_SALT, max_age=LOOKED_AT_FOR)
    except signing.BadSignature:
        return HttpResponseBadRequest("This is not what was looked at: send the file again.")
    if not said["draft"]:
        draft = create_submission(
            by=request.user, document=said["document"], kind=SaveKind.IMPORTED
        )
        return redirect("submission-check", draft.pk)
    number, revision = said["draft"]
    draft = draft_of(request, number)
    try:
        save_submission(
            submission=draft,
            by=request.user,
            document=said["document"],
            vocabulary=None,
            expected_revision=revision,
            kind=SaveKind.IMPORTED,
        )
    except LostUpdate as lost:
        return _refuse(request, f"Nothing was kept: {lost}. Send the file again.")
    return redirect("submission-check", draft.pk)
