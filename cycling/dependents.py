"""The tests, and the coatings in their cells, to compute again after a change.

A test rests on its own rows, on its coatings and electrode, on its controls and on its possible
twins. A coating takes from the cells that it is cycled in what carries the charge.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from coatings.models import Coating
from cycling.derive import same_experiments
from cycling.models import CyclingTest, TestCoating, TestCondition, TestRead
from literature.doubts import changed_twins
from records.models import Kind
from records.printed_values import STANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from literature.models import Paper


@dataclass(frozen=True)
class Cell:
    """What a coating takes from a cell: which coatings are in it, and what decides about them."""

    coatings: frozenset[int]
    facts: tuple[Any, ...]


Cells = dict[int, Cell]


def snapshot(paper: Paper) -> Cells:
    """What of the tests of a paper other records rest on."""
    return _cells(list(CyclingTest.objects.filter(paper=paper).select_related("electrode")))


def _cells(tests: Iterable[CyclingTest]) -> Cells:
    numbers = [test.pk for test in tests]
    coatings: dict[int, set[int]] = defaultdict(set)
    for link in TestCoating.objects.filter(test__in=numbers):
        coatings[link.test_id].add(link.coating_id)
    stated = TestCondition.objects.filter(test__in=numbers, property="current_density", **STANDS)
    currents = {c.test_id: (c.printed, c.low, c.high, c.unit, c.missing) for c in stated}
    cells = {}
    for test in tests:
        own = {test.coating_id} if test.coating_id else set()
        facts = (test.electrode_id, test.counter, test.electrolyte, currents.get(test.pk))
        cells[test.pk] = Cell(frozenset(coatings[test.pk] | own), facts)
    return cells


def affected(
    paper: Paper, written: Mapping[str, set[int]], before: Cells, after: Cells
) -> dict[str, set[int]]:
    """Records that rest on what was ``written`` of the paper, or on what is gone."""
    gone = before.keys() - after.keys()
    flagged = TestRead.objects.filter(paper_id=paper.pk)
    twins = changed_twins(Kind.TEST, written["cycling"] | gone, same_experiments, flagged)
    changed = written["cycling"] | _tests_of(written["coatings"])
    return {
        "coatings": _of_changed_cells(before, after),
        "cycling": changed | twins | _compared_with(changed),
    }


def _of_changed_cells(before: Cells, after: Cells) -> set[int]:
    return {
        coating
        for test in before.keys() | after.keys()
        if before.get(test) != after.get(test)
        for cell in (before.get(test), after.get(test))
        if cell is not None
        for coating in cell.coatings
    }


def _tests_of(coatings: set[int]) -> set[int]:
    there = Q(coating__in=coatings) | Q(also_coated__in=coatings)
    return _numbers(CyclingTest.objects.filter(there))


def _compared_with(tests: set[int]) -> set[int]:
    """The tests that have one of these as a control."""
    return _numbers(CyclingTest.objects.filter(controls__in=tests))


def using(terms: Mapping[str, Sequence[str]]) -> Q:
    """Tests that name one of these terms."""
    return Q(electrode__key__in=terms["substrates"])


def affected_by_terms(terms: Mapping[str, Sequence[str]]) -> dict[str, set[int]]:
    tests = _numbers(CyclingTest.objects.filter(using(terms)))
    in_cells = Q(cycling_tests__in=tests) | Q(also_cycled_in__in=tests)
    coatings = _numbers(Coating.objects.filter(in_cells))
    tests |= _tests_of(_numbers(Coating.objects.filter(material__key__in=terms["materials"])))
    return {"coatings": coatings, "cycling": tests | _compared_with(tests)}


def _numbers(query: Any) -> set[int]:
    return set(query.values_list("pk", flat=True))
