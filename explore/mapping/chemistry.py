"""The map of metal sources and what they were dosed with."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from coatings.filters import CoatingFilter
from explore.asking import Asked, Choice, Own, Word
from explore.mapping.map import Map, Place
from explore.mapping.studied import Studied, studied_by
from precursors.models import Precursor, PrecursorKind
from records.templatetags.values import short_name
from records.typesetting import formula

if TYPE_CHECKING:
    from django.http import QueryDict

PARTNERS = {
    "all": "co-reactants and organic precursors",
    "co-reactant": "co-reactants",
    "organic": "organic precursors",
}


def chemistry_map(data: QueryDict) -> Map:
    """Every metal source of the vocabulary against every partner, tried or not."""
    own: dict[str, Own] = {
        "partners": Choice(list(PARTNERS)),
        **{name: Word() for name in ("x_from", "x_to", "y_from", "y_to")},
    }
    asked = Asked(data, own, CoatingFilter)
    title = "Co-reactant or organic precursor" if asked.own["partners"] == "all" else "Partner"
    if asked.problems:
        return Map(asked, "Metal source", title, [], [], {})
    known = list(Precursor.objects.order_by("key"))
    kinds = {row.key: row.kind for row in known}
    cells = _cells(asked, kinds)
    wanted = asked.own["partners"]
    partners = [
        row for row in known if row.kind != PrecursorKind.METAL and wanted in ("all", row.kind)
    ]
    metals = [row for row in known if row.kind == PrecursorKind.METAL]
    shown = {row.key for row in partners}
    cells = {pair: cell for pair, cell in cells.items() if pair[1] in shown}
    return Map(
        asked,
        "Metal source",
        title,
        _places(metals, cells, 0),
        _places(partners, cells, 1),
        cells,
        links={pair: _link(asked, pair) for pair in cells},
    )


def _cells(asked: Asked, kinds: dict[str, str]) -> dict[tuple[str, str], Studied]:
    """A film grown from several counts in each of their pairs."""
    cells: dict[tuple[str, str], Studied] = defaultdict(Studied)
    for dosed, *counts in studied_by(asked.filters.qs, "precursors"):
        metals = [key for key in dosed if kinds.get(key) == PrecursorKind.METAL]
        others = [key for key in dosed if kinds.get(key) not in (None, PrecursorKind.METAL)]
        for pair in {(metal, other) for metal in metals for other in others}:
            cells[pair].add(counts)
    return dict(cells)


def _places(rows: list[Precursor], cells: dict[tuple[str, str], Studied], side: int) -> list[Place]:
    """Co-reactants before organic precursors, those used most first."""
    totals: dict[str, int] = defaultdict(int)
    for pair, cell in cells.items():
        totals[pair[side]] += cell.coatings
    ordered = sorted(rows, key=lambda row: (row.kind == "organic", -totals[row.key], row.key))
    return [Place(row.key, str(formula(short_name(row)))) for row in ordered]


def _link(asked: Asked, pair: tuple[str, str]) -> str:
    already = asked.filters.data.getlist("precursor")
    return asked.filtered_by(precursor=list(dict.fromkeys([*already, *pair])))
