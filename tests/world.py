"""What tests that span rooms do to the published world: derive what waits, and let it grow."""

from __future__ import annotations

from documents.publishing import publish_paper
from documents.tests.documents import paper
from records.kinds import record_kinds


def derive_stale() -> None:
    """What the worker would do: compute every record that waits, coatings first."""
    for kind in record_kinds():
        kind.derivation.run(kind.derivation.waiting(limit=100_000))


def grow(papers: int) -> None:
    """Publish invented papers, each with two coatings and a coated test beside a bare one."""
    for number in range(papers):
        document = paper(f"invented-{number:04d}")
        document["coatings"][1]["substrate"]["material"] = "si"
        publish_paper(document)
    derive_stale()
