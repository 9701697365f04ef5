"""Rate steps that only the capacity tells, where no current is recorded."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from science.cycling.curve import Series

SHARPEST = 0.04  # of the median capacity: fades do not step, rates do
NOISES = 6  # times the usual change from one cycle to the next
SIDE = 3  # cycles on either side of a step
LONGEST_STEP = 20  # cycles at one rate of a rate test
SHORTEST_AGEING = 10  # cycles


def rate_steps(capacity: Series) -> frozenset[float]:
    """The cycles of a rate test: sharp steps of the capacity within 20 cycles of each other, two
    running the same way and one the other, as no fade, death, recovery or check-up does it."""
    jumps = _jumps(capacity.values)
    found: set[int] = set()
    for run in _runs(jumps):
        ways = [height < 0 for _, height in run]
        if len(set(ways)) < 2 or all(one != other for one, other in pairwise(ways)):
            continue
        first, last = run[0][0], run[-1][0]
        start = 0 if first <= SHORTEST_AGEING else first
        end = len(capacity) if len(capacity) - last <= SHORTEST_AGEING else last
        found |= set(range(start, end))
    return frozenset(capacity.cycles[index] for index in found)


def _jumps(values: tuple[float, ...]) -> list[tuple[int, float]]:
    """Where the capacity steps between two level stretches, and by how much of its median."""
    if len(values) < 2 * SIDE:
        return []
    numbers = np.asarray(values, dtype=np.float64)
    scale = float(np.median(numbers))
    if scale <= 0:
        return []
    sharp = max(SHARPEST, NOISES * float(np.median(np.abs(np.diff(numbers)))) / scale)
    windows = sliding_window_view(numbers, SIDE)
    middles, spans = np.median(windows, axis=1), np.ptp(windows, axis=1)
    heights = (middles[SIDE:] - middles[:-SIDE]) / scale
    levels = np.maximum(spans[:-SIDE], spans[SIDE:]) / scale
    stepped = (np.abs(heights) >= sharp) & (levels <= np.abs(heights) / 2)
    found: list[tuple[int, float]] = []
    for place in np.flatnonzero(stepped).tolist():
        index, height = place + SIDE, float(heights[place])
        if found and index - found[-1][0] < SIDE:
            if abs(height) > abs(found[-1][1]):
                found[-1] = (index, height)
        else:
            found.append((index, height))
    return found


def _runs(jumps: list[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    """Steps that follow each other within one stretch of a rate test; three of them or more."""
    runs: list[list[tuple[int, float]]] = []
    for jump in jumps:
        if runs and jump[0] - runs[-1][-1][0] <= LONGEST_STEP:
            runs[-1].append(jump)
        else:
            runs.append([jump])
    return [run for run in runs if len(run) >= 3]
