"""A reading: what a file was read as."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

    from cyclers.reading.trouble import Question


@dataclass(frozen=True)
class Reading:
    """``series`` has the columns of the Battery Data Format (s, V, A, Ah; positive current
    charges) and is mapped from a file: rows are held by the system, not by this process. It is
    None for a table with a row for each cycle. ``per_cycle``: arrays of one length by the names of
    :data:`cyclers.reading.percycle.PER_CYCLE`; capacities in Ah, efficiencies in %."""

    format: str
    reader: str
    reader_version: str
    sha256: str
    rows: int
    columns: list[tuple[str, str]]
    cycles: int
    per_cycle: dict[str, Any]
    series: pa.Table | None = None
    warnings: list[str] = field(default_factory=list)
    efficiency_by: str = ""
    """which capacity is divided by which"""
    starts: str = ""
    """the direction with which cycles begin"""
    names: list[tuple[str, str]] = field(default_factory=list)
    """(what, text): people and computers that the file names"""
    questions: list[Question] = field(default_factory=list)
    """what could be said better by whoever knows; nothing waits for it"""
    headers: list[tuple[str, str, str]] = field(default_factory=list)
    """(header, what it was taken for, unit)"""

    def as_json(self) -> dict[str, Any]:
        """As the contract has it, and what was added since; NaN is null."""
        names = [name for name in self.per_cycle if name not in {"first_row", "last_row"}]
        lists = [_plain(self.per_cycle[name]) for name in names]
        rows = [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]
        return {
            "format": self.format,
            "reader": self.reader,
            "reader_version": self.reader_version,
            "sha256": self.sha256,
            "rows": self.rows,
            "columns": [{"name": name, "unit": unit} for name, unit in self.columns],
            "cycles": self.cycles,
            "starts": self.starts,
            "efficiency_by": self.efficiency_by,
            "per_cycle": rows,
            "warnings": self.warnings,
            "names": [{"what": what, "text": text} for what, text in self.names],
            "questions": [one.as_json() for one in self.questions],
            "headers": [
                {"header": text, "read_as": name, "unit": unit} for text, name, unit in self.headers
            ],
        }


def _plain(values: Any) -> list[Any]:
    if not isinstance(values, np.ndarray):
        return list(values)
    if values.dtype.kind == "f":
        whole = values.astype(object)
        whole[~np.isfinite(values)] = None
        return [_counted(one) for one in whole]
    listed: list[Any] = values.tolist()
    return listed


def _counted(value: float | None) -> float | None:
    return None if value is None else float(value)
