"""For ever after: who changed what, when and why; any two versions compared, any restored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.permissions import May, may
from curation import actions
from curation.actions.records import propose_withdrawal
from curation.models import SaveKind, SubmissionRevision
from curation.review.acting import attempt, find_submission, whole
from curation.review.names import Names
from curation.review.value_lines import Value, changed_values
from documents.models import PaperVersion
from documents.record_history import Change, changes_of_item, changes_of_paper
from records.kinds import record_kind_or_none
from records.models import Kind, PublicId, parse_public_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Read:
    """One version, and what it changed, as a person reads it."""

    change: Change
    values: list[Value]


def of_record(request: HttpRequest, public_id: str) -> HttpResponse:
    """The history of a paper, or of one coating or test of it; of withdrawn ones too."""
    entry = _entry(public_id)
    versions = _versions(entry)
    kind = record_kind_or_none(entry.kind)
    list_name = kind.section if kind else ""
    section = kind.place(entry.item_key) if kind else ""
    first, second = whole(request.GET.get("a")), whole(request.GET.get("b"))
    chosen = {v.number: v for v in versions if v.number in {first, second}}
    names = Names()
    compared = None
    if first in chosen and second in chosen:
        both = (chosen[first].document, chosen[second].document)
        compared = changed_values(*both, names, section)
    context = {
        "entry": entry,
        "folder": list_name or "papers",
        "versions": versions,
        "changes": [_read(one, list_name, names) for one in _changes(entry, versions, list_name)],
        "compared": compared,
        "first": first,
        "second": second,
        "enters": may(request.user, May.ENTER),
    }
    return render(request, "curation/history.html", context)


def _changes(entry: PublicId, versions: Sequence[PaperVersion], list_name: str) -> list[Change]:
    """The versions that changed it, newest first."""
    if not versions:
        return []
    paper = versions[0].paper
    return (
        changes_of_item(paper, list_name, entry.item_key)
        if list_name
        else (changes_of_paper(paper))
    )


def _read(change: Change, list_name: str, names: Names) -> Read:
    def whole_of(item: dict[str, Any] | None) -> dict[str, Any]:
        if item is None:
            return {}
        return {list_name: [item]} if list_name else item

    before, after = whole_of(change.before), whole_of(change.after)
    return Read(change, changed_values(before, after, names))


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
    return redirect("submission", draft.pk) if draft else redirect("curate")


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
    by_itself = [
        one for one in revisions[1:] if one.kind == SaveKind.AUTOSAVED and "all" not in request.GET
    ]
    second = whole(request.GET.get("b"), submission.revision)
    first = whole(request.GET.get("a"), max(second - 1, 1))
    both = {r.number: r for r in submission.revisions.filter(number__in=[first, second])}
    compared = None
    if first in both and second in both:
        documents = (both[first].document, both[second].document)
        compared = changed_values(*documents, Names(submission.vocabulary))
    context = {
        "submission": submission,
        "revisions": [one for one in revisions if one not in by_itself],
        "by_itself": len(by_itself),
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
