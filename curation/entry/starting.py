"""A new draft: from a DOI, a pasted citation, or nothing; the same paper here is offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models.fields.json import KT
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from curation.actions import create_submission
from curation.entry.finishing import finish
from curation.entry.records import texts_of
from curation.entry.specs import PAPER
from curation.lookup.crossref import NoCitation, look_up
from curation.lookup.dois import NotADoi, normal_doi
from curation.lookup.pastes import UnreadablePaste, read_paste
from curation.lookup.same import same_citation, same_papers
from curation.models import Submission
from curation.permissions import may_see
from curation.worklist.drafts import citation_of
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from curation.lookup.same import Same


@dataclass
class Start:
    """What was given to start from, and what is known of it."""

    citation: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    warning: str = ""
    papers: list[Same] = field(default_factory=list)
    drafts: list[Submission] = field(default_factory=list)

    @property
    def here_already(self) -> bool:
        return bool(self.papers or self.drafts)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a DOI or a citation; make the draft, unless the paper is here and nobody insists."""
    if request.method != "POST":
        return render(request, "entry/start.html", {"start": Start()})
    begun = _begin(request)
    insists = "anyway" in request.POST
    if begun.problem or (begun.here_already and not insists):
        status = 400 if begun.problem else 200
        return render(request, "entry/start.html", {"start": begun}, status=status)
    document = {"schema": "asc-paper/1", "citation": begun.citation}
    others = Submission.objects.under_way().values_list("paper_key", flat=True)
    if begun.citation:
        finish(document, taken=list(others))
    try:
        draft = create_submission(by=request.user, document=document)
    except DocumentInvalid as error:
        begun.problem = str(error)
        return render(request, "entry/start.html", {"start": begun}, status=409)
    if begun.warning:
        messages.warning(request, begun.warning)
    return redirect("submission", draft.pk)


def _begin(request: HttpRequest) -> Start:
    doi, paste = request.POST.get("doi", "").strip(), request.POST.get("paste", "").strip()
    begun = Start()
    if paste:
        try:
            begun.citation = read_paste(paste)
        except UnreadablePaste as error:
            begun.problem = f"Paste: {error}"
    elif doi:
        _from_doi(begun, doi)
    if begun.citation:
        begun.papers = same_papers(begun.citation)
        begun.drafts = same_drafts(begun.citation, request.user)
    return begun


@require_safe
def citation(request: HttpRequest) -> JsonResponse:
    """``?doi=…``: the citation, as the document has it and as the fields of the form show it, or
    in a sentence why there is none."""
    try:
        found = look_up(request.GET.get("doi", ""))
    except (NotADoi, NoCitation) as error:
        return JsonResponse({"error": str(error)})
    texts, _ = texts_of(PAPER, {"citation": found})
    return JsonResponse({"citation": found, "fields": texts})


def same_as(draft: Submission, user: Any) -> Start:
    """Other papers and drafts that the citation of this draft may name."""
    citation = draft.document.get("citation")
    if not isinstance(citation, dict):
        return Start()
    papers = [one for one in same_papers(citation) if one.paper.key != draft.paper_key]
    return Start(citation, papers=papers, drafts=same_drafts(citation, user, apart=draft.pk))


def _from_doi(begun: Start, doi: str) -> None:
    try:
        begun.citation = {"type": "article-journal", "DOI": normal_doi(doi)}
    except NotADoi as error:
        begun.problem = f"DOI: {error}"
        return
    if same_papers(begun.citation):
        return  # nobody need be asked
    try:
        begun.citation = look_up(doi)
    except NoCitation as error:
        begun.warning = f"{error}. The draft has the DOI alone: type or paste the rest."


def same_drafts(citation: dict[str, Any], user: Any, *, apart: int = 0) -> list[Submission]:
    """Open drafts of the same paper that this person may see."""
    found: list[Submission] = []
    rows = Submission.objects.under_way().listed().annotate(cited=KT("document__citation"))
    for draft in rows.exclude(pk=apart):
        stated = citation_of(draft)
        if isinstance(stated, dict) and same_citation(citation, stated) and may_see(user, draft):
            found.append(draft)
    return found
