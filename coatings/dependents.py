"""The coatings to compute again after a change.

A coating rests on its own rows, on its terms (material and phases, precursors), on the source
temperatures of its precursors, and, for doubts about records entered twice, on those of its paper
that could be the same. That it rests on the cells it is cycled in, their room says.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from coatings.derive import same_experiments
from coatings.models import Coating, CoatingRead
from literature.doubts import changed_twins
from precursors.models import SourceTemperature
from records.models import Kind
from records.printed_values import STANDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from literature.models import Paper

SourceTemperatures = frozenset[tuple[Any, ...]]


@dataclass(frozen=True)
class Snapshot:
    """What of a paper coatings rest on; taken before and after a publication."""

    coatings: frozenset[int]
    temperatures: dict[int, SourceTemperatures]


def snapshot(paper: Paper) -> Snapshot:
    own = Coating.objects.filter(paper=paper).values_list("pk", flat=True)
    return Snapshot(frozenset(own), _temperatures(paper))


def _temperatures(paper: Paper) -> dict[int, SourceTemperatures]:
    found: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for row in SourceTemperature.objects.filter(paper=paper, missing="", **STANDS):
        found[row.precursor_id].add((row.printed, row.low, row.high, row.uncertainty, row.unit))
    return {precursor: frozenset(values) for precursor, values in found.items()}


def affected(
    paper: Paper, written: Mapping[str, set[int]], before: Snapshot, after: Snapshot
) -> dict[str, set[int]]:
    """Coatings that rest on what was ``written`` of the paper, or on what is gone."""
    changed = written["coatings"] | (before.coatings - after.coatings)
    flagged = CoatingRead.objects.filter(paper_id=paper.pk)
    twins = changed_twins(Kind.COATING, changed, same_experiments, flagged)
    return {"coatings": twins | _heated_otherwise(paper, before.temperatures, after.temperatures)}


def _heated_otherwise(
    paper: Paper,
    before: dict[int, SourceTemperatures],
    after: dict[int, SourceTemperatures],
) -> set[int]:
    """Coatings that count with another source temperature now: those of the paper itself, and of
    papers that give none of their own."""
    heated = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    if not heated:
        return set()
    stated = SourceTemperature.objects.filter(precursor__in=heated, missing="", **STANDS)
    own = set(stated.exclude(paper=paper).values_list("precursor", "paper"))
    users = Coating.objects.filter(process__steps__precursors__in=heated)
    dosed = users.values_list("pk", "paper", "process__steps__precursors").distinct()
    return {
        number
        for number, user, precursor in dosed
        if precursor in heated and (precursor, user) not in own
    }


def using(terms: Mapping[str, Sequence[str]]) -> Q:
    """Coatings that name one of these terms."""
    return (
        Q(material__key__in=terms["materials"])
        | Q(material__phases__key__in=terms["materials"])
        | Q(substrate__key__in=terms["substrates"])
        | Q(methods__key__in=terms["methods"])
        | Q(measurements__method__key__in=terms["methods"])
        | Q(series__method__key__in=terms["methods"])
        | Q(process__precursor_keys__overlap=terms["precursors"])
    )


def affected_by_terms(terms: Mapping[str, Sequence[str]]) -> dict[str, set[int]]:
    found = Coating.objects.filter(using(terms)).values_list("pk", flat=True)
    return {"coatings": set(found)}
