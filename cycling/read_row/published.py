"""From the rows of cycling tests to their read rows, a set at a time."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from coatings.read_row import BATCH
from cycling.models import CyclingTest, Outcome, TestCoating, TestCondition, TestRead, TestResult
from cycling.read_row.listing import list_json
from records.read_rows import high_column, low_column, number_keys, word_keys, write_rows
from records.search import search_text
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coatings.models import Coating
    from science.registry import Kind

_STATED: tuple[Kind, ...] = ("condition", "result")
_WORDED = frozenset(word_keys("test"))


@dataclass
class TestFacts:
    """Everything the rows say about one test that its read row needs."""

    test: CyclingTest
    conditions: list[TestCondition] = field(default_factory=list)
    results: list[TestResult] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    also_coated: list[Coating] = field(default_factory=list)
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
    controls = CyclingTest.controls.through.objects.filter(test__pk__one_of=facts).order_by(
        "position"
    )
    for number, control in controls.values_list("test_id", "control_id"):
        facts[number].controls.append(control)
    return list(facts.values())


@transaction.atomic
def refresh_tests(ids: Sequence[int], *, stale: bool) -> None:
    """Bring the published columns of these read rows up to date; with ``stale``, mark them."""
    for start in range(0, len(ids), BATCH):
        facts = test_facts(ids[start : start + BATCH])
        present = TestRead.objects.defer("search")
        before = present.in_bulk([fact.test.pk for fact in facts])
        rows = []
        for fact in facts:
            row = before.get(fact.test.pk) or TestRead(test_id=fact.test.pk)
            _clear_stated(row)
            _set_derived_columns(row)  # of a property that is printed as well as derived
            _fill(row, fact)
            if stale:
                row.stale_since = timezone.now()
                row.attempts = 0
                row.derive_error = ""
            rows.append(row)
        write_rows(rows)


def write_derived(
    facts: Sequence[TestFacts],
    derived: Mapping[int, dict[str, Any]],
    flags: Mapping[int, list[dict[str, Any]]],
    *,
    digest: str,
) -> None:
    """Write computed values beside the published columns and clear the marks.

    The caller holds the read rows' locks. Every column is made anew: nothing lingers.
    """
    now = timezone.now()
    rows = []
    for fact in facts:
        row = TestRead(test_id=fact.test.pk)
        row.derived = derived[fact.test.pk]
        row.flags = flags[fact.test.pk]
        _set_derived_columns(row)
        _fill(row, fact)
        row.computed_at = now
        row.recipe_digest = digest
        rows.append(row)
    write_rows(rows)


def _fill(row: TestRead, fact: TestFacts) -> None:
    test = fact.test
    coatings = fact.coatings()
    row.coating_id = test.coating_id
    row.coated = bool(coatings)
    row.material = test.coating.material.key if test.coating else ""
    row.materials = list(dict.fromkeys(coating.material.key for coating in coatings))
    row.coatings = [coating.pk for coating in coatings]
    row.substrate = test.electrode.key if test.electrode else ""
    row.cell_type = test.cell_type
    row.review_status = test.review_status
    row.paper_id = test.paper_id
    row.paper = test.paper.key
    row.year = test.paper.year
    row.via = [test.via.key] if test.via else []
    row.updated = test.updated
    for name, value in _hulls(_stated(fact)).items():
        setattr(row, name, value)
    row.has = _has(fact, row)
    row.search_text = _search_text(fact)
    row.list_json = list_json(fact, row)


def _stated(fact: TestFacts) -> list[TestCondition | TestResult]:
    return [*fact.conditions, *fact.results]


def _has(fact: TestFacts, row: TestRead) -> list[str]:
    stated = {value.property for value in _stated(fact) if not value.missing}
    known = {key for key, value in row.derived.items() if "missing" not in value}
    more = {"points"} if fact.test.points_columns else set()
    more |= {"outcome"} if fact.outcomes else set()
    more |= {"controls"} if fact.controls else set()
    return sorted(stated | known | more)


def _hulls(values: Iterable[TestCondition | TestResult]) -> dict[str, float]:
    """``<key>_low``/``<key>_high`` over all stated values of a property; a bound is ±inf."""
    lows: dict[str, list[float]] = defaultdict(list)
    highs: dict[str, list[float]] = defaultdict(list)
    for value in values:
        if value.missing or not PROPERTIES[value.property].numeric:
            continue
        lows[value.property].append(-math.inf if value.low is None else value.low)
        highs[value.property].append(math.inf if value.high is None else value.high)
    hulls = {low_column(key): min(found) for key, found in lows.items()}
    return hulls | {high_column(key): max(found) for key, found in highs.items()}


def _clear_stated(row: TestRead) -> None:
    """A value that is no longer stated must not linger in its column."""
    for key in number_keys("test"):
        if any(PROPERTIES[key].has_role(kind, "test") for kind in _STATED):
            setattr(row, low_column(key), None)
            setattr(row, high_column(key), None)


def _set_derived_columns(row: TestRead) -> None:
    for key, value in row.derived.items():
        if "missing" in value:
            continue
        if key in _WORDED:
            setattr(row, key, str(value["value"]))
        elif PROPERTIES[key].numeric:
            low, high = value["low"], value["high"]
            setattr(row, low_column(key), -math.inf if low is None else low)
            setattr(row, high_column(key), math.inf if high is None else high)


def _search_text(fact: TestFacts) -> str:
    test = fact.test
    electrode = [test.electrode.search_text] if test.electrode else []
    coated = [coating.material.search_text for coating in fact.coatings()]
    own = [test.public_id, test.label, test.cell_type, test.counter, test.electrolyte]
    return search_text([*own, *electrode, *coated, test.paper.search_text])
