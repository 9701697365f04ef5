"""Half cycles and cycles: where one begins, what passed in it, whether the file holds all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cyclers.reading.answers import Answers
    from cyclers.reading.series import Series

_FLIP = 0.01
"""A run of the other direction with less than this share of the median charge splits nothing."""
_HALF = 0.5
_BEGUN = 0.01
_SAME_END_V = 0.01
_EFFICIENT = 105.0


@dataclass(frozen=True)
class Halves:
    """Half cycles: direction (+1 charging), first and last row, charge (Ah, positive)."""

    direction: np.ndarray
    first: np.ndarray
    last: np.ndarray
    charge: np.ndarray

    def __len__(self) -> int:
        return len(self.direction)


@dataclass(frozen=True)
class Counted:
    """Cycles: the number, and the places of their half cycles in :class:`Halves`, −1 for none."""

    number: np.ndarray
    first: np.ndarray
    second: np.ndarray
    starts: int
    """+1 where cycles begin with charge, −1 with discharge"""
    complete: np.ndarray
    flags: list[list[str]]


def halves_of(series: Series) -> Halves:
    """Runs of one direction; rests and short flips do not split them."""
    passed = np.cumsum(series.charge)
    signs = np.sign(series.current)
    rows = np.flatnonzero(signs)
    if not len(rows):
        none = np.zeros(0, int)
        return Halves(none, none, none, np.zeros(0))
    turns = np.flatnonzero(np.diff(signs[rows])) + 1
    first = rows[np.concatenate([[0], turns])]
    last = rows[np.concatenate([turns - 1, [len(rows) - 1]])]
    direction = signs[first].astype(int)
    while True:
        charge = _between(passed, series.charge, first, last) * direction
        keep = charge >= _FLIP * _median_by_charge(charge)
        keep &= charge > 0
        if keep.all() and (len(keep) < 2 or (np.diff(direction) != 0).all()):
            return Halves(direction, first, last, charge)
        first, last, direction = first[keep], last[keep], direction[keep]
        if not len(direction):
            return Halves(direction, first, last, np.zeros(0))
        begins = np.concatenate([[True], np.diff(direction) != 0])
        ends = np.concatenate([begins[1:], [True]])
        first, last, direction = first[begins], last[ends], direction[begins]


def _between(
    passed: np.ndarray, each: np.ndarray, first: np.ndarray, last: np.ndarray
) -> np.ndarray:
    found: np.ndarray = passed[last] - passed[first] + each[first]
    return found


def _median_by_charge(charge: np.ndarray) -> float:
    """Half of all charge passed in runs of at least this: thousands of flips in rests weigh
    nothing."""
    known = np.sort(np.abs(charge))
    total = np.cumsum(known)
    return float(known[np.searchsorted(total, total[-1] / 2)]) if len(known) else 0.0


def cycles_of(series: Series, halves: Halves, answers: Answers) -> Counted:
    """Cycles start with the stated direction; else as the cell says; else with the direction of
    the first half cycle of at least half the median charge. What goes before is cycle 0."""
    count = len(halves)
    if not count:
        none = np.zeros(0, int)
        return Counted(none, none, none, 1, np.zeros(0, bool), [])
    before = _passed_before(series, halves)
    starts = _starting(halves, before, answers)
    leading = int(halves.direction[0] != starts)
    first = np.arange(leading, count, 2)
    second = np.where(first + 1 < count, first + 1, -1)
    number = np.arange(1, len(first) + 1)
    if leading:
        number, first, second = (
            np.concatenate([[0], number]),
            np.concatenate([[-1], first]),
            np.concatenate([[0], second]),
        )
    complete = (first >= 0) & (second >= 0)
    flags: list[list[str]] = [[] for _ in number]
    if leading:
        flags[0].append("before the first cycle")
    if before:
        place = 0 if leading else int(np.argmax(first == 0))
        complete[place] = False
        flags[place].append("the file begins within it")
    _mark_unfinished(series, halves, second, complete, flags)
    _mark_more_out_than_in(halves, number, first, second, complete, flags)
    return Counted(number, first, second, starts, complete, flags)


def _starting(halves: Halves, before: float, answers: Answers) -> int:
    if answers.starts:
        return 1 if answers.starts == "charge" else -1
    if answers.cell == "anode half":
        return -1
    if answers.cell in {"full", "cathode half"}:
        return 1
    charge = halves.charge.copy()
    charge[0] += before
    whole = charge >= _HALF * np.median(charge)
    return int(halves.direction[np.argmax(whole)])


def _passed_before(series: Series, halves: Halves) -> float:
    """What passed (Ah) of the first half cycle before the file begins: its counter shows it."""
    direction = int(halves.direction[0])
    before = series.began.get(direction, 0.0)
    if before <= _BEGUN * halves.charge[0]:
        return 0.0
    other = series.began.get(-direction, 0.0)
    if other > _BEGUN * halves.charge[0] and not series.resets and series.current[0] == 0:
        return 0.0  # counters of a whole test, of which this file is a later part
    return before


def _mark_unfinished(
    series: Series,
    halves: Halves,
    second: np.ndarray,
    complete: np.ndarray,
    flags: list[list[str]],
) -> None:
    """The last half cycle is not whole where the file ends under current, short of the voltage at
    which such half cycles ended before."""
    if not complete[-1]:
        if not flags[-1]:
            flags[-1].append("the file ends within it")
        return
    last = int(halves.last[-1])
    if last < series.rows - 1 and series.starts[last + 1 :].any():
        return
    same = np.flatnonzero(halves.direction == halves.direction[-1])[:-1]
    ends = series.voltage[halves.last]
    span = float(np.ptp(ends)) if len(ends) else 0.0
    near = max(_SAME_END_V, 0.01 * span)
    if len(same) and abs(ends[-1] - np.median(ends[same])) > near:
        complete[-1] = False
        flags[-1].append("the file ends within it")
    elif not len(same) and last == series.rows - 1:
        flags[-1].append("the file ends under current: whether it ended is not known")


def _mark_more_out_than_in(
    halves: Halves,
    number: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    complete: np.ndarray,
    flags: list[list[str]],
) -> None:
    """A first cycle that gives back more than it took began with a cell partly charged."""
    place = int(np.argmax(number > 0))
    if not complete[place]:
        return
    taken, given = halves.charge[first[place]], halves.charge[second[place]]
    if given > taken * _EFFICIENT / 100 and _differs_from_next(halves, first, place):
        complete[place] = False
        flags[place].append("began with a cell partly charged")


def _differs_from_next(halves: Halves, first: np.ndarray, place: int) -> bool:
    if place + 1 >= len(first):
        return True
    return bool(halves.charge[first[place]] < 0.95 * halves.charge[first[place + 1]])
