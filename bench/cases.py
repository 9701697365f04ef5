"""What is measured: each case with its addresses at the product and at the floors."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.questions import FILTERED, PAGE_SIZE, SEARCHES, Question

REST = "/api/v1/coatings/"
_RECORDS = 200


@dataclass(frozen=True)
class Case:
    """One case. ``normalised`` and ``flat`` are the floors' addresses of the same questions;
    ``flat`` is empty where the read rows do not hold the answer."""

    name: str
    product: tuple[str, ...]
    normalised: tuple[str, ...]
    flat: tuple[str, ...]


def _asked(name: str, tail: str, questions: tuple[Question, ...]) -> Case:
    queries = [question.query() for question in questions]
    return Case(
        name,
        tuple(f"{REST}{tail}{query}" for query in queries),
        tuple(f"/normalised/coatings/{tail}{query}" for query in queries),
        tuple(f"/flat/coatings/{tail}{query}" for query in queries),
    )


def cases(coatings: int) -> list[Case]:
    """The cases for a database of this many coatings, numbered from 1."""
    deep = max(1, round(coatings * 0.9 / PAGE_SIZE))
    numbers = Random(coatings).sample(range(1, coatings + 1), min(_RECORDS, coatings))
    return [
        _asked("list", "", (Question(),)),
        _asked("deep page", "", (Question(page=deep),)),
        _asked("filtered list", "", (FILTERED,)),
        _asked("facets", "facets/", (Question(),)),
        _asked("filtered facets", "facets/", (FILTERED,)),
        _asked("search", "", SEARCHES),
        Case(
            "record",
            tuple(f"{REST}ASC-C{number:06d}/" for number in numbers),
            tuple(f"/normalised/coatings/{number}/" for number in numbers),
            (),
        ),
    ]
