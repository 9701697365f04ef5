"""From the rows of cycling tests to their read rows, a set at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cycling.models import CyclingTest, Outcome, TestCoating, TestCondition, TestResult
from records.printed_values import of_record
from records.refreshing import hulls
from records.search import search_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coatings.models import Coating


@dataclass
class TestFacts:
    """Everything the rows say about one test that its read row needs."""

    test: CyclingTest
    conditions: list[TestCondition] = field(default_factory=list)
    results: list[TestResult] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    also_coated: list[Coating] = field(default_factory=list)
    counter: Coating | None = None
    controls: list[int] = field(default_factory=list)

    def coatings(self) -> list[Coating]:
        """Every coating in the cell, the one under test first."""
        return [*([self.test.coating] if self.test.coating else []), *self.also_coated]


def test_facts(ids: Sequence[int]) -> list[TestFacts]:
    """Facts of the tests that exist among ``ids``, in the order of their numbers."""
    related = ("paper", "via", "electrode", "coating__material", "coating__substrate")
    tests = CyclingTest.objects.filter(pk__one_of=ids).select_related(*related).order_by("pk")
    tests = tests.defer("paper__csl", "via__csl")  # large, and nothing here reads it
    facts = {test.pk: TestFacts(test) for test in tests}
    for condition in TestCondition.objects.filter(test__pk__one_of=facts).order_by("position"):
        facts[condition.test_id].conditions.append(condition)
    for result in TestResult.objects.filter(test__pk__one_of=facts).order_by("position"):
        facts[result.test_id].results.append(result)
    for outcome in Outcome.objects.filter(test__pk__one_of=facts).order_by("position"):
        facts[outcome.test_id].outcomes.append(outcome)
    links = TestCoating.objects.filter(test__pk__one_of=facts).order_by("position")
    for link in links.select_related("coating__material", "coating__substrate"):
        facts[link.test_id].also_coated.append(link.coating)
        if link.counter:
            facts[link.test_id].counter = link.coating
    controls = CyclingTest.controls.through.objects.filter(test__pk__one_of=facts).order_by(
        "position"
    )
    for number, control in controls.values_list("test_id", "control_id"):
        facts[number].controls.append(control)
    return list(facts.values())


def published(fact: TestFacts) -> dict[str, Any]:
    """What filters and search read, derived values apart."""
    test = fact.test
    coatings = fact.coatings()
    return {
        "coating_id": test.coating_id,
        "coated": bool(coatings),
        "material": test.coating.material.key if test.coating else "",
        "materials": list(dict.fromkeys(coating.material.key for coating in coatings)),
        "coatings": [coating.pk for coating in coatings],
        "substrate": test.electrode.key if test.electrode else "",
        "cell_type": test.cell_type,
        "review_status": test.review_status,
        "paper_id": test.paper_id,
        "paper": test.paper.key,
        "year": test.paper.year,
        "via": [test.via.key] if test.via else [],
        "updated": test.updated,
        "search_text": _search_text(fact),
        **hulls(_stated(fact)),
    }


def _stated(fact: TestFacts) -> list[TestCondition | TestResult]:
    return of_record([*fact.conditions, *fact.results])


def has(fact: TestFacts) -> set[str]:
    """Stated properties with a value, and what else the test has: points, a control …"""
    stated = {value.property for value in _stated(fact) if not value.missing}
    more = {"points"} if fact.test.points_columns else set()
    more |= {"profiles"} if fact.test.profiles else set()
    more |= {"outcome"} if of_record(fact.outcomes) else set()
    return stated | more | ({"controls"} if fact.controls else set())


def _search_text(fact: TestFacts) -> str:
    test = fact.test
    electrode = [test.electrode.search_text] if test.electrode else []
    coated = [coating.material.search_text for coating in fact.coatings()]
    own = [test.public_id, test.label, test.cell_type, test.counter, test.electrolyte]
    return search_text([*own, *electrode, *coated, test.paper.search_text])
