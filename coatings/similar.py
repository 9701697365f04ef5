"""Coatings like one: same film, precursors, substrate or purpose, and which of these it is.

Candidates are read from the read rows by their indexed columns, a bounded number for each way of
being alike; what they share is weighed in the open, and said beside each.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING

from django.db.models import Q

from coatings.models import CoatingRead
from coatings.queries import CoatingLine, coating_lines, precursor_names

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = 6
UNSPECIFIED = "unspecified"  # the substrate of a coating whose paper names none
CANDIDATES = 60
"""Read for each way of being alike, in the order of their ids."""
PAIRS = 6
"""Pairs of precursors by which coatings are sought: one alone, such as water, says little."""

FILM, ALL_PRECURSORS, SUBSTRATE, PURPOSE = 8, 4, 4, 1
"""Weights: the film counts most; all its precursors count as much as what is coated, and one,
two or three shared ones less."""


@dataclass(frozen=True)
class Likeness:
    """How much two coatings share, and what, in words."""

    score: int
    why: list[str]


@dataclass(frozen=True)
class Similar:
    line: CoatingLine
    why: list[str]


def similar_coatings(row: CoatingRead) -> list[Similar]:
    """The coatings that share most with this one, most alike first; five queries."""
    candidates = _candidates(row)
    names = precursor_names(row.precursors)
    weighed = [(likeness(row, other, names), other) for other in candidates]
    weighed.sort(key=lambda pair: (-pair[0].score, pair[1].pk))
    best = weighed[:SHOWN]
    lines = coating_lines([other for _, other in best])
    return [Similar(line, like.why) for line, (like, _) in zip(lines, best, strict=True)]


def likeness(
    one: CoatingRead, other: CoatingRead, names: Mapping[str, str] | None = None
) -> Likeness:
    """What two coatings share. An unspecified substrate or unreported precursors are not shared;
    a shared purpose alone makes no likeness."""
    score, why = 0, []
    if one.material == other.material:
        score, why = FILM, ["the same film"]
    shared = [key for key in one.precursors if key in other.precursors]
    if shared and set(one.precursors) == set(other.precursors):
        score += ALL_PRECURSORS
        why.append("the same precursors")
    elif shared:
        score += min(len(shared), ALL_PRECURSORS - 1)
        said = names or {}
        why.append("also from " + " and ".join(said.get(key, key) for key in shared))
    if one.substrate == other.substrate and one.substrate != UNSPECIFIED:
        score += SUBSTRATE
        why.append("the same substrate")
    if score and one.purpose == other.purpose:
        score += PURPOSE
        why.append("the same purpose")
    return Likeness(score, why)


def _candidates(row: CoatingRead) -> list[CoatingRead]:
    same_film = Q(material=row.material)
    ways = [same_film]
    if row.precursors:
        ways.append(same_film & Q(precursors__contains=row.precursors))
    shared = combinations(row.precursors, 2) if len(row.precursors) > 1 else [row.precursors]
    ways += [Q(precursors__contains=list(keys)) for keys in islice(shared, PAIRS) if keys]
    if row.substrate != UNSPECIFIED:
        ways.append(same_film & Q(substrate=row.substrate))
        ways.append(Q(substrate=row.substrate, purpose=row.purpose))
    others = CoatingRead.objects.exclude(pk=row.pk).defer("search", "search_text").order_by("pk")
    first, *more = (others.filter(way)[:CANDIDATES] for way in ways)
    numbers = first.values_list("pk", flat=True).union(
        *(found.values_list("pk", flat=True) for found in more)
    )
    return list(others.filter(pk__in=list(numbers)))
