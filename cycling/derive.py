"""Cycling tests to science and back: rows become inputs, results become derived columns."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from functools import partial
from typing import TYPE_CHECKING

import science
from cycling.models import CyclingTest, TestCurve, TestResult
from cycling.read_row import READ_ROWS
from cycling.read_row.listing import LIST_VERSION
from cycling.read_row.published import TestFacts, test_facts
from literature.doubts import doubts_of_paper, twins, twins_of
from records.deriving import Computed, Derivation
from records.inputs import doubts_of_sources, value_input
from records.models import Kind, public_id
from records.printed_values import Scope, of_record
from science.cycling.protocol import Segment, kind_of, segment
from science.electrolytes import parts_in_words
from science.inputs import Claim, Points, StatedResult, TestInputs
from science.plausibility import RULES_VERSION, Flag, cycling_fingerprint, flag_test
from science.quantities import Quantity, read

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from cycling.models import Outcome
    from science.quantities import Qualifier

log = logging.getLogger(__name__)


class TestSources:
    """What the inputs of a set of tests, and of their controls, are made from."""

    __test__ = False  # not a test case, whatever pytest makes of the name

    def __init__(self, facts: Sequence[TestFacts]) -> None:
        own = {fact.test.pk: fact for fact in facts}
        self.possible_twins = _possible_twins([fact.test for fact in facts])
        missing = {number for fact in facts for number in fact.controls} - own.keys()
        missing |= set(self.possible_twins)
        self.facts = own | {fact.test.pk: fact for fact in test_facts(sorted(missing))}
        self.curves = curves_by_test(fact.test for fact in self.facts.values())

    def inputs(self, fact: TestFacts) -> TestInputs:
        return inputs_of_test(fact, self.curves.get(fact.test.pk, ()))

    def controls(self, fact: TestFacts) -> list[TestInputs]:
        return [self.inputs(self.facts[number]) for number in fact.controls]


def inputs_of_test(fact: TestFacts, curves: Sequence[TestCurve] = ()) -> TestInputs:
    """What science reads of one test; ``curves`` are those of its cells, its own first."""
    test = fact.test
    recorded = [_recorded(test, curve) for curve in curves]
    conditions = (value_input(c, c.property, test.public_id) for c in of_record(fact.conditions))
    return TestInputs(
        id=test.public_id,
        coated=bool(fact.coatings()),
        cell_type=test.cell_type,  # type: ignore[arg-type]  # the database holds the choices
        electrode=test.electrode.key if test.electrode else None,
        electrode_formula=(test.electrode.formula or None) if test.electrode else None,
        electrode_role=test.electrode.role if test.electrode else None,
        counter=test.counter,
        electrolyte=parts_in_words(test.electrolyte_parts) or test.electrolyte,
        cells=test.cells,
        also_coated=tuple(sorted({coating.public_id for coating in fact.also_coated})),
        claims=tuple(_claim(outcome) for outcome in fact.outcomes),
        conditions=tuple(item for item in conditions if item is not None),
        results=tuple(_stated(r, test.public_id) for r in of_record(fact.results) if not r.missing),
        points=recorded[0] if recorded else None,
        replicates=tuple(recorded[1:]),
    )


def _recorded(test: CyclingTest, curve: TestCurve) -> Points:
    stated = segments_of(test)
    kinds = tuple(kind_of(c, stated) for c in curve.values_of("cycle")) if stated else ()
    errors = tuple((column, tuple(values)) for column, values in sorted(curve.errors.items()))
    return Points(
        unit=curve.unit,
        columns=tuple(curve.columns),
        rows=tuple(curve.rows()),
        id=test.public_id,
        kinds=kinds,
        errors=errors,
    )


def segments_of(test: CyclingTest) -> tuple[Segment, ...]:
    """The protocol of a test as it is stated."""
    return tuple(segment(one["kind"], *one["cycles"]) for one in test.segments)


def _stated(result: TestResult, record: str) -> StatedResult:
    quantity = result.quantity
    assert quantity is not None  # missing ones are left out by the caller
    cycle = None
    if result.at_cycle_printed:
        low, high = result.at_cycle_low, result.at_cycle_high
        cycle = Quantity(
            printed=result.at_cycle_printed,
            qualifier=_qualifier(result.at_cycle_printed, low, high),
            low=low,
            high=high,
            uncertainty=None,
            unit="cycles",
        )
    return StatedResult(result.property, record, quantity, cycle)


def _qualifier(printed: str, low: float | None, high: float | None) -> Qualifier:
    """The row keeps the ends of a cycle and what is printed; "~500" is about 500."""
    if high is None:
        return "above"
    if low is None:
        return "below"
    if low < high:
        return "range"
    return "about" if read(printed, unit="cycles").qualifier == "about" else "exact"


def _claim(outcome: Outcome) -> Claim:
    return Claim(
        direction=outcome.outcome,  # type: ignore[arg-type]  # the database holds the choices
        id=public_id(Kind.TEST, outcome.test_id),
        statement=outcome.statement,
        than=public_id(Kind.TEST, outcome.than_id) if outcome.than_id else "",
        group=outcome.scope == Scope.CLASS,
    )


def curves_by_test(tests: Iterable[CyclingTest]) -> dict[int, list[TestCurve]]:
    """The curves of the tests that have points, each cell's in its place; one query at most, for
    those of which nobody asked before."""
    with_points = [test for test in tests if test.points_columns]
    unread = {test.pk for test in with_points if test.recorded is None}
    if unread:
        found: dict[int, list[TestCurve]] = defaultdict(list)
        rows = TestCurve.objects.filter(test__pk__one_of=unread)
        for curve in rows.order_by("test", "position"):
            found[curve.test_id].append(curve)
        for test in with_points:
            test.recorded = found[test.pk] if test.recorded is None else test.recorded
    return {test.pk: test.recorded or [] for test in with_points}


Twin = tuple[int, int | None, int | None, str]


def twin_key(test: CyclingTest) -> Twin:
    """What tests share that may be one experiment entered twice."""
    return test.paper_id, test.coating_id, test.electrode_id, test.cell_type


def _possible_twins(tests: Sequence[CyclingTest]) -> list[int]:
    """Other tests of the same papers that share film, electrode and cell with one of these."""
    keys = {twin_key(test) for test in tests}
    others = CyclingTest.objects.filter(paper__pk__one_of={key[0] for key in keys})
    others = others.exclude(pk__one_of=[test.pk for test in tests]).order_by("pk")
    columns = ("paper_id", "coating_id", "electrode_id", "cell_type")
    return [number for number, *key in others.values_list("pk", *columns) if tuple(key) in keys]


def _entered_twice(facts: Sequence[TestFacts], sources: TestSources) -> Mapping[str, list[Flag]]:
    """Flags of those that are the same experiment as another test of their paper.

    Publishing marks the twins of what changes (:func:`same_experiments`).
    """
    group = [*facts, *(sources.facts[number] for number in sources.possible_twins)]
    shared = Counter(twin_key(fact.test) for fact in group)
    fingerprints: dict[str, Hashable | None] = {}
    for fact in group:
        if shared[twin_key(fact.test)] < 2:
            continue
        test = fact.test
        try:
            fingerprints[test.public_id] = cycling_fingerprint(
                sources.inputs(fact),
                paper=test.paper.key,
                coating=" ".join(coating.public_id for coating in fact.coatings()),
            )
        except Exception:  # a record without readable inputs is no twin; it fails by itself
            log.exception("%s cannot be compared", test.public_id)
    return twins(fingerprints)


def _prepare(facts: Sequence[TestFacts]) -> Mapping[int, Callable[[], Computed]]:
    sources = TestSources(facts)
    same = _entered_twice(facts, sources)
    return {fact.test.pk: partial(_derive, sources, fact, same) for fact in facts}


def _derive(sources: TestSources, fact: TestFacts, same: Mapping[str, list[Flag]]) -> Computed:
    inputs = sources.inputs(fact)
    values = science.derive_test(inputs, sources.controls(fact))
    doubts = doubts_of_paper(fact.test.paper, entered=fact.test.updated)
    said = [result for result in fact.results if result.scope == Scope.RECORD]
    disagree = doubts_of_sources(said, inputs.id, TestResult.same_thing)
    return Computed(values, [*flag_test(inputs), *doubts, *disagree, *same.get(inputs.id, ())])


def same_experiments(numbers: Iterable[int]) -> set[str]:
    """Public ids of the tests that say the same as one of these, these among them."""
    facts = test_facts(sorted(numbers))
    found = _entered_twice(facts, TestSources(facts))
    return twins_of((fact.test.public_id for fact in facts), found)


def _digest() -> str:
    return f"{science.recipe_digest('test')}-{RULES_VERSION}-{LIST_VERSION}"


DERIVATION = Derivation(
    kind=Kind.TEST,
    read_rows=READ_ROWS,
    prepare=_prepare,
    digest=_digest,
)
