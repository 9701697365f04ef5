"""What can be drawn of a test: capacity kept over cycles, and how long it ran."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cycling.derive import curves_by_test, inputs_of_test
from cycling.read_row.published import TestFacts
from science.cycling.reference import reference_of
from science.cycling.retention import stated_retentions
from science.declaring import Gap
from science.evidence import known
from science.quantities import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cycling.models import CyclingTest
    from science.inputs import StatedResult, TestInputs

LASTED = ("lifetime", "stable_cycles")
"""Results that say after how many cycles a test ended, or how many it ran."""


@dataclass(frozen=True)
class Mark:
    """One stated result: where it stands in cycles, its value (% or cycles), and as printed."""

    cycle: Interval
    value: Interval
    about: bool
    printed: str
    property: str


@dataclass(frozen=True)
class Trace:
    """A test as it is drawn. ``line`` holds (cycle, % of the reference capacity) from its points;
    ``marks`` are stated retentions at a cycle, ``lasted`` stated lifetimes."""

    id: str
    name: str
    control: bool
    line: list[tuple[float, float]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    lasted: list[Mark] = field(default_factory=list)
    lacks: str = ""
    """why its points give no curve"""

    @property
    def drawn(self) -> bool:
        return bool(self.line or self.marks or self.lasted)


def inputs_of(tests: Iterable[CyclingTest]) -> dict[int, TestInputs]:
    """What science reads of tests fetched as records, by number; one query, for their points."""
    listed = list(tests)
    curves = curves_by_test(listed)
    return {test.pk: inputs_of_test(_facts(test), curves.get(test.pk, ())) for test in listed}


def _facts(test: CyclingTest) -> TestFacts:
    return TestFacts(
        test,
        conditions=list(test.conditions.all()),
        results=list(test.results.all()),
        outcomes=list(test.outcomes.all()),
        also_coated=[link.coating for link in test.also_coated_links.all()],
    )


def traces(
    tests: Sequence[CyclingTest], inputs: dict[int, TestInputs], controls: Iterable[int]
) -> list[Trace]:
    """The tests in their order; those among ``controls`` are drawn as controls."""
    dashed = set(controls)
    return [_trace(test, inputs[test.pk], test.pk in dashed) for test in tests]


def _trace(test: CyclingTest, inputs: TestInputs, control: bool) -> Trace:
    line, lacks = _line(inputs)
    retentions = [
        Mark(item.at_cycle.interval, kept.interval, kept.about, item.quantity.printed, item.what)
        for item, kept in stated_retentions(inputs)
        if item.at_cycle is not None
    ]
    lasted = [_lasted(item) for what in LASTED for item in inputs.stated(what)]
    return Trace(test.public_id, str(test), control, line, retentions, lasted, lacks)


def _line(inputs: TestInputs) -> tuple[list[tuple[float, float]], str]:
    try:
        reference = reference_of(inputs)
    except Gap as gap:
        return [], gap.why
    if reference is None:
        return [], ""
    share = reference.share
    return [(c, 100.0 * v) for c, v in zip(share.cycles, share.values, strict=True)], ""


def _lasted(item: StatedResult) -> Mark:
    stated = known([item])
    assert stated is not None, "one value is known"
    return Mark(stated.interval, stated.interval, stated.about, item.quantity.printed, item.what)
