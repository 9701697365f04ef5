"""How much capacity a test keeps: cycle by cycle where it is recorded, else as the paper states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from cycling.derive import TestSources
from cycling.models import CyclingTest
from cycling.read_row.published import test_facts
from explore.plotting.points import short_papers
from records.read_rows import low_column
from science.cycling.reference import reference_of
from science.cycling.retention import stated_retentions
from science.declaring import Gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from cycling.read_row.published import TestFacts
    from science.inputs import TestInputs
    from science.quantities import Quantity

_STATED = ("retention", "capacity_loss")
RECORDED = Q(has__contains=["points"])
"""Tests with points cycle by cycle."""


@dataclass(frozen=True)
class Stated:
    """A retention in % that the paper states, and the cycle it states it for; None for an open
    side of a bound."""

    cycle: tuple[float | None, float | None]
    kept: tuple[float | None, float | None]
    printed: str


@dataclass(frozen=True)
class Kept:
    """What one test keeps of its capacity, in %. ``why`` says why nothing can be drawn."""

    test: CyclingTest
    paper: str
    film: str
    curve: list[tuple[float, float]]
    stated: list[Stated]
    why: str = ""

    @property
    def drawn(self) -> bool:
        return bool(self.curve or self.stated)


@dataclass(frozen=True)
class Pair:
    """A coated test and the tests it is compared with."""

    coated: Kept
    controls: list[Kept]


def coated_with_retention(tests: QuerySet[Any]) -> QuerySet[Any]:
    """Coated tests with recorded cycles or a stated retention, those with cycles first."""
    known = RECORDED
    for key in _STATED:
        known |= Q(**{f"{low_column(key)}__isnull": False})
    return tests.filter(known, coated=True)


def pairs(numbers: Sequence[int]) -> list[Pair]:
    """These coated tests in their order, each with its controls; a fixed number of queries."""
    facts = test_facts(list(numbers))
    sources = TestSources(facts)
    by_number = {fact.test.pk: fact for fact in facts}
    papers = short_papers({fact.test.paper_id for fact in sources.facts.values()})
    return [
        Pair(
            _kept(by_number[number], sources, papers),
            [_kept(sources.facts[c], sources, papers) for c in by_number[number].controls],
        )
        for number in numbers
        if number in by_number
    ]


def _kept(fact: TestFacts, sources: TestSources, papers: dict[int, str]) -> Kept:
    inputs = sources.inputs(fact)
    curve, why = _curve(inputs)
    stated = _stated(inputs)
    if not curve and not stated and not why:
        why = "no retention is stated, and no cycles are recorded"
    film = " + ".join(dict.fromkeys(short_name(c.material) for c in fact.coatings())) or "bare"
    return Kept(fact.test, papers[fact.test.paper_id], film, curve, stated, why)


def short_name(material: Any) -> str:
    """What a film is called in a chart."""
    return str(material.formula or material.formula_printed or material.name)


def _curve(inputs: TestInputs) -> tuple[list[tuple[float, float]], str]:
    try:
        reference = reference_of(inputs)
    except Gap as gap:
        return [], gap.why
    if reference is None:
        return [], ""
    share = reference.share
    return [(c, 100.0 * v) for c, v in zip(share.cycles, share.values, strict=True)], ""


def _stated(inputs: TestInputs) -> list[Stated]:
    """Those that name their cycle."""
    found = []
    for item, known in stated_retentions(inputs):
        if item.at_cycle is not None:
            kept = (_finite(known.interval.low), _finite(known.interval.high))
            lost = "a loss of " if item.what == "capacity_loss" else ""
            printed = f"{lost}{item.quantity.printed} at cycle {item.at_cycle.printed}"
            found.append(Stated(_ends(item.at_cycle), kept, printed))
    return found


def _ends(quantity: Quantity) -> tuple[float | None, float | None]:
    return quantity.low, quantity.high


def _finite(value: float) -> float | None:
    return None if abs(value) == float("inf") else value
