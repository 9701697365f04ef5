"""Everything the page of a comparison shows, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from coatings.queries.coatings import coating_records
from coatings.sidebyside import CoatingsBeside, coatings_beside
from cycling.charts.capacity import chart_of
from cycling.charts.traces import inputs_of, traces
from cycling.models import CyclingTest
from cycling.queries import numbers_of_tests, test_records, with_controls
from cycling.sidebyside.beside import SideBySide, side_by_side
from cycling.sidebyside.comparability import Pair, judge
from explore.comparing.best import Best, best
from records.templatetags.values import short_name
from science.verdict import EVIDENCE

if TYPE_CHECKING:
    from coatings.models import Coating
    from explore.comparing.asked import Asked

MOST_TESTS = 8
"""Tests that are drawn and judged at once; more are named, and can be asked for by their ids."""


_VERDICTS = {
    "yes": "{} known to be comparable",
    "no": "{} not comparable",
    "cannot be told": "of {} too little is known to tell",
}


@dataclass(frozen=True)
class TestsBeside:
    """The tests of a comparison, with their controls."""

    __test__ = False

    judged: list[CyclingTest]
    left_out: list[CyclingTest]
    tables: list[SideBySide]
    chart: dict[str, Any] | None
    among: list[Pair]
    """the coated tests against each other; where none is coated, all of them"""
    own: list[Pair]
    """each test against its own controls"""
    best: Best | None

    @property
    def compared(self) -> list[CyclingTest]:
        """The tests that are held against each other, in the order of the matrix."""
        return [t for t in self.judged if any(t in (p.first, p.second) for p in self.among)]

    @property
    def matrix(self) -> list[tuple[CyclingTest, list[Pair | None]]]:
        """Each of them against those before it; None on the diagonal."""
        held = {frozenset((p.first.pk, p.second.pk)): p for p in self.among}
        return [
            (one, [held.get(frozenset((one.pk, other.pk))) for other in self.compared[: i + 1]])
            for i, one in enumerate(self.compared)
        ]

    @property
    def in_short(self) -> str:
        """One sentence on the tests against each other."""
        counts = Counter(pair.verdict for pair in self.among)
        said = [words.format(counts[v]) for v, words in _VERDICTS.items() if counts[v]]
        pairs = "pair" if len(self.among) == 1 else "pairs"
        return f"{len(self.among)} {pairs} of tests: {', '.join(said)}."


@dataclass(frozen=True)
class Chosen:
    """A record that is compared, and the query of the comparison without it."""

    id: str
    name: str
    without: str


@dataclass(frozen=True)
class Comparison:
    chosen: list[Chosen]
    coatings: CoatingsBeside | None
    tests: TestsBeside | None


def compare(asked: Asked) -> Comparison:
    """The coatings asked for, their tests and the tests asked for."""
    by_id = {coating.pk: coating for coating in coating_records().filter(pk__in=asked.coatings)}
    coatings = [by_id[number] for number in asked.coatings]
    tests = _tests(asked)
    names = {coating.public_id: _coating_name(coating) for coating in coatings}
    names |= {test.public_id: str(test) for test in tests}
    return Comparison(
        [Chosen(one, names[one], asked.query(without=one)) for one in asked.ids],
        coatings_beside(coatings) if coatings else None,
        _tests_beside(tests),
    )


def _coating_name(coating: Coating) -> str:
    return f"{short_name(coating.material)}{coating.substrate.upon}"


def _tests(asked: Asked) -> list[CyclingTest]:
    """Tests named by id, in their order, then those of the coatings: the one with the best evidence
    of each, the next best of each, and so on, so that what decides is never left out."""
    if not asked.ids:
        return []
    found = test_records().filter(pk__in={*asked.tests, *numbers_of_tests(asked.coatings)})
    rank = {number: place for place, number in enumerate(asked.tests)}
    own = {number: place for place, number in enumerate(asked.coatings)}
    seen: Counter[int] = Counter()
    places: dict[int, tuple[int, int, int]] = {}
    for test in sorted(found, key=_by_evidence):
        if test.pk in rank:
            places[test.pk] = 0, rank[test.pk], 0
            continue
        held = [test.coating_id, *(link.coating_id for link in test.also_coated_links.all())]
        first = min(own[number] for number in held if number in own)
        places[test.pk] = 1, seen[first], first
        seen[first] += 1
    return sorted(found, key=lambda test: places[test.pk])


def _by_evidence(test: CyclingTest) -> tuple[int, int]:
    grade = test.read.evidence
    return (EVIDENCE.index(grade) if grade in EVIDENCE else len(EVIDENCE)), test.pk


def _tests_beside(tests: list[CyclingTest]) -> TestsBeside | None:
    if not tests:
        return None
    judged, left_out = tests[:MOST_TESTS], tests[MOST_TESTS:]
    groups = with_controls(judged)
    shown = {test.pk: test for group in groups for test in group}
    inputs = inputs_of(shown.values())
    among = judge(combinations([t for t in judged if _coated(t)] or judged, 2), inputs)
    own = judge(_with_own_controls(judged, shown), inputs)
    bare = [number for number, test in shown.items() if not _coated(test)]
    return TestsBeside(
        judged,
        left_out,
        [side_by_side(group) for group in groups],
        chart_of(list(shown.values())),
        among,
        own,
        best(traces(list(shown.values()), inputs, bare), [*own, *among]),
    )


def _coated(test: CyclingTest) -> bool:
    return bool(test.coating_id or test.also_coated_links.all())


def _with_own_controls(
    tests: list[CyclingTest], known: dict[int, CyclingTest]
) -> list[tuple[CyclingTest, CyclingTest]]:
    return [(test, known[link.control_id]) for test in tests for link in test.control_links.all()]
