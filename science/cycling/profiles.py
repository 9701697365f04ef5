"""Voltage against charge: half cycles of a time series, their profiles and dQ/dV, and what is left
of a long curve on a screen. Units: s, V, A, Ah; a positive current charges the cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

REST = 0.01  # of the median current: less is none
CONSTANT = 0.05  # by which the current of a constant-current part differs from its median
SECONDS_PER_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class HalfCycle:
    """A run of one current direction: places of its first row and of the one after its last."""

    first: int
    end: int
    charging: bool


def half_cycles(current: Floats) -> list[HalfCycle]:
    """Runs of one direction; rests between rows of the same direction do not split them."""
    size = np.abs(current[np.isfinite(current)])
    if not len(size) or not size.any():
        return []
    least = REST * float(np.median(size[size > 0]))
    way = np.where(np.abs(current) > least, np.sign(current), 0.0)
    places = np.flatnonzero(np.nan_to_num(way))
    if not len(places):
        return []
    turns = np.flatnonzero(np.diff(way[places])) + 1
    runs = np.split(places, turns)
    return [HalfCycle(int(run[0]), int(run[-1]) + 1, bool(way[run[0]] > 0)) for run in runs]


def charge_passed(time: Floats, current: Floats) -> Floats:
    """Charge in Ah since the first row, without its sign; the trapezoid inside, and for the first
    interval of a half cycle its own current, for the row before it belongs to another."""
    if len(time) < 2:
        return np.zeros(len(time))
    steps = np.diff(time) * 0.5 * (current[1:] + current[:-1])
    steps[0] = (time[1] - time[0]) * current[1]
    passed = np.abs(np.cumsum(np.nan_to_num(steps))) / SECONDS_PER_HOUR
    return np.concatenate([[0.0], passed])


def constant_current(current: Floats) -> NDArray[np.bool_]:
    """The rows at constant current: those of a voltage step are left out."""
    middle = float(np.nanmedian(np.abs(current))) if len(current) else 0.0
    largest = float(np.nanmax(np.abs(current))) if len(current) else 0.0
    level = max(middle, largest * 0.5)
    return np.asarray(np.abs(np.abs(current) - level) <= CONSTANT * level + 1e-15)


def dqdv(
    voltage: Floats, charge: Floats, *, width: float = 0.002, gaussian: float = 0.005
) -> tuple[Floats, Floats]:
    """dQ/dV in Ah/V over voltage: the charge of each row binned by its voltage, then smoothed with
    a Gaussian of the standard deviation `gaussian` (V; 0: none).

    Charge that passes while the voltage turns back is counted where it passes, so that the area
    stays that of the half cycle. Rows of a voltage step are for the caller to leave out.
    """
    kept = np.isfinite(voltage) & np.isfinite(charge)
    voltage, charge = voltage[kept], charge[kept]
    if len(voltage) < 3 or np.ptp(voltage) < width:
        return np.empty(0), np.empty(0)
    low, high = voltage[:-1], voltage[1:]
    passed = np.abs(np.diff(charge))
    margin = 4.0 * gaussian + width
    count = int(np.ceil((np.ptp(voltage) + 2.0 * margin) / width))
    start = float(voltage.min()) - margin
    edges = start + width * np.arange(count + 1)
    # What passes between two rows is spread evenly over the voltages between them.
    start_of, end_of = np.minimum(low, high), np.maximum(low, high)
    span: Floats = np.maximum(end_of - start_of, 1e-9)
    below = _charge_below(edges.astype(np.float64), start_of, span, passed)
    density: Floats = np.diff(below) / width
    if gaussian > 0:
        reach = int(np.ceil(4.0 * gaussian / width))
        shape = np.exp(-0.5 * (np.arange(-reach, reach + 1) * width / gaussian) ** 2)
        density = np.convolve(density, shape / shape.sum(), mode="same")
    return (edges[:-1] + width / 2.0).astype(np.float64), density


def _charge_below(edges: Floats, start: Floats, span: Floats, passed: Floats) -> Floats:
    """The charge passed below each edge: a sum of ramps, by their kinks in the order of voltage."""
    slope = passed / span
    kinks = np.concatenate([start, start + span])
    bends = np.concatenate([slope, -slope])
    order = np.argsort(kinks, kind="stable")
    kinks, bends = kinks[order], bends[order]
    slopes = np.concatenate([[0.0], np.cumsum(bends)])
    at = np.concatenate([[0.0], np.cumsum(slopes[1:-1] * np.diff(kinks))])
    place = np.searchsorted(kinks, edges, side="right")
    before = np.maximum(place - 1, 0)
    return np.where(place == 0, 0.0, at[before] + slopes[place] * (edges - kinks[before]))


def thinned(values: Floats, most: int, keep: NDArray[np.intp] | None = None) -> NDArray[np.intp]:
    """Places that stay when a curve is drawn with about `most` points: of each stretch the first,
    the smallest, the largest and the last one, and those to `keep` (ends of steps), gaps too."""
    count = len(values)
    if count <= most:
        return np.arange(count)
    size = -(-count // max(1, most // 4))
    rows = -(-count // size)
    padded = np.full(rows * size, np.nan)
    padded[:count] = values
    table = padded.reshape(rows, size)
    known, starts = np.isfinite(table), np.arange(rows) * size
    places = [
        starts,
        np.minimum(starts + size, count) - 1,
        starts + np.where(known, table, np.inf).argmin(axis=1),
        starts + np.where(known, table, -np.inf).argmax(axis=1),
    ]
    gaps = np.flatnonzero(~np.isfinite(values))
    if len(gaps):
        ends = gaps[np.concatenate([[True], np.diff(gaps) > 1])]
        places.append(ends)
    if keep is not None:
        places.append(keep[(keep >= 0) & (keep < count)])
    return np.unique(np.concatenate(places).astype(np.intp))


def half_cycle_overpotentials(
    time: Floats, voltage: Floats, current: Floats
) -> list[tuple[bool, float]]:
    """Of each half cycle of a symmetric cell: whether it charges, and the mean of the voltage in
    mV over the charge that passed (energy ÷ charge)."""
    found = []
    for half in half_cycles(current):
        rows = slice(half.first, half.end)
        charge = charge_passed(time[rows], current[rows])
        if len(charge) < 2 or charge[-1] <= 0:
            continue
        middle = 0.5 * (voltage[rows][1:] + voltage[rows][:-1])
        mean = float(np.nansum(middle * np.diff(charge)) / charge[-1])
        found.append((half.charging, 1000.0 * mean))
    return found
