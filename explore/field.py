"""The state of the field in one picture: families of films against what they were grown on, with
how many coatings there are of each and how they did."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from coatings.models import UNSPECIFIED, Substrate
from coatings.queries.coatings import of_the_literature
from coatings.queries.groups import families
from explore.mapping.studied import RULE, Studied, studied_by
from records.data_version import data_version
from science.families import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

COLUMNS = 10
"""Substrates with a column of their own; the others share one."""
OTHERS = ""
_SIGNS = {"better": "▲", "worse": "▼", "mixed": "±", "same": "=", "silent": ""}
_SIZES = (1, 3, 6, 12)
"""Coatings up to which a cell has the first, second … size."""


@dataclass(frozen=True)
class Place:
    """A row or a column, and the query of the list of its coatings."""

    name: str
    count: int
    query: str


@dataclass(frozen=True)
class Cell:
    studied: Studied
    query: str

    @property
    def verdict(self) -> str:
        return self.studied.verdict

    @property
    def sign(self) -> str:
        return _SIGNS[self.verdict] or self.studied.hints

    @property
    def size(self) -> int:
        return 1 + sum(self.studied.coatings > limit for limit in _SIZES)


@dataclass(frozen=True)
class FieldPicture:
    """``rows`` hold a cell, or None, for each of ``columns``."""

    columns: list[Place]
    rows: list[tuple[Place, list[Cell | None]]]
    total: Studied
    rule: str = RULE

    @property
    def tried(self) -> int:
        return sum(cell is not None for _, cells in self.rows for cell in cells)

    @property
    def pairs(self) -> int:
        return len(self.rows) * len(self.columns)


def field_picture() -> FieldPicture:
    """Of the present version of the data; drawn once for each version."""
    version = data_version()
    if not version.settled:
        return _draw()
    return _drawn(version.number, version.changed)


@lru_cache(maxsize=2)
def _drawn(number: int, changed: datetime) -> FieldPicture:
    return _draw()


def forget_pictures() -> None:
    _drawn.cache_clear()


def _draw() -> FieldPicture:
    family_of = families()
    names = dict(Substrate.objects.values_list("key", "name"))
    found = studied_by(of_the_literature(), "material", "substrate")
    own = _own_columns(found)
    cells: dict[tuple[str, str], Studied] = defaultdict(Studied)
    films: dict[tuple[str, str], set[str]] = defaultdict(set)
    grown_on: dict[str, set[str]] = defaultdict(set)
    total = Studied()
    for material, substrate, *counts in found:
        column = substrate if substrate in own else OTHERS
        pair = family_of[material], column
        cells[pair].add(counts)
        films[pair].add(material)
        grown_on[column].add(substrate)
        total.add(counts)
    rows = _by_count({row for row, _ in cells}, lambda row: _sum(cells, row, 0))
    columns = [*own, OTHERS] if OTHERS in grown_on else own
    columns = [c for c in columns if c != UNSPECIFIED] + [c for c in columns if c == UNSPECIFIED]
    return FieldPicture(
        [
            Place(
                names[column] if column else "others",
                _sum(cells, column, 1),
                _query(substrate=grown_on[column]),
            )
            for column in columns
        ],
        [
            (
                Place(FAMILIES[row], _sum(cells, row, 0), _query(material=_all(films, row))),
                [
                    Cell(
                        cells[row, column],
                        _query(material=films[row, column], substrate=grown_on[column]),
                    )
                    if (row, column) in cells
                    else None
                    for column in columns
                ],
            )
            for row in rows
        ],
        total,
    )


def _own_columns(found: Iterable[tuple[Any, ...]]) -> list[str]:
    """The substrates with most coatings, those of which nothing is said among them."""
    counts: dict[str, int] = defaultdict(int)
    for row in found:
        counts[row[1]] += row[2]
    return _by_count(counts, lambda key: counts[key])[:COLUMNS]


def _by_count(keys: Iterable[str], count: Callable[[str], int]) -> list[str]:
    return sorted(keys, key=lambda key: (-count(key), key))


def _sum(cells: dict[tuple[str, str], Studied], key: str, side: int) -> int:
    return sum(studied.coatings for pair, studied in cells.items() if pair[side] == key)


def _all(films: dict[tuple[str, str], set[str]], row: str) -> set[str]:
    return {material for (of, _), held in films.items() if of == row for material in held}


def _query(**words: set[str]) -> str:
    return urlencode([(name, word) for name, held in words.items() for word in sorted(held)])
