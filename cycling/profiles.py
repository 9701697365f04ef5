"""Voltage profiles that were read off figures. What a test keeps says which series of which figure
they are; their values follow from its pixels and calibration whenever they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cycling.document.profiles import Profile
from figures.inputs import digitised_rows, figures_of
from records.spreadsheets import disarmed
from science.cycling.columns import profile_scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cycling.models import CyclingTest
    from figures.document import FigureEntry

COLUMNS = {
    "profile": pa.int32(), "cycle": pa.int32(), "half": pa.string(), "label": pa.string(),
    "unit": pa.string(), "per": pa.string(), "x": pa.float64(), "x_error": pa.float64(),
    "voltage": pa.float64(), "voltage_error": pa.float64(),
}  # fmt: skip


@dataclass(frozen=True)
class ReadOff:
    """One profile: charge or time in ``unit`` against V, each with the error of its reading."""

    number: int
    said: Profile
    figure: FigureEntry
    unit: str
    rows: list[tuple[float, float, float, float]]

    @property
    def name(self) -> str:
        """What it is of, in words."""
        cycle = "" if self.said.cycle is None else f"cycle {self.said.cycle}"
        return ", ".join(filter(None, (cycle, self.said.half, self.said.label))) or self.said.series

    @property
    def place(self) -> str:
        return ", ".join(self.figure.at or []) or self.figure.key

    def lines(self) -> Iterator[tuple[Any, ...]]:
        """Row by row, by :data:`COLUMNS`."""
        said = self.said
        named = (
            self.number,
            said.cycle,
            said.half,
            disarmed(said.label or ""),
            self.unit,
            said.per,
        )
        return ((*named, *row) for row in self.rows)


def read_off(test: CyclingTest) -> list[ReadOff]:
    """The profiles of a test; one query where it has any."""
    if not test.profiles:
        return []
    figures = figures_of(test.paper)
    found = []
    for number, entry in enumerate(test.profiles, start=1):
        said = Profile.model_validate(entry)
        figure = figures[said.figure]
        unit, x = profile_scale(said.unit)
        v = 0.001 if _unit_of_voltages(figure, said.series) == "mV" else 1.0
        rows = [
            (row.x * x, row.x_error * x, row.y * v, row.y_error * v)
            for row in digitised_rows(figure, said.series)
        ]
        found.append(ReadOff(number, said, figure, unit, rows))
    return found


def profiles_table(lines: Iterable[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*lines, strict=True)) or [()] * len(COLUMNS)
    arrays = [pa.array(c, kind) for c, kind in zip(columns, COLUMNS.values(), strict=True)]
    return pa.table(arrays, names=list(COLUMNS))


def _unit_of_voltages(figure: FigureEntry, series: str) -> str | None:
    one = figure.one(series)
    axis = figure.axis(one.y) if one else None
    return axis.unit if axis else None
