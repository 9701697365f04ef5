"""Pages and files of the maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charts.text import plain
from explore.charting import chart_page, csv_view, svg_view
from explore.mapping.chemistry import PARTNERS, chemistry_map
from explore.mapping.films import COLUMNS, ROWS, film_map
from explore.mapping.studied import RULE, VERDICTS, Studied
from science.verdict import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from explore.mapping.map import Map


_HEADER = ["row", "row name", "column", "column name", "on record", "coatings", "cycled"]


def _page(request: HttpRequest, made: Map, name: str, choices: list[Any]) -> HttpResponse:
    context = {"map": made, "rule": RULE, "choices": choices}
    return chart_page(request, made, "explore/map.html", name, "coating", **context)


def films(request: HttpRequest) -> HttpResponse:
    made = film_map(request.GET)
    own = made.asked.own
    chosen = [
        ("rows", "Rows", list(ROWS.items()), own["rows"]),
        ("columns", "Columns", list(COLUMNS.items()), own["columns"]),
    ]
    return _page(request, made, "explore-films", choices=chosen)


def chemistry(request: HttpRequest) -> HttpResponse:
    made = chemistry_map(request.GET)
    items = [(word, name[0].upper() + name[1:]) for word, name in PARTNERS.items()]
    chosen = [("partners", "Columns", items, made.asked.own["partners"])]
    return _page(request, made, "explore-chemistry", choices=chosen)


def _header(_: Map) -> list[str]:
    grades = [f"evidence {grade}" for grade in EVIDENCE]
    return [*_HEADER, *VERDICTS.values(), "without result", "with an alternative", *grades]


def _lines(made: Map) -> Iterator[list[Any]]:
    """Every pair, those not on record too."""
    known = {(line.row.key, line.column.key): line.studied for line in made.lines}
    for row in made.rows:
        for column in made.columns:
            s = known.get((row.key, column.key))
            s = s or Studied()
            told = [s.count(name) for name in VERDICTS]
            silent = s.silent - s.count("in_group")
            grades = [s.by_evidence(grade) for grade in EVIDENCE]
            counts = [s.coatings, s.cycled, *told, silent, s.alternatives, *grades]
            pair = [row.key, plain(row.name), column.key, plain(column.name)]
            yield [*pair, "yes" if s.coatings else "no", *counts]


films_svg = svg_view(film_map, "films-on-substrates")
films_csv = csv_view(film_map, "films-on-substrates", _header, _lines)
chemistry_svg = svg_view(chemistry_map, "metal-sources-and-co-reactants")
chemistry_csv = csv_view(chemistry_map, "metal-sources-and-co-reactants", _header, _lines)
