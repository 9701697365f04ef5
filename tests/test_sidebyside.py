"""Tests side by side: what agrees, what differs, what nobody states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cycling import queries
from cycling.models import CyclingTest
from cycling.sidebyside.beside import DIFFERS, SAME, UNKNOWN, SideBySide, side_by_side
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from cycling.sidebyside.beside import Line

pytestmark = pytest.mark.django_db


def compared(bare: dict[str, str], coated: dict[str, str]) -> SideBySide:
    """A coated test beside its bare control, cycled under these conditions."""
    publish_vocabulary(VOCABULARY)
    document = paper()
    control, test = document["cycling"][:2]
    del control["rate"]
    control["conditions"], test["conditions"] = bare, coated
    publish_paper(document)
    found = queries.test_records().get(key=test["key"])
    return side_by_side([*queries.controls_of(found), found])


def line(beside: SideBySide, key: str) -> Line:
    return next(line for line in beside.conditions if line.property == key)


def test_the_control_stands_before_its_test() -> None:
    beside = compared({"rate": "1C"}, {"rate": "1C"})
    assert [test.coating is None for test in beside.tests] == [True, False]


def test_one_rate_written_two_ways_is_the_same() -> None:
    assert line(compared({"rate": "0.2C"}, {"rate": "C/5"}), "rate").agreement == SAME


def test_another_rate_differs() -> None:
    assert line(compared({"rate": "0.2C"}, {"rate": "1C"}), "rate").agreement == DIFFERS


def test_a_rate_that_one_test_does_not_state_is_unknown() -> None:
    assert line(compared({}, {"rate": "1C"}), "rate").agreement == UNKNOWN


def test_what_no_test_states_of_its_cell_is_named_once() -> None:
    beside = compared({}, {})
    shown = {line.label for line in beside.cell}
    assert shown.isdisjoint(beside.unstated)
    assert shown | set(beside.unstated) == {
        "Cell", "Electrode", "Counter electrode", "Electrolyte", "Cells tested"
    }  # fmt: skip


def test_tests_with_the_same_control_share_a_table() -> None:
    compared({}, {})
    groups = queries.with_controls(queries.test_records().order_by("pk"))
    numbers = [[test.pk for test in group] for group in groups]
    assert sorted(number for group in numbers for number in set(group)) == sorted(
        CyclingTest.objects.values_list("pk", flat=True)
    )
