"""Cycling tests as the rest of the house meets them."""

from __future__ import annotations

from cycling import dependents
from cycling.api import TestView
from cycling.derive import DERIVATION
from cycling.document import check, exporting, publish, schema
from cycling.models import CyclingTest, Outcome, TestCondition, TestResult
from cycling.tasks import derive_tests
from records.kinds import RecordKind, Values

TESTS = RecordKind(
    word="test",
    section="cycling",
    entry=schema.TestEntry,
    check=check.test_problems,
    publish=publish.publish_tests,
    export=exporting.test_entries,
    values=(
        Values(TestCondition, "test_id", lambda row: f"conditions.{row.property}"),
        Values(TestResult, "test_id", lambda row: f"results[{row.property}]"),
        Values(Outcome, "test_id", lambda _: "results[outcome]"),
    ),
    model=CyclingTest,
    derivation=DERIVATION,
    view=TestView,
    arrays={"has": "has", "about": "about"},
    task=derive_tests,
    snapshot=dependents.snapshot,
    affected=dependents.affected,
    using=dependents.using,
    affected_by_terms=dependents.affected_by_terms,
    references={
        "coating": "coatings",
        "also_coated": "coatings",
        "cell.counter_coating": "coatings",
        "controls": "cycling",
        "results.than": "cycling",
    },
)

KINDS = (TESTS,)
