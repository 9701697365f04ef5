"""Several cells of one kind as one value: their mean, their spread and their number."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from statistics import stdev

from science.evidence import together
from science.inputs import TestInputs
from science.quantities import Interval
from science.results import Known


def cells_of(test: TestInputs) -> tuple[TestInputs, ...]:
    """Every recorded cell of a test as a test of its own."""
    if not test.replicates:
        return (test,)
    count = max(test.cells or 0, 1 + len(test.replicates))
    records = (test.points, *test.replicates)
    return tuple(replace(test, points=p, replicates=(), cells=count) for p in records)


def over_cells(test: TestInputs, formula: Callable[[TestInputs], Known]) -> Known:
    """A formula over every cell: the mean, with the standard error that the spread between the
    cells leaves it. Bounds and ranges become their hull."""
    cells = cells_of(test)
    values = [formula(cell) for cell in cells]
    if len(values) == 1:
        return values[0]
    joined = replace(together(values), parts={}, n=len(values))
    if not all(value.interval.is_point for value in values):
        return joined.noted(f"{len(values)} cells are taken together as their hull")
    centres = [value.centre for value in values]
    mean, spread = math.fsum(centres) / len(centres), stdev(centres)
    parts = {f"spread between the cells of {test.id}": spread / math.sqrt(len(centres))}
    note = f"mean of {len(centres)} cells, spread {spread:.2g}"
    return replace(joined, interval=Interval.point(mean), parts=parts).noted(note)
