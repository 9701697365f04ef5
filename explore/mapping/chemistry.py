"""The map of metal sources and what they were dosed with.

Only what one process doses together makes a pair. Alternatives make none with each other, and
whether one of them was dosed with a third is uncertain. Of two metal sources, the one of an alkali
metal makes the row.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from coatings.filters import CoatingFilter
from explore.asking import Asked, Choice, Own, Word
from explore.mapping.map import Map, Place
from explore.mapping.studied import Studied, studied_by
from explore.recipes.record import coverage, doses_by_process
from precursors.models import Precursor, PrecursorKind
from records.templatetags.values import short_name
from records.typesetting import formula
from science.film import ALKALI
from science.recipes import pairs

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
    cells = _cells(asked, {row.key: row for row in known})
    wanted = asked.own["partners"]
    second = {partner for _, partner in cells if kinds[partner] == PrecursorKind.METAL}
    partners = [
        row
        for row in known
        if (row.kind == wanted or wanted == "all")
        and (row.kind != PrecursorKind.METAL or row.key in second)
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
        coverage=coverage().among,
    )


def _cells(asked: Asked, known: dict[str, Precursor]) -> dict[tuple[str, str], Studied]:
    """A film grown from several counts in each of their pairs."""
    cells: dict[tuple[str, str], Studied] = defaultdict(Studied)
    doses = doses_by_process()
    for process, *counts in studied_by(asked.rows, "process"):
        for pair, certain in pairs(doses.get(process, ())).items():
            placed = _placed(*(known[key] for key in pair))
            if placed is None:
                continue
            cell = cells[placed]
            if certain:
                cell.add(counts)
            else:
                cell.add_alternatives(counts)
    return dict(cells)


def _placed(one: Precursor, other: Precursor) -> tuple[str, str] | None:
    """Row and column of a pair; None where neither is a metal source."""
    metals = [row for row in (one, other) if row.kind == PrecursorKind.METAL]
    if not metals:
        return None
    row = min(metals, key=lambda metal: (not set(metal.elements) & {*ALKALI}, metal.key))
    return row.key, (other if row is one else one).key


def _places(rows: list[Precursor], cells: dict[tuple[str, str], Studied], side: int) -> list[Place]:
    """Co-reactants before organic precursors, those used most first."""
    totals: dict[str, int] = defaultdict(int)
    for pair, cell in cells.items():
        totals[pair[side]] += cell.coatings
    ordered = sorted(rows, key=lambda row: (row.kind == "organic", -totals[row.key], row.key))
    return [
        Place(row.key, str(formula(short_name(row))), on_record=totals[row.key] > 0)
        for row in ordered
    ]


def _link(asked: Asked, pair: tuple[str, str]) -> str:
    already = asked.filters.data.getlist("precursor")
    return asked.filtered_by(precursor=list(dict.fromkeys([*already, *pair])))
