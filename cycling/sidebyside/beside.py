"""Tests side by side: what each cell is, how it was cycled, what came out.

A row tells at a glance whether the tests agree, differ, or one of them does not say; whether that
makes them comparable is for the derived comparison to judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cycling.charts.traces import inputs_of
from cycling.sidebyside.comparability import Pair, judge
from records.printed_values import Scope
from science.agreement import pairwise, words_agree
from science.cycling.conditions import counters_agree, quantities_agree
from science.electrolytes import electrolytes_agree, parts_in_words
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cycling.models import CyclingTest, TestCondition, TestResult
    from science.agreement import Verdict
    from science.quantities import Quantity

SAME, DIFFERS, UNKNOWN = "same", "differs", "unknown"


@dataclass(frozen=True)
class Line:
    """One row of the comparison, a cell for each test. ``agreement`` is empty for results, and
    where a test stands alone."""

    label: str
    property: str
    cells: list[Any]
    agreement: str


@dataclass(frozen=True)
class SideBySide:
    """``unstated`` names what no test says of its cell."""

    tests: list[CyclingTest]
    unstated: list[str]
    cell: list[Line]
    conditions: list[Line]
    results: list[Line]
    held: list[list[Pair]]
    """for each test, the verdicts on it and those of its controls that stand beside it"""


def side_by_side(tests: Sequence[CyclingTest]) -> SideBySide:
    """Cell, conditions and results of tests fetched with their records."""
    cell = [_text_line(label, tests, read) for label, read in _CELL.items()]
    more = [_text_line(label, tests, read) for label, read in _MORE.items()]
    return SideBySide(
        tests=list(tests),
        unstated=[line.label for line in cell if not any(line.cells)],
        cell=[line for line in (*cell, *more) if any(line.cells)],
        conditions=[_condition_line(key, tests) for key in _condition_keys(tests)],
        results=[_result_line(key, tests) for key in _result_keys(tests)],
        held=_held(tests),
    )


def _held(tests: Sequence[CyclingTest]) -> list[list[Pair]]:
    beside = {test.pk: test for test in tests}
    inputs = inputs_of(tests)
    return [
        judge(
            [
                (test, beside[link.control_id])
                for link in test.control_links.all()
                if link.control_id in beside
            ],
            inputs,
        )
        for test in tests
    ]


_MORE: dict[str, Callable[[CyclingTest], str]] = {
    "Format": lambda test: test.cell_format,
    "Composition of the electrode": lambda test: test.composition,
    "Reference electrode": lambda test: test.reference,
    "Separator": lambda test: test.separator,
}
"""What is shown where a test says it, and not named where none does."""
_CELL: dict[str, Callable[[CyclingTest], str]] = {
    "Cell": lambda test: "" if test.cell_type == "unspecified" else test.cell_type,
    "Electrode": lambda test: test.electrode.name if test.electrode else "",
    "Counter electrode": lambda test: str(getattr(test, "counter_name", test.counter)),
    "Electrolyte": lambda test: test.electrolyte or parts_in_words(test.electrolyte_parts),
    "Cells tested": lambda test: str(test.cells or ""),
}


def _text_line(
    label: str, tests: Sequence[CyclingTest], read: Callable[[CyclingTest], str]
) -> Line:
    cells = [read(test) for test in tests]
    if len(tests) < 2:
        return Line(label, "", cells, "")
    agree = _AGREE.get(label)
    return Line(label, "", cells, pairwise(cells, agree) if agree else words_agree(cells))


_AGREE = {"Counter electrode": counters_agree, "Electrolyte": electrolytes_agree}


def _condition_keys(tests: Sequence[CyclingTest]) -> list[str]:
    stated = {c.property for test in tests for c in test.conditions.all()}
    return [key for key in PROPERTIES if key in stated]


def _result_keys(tests: Sequence[CyclingTest]) -> list[str]:
    stated = {r.property for test in tests for r in test.results.all()}
    return [key for key in PROPERTIES if key in stated]


def _condition_line(key: str, tests: Sequence[CyclingTest]) -> Line:
    cells = [_condition(key, test) for test in tests]
    read = [cell.quantity if cell and cell.scope == Scope.RECORD else None for cell in cells]

    def agree(first: Quantity | None, second: Quantity | None) -> Verdict:
        return quantities_agree(key, first, second) if first and second else "unknown"

    agreement = pairwise(read, agree) if len(tests) > 1 else ""
    return Line(PROPERTIES[key].label, key, cells, agreement)


def _condition(key: str, test: CyclingTest) -> TestCondition | None:
    return next((c for c in test.conditions.all() if c.property == key), None)


def _result_line(key: str, tests: Sequence[CyclingTest]) -> Line:
    cells: list[list[TestResult]] = [
        [r for r in test.results.all() if r.property == key] for test in tests
    ]
    return Line(PROPERTIES[key].label, key, cells, "")
