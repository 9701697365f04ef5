"""What one paper alone may have: its DOI, and its number in the list of references of a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.document.invalid import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from documents.schema import PaperDocument
    from records.document.checking import Claims


def claim_problems(document: PaperDocument, claims: Claims | None) -> Iterator[Problem]:
    """Where the paper claims what another one has."""
    via = document.via
    if via and via.paper == document.key:
        yield Problem("via.paper", "a paper is not read in itself: leave `via` out")
    if claims is None or document.own_withdrawal:
        return
    if document.citation.DOI:
        taken = claims.of_doi(document.citation.DOI)
        if taken and taken[0] != document.key:
            yield Problem("citation.DOI", f"{_has(taken)} this DOI: change that one instead")
    if via and via.number:
        taken = claims.of_reference(via.paper, via.number)
        if taken and taken[0] != document.key:
            message = f"{_has(taken)} this number in {via.paper}: look at both again"
            yield Problem("via.number", message)


def _has(taken: tuple[str, str]) -> str:
    key, number = taken
    return f"{number} ({key}) has"
