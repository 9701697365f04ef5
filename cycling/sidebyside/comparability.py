"""Whether tests may be held against each other, pair by pair, and why or why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from science.cycling.conditions import comparability, compare_conditions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cycling.models import CyclingTest
    from science.cycling.conditions import ComparedCondition
    from science.inputs import TestInputs

_LABELS = {"counter": "counter electrode", "cell_type": "kind of cell", "rate": "rate or current"}


@dataclass(frozen=True)
class Difference:
    what: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Pair:
    """Two tests and the verdict on them: ``yes``, ``no`` or ``cannot be told``, with what decides
    it."""

    first: CyclingTest
    second: CyclingTest
    verdict: str
    differing: list[Difference]
    unknown: list[str]
    same: list[str]

    @property
    def known(self) -> int:
        """How many of the conditions that matter are known of both."""
        return len(self.same) + len(self.differing)

    @property
    def of(self) -> int:
        return self.known + len(self.unknown)

    @property
    def told(self) -> dict[str, Any] | None:
        """What the first is against the second, where that is its control."""
        return self.first.read.verdict_on(self.second.public_id)

    @property
    def look(self) -> str:
        return self.verdict if self.verdict in {"yes", "no"} else "unknown"


def judge(
    pairs: Iterable[tuple[CyclingTest, CyclingTest]], inputs: dict[int, TestInputs]
) -> list[Pair]:
    """The verdict on each pair of tests, in their order."""
    return [
        _pair(first, second, compare_conditions(inputs[first.pk], inputs[second.pk]))
        for first, second in pairs
    ]


def _pair(first: CyclingTest, second: CyclingTest, rows: Sequence[ComparedCondition]) -> Pair:
    return Pair(
        first,
        second,
        comparability(rows),
        [
            Difference(
                in_words(row.what),
                _shown(first, row.what, row.ours),
                _shown(second, row.what, row.theirs),
            )
            for row in rows
            if row.verdict == "differs"
        ],
        [in_words(row.what) for row in rows if row.verdict == "unknown"],
        [in_words(row.what) for row in rows if row.verdict == "same"],
    )


def _shown(test: CyclingTest, what: str, stated: str) -> str:
    """What is stated, vocabulary by its name instead of its key."""
    if what == "electrode" and test.electrode is not None:
        return test.electrode.name
    if what == "counter":
        return str(getattr(test, "counter_name", stated))
    return stated


def in_words(condition: str) -> str:
    """The name of a compared condition in a sentence: ``voltage window``."""
    return _LABELS.get(condition, condition.replace("_", " "))
