"""Files of one test in parts, joined by time: cycles run on, overlaps are cut and told."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cyclers.reading.series import Series
from cyclers.reading.trouble import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cyclers.reading.raw import Raw

_FAR = 20
"""usual intervals: a test time that begins later than so many did not begin with its file"""


class Part(NamedTuple):
    """One file: as its reader hands it over, and as one table."""

    raw: Raw
    series: Series
    name: str


def key_of(checksums: Sequence[str]) -> str:
    """The checksum of one file, or of the list of several that are read as one."""
    if len(checksums) == 1:
        return checksums[0]
    return hashlib.sha256(",".join(checksums).encode()).hexdigest()


def joined(parts: Sequence[Part]) -> Series:
    """One series. Wall clocks tell the order and the time between; without them the files follow
    each other as they are given, and a test time that does not run on is taken to."""
    if len(parts) == 1:
        return parts[0].series
    warnings = [f"{part.name}: {text}" for part in parts for text in part.series.warnings]
    begins = [_begin_by_clock(part) for part in parts]
    known = [begin for begin in begins if begin is not None]
    if len(known) == len(parts):
        order = np.argsort(known, kind="stable")
        parts = [parts[place] for place in order]
        offsets = [known[place] - known[order[0]] for place in order]
    else:
        warnings.append(
            "Not every file has a wall clock: they are joined in the order given, with no time "
            "between them."
        )
        offsets = _end_to_end(parts)
    pieces: list[Series] = []
    for part, offset in zip(parts, offsets, strict=True):
        piece, cut = _after(part.series, offset, pieces[-1] if pieces else None)
        if cut:
            warnings.append(f"{part.name}: {cut} rows overlap the file before and are left out.")
        if piece.rows:
            pieces.append(piece)
    return _one(pieces, warnings)


def _begin_by_clock(part: Part) -> float | None:
    """The moment at which the test time of a file is zero; None without a clock."""
    clock = part.raw.columns.get("clock", part.raw.columns.get("unix_time"))
    if clock is None or len(clock) != part.series.rows:
        return None
    rows = np.flatnonzero(np.isfinite(clock))
    return float(clock[rows[0]] - part.series.time[rows[0]]) if len(rows) else None


def _end_to_end(parts: Sequence[Part]) -> list[float]:
    offsets, end = [0.0], float(parts[0].series.time[-1])
    for part in parts[1:]:
        time = part.series.time
        offsets.append(0.0 if _runs_on(time) else end - float(time[0]) + 1e-3)
        end = max(end, float(time[-1]) + offsets[-1])
    return offsets


def _runs_on(time: np.ndarray) -> bool:
    """Whether a test time is that of the file before: it begins far from zero."""
    steps = np.diff(time)
    usual = float(np.median(steps[steps > 0])) if (steps > 0).any() else 0.0
    return bool(time[0] > _FAR * usual)


def _after(series: Series, offset: float, before: Series | None) -> tuple[Series, int]:
    """The rows of a part after the one before it, on the time of the first; and how many went."""
    time = series.time + offset
    first = int(np.searchsorted(time, before.time[-1], side="right")) if before else 0
    charge, by_time, energy = (
        one[first:].copy() for one in (series.charge, series.charge_by_time, series.energy)
    )
    starts = series.starts[first:].copy()
    if len(starts):
        starts[0] = True
    if before and not first:
        charge[0] = _since_the_step_began(series, before)
        by_time[0], energy[0] = 0.0, charge[0] * series.voltage[0]
    columns = {name: values[first:] for name, values in series.columns.items()}
    if before and len(starts) and {"step_count"} <= columns.keys() & before.columns.keys():
        shift = before.columns["step_count"][-1] + 1 - columns["step_count"][0]
        columns["step_count"] = columns["step_count"] + shift
    return (
        Series(
            time[first:],
            series.voltage[first:],
            series.current[first:],
            charge,
            by_time,
            energy,
            starts,
            series.counted,
            columns,
            [],
            series.began,
            series.resets,
        ),
        first,
    )


def _since_the_step_began(series: Series, before: Series) -> float:
    """The charge before the first row of a later part: what its counter shows there, where it
    starts anew in this file and the part before ended in the other direction or at rest."""
    direction = int(np.sign(series.current[0]))
    if not series.resets or np.sign(before.current[-1]) == direction:
        return 0.0
    return direction * series.began.get(direction, 0.0)


def _one(pieces: Sequence[Series], warnings: list[str]) -> Series:
    if not pieces:
        raise Unreadable("The files hold no row with a time and a voltage.")
    shared = set.intersection(*(set(piece.columns) for piece in pieces))
    arrays = {
        name: np.concatenate([getattr(piece, name) for piece in pieces])
        for name in ("time", "voltage", "current", "charge", "charge_by_time", "energy", "starts")
    }
    return Series(
        **arrays,
        counted=pieces[0].counted,
        columns={n: np.concatenate([p.columns[n] for p in pieces]) for n in sorted(shared)},
        warnings=warnings,
        began=pieces[0].began,
        resets=any(piece.resets for piece in pieces),
    )
