"""Which of the tests keeps most, at one cycle that they share, and what that rests on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.typesetting import interval
from science.quantities import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cycling.charts.traces import Trace
    from cycling.sidebyside.comparability import Pair


@dataclass(frozen=True)
class Standing:
    """What a test keeps at the cycle, in %; ``recorded`` cycle by cycle, else as printed."""

    id: str
    name: str
    control: bool
    kept: Interval
    recorded: bool
    about: bool = False

    @property
    def shown(self) -> str:
        return str(interval(self.kept.low, self.kept.high, 3, about=self.about))


@dataclass(frozen=True)
class Best:
    """The tests that have a value at ``cycle``, most first. ``first`` is None where intervals of
    the two best overlap; ``pair`` is the verdict on those two, where it was judged."""

    cycle: float
    standings: list[Standing]
    pair: Pair | None

    @property
    def first(self) -> Standing | None:
        one, other = self.standings[:2]
        return one if one.kept.low > other.kept.high else None

    @property
    def second(self) -> Standing:
        return self.standings[1]


def best(traces: Sequence[Trace], pairs: Sequence[Pair]) -> Best | None:
    """At the cycle at which most tests have a value, the latest of several; None where at no cycle
    two of them have one."""
    at: dict[float, dict[str, Standing]] = defaultdict(dict)
    for trace in traces:
        for mark in trace.marks:
            if mark.cycle.is_point:
                held = at[mark.cycle.low].get(trace.id)
                value = mark.value if held is None else held.kept.hull(mark.value)
                about = mark.about or (held is not None and held.about)
                at[mark.cycle.low][trace.id] = _standing(trace, value, False, about)
        for cycle, kept in trace.line:
            at[cycle][trace.id] = _standing(trace, Interval.point(kept), True, False)
    shared = {cycle: held for cycle, held in at.items() if len(held) > 1}
    if not shared:
        return None
    cycle = max(shared, key=lambda one: (len(shared[one]), one))
    found = sorted(shared[cycle].values(), key=lambda one: (-one.kept.low, -one.kept.high))
    ends = {found[0].id, found[1].id}
    judged = (p for p in pairs if {p.first.public_id, p.second.public_id} == ends)
    return Best(cycle, found, next(judged, None))


def _standing(trace: Trace, kept: Interval, recorded: bool, about: bool) -> Standing:
    return Standing(trace.id, trace.name, trace.control, kept, recorded, about)
