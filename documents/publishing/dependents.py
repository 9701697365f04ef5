"""Who depends on what: the coatings and tests to compute again after a change, and no others.

A coating rests on its own rows, on its words (material and phases, precursors), on the source
temperatures of its precursors, on the cells that it is cycled in, and, for doubts about records
entered twice, on those of its paper that could be the same. A test rests on its own rows, on its
coatings and electrode, on its controls and on its possible twins.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from coatings.derive import same_experiments as same_coatings
from coatings.models import Coating, CoatingRead
from coatings.read_row import refresh_coatings
from coatings.tasks import enqueue_coatings
from cycling.derive import same_experiments as same_tests
from cycling.models import CyclingTest, TestCoating, TestCondition, TestRead
from cycling.read_row.published import refresh_tests
from cycling.tasks import enqueue_tests
from literature.doubts import flagged_with
from precursors.models import SourceTemperature
from records.models import Kind, parse_public_id, public_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from documents.publishing.vocabulary import PublishedVocabulary
    from literature.models import Paper

SourceTemperatures = frozenset[tuple[Any, ...]]


@dataclass(frozen=True)
class Cell:
    """What a coating takes from a cell: which coatings are in it, and what decides about them."""

    coatings: frozenset[int]
    facts: tuple[Any, ...]


@dataclass(frozen=True)
class Snapshot:
    """What of a paper other records rest on; taken before and after a publication."""

    cells: dict[int, Cell] = field(default_factory=dict)
    coatings: frozenset[int] = frozenset()
    temperatures: dict[int, SourceTemperatures] = field(default_factory=dict)


def snapshot(paper: Paper) -> Snapshot:
    tests = list(CyclingTest.objects.filter(paper=paper).select_related("electrode"))
    return Snapshot(
        cells=_cells(tests),
        coatings=frozenset(_numbers(Coating.objects.filter(paper=paper))),
        temperatures=_temperatures(paper),
    )


def _cells(tests: Iterable[CyclingTest]) -> dict[int, Cell]:
    numbers = [test.pk for test in tests]
    coatings: dict[int, set[int]] = defaultdict(set)
    for link in TestCoating.objects.filter(test__in=numbers):
        coatings[link.test_id].add(link.coating_id)
    stated = TestCondition.objects.filter(test__in=numbers, property="current_density")
    currents = {c.test_id: (c.printed, c.low, c.high, c.unit, c.missing) for c in stated}
    cells = {}
    for test in tests:
        own = {test.coating_id} if test.coating_id else set()
        facts = (test.electrode_id, test.counter, test.electrolyte, currents.get(test.pk))
        cells[test.pk] = Cell(frozenset(coatings[test.pk] | own), facts)
    return cells


def _temperatures(paper: Paper) -> dict[int, SourceTemperatures]:
    found: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for row in SourceTemperature.objects.filter(paper=paper, missing=""):
        found[row.precursor_id].add((row.printed, row.low, row.high, row.uncertainty, row.unit))
    return {precursor: frozenset(values) for precursor, values in found.items()}


def mark_dependents(
    *, paper: Paper, coatings: Iterable[int], tests: Iterable[int], before: Snapshot
) -> None:
    """Refresh and mark the ``coatings`` and ``tests`` of ``paper`` that were written, and all
    that rests on what changed or is gone; tell the workers after commit."""
    after = snapshot(paper)
    written, changed = set(coatings), set(tests)
    stale = written | _of_changed_cells(before.cells, after.cells)
    gone = before.coatings - after.coatings
    flagged = CoatingRead.objects.filter(paper_id=paper.pk)
    stale |= _twins(Kind.COATING, written | gone, same_coatings, flagged)
    stale |= _heated_otherwise(paper, before.temperatures, after.temperatures)
    without = before.cells.keys() - after.cells.keys()
    twins = _twins(
        Kind.TEST, changed | without, same_tests, TestRead.objects.filter(paper_id=paper.pk)
    )
    changed |= _tests_of(written)
    _mark(stale, changed | twins | _compared_with(changed))


def _of_changed_cells(before: dict[int, Cell], after: dict[int, Cell]) -> set[int]:
    return {
        coating
        for test in before.keys() | after.keys()
        if before.get(test) != after.get(test)
        for cell in (before.get(test), after.get(test))
        if cell is not None
        for coating in cell.coatings
    }


def _twins(
    kind: Kind, changed: set[int], same: Callable[[Iterable[int]], set[str]], rows: Any
) -> set[int]:
    """Records that are the same experiment as one that changed, or were until it did."""
    names = {public_id(kind, number) for number in changed}
    now = {parse_public_id(name, kind) for name in same(changed)}
    return {number for number in now if number is not None} | flagged_with(names, rows)


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
    stated = SourceTemperature.objects.filter(precursor__in=heated, missing="")
    own = set(stated.exclude(paper=paper).values_list("precursor", "paper"))
    users = Coating.objects.filter(process__steps__precursors__in=heated)
    dosed = users.values_list("pk", "paper", "process__steps__precursors").distinct()
    return {
        number
        for number, user, precursor in dosed
        if precursor in heated and (precursor, user) not in own
    }


def _tests_of(coatings: set[int]) -> set[int]:
    there = Q(coating__in=coatings) | Q(also_coated__in=coatings)
    return _numbers(CyclingTest.objects.filter(there))


def _compared_with(tests: set[int]) -> set[int]:
    """The tests that have one of these as a control."""
    return _numbers(CyclingTest.objects.filter(controls__in=tests))


def coatings_using(
    *,
    precursors: Sequence[str],
    materials: Sequence[str],
    substrates: Sequence[str],
    methods: Sequence[str],
) -> Q:
    """Coatings that name one of these words."""
    return (
        Q(material__key__in=materials)
        | Q(material__phases__key__in=materials)
        | Q(substrate__key__in=substrates)
        | Q(methods__key__in=methods)
        | Q(process__precursor_keys__overlap=precursors)
    )


def mark_users(changed: PublishedVocabulary) -> None:
    """Every coating and test that uses a changed word is refreshed and computed anew."""
    if not changed.changed:
        return
    words = coatings_using(
        precursors=changed.precursors,
        materials=changed.materials,
        substrates=changed.substrates,
        methods=changed.methods,
    )
    tests = _numbers(CyclingTest.objects.filter(electrode__key__in=changed.substrates))
    in_cells = Q(cycling_tests__in=tests) | Q(also_cycled_in__in=tests)
    coatings = _numbers(Coating.objects.filter(words)) | _numbers(Coating.objects.filter(in_cells))
    tests |= _tests_of(_numbers(Coating.objects.filter(material__key__in=changed.materials)))
    _mark(coatings, tests | _compared_with(tests))


def _numbers(query: Any) -> set[int]:
    return set(query.values_list("pk", flat=True))


def _mark(coatings: set[int], tests: set[int]) -> None:
    refresh_coatings(sorted(coatings), stale=True)
    refresh_tests(sorted(tests), stale=True)
    enqueue_coatings(sorted(coatings))
    enqueue_tests(sorted(tests))
