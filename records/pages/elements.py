"""The periodic table as a form: which places it has, and what is asked of each element."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from molmass import ELEMENTS

_FIRST_OF_F_BLOCK = {6: 57, 7: 89}
_LAST_OF_F_BLOCK = {6: 71, 7: 103}


@dataclass(frozen=True)
class Place:
    """Where an element stands: rows 1–7, and 8 and 9 for the lanthanides and actinides."""

    symbol: str
    name: str
    row: int
    column: int


@dataclass(frozen=True)
class Cell:
    """An element as it stands in the form: how many records hold it, and what is asked."""

    place: Place
    count: int
    has: bool
    has_not: bool

    @property
    def live(self) -> bool:
        """Whether ticking it can say anything."""
        return bool(self.count or self.has or self.has_not)


@cache
def places() -> tuple[Place, ...]:
    """Every element with its place in the table of eighteen columns."""
    found = []
    for element in ELEMENTS:
        period, number = element.period, element.number
        first, last = _FIRST_OF_F_BLOCK.get(period, 0), _LAST_OF_F_BLOCK.get(period, -1)
        if first <= number <= last:
            row, column = period + 2, 3 + number - first
        else:
            row, column = period, element.group
        found.append(Place(element.symbol, element.name.lower(), row, column))
    return tuple(found)


def cells(counts: dict[str, int], has: list[str], has_not: list[str]) -> list[Cell]:
    """The table filled for one request."""
    return [
        Cell(place, counts.get(place.symbol, 0), place.symbol in has, place.symbol in has_not)
        for place in places()
    ]
