"""Points that were read off a figure, cycle by cycle."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from science.digitised import Row

Column = tuple[list[float | None], list[float | None]]


def by_cycle(series: Mapping[str, Sequence[Row]]) -> tuple[list[float], dict[str, Column]]:
    """The cycles of digitised series, and of each series its values there with their standard
    errors, None where it has none.

    A point belongs to the whole number nearest to where it was read; several points of one series
    at one cycle count with their mean.
    """
    found: dict[str, dict[float, list[Row]]] = {}
    for name, rows in series.items():
        found[name] = defaultdict(list)
        for row in rows:
            found[name][float(max(0, round(row.x)))].append(row)
    cycles = sorted({cycle for rows in found.values() for cycle in rows})
    return cycles, {
        name: ([_mean(rows.get(c)) for c in cycles], [_error(rows.get(c)) for c in cycles])
        for name, rows in found.items()
    }


def _mean(rows: Sequence[Row] | None) -> float | None:
    return math.fsum(row.y for row in rows) / len(rows) if rows else None


def _error(rows: Sequence[Row] | None) -> float | None:
    return math.hypot(*(row.y_error for row in rows)) / len(rows) if rows else None
