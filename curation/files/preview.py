"""Curves to look at before a file is kept: few points, no extreme lost."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from cyclers.reading.result import Reading

_COLUMNS = 300
"""of the drawing: each keeps its first, least, greatest and last value"""


def preview_of(reading: Reading) -> dict[str, Any]:
    """Voltage in time, thinned by least and greatest values, both ends kept."""
    series = reading.series
    if series is None or not series.num_rows:
        return {}
    time = series["test_time_second"].to_numpy()
    voltage = series["voltage_volt"].to_numpy()
    rows = thinned(time, voltage)
    return {
        "hours": [round(float(t) / 3600, 6) for t in time[rows]],
        "volts": [round(float(v), 5) for v in voltage[rows]],
        "of": int(series.num_rows),
    }


def thinned(x: np.ndarray, y: np.ndarray, columns: int = _COLUMNS) -> np.ndarray:
    """Rows that draw the same line: of each column of the drawing the first and last row, the
    least and the greatest value."""
    if len(x) <= 4 * columns:
        return np.arange(len(x))
    edges = np.linspace(x[0], x[-1], columns + 1)[1:-1]
    begins = np.unique(np.concatenate([[0], np.searchsorted(x, edges), [len(x)]]))
    kept: set[int] = set()
    for begin, end in pairwise(begins):
        part = y[begin:end]
        kept |= {int(begin), int(end) - 1, begin + int(part.argmin()), begin + int(part.argmax())}
    return np.array(sorted(kept))
