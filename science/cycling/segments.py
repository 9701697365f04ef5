"""What each cycle of a record is for: formation, rate steps, check-ups, ageing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from science.cycling.curve import Series, curve_of, series_of
from science.cycling.steps import SHORTEST_AGEING, rate_steps
from science.declaring import Gap
from science.evidence import known
from science.inputs import CycleKind, Points, TestInputs
from science.results import UsedInput

CURRENTS = ("rate", "specific_current", "current_density", "current")
ONE_LEVEL = 0.05  # currents that differ by less are one
LONGEST_CHECK_UP = 3  # cycles


@dataclass(frozen=True, slots=True)
class Segments:
    """The kind of every recorded cycle, and how it is known."""

    kinds: dict[float, CycleKind]
    used: tuple[UsedInput, ...]
    warnings: tuple[str, ...]

    @property
    def ageing(self) -> frozenset[float]:
        """The ageing cycles, at one rate."""
        return frozenset(cycle for cycle, kind in self.kinds.items() if kind == "ageing")


def formation_of(test: TestInputs) -> tuple[float, tuple[UsedInput, ...], tuple[str, ...]]:
    """Stated number of formation cycles; 0 with a warning when the paper states none."""
    stated = known(test.condition("formation_cycles"))
    if stated is None:
        return 0.0, (), ("formation cycles are not reported: none are assumed",)
    if not stated.interval.is_point:
        raise Gap("the number of formation cycles is not exact")
    return stated.interval.low, stated.used, stated.warnings


def segments_of(test: TestInputs) -> Segments:
    """The segments of a record: as stated, else from its currents, else formation and ageing with
    the rate steps that the capacity tells.

    Raises Gap where nothing is left to age on.
    """
    points = test.points
    assert points is not None, "asked only of a record"
    where = points.columns.index("cycle")
    cycles = sorted({row[where] or 0.0 for row in points.rows})
    formation, used, warnings = formation_of(test)
    stated = _stated(points)
    if stated:
        kinds: dict[float, CycleKind] = {
            cycle: stated.get(cycle) or ("formation" if cycle <= formation else "ageing")
            for cycle in cycles
        }
        return Segments(kinds, used, () if "formation" in stated.values() else warnings)
    currents = _currents(points)
    kinds = {cycle: "formation" if cycle <= formation else "ageing" for cycle in cycles}
    if currents is None:
        return _without_currents(test, Segments(kinds, used, warnings), formation)
    by_current = _from_currents(currents.after(formation))
    if all(kind == "ageing" for kind in by_current.values()):
        return Segments(kinds, used, warnings)
    found = "; ".join(f"{kind} {_ranges(by_current, kind)}" for kind in _told(by_current))
    note = f"told from the currents, not stated: {found}"
    kept = () if "formation" in by_current.values() else warnings
    return Segments(kinds | by_current, used, (*kept, note))


def _without_currents(test: TestInputs, known: Segments, formation: float) -> Segments:
    """Rate steps as the capacity tells them; where it has no direction, none."""
    try:
        curve = curve_of(test)
    except Gap:
        return known
    steps = rate_steps(curve.capacity.after(formation)) if curve else frozenset()
    if not steps:
        return known
    kinds = known.kinds | dict.fromkeys(sorted(steps), "rate")
    note = f"told from steps of the capacity, not stated: rate {_ranges(kinds, 'rate')}"
    return Segments(kinds, known.used, (*known.warnings, note))


def _stated(points: Points) -> dict[float, CycleKind]:
    where = points.columns.index("cycle")
    rows = zip(points.rows, points.kinds, strict=True) if points.kinds else ()
    return {row[where]: kind for row, kind in rows if kind and row[where] is not None}  # type: ignore[misc]


def _currents(points: Points) -> Series | None:
    column = next((name for name in CURRENTS if name in points.columns), None)
    if column is None:
        return None
    series = series_of(points, column, [])
    return Series(series.cycles, tuple(abs(value) for value in series.values))


def _from_currents(currents: Series) -> dict[float, CycleKind]:
    levels = _levels(currents.values)
    if not levels:
        return {}
    ageing = Counter(levels).most_common(1)[0][0]
    runs = [
        [cycle for cycle, _ in run]
        for _, run in groupby(
            zip(currents.cycles, levels, strict=True), key=lambda pair: pair[1] == ageing
        )
    ]
    level = dict(zip(currents.cycles, levels, strict=True))
    kinds: dict[float, CycleKind] = {}
    for index, run in enumerate(runs):
        kind = _kind_of_run(run, level, ageing, first=index == 0)
        kinds |= dict.fromkeys(run, kind)
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        if len(run) < SHORTEST_AGEING and kinds[before[0]] == kinds[after[0]] == "rate":
            kinds |= dict.fromkeys(run, "rate")
    return kinds


def _kind_of_run(
    run: list[float], level: dict[float, float], ageing: float, *, first: bool
) -> CycleKind:
    if level[run[0]] == ageing:
        return "ageing"
    if len({level[cycle] for cycle in run}) > 1:
        return "rate"
    if first:
        return "formation"
    return "check-up" if len(run) <= LONGEST_CHECK_UP else "rate"


def _levels(values: tuple[float, ...]) -> list[float]:
    """Each current as the smallest of the currents that are one with it."""
    lowest: dict[float, float] = {}
    start = 0.0
    for value in sorted(set(values)):
        if not lowest or value > start * (1.0 + ONE_LEVEL):
            start = value
        lowest[value] = start
    return [lowest[value] for value in values]


def _told(kinds: dict[float, CycleKind]) -> list[CycleKind]:
    return [kind for kind in dict.fromkeys(kinds.values()) if kind != "ageing"]


def _ranges(kinds: dict[float, CycleKind], wanted: CycleKind) -> str:
    runs = [
        [cycle for cycle, _ in run]
        for kind, run in groupby(kinds.items(), key=lambda item: item[1])
        if kind == wanted
    ]
    return ", ".join(f"{run[0]:g}–{run[-1]:g}" if len(run) > 1 else f"{run[0]:g}" for run in runs)
