"""A paper as lists and records name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from literature.models import Paper


def paper_json(paper: Paper) -> dict[str, Any]:
    return {
        "id": paper.public_id,
        "key": paper.key,
        "year": paper.year,
        "doi": paper.doi,
        "citation": paper.citation,
    }
