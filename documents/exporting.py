"""From rows back to the paper document: what was published, rebuilt from the rows alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from documents.models import PaperVersion
from documents.schema import PaperDocument, canonical
from records.document.rows import via_entry
from records.kinds import record_kind, sections
from records.models import Kind, PublicId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from literature.models import Paper


def export_paper(paper: Paper) -> dict[str, Any]:
    """The canonical document of ``paper``; loading it gives the same rows."""
    document = {
        "schema": "asc-paper/1",
        "key": paper.key,
        "id": paper.public_id,
        "citation": paper.csl,
        "via": via_entry(paper),
        "note": paper.note or None,
        **{section.section: section.export(paper) for section in sections()},
        "withdrawn": list(_withdrawn(paper)),
    }
    return canonical(PaperDocument.model_validate(document))


def withdrawn_documents() -> Iterable[tuple[str, dict[str, Any]]]:
    """Key and last document of each paper that was withdrawn: its tombstone, to be loaded."""
    gone = PublicId.objects.filter(kind=Kind.PAPER, withdrawn_at__isnull=False, merged=False)
    rows = PaperVersion.objects.filter(paper__in=gone.values("number"))
    for version in (
        rows.order_by("paper_id", "-number").distinct("paper_id").select_related("paper")
    ):
        yield version.paper.key, version.document


def _withdrawn(paper: Paper) -> Iterable[dict[str, Any]]:
    gone = PublicId.objects.filter(paper_key=paper.key, withdrawn_at__isnull=False)
    here = PublicId.objects.filter(kind=Kind.PAPER, merged=True, successor=paper.public_id)
    for entry in (gone | here).order_by("kind", "number"):
        yield {
            "kind": "paper" if entry.kind == Kind.PAPER else record_kind(entry.kind).word,
            "key": entry.item_key or entry.paper_key,
            "id": str(entry),
            "reason": entry.reason,
            "successor": entry.successor or None,
            "merged": entry.merged or None,
        }
