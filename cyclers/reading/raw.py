"""What a reader hands over: the columns of a file by name, in one set of units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cyclers.reading.trouble import Asked, Question

if TYPE_CHECKING:
    import numpy as np

    from cyclers.reading.units import Header


_DIVIDED = re.compile(r"\bm?A\s?h[\s·]*(?:/\s*|(?=k?g|cm))(?:k?g|cm)", re.IGNORECASE)
"""A charge per gram or per area: ``mAh/g``, ``mA h g-1``, ``mAh cm⁻²``."""


@dataclass
class Raw:
    """``columns``: name of :data:`cyclers.reading.units.COLUMNS` → float64 in s, V, A, Ah, Wh, °C.
    ``clock`` is in seconds of a calendar whose zone is not known; ``mode`` +1 charging, −1
    discharging, 0 neither, NaN not said."""

    format: str
    reader: str
    reader_version: str
    columns: dict[str, np.ndarray]
    headers: tuple[Header, ...] = ()
    texts: tuple[str, ...] = ()
    """every header of the file"""
    warnings: list[str] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    """(what, text): names of people and computers that the file holds"""
    unsigned: bool = False
    unknown_time: Header | None = None
    """the column of test time, where its unit is not said and the wall clock has to tell"""
    step_capacities: bool = False
    """whether ``net_capacity`` starts anew in each step"""

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def has(self, *names: str) -> bool:
        return all(name in self.columns for name in names)

    def keep(self, rows: np.ndarray) -> None:
        """Only these rows (a mask or an order)."""
        for name in self.columns:
            self.columns[name] = self.columns[name][rows]

    def need(self, *names: str) -> None:
        """Raises :class:`Asked` where one of these columns is not there."""
        words = {"test_time": "time"}
        lacking = [name for name in names if not self.has(name)]
        if lacking:
            listed = " and none of ".join(words.get(n, n.replace("_", " ")) for n in lacking)
            text = f"No column of {listed} was recognised in this file ({self.format}): say which."
            divided = [text for text in self.texts if _DIVIDED.search(text)]
            if divided and any("capacity" in name for name in lacking):
                text = (
                    f"“{divided[0]}” is a charge divided by something that this file does not say. "
                    "A cycler's file has charges (mAh); enter such capacities as points of the "
                    "test, with what they are divided by, or say which column is a charge."
                )
            raise Asked(*(Question(f"column:{name}", text, self.texts) for name in lacking[:1]))
