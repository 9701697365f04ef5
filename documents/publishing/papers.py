"""The paper itself, from a checked document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.check import walk_vias
from literature.actions import save_paper
from literature.models import Paper
from records.document.rows import Sources

if TYPE_CHECKING:
    from documents.schema import PaperDocument


def write_paper(document: PaperDocument, number: int) -> Paper:
    via = document.via
    return save_paper(
        number=number,
        key=document.key,
        csl=document.citation.model_dump(mode="json", by_alias=True, exclude_none=True),
        via=Paper.objects.get(key=via.paper) if via else None,
        via_number=via.number if via else None,
        note=document.note or "",
    )


def sources_of(document: PaperDocument, paper: Paper) -> Sources:
    """One query for all papers that anything of the document was read in."""
    keys = {via.paper for _, via in walk_vias(document, ())}
    return Sources(paper, document.via, Paper.objects.with_keys(keys))
