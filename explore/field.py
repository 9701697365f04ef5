"""The state of the field in one picture: families of films against what they were grown on, with
how many coatings there are of each and how they did."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from coatings.models import UNSPECIFIED, Role, Substrate
from coatings.queries.coatings import of_the_literature
from coatings.queries.groups import families
from explore.mapping.studied import RULE, Studied, studied_by
from records.data_version import data_version
from science.families import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

COLUMNS = 10
"""Electrodes with a column of their own; the others share one, and so do wafers, glass and foils on
which a film was only grown: they show nothing of an electrode of the same element."""
OTHERS = ""
MODEL = "(model)"
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
    found = studied_by(of_the_literature(), "material", "substrate", "role")
    own = _own_columns(found)
    cells: dict[tuple[str, str], Studied] = defaultdict(Studied)
    films: dict[tuple[str, str], set[str]] = defaultdict(set)
    grown_on: dict[str, set[str]] = defaultdict(set)
    roles: dict[str, set[str]] = defaultdict(set)
    total = Studied()
    for material, substrate, role, *counts in found:
        column = MODEL if role == Role.MODEL else substrate if substrate in own else OTHERS
        pair = family_of[material], column
        cells[pair].add(counts)
        films[pair].add(material)
        grown_on[column].add(substrate)
        roles[column].add(role)
        total.add(counts)
    rows = _by_count({row for row, _ in cells}, lambda row: _sum(cells, row, 0))
    electrodes = [column for column in own if column != UNSPECIFIED]
    columns = [c for c in (*electrodes, OTHERS, MODEL, UNSPECIFIED) if c in grown_on]
    asked = {c: {"substrate": grown_on[c], "role": roles[c]} for c in columns}
    asked |= {MODEL: {"role": {Role.MODEL.value}}}
    names |= {OTHERS: "others", MODEL: "model surfaces"}
    return FieldPicture(
        [
            Place(
                names[column],
                _sum(cells, column, 1),
                _query(**asked[column]),
            )
            for column in columns
        ],
        [
            (
                Place(FAMILIES[row], _sum(cells, row, 0), _query(material=_all(films, row))),
                [
                    Cell(
                        cells[row, column],
                        _query(material=films[row, column], **asked[column]),
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
    """The electrodes with most coatings, and the one of which nothing is said."""
    counts: dict[str, int] = defaultdict(int)
    for _, substrate, role, coatings, *_ in found:
        if role != Role.MODEL:
            counts[substrate] += coatings
    return _by_count(counts, lambda key: counts[key])[:COLUMNS]


def _by_count(keys: Iterable[str], count: Callable[[str], int]) -> list[str]:
    return sorted(keys, key=lambda key: (-count(key), key))


def _sum(cells: dict[tuple[str, str], Studied], key: str, side: int) -> int:
    return sum(studied.coatings for pair, studied in cells.items() if pair[side] == key)


def _all(films: dict[tuple[str, str], set[str]], row: str) -> set[str]:
    return {material for (of, _), held in films.items() if of == row for material in held}


def _query(**words: set[str]) -> str:
    return urlencode([(name, word) for name, held in words.items() for word in sorted(held)])
