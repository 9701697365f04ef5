"""The page of a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from coatings.filters import CoatingFilter
from coatings.queries.coatings import coating_lines
from explore.comparing.asked import COMPARED, MOST, Asked, Wrong, read_asked, split_ids
from explore.comparing.comparison import compare
from records.models import parse_public_id

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from coatings.queries.coatings import CoatingLine
    from records.models import PublicId

OFFERED = 12
PARAMETERS = ("id", "add", "rows")
KNOWN = "expected id (up to eight times), add or rows=all"


def compare_page(request: HttpRequest) -> HttpResponse:
    """Up to eight coatings and tests side by side; ``add`` takes an id, or words to search for;
    ``rows=all`` shows what agrees, too."""
    asked = read_asked(request.GET.getlist("id"))
    asked.wrong += [Wrong(name, f"is no parameter; {KNOWN}") for name in _unknown(request.GET)]
    words = request.GET.get("add", "").strip()
    if words and _are_ids(words):
        return HttpResponseRedirect(f"{reverse('compare')}?{_joined(request.GET, words)}")
    comparison = compare(asked)
    beside = comparison.coatings
    several = beside is not None and len(beside.coatings) > 1
    differing = several and request.GET.get("rows") != "all"
    context = {
        "asked": asked,
        "chosen": comparison.chosen,
        "withdrawn": [_gone(entry, asked) for entry in asked.withdrawn],
        "most": MOST,
        "words": words,
        "search": _search(words, asked) if words else None,
        "differing": differing,
        "coatings": beside.only_differing() if beside and differing else beside,
        "unlike": beside.labels("differs") if beside else [],
        "alike": beside.labels("same") if beside else [],
        "tests": comparison.tests,
    }
    return render(request, "explore/compare.html", context, status=asked.status)


@dataclass(frozen=True)
class Gone:
    """A withdrawn record, and the query of the comparison with its successor in its place."""

    entry: PublicId
    instead: str


def _gone(entry: PublicId, asked: Asked) -> Gone:
    compared = any(parse_public_id(entry.successor, kind) for kind in COMPARED)
    return Gone(entry, asked.query(add=entry.successor) if compared else "")


def _unknown(data: QueryDict) -> list[str]:
    return [name for name in data if name not in PARAMETERS]


def _are_ids(words: str) -> bool:
    return all(
        any(parse_public_id(text.upper(), kind) is not None for kind in COMPARED)
        for text in split_ids([words])
    )


def _joined(data: QueryDict, words: str) -> str:
    joined = QueryDict(mutable=True)
    joined.setlist("id", split_ids([*data.getlist("id"), words.upper()]))
    return joined.urlencode()


@dataclass(frozen=True)
class Offer:
    """A coating that the words find, and the address of the comparison that holds it too."""

    line: CoatingLine
    query: str
    chosen: bool


@dataclass(frozen=True)
class Search:
    offers: list[Offer]
    count: int
    problems: list[str]
    suggestion: str


def _search(words: str, asked: Asked) -> Search:
    filters = CoatingFilter(QueryDict(urlencode({"q": words})))
    if filters.problems:
        return Search([], 0, [problem.message for problem in filters.problems], "")
    lines = coating_lines(list(filters.qs[:OFFERED]))
    offers = [Offer(line, asked.query(add=line.id), line.id in asked.ids) for line in lines]
    return Search(offers, filters.qs.count(), [], filters.did_you_mean() or "")
