"""Pages and files of the maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from explore.charting import FIELDS, chart_context, problem_text, svg_response
from explore.drawing.text import plain
from explore.mapping.chemistry import PARTNERS, chemistry_map
from explore.mapping.films import COLUMNS, ROWS, film_map
from explore.mapping.studied import RULE
from explore.plotting.csv import csv_response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse, QueryDict
    from django.http.response import HttpResponseBase

    from explore.mapping.map import Map


def _page(request: HttpRequest, made: Map, name: str, **context: Any) -> HttpResponse:
    context |= chart_context(made.asked, name, FIELDS["coating"])
    context |= {"map": made, "rule": RULE}
    if not made.asked.problems:
        context |= {"chart": made.chart, "sentence": made.sentence}
    status = 400 if made.asked.problems else 200
    return render(request, "explore/map.html", context, status=status)


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


def _svg(make: Callable[[QueryDict], Map], name: str) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        made = make(request.GET)
        if made.asked.problems:
            return problem_text(made.asked.problems)
        return svg_response(made.chart, f"{name}.svg")

    return view


def _csv(make: Callable[[QueryDict], Map], name: str) -> Callable[[HttpRequest], HttpResponseBase]:
    def view(request: HttpRequest) -> HttpResponseBase:
        made = make(request.GET)
        if made.asked.problems:
            return problem_text(made.asked.problems)
        header = ["row", "row name", "column", "column name", "on record", "coatings", "cycled"]
        header += ["better", "same", "mixed", "worse", "without result"]
        return csv_response(header, _lines(made), f"{name}.csv")

    return view


def _lines(made: Map) -> Iterator[list[Any]]:
    """Every pair, those never tried too."""
    known = {(line.row.key, line.column.key): line.studied for line in made.lines}
    for row in made.rows:
        for column in made.columns:
            s = known.get((row.key, column.key))
            counts = (
                [s.coatings, s.cycled, s.better, s.same, s.mixed, s.worse, s.silent]
                if s
                else [0] * 7
            )
            pair = [row.key, plain(row.name), column.key, plain(column.name)]
            yield [*pair, "yes" if s else "no", *counts]


films_svg, films_csv = _svg(film_map, "films-on-substrates"), _csv(film_map, "films-on-substrates")
chemistry_svg = _svg(chemistry_map, "metal-sources-and-co-reactants")
chemistry_csv = _csv(chemistry_map, "metal-sources-and-co-reactants")
