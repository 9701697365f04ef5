"""The map of films on substrates."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from coatings.filters import CoatingFilter
from coatings.models import Substrate
from coatings.queries.coatings import material_names
from coatings.queries.groups import families
from explore.asking import Asked, Choice, Own, Word
from explore.mapping.map import Map, Place
from explore.mapping.studied import Studied, studied_by
from explore.recipes.record import coverage
from records.typesetting import formula
from science.families import FAMILIES

if TYPE_CHECKING:
    from django.http import QueryDict

ROWS = {
    "family": "Family",
    "material": "Material",
    "material_class": "Class",
    "technique": "Technique",
}
COLUMNS = {"substrate": "Substrate", "role": "Role of the substrate"}


def film_map(data: QueryDict) -> Map:
    """Families (or materials, classes, techniques) of films against what they were grown on."""
    own: dict[str, Own] = {
        "rows": Choice(list(ROWS)),
        "columns": Choice(list(COLUMNS)),
        **{name: Word() for name in ("x_from", "x_to", "y_from", "y_to")},
    }
    asked = Asked(data, own, CoatingFilter)
    down, across = asked.own["rows"], asked.own["columns"]
    if asked.problems:
        return Map(asked, ROWS[down], COLUMNS[across], [], [], {})
    cells = _cells(asked, down, across)
    return Map(
        asked,
        ROWS[down],
        COLUMNS[across],
        _places(down, [key for key, _ in cells], cells, 0),
        _places(across, [key for _, key in cells], cells, 1),
        cells,
        links={pair: _link(asked, down, across, pair, cell) for pair, cell in cells.items()},
        coverage=coverage().among,
    )


def _cells(asked: Asked, down: str, across: str) -> dict[tuple[str, str], Studied]:
    column = "material" if down == "family" else down
    family = families() if down == "family" else {}
    cells: dict[tuple[str, str], Studied] = defaultdict(Studied)
    for word, other, *counts in studied_by(asked.rows, column, across):
        cell = cells[family.get(word, word), other]
        cell.add(counts)
        cell.words.add(word)
    return dict(cells)


def _places(
    kind: str, keys: list[str], cells: dict[tuple[str, str], Studied], side: int
) -> list[Place]:
    """Rows or columns, those with most coatings first; what is not known stands last."""
    totals: dict[str, int] = defaultdict(int)
    for pair, cell in cells.items():
        totals[pair[side]] += cell.coatings
    names = _names(kind, set(keys))
    ordered = sorted(totals, key=lambda key: (key in {"", "unspecified"}, -totals[key], key))
    return [Place(key or "none", names.get(key, key) or "not known") for key in ordered]


def _names(kind: str, keys: set[str]) -> dict[str, str]:
    if kind == "family":
        return FAMILIES
    if kind == "material":
        return {key: str(formula(name)) for key, name in material_names(keys).items()}
    if kind == "substrate":
        rows = Substrate.objects.filter(key__in=keys).values_list("key", "name")
        return {key: str(formula(name)) for key, name in rows}
    return {}


def _link(asked: Asked, down: str, across: str, pair: tuple[str, str], cell: Studied) -> str:
    narrowed: dict[str, Any] = {across: pair[1]}
    narrowed["material" if down == "family" else down] = sorted(cell.words)
    return asked.filtered_by(**narrowed)
