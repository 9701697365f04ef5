"""What is on record, asked for when it is named: a check of one paper reads no million rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from literature.models import Paper


class PublishedKeys(Collection[tuple[str, str]]):
    """Published records of a kind as (key of the paper, own key). Those of a paper are read when it
    is first asked about; it holds, and goes through, what was asked for."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._of: dict[str, set[str]] = {}

    def of_paper(self, paper: str) -> set[str]:
        if paper not in self._of:
            rows = self._model.objects.filter(paper__key=paper)
            self._of[paper] = set(rows.values_list("key", flat=True))
        return self._of[paper]

    def __contains__(self, pair: object) -> bool:
        if not isinstance(pair, tuple) or "\x00" in str(pair[0]):
            return False
        return pair[1] in self.of_paper(pair[0])

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((paper, key) for paper, keys in self._of.items() for key in keys)

    def __len__(self) -> int:
        return sum(len(keys) for keys in self._of.values())


class PaperClaims:
    """DOIs and places in lists of references, of which one paper alone has each."""

    def of_doi(self, doi: str) -> tuple[str, str] | None:
        return _first(Paper.objects.filter(doi=doi.lower()))

    def of_reference(self, review: str, number: int) -> tuple[str, str] | None:
        return _first(Paper.objects.filter(via__key=review, via_number=number))


def _first(papers: Any) -> tuple[str, str] | None:
    found = papers.first()
    return (found.key, found.public_id) if found else None
