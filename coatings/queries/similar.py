"""Coatings like one: same film, precursors, substrate or purpose, and which of these it is.

Candidates are read from the read rows by their indexed columns, a bounded number for each way of
being alike; what they share is weighed in the open, and said beside each.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from coatings.models import UNSPECIFIED, CoatingRead
from coatings.queries.coatings import CoatingLine, coating_lines, precursor_names
from literature.models import without_examples

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = 6
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


class Shared(NamedTuple):
    """What of a coating is held against another's: all that is read of a candidate."""

    pk: int
    material: str
    substrate: str
    purpose: str
    precursors: list[str]


def similar_coatings(row: CoatingRead) -> list[Similar]:
    """The coatings that share most with this one, most alike first; six queries."""
    one = shared_by(row)
    names = precursor_names(one.precursors)
    weighed = [(likeness(one, other, names), other.pk) for other in _candidates(one)]
    weighed.sort(key=lambda pair: (-pair[0].score, pair[1]))
    best = weighed[:SHOWN]
    rows = CoatingRead.objects.for_lines().in_bulk([pk for _, pk in best])
    lines = coating_lines([rows[pk] for _, pk in best])
    return [Similar(line, like.why) for line, (like, _) in zip(lines, best, strict=True)]


def shared_by(row: CoatingRead) -> Shared:
    return Shared(row.pk, row.material, row.substrate, row.purpose, row.precursors)


def likeness(one: Shared, other: Shared, names: Mapping[str, str] | None = None) -> Likeness:
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


def _candidates(one: Shared) -> list[Shared]:
    same_film = Q(material=one.material)
    ways = [same_film]
    if one.precursors:
        ways.append(same_film & Q(precursors__contains=one.precursors))
    shared = combinations(one.precursors, 2) if len(one.precursors) > 1 else [one.precursors]
    ways += [Q(precursors__contains=list(keys)) for keys in islice(shared, PAIRS) if keys]
    if one.substrate != UNSPECIFIED:
        ways.append(same_film & Q(substrate=one.substrate))
        ways.append(Q(substrate=one.substrate, purpose=one.purpose))
    others = without_examples(CoatingRead.objects.exclude(pk=one.pk).order_by("pk"))
    first, *more = (others.filter(way).values_list(*Shared._fields)[:CANDIDATES] for way in ways)
    return [Shared(*found) for found in first.union(*more)]
