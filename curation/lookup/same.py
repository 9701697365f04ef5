"""Is this paper here already? By DOI, else by authors, year and pages; and a free key for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from literature.citations import issued_year
from literature.models import Paper
from records.models import Kind, PublicId
from records.search import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

T = TypeVar("T")
_PLAIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Same:
    """A paper on record that a citation names, and by what it was recognised."""

    paper: Paper
    by: Literal["DOI", "authors, year and pages"]


def same_papers(citation: dict[str, Any]) -> list[Same]:
    """Published papers that ``citation`` may be, surest first."""
    found: dict[int, Same] = {}
    doi = str(citation.get("DOI") or "")
    if doi:
        for paper in Paper.objects.filter(doi__iexact=doi):
            found[paper.pk] = Same(paper, "DOI")
    mark = fingerprint(citation)
    year = year_of(citation)
    if mark and year is not None:
        # the year in print and the year online differ by one
        for paper in Paper.objects.filter(year__gte=year - 1, year__lte=year + 1).order_by("pk"):
            if paper.pk not in found and _agree(citation, paper.csl):
                found[paper.pk] = Same(paper, "authors, year and pages")
    return list(found.values())


def same_citation(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """Whether two citations name one paper."""
    first, second = str(one.get("DOI") or "").lower(), str(two.get("DOI") or "").lower()
    return bool(first and first == second) or _agree(one, two)


def _agree(one: dict[str, Any], two: dict[str, Any]) -> bool:
    first, second = str(one.get("DOI") or "").lower(), str(two.get("DOI") or "").lower()
    if first and second and first != second:
        return False
    mark = fingerprint(one)
    if not mark or mark != fingerprint(two):
        return False
    years = year_of(one), year_of(two)
    return years[0] is not None and years[1] is not None and abs(years[0] - years[1]) <= 1


def fingerprint(citation: dict[str, Any]) -> tuple[str, str, str] | None:
    """First author, volume and first page; None where that is not said.

    The further authors are left out: one list says "et al." where another names all.
    """
    first = first_author(citation)
    page = _PLAIN.findall(fold(str(citation.get("page") or citation.get("number") or "")))
    if not first or not page:
        return None
    return _slug(first), str(citation.get("volume") or ""), page[0]


def first_author(citation: dict[str, Any]) -> str:
    """Family name of the first author, or editor; empty where there is none."""
    people = citation.get("author") or citation.get("editor") or []
    first = people[0] if isinstance(people, list) and people else {}
    if not isinstance(first, dict):
        return ""
    particle = str(first.get("non-dropping-particle") or "")
    name = str(first.get("family") or first.get("literal") or "")
    return f"{particle} {name}".strip()


def year_of(citation: dict[str, Any]) -> int | None:
    """The year; None for one that is not there or not a number."""
    try:
        return issued_year(citation)
    except (ValueError, TypeError, IndexError):
        return None


def proposed_key(citation: dict[str, Any], taken: Iterable[str] = ()) -> str:
    """``chen-2017``, or ``chen-2017b`` where that is taken (``taken``: by drafts)."""
    year = year_of(citation)
    stem = f"{_slug(first_author(citation))[:60].strip('-') or 'anonymous'}-{year or 'undated'}"
    used = {*taken, *_keys_like(stem)}
    for suffix in ("", *ascii_lowercase[1:]):
        if stem + suffix not in used:
            return stem + suffix
    number = 2
    while f"{stem}-{number}" in used:
        number += 1
    return f"{stem}-{number}"


def _keys_like(stem: str) -> Collection[str]:
    """Keys ever given that begin so: a withdrawn paper's key is not given again."""
    papers = Paper.objects.filter(key__startswith=stem).values_list("key", flat=True)
    given = PublicId.objects.filter(kind=Kind.PAPER, paper_key__startswith=stem)
    return {*papers, *given.values_list("paper_key", flat=True)}


def _slug(text: str) -> str:
    return "-".join(_PLAIN.findall(fold(text)))


class Citations(Generic[T]):
    """Many citations, each with what it stands for, asked which of them names the same paper."""

    def __init__(self) -> None:
        self._by_doi: dict[str, T] = {}
        self._by_mark: dict[tuple[str, str, str], list[tuple[dict[str, Any], T]]] = {}

    def add(self, citation: dict[str, Any], what: T) -> None:
        if doi := str(citation.get("DOI") or "").lower():
            self._by_doi.setdefault(doi, what)
        if mark := fingerprint(citation):
            self._by_mark.setdefault(mark, []).append((citation, what))

    def find(self, citation: dict[str, Any]) -> T | None:
        """What the first of the same paper stands for."""
        doi = str(citation.get("DOI") or "").lower()
        if doi in self._by_doi:
            return self._by_doi[doi]
        mark = fingerprint(citation)
        near = self._by_mark.get(mark, []) if mark else []
        return next((what for other, what in near if _agree(citation, other)), None)
