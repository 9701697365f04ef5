"""For ever after: who changed what, when and why; any two versions compared, any restored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from curation import actions
from curation.actions.records import propose_withdrawal
from curation.document.comparing import Difference, differences
from curation.models import PaperVersion, SaveKind, SubmissionRevision
from curation.permissions import May, may
from curation.review.acting import attempt, find_submission, whole
from curation.review.reading import ReadDifference, read_differences
from literature.models import Kind, PublicId, parse_public_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

_FOLDERS = {Kind.PAPER: "papers", Kind.COATING: "coatings", Kind.TEST: "cycling"}


@dataclass(frozen=True)
class Change:
    """One version, and what it changed."""

    version: PaperVersion
    changes: list[ReadDifference]


def of_record(request: HttpRequest, public_id: str) -> HttpResponse:
    """The history of a paper, or of one coating or test of it; of withdrawn ones too."""
    entry = _entry(public_id)
    versions = _versions(entry)
    section = _section(entry)
    first, second = whole(request.GET.get("a")), whole(request.GET.get("b"))
    chosen = {v.number: v for v in versions if v.number in {first, second}}
    compared = None
    if first in chosen and second in chosen:
        found = differences(chosen[first].document, chosen[second].document)
        compared = read_differences(_within(section, found))
    context = {
        "entry": entry,
        "folder": _FOLDERS[Kind(entry.kind)],
        "versions": versions,
        "changes": _changes(versions, section),
        "compared": compared,
        "first": first,
        "second": second,
        "enters": may(request.user, May.ENTER),
    }
    return render(request, "curation/history.html", context)


def _entry(public_id: str) -> PublicId:
    for kind in Kind:
        number = parse_public_id(public_id, kind)
        if number is not None:
            return get_object_or_404(PublicId, kind=kind, number=number)
    raise Http404(f"{public_id} is no id of this knowledge base")


def _versions(entry: PublicId) -> list[PaperVersion]:
    rows = PaperVersion.objects.filter(paper__key=entry.paper_key)
    related = ("paper", "published_by", "submission__author")
    return list(rows.select_related(*related).order_by("number"))


def _section(entry: PublicId) -> str:
    name = {Kind.COATING: "coatings", Kind.TEST: "cycling"}.get(Kind(entry.kind))
    return f"{name}[{entry.item_key}]" if name else ""


def _within(section: str, found: Sequence[Difference]) -> list[Difference]:
    """The differences of a section; without one, all of them."""
    return [one for one in found if not section or one.section == section]


def _changes(versions: Sequence[PaperVersion], section: str) -> list[Change]:
    """What each version changed, newest first; those that left the section alone are not there."""
    found = []
    before: dict[str, Any] = {}
    for version in versions:
        changed = _within(section, differences(before, version.document))
        if changed:
            found.append(Change(version, read_differences(changed)))
        before = version.document
    return found[::-1]


@require_POST
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new draft that starts from what is public."""
    newest = _versions(_entry(public_id))[-1]
    draft = attempt(
        request,
        lambda: actions.create_submission(
            by=request.user,
            document=newest.document,
            base=newest,
            reason=request.POST.get("reason", ""),
        ),
    )
    return redirect("submission-review", draft.pk) if draft else redirect("curate")


@require_POST
def restore(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Any version as a new draft, to be reviewed like every change."""
    entry = _entry(public_id)
    version = get_object_or_404(PaperVersion, paper__key=entry.paper_key, number=number)
    reason = request.POST.get("reason", "")
    draft = attempt(
        request,
        lambda: actions.restore_version(version=version, by=request.user, reason=reason),
    )
    return redirect("submission-review", draft.pk) if draft else redirect("curate")


@require_POST
def withdraw_record(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft without this record, with the reason; approved, it leaves a tombstone."""
    entry = _entry(public_id)
    data = request.POST
    draft = attempt(
        request,
        lambda: propose_withdrawal(
            entry=entry,
            by=request.user,
            reason=data.get("reason", ""),
            successor=data.get("successor", ""),
        ),
    )
    if draft:
        return redirect("submission-review", draft.pk)
    return redirect("record-history", public_id)


@never_cache
def of_submission(request: HttpRequest, number: int) -> HttpResponse:
    """Every saved revision of a draft, any two compared."""
    submission = find_submission(request, number)
    rows = submission.revisions.select_related("saved_by").defer("document", "vocabulary")
    revisions = list(rows.order_by("-number"))
    second = whole(request.GET.get("b"), submission.revision)
    first = whole(request.GET.get("a"), max(second - 1, 1))
    both = {r.number: r for r in submission.revisions.filter(number__in=[first, second])}
    compared = None
    if first in both and second in both:
        found = differences(both[first].document, both[second].document)
        compared = read_differences(found)
    context = {
        "submission": submission,
        "revisions": revisions,
        "compared": compared,
        "first": first,
        "second": second,
    }
    return render(request, "curation/submission_history.html", context)


@require_POST
def restore_revision(request: HttpRequest, number: int, revision: int) -> HttpResponse:
    """The draft as it was: saved as its next revision, so that nothing is lost."""
    submission = find_submission(request, number)
    kept = get_object_or_404(SubmissionRevision, submission=submission, number=revision)
    attempt(
        request,
        lambda: actions.save_submission(
            submission=submission,
            by=request.user,
            document=kept.document,
            vocabulary=kept.vocabulary,
            expected_revision=whole(request.POST.get("revision")),
            reason=f"restores revision {revision}",
            kind=SaveKind.RESTORED,
        ),
        f"Revision {revision} is restored.",
    )
    return redirect("submission-history", number)
