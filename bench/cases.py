"""What is measured: each case with its addresses at the product and at the floors."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from bench.questions import FACETS, FILTERED, HISTOGRAMS, PAGE_SIZE, SEARCHES, Question

REST = "/api/v1/coatings/"
_RECORDS = 200
DEEP = 0.9
"""The deep page begins behind this share of all coatings."""
FIRST_CURSOR, DEEP_CURSOR = "cursor page, first", "cursor page, deep"
_BROWSER = (("Accept", "text/html"), ("Accept-Encoding", "gzip"))


@dataclass(frozen=True)
class Case:
    """One case. ``normalised`` and ``flat`` are the floors' addresses of the same questions, empty
    where there is no such floor. ``target`` is the most that the median may be as a multiple of
    the floor over the tables, ``within`` the most that the p95 may be in milliseconds."""

    name: str
    product: tuple[str, ...]
    normalised: tuple[str, ...] = ()
    flat: tuple[str, ...] = ()
    target: float | None = None
    within: float | None = None
    headers: tuple[tuple[str, str], ...] = ()
    heavy: bool = False
    recomputing: bool = False


def _asked(
    name: str,
    tail: str,
    questions: tuple[Question, ...],
    *,
    floor: str | None = None,
    more: str = "",
    flat: bool = True,
    target: float | None = None,
    heavy: bool = False,
) -> Case:
    """A case of the list of coatings, or of what is counted of it; ``more`` is asked of the
    product beside the filters."""
    floor = tail if floor is None else floor
    queries = [question.query() for question in questions]
    asked = ["&".join(part for part in (q[1:], more) if part) for q in queries]
    return Case(
        name,
        tuple(f"{REST}{tail}?{query}" if query else f"{REST}{tail}" for query in asked),
        tuple(f"/normalised/coatings/{floor}{query}" for query in queries),
        tuple(f"/flat/coatings/{floor}{query}" for query in queries) if flat else (),
        target=target,
        heavy=heavy,
    )


def cases(coatings: int) -> list[Case]:
    """The cases for a database of this many coatings, numbered from 1."""
    deep = max(1, round(coatings * DEEP / PAGE_SIZE))
    behind = max(1, round(coatings * DEEP))
    numbers = Random(coatings).sample(range(1, coatings + 1), min(_RECORDS, coatings))
    facets = urlencode({"facets": ",".join(FACETS)})
    histograms = urlencode({"histograms": ",".join(HISTOGRAMS)})
    pages = ("", FILTERED.query())
    found = [
        _asked("list", "", (Question(),)),
        _asked("deep page", "", (Question(page=deep),)),
        _cursor(FIRST_CURSOR, None, coatings),
        _cursor(DEEP_CURSOR, behind, coatings),
        _asked("filtered list", "", (FILTERED,), target=0.5),
        _asked("facets", "facets/", (Question(),), more=facets, target=0.3),
        _asked("filtered facets", "facets/", (FILTERED,), more=facets, target=0.3),
        _histograms("histograms", Question(), histograms),
        _histograms("filtered histograms", FILTERED, histograms),
        _asked("search", "", SEARCHES, target=0.5),
        Case(
            "record",
            tuple(f"{REST}ASC-C{number:06d}/" for number in numbers),
            tuple(f"/normalised/coatings/{number}/" for number in numbers),
            target=3,
        ),
        _asked(
            "export",
            "",
            (FILTERED,),
            floor="export/",
            more="format=csv",
            flat=False,
            target=1.5,
            heavy=True,
        ),
    ]
    for name, recomputing in (("page", False), ("page, recomputing", True)):
        found.append(
            Case(
                name,
                tuple(f"/coatings/{query}" for query in pages),
                within=300,
                headers=_BROWSER,
                recomputing=recomputing,
            )
        )
    return found


def _histograms(name: str, question: Question, more: str) -> Case:
    """Seven histograms; counted as facets are, and bound to the same target."""
    return _asked(
        name, "facets/", (question,), floor="histograms/", more=more, flat=False, target=0.3
    )


def _cursor(name: str, behind: int | None, coatings: int) -> Case:
    """The page behind a coating of the whole list, or the first one of a walk."""
    from coatings.filters import CoatingFilter
    from records.rest.paging import cursor_token

    token = "" if behind is None else cursor_token(coatings, CoatingFilter().terms, [behind])
    case = _asked(name, "", (Question(after=behind or 0),))
    return Case(name, (f"{REST}?cursor={token}",), case.normalised, case.flat)
