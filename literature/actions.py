"""Every write of the literature room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from literature.citations import cite
from literature.models import Paper
from records.search import search_text

if TYPE_CHECKING:
    pass


@transaction.atomic
def save_paper(
    *,
    number: int,
    key: str,
    csl: dict[str, Any],
    via: Paper | None,
    via_number: int | None,
    note: str,
) -> Paper:
    """Write one paper; what follows from the citation (line, year, search text) is made here."""
    citation = cite(csl)
    doi = csl.get("DOI")
    paper = Paper.objects.filter(pk=number).first() or Paper(pk=number)
    paper.key = key
    paper.type = csl["type"]
    paper.csl = csl
    paper.citation = citation.line
    paper.authors = "; ".join(citation.families)
    paper.container = csl.get("container-title", "")
    paper.year = citation.year
    paper.doi = doi.lower() if doi else None
    paper.via = via
    paper.via_number = via_number
    paper.note = note
    searched = [key, citation.line, paper.authors, csl.get("title", ""), doi or "", paper.public_id]
    paper.search_text = search_text(searched)
    paper.updated = timezone.now()
    paper.save()
    return paper


@transaction.atomic
def retire_paper(*, paper: Paper) -> None:
    """A paper that was merged into another, or withdrawn: its row stays for its history, and claims
    no DOI and no place in a list of references any more."""
    Paper.with_merged.filter(pk=paper.pk).update(
        merged=True, doi=None, via=None, via_number=None, updated=timezone.now()
    )
