"""Pages and files of a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from explore.charting import FIELDS, chart_context, problem_text, svg_response
from explore.plotting.categories import categories
from explore.plotting.csv import plot_csv
from explore.plotting.plot import SCALES, ZOOM, Plot

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


def plot(request: HttpRequest) -> HttpResponse:
    made = Plot(request.GET)
    context: dict[str, Any] = {
        **chart_context(made.asked, "explore", FIELDS[made.subject]),
        "plot": made,
        "quantities": _menu(made),
        "categories": list(categories(made.subject).values()),
        "scales": SCALES,
        "zoom": [(name, made.asked.own[name]) for name in ZOOM if made.asked.own[name] is not None],
    }
    if not made.problems:
        context |= {"chart": made.chart, "sentence": made.sentence}
    return render(request, "explore/plot.html", context, status=400 if made.problems else 200)


def _menu(made: Plot) -> list[tuple[str, list[Any]]]:
    """Quantities of an axis in groups: those that have data, and those chosen."""
    chosen = (made.x.key, made.y.key)
    items = [one for one in made.counted if one[1] != 0 or one[0].key in chosen]
    film = [item for item in items if item[0].of_film]
    own = [item for item in items if not item[0].of_film]
    name = "Of the coating" if made.subject == "coating" else "Of the test"
    return [(name, own)] + ([("Of the film in it", film)] if film else [])


def plot_svg(request: HttpRequest) -> HttpResponse:
    made = Plot(request.GET)
    if made.problems:
        return problem_text(made.problems)
    return svg_response(made.chart, f"{made.y.key}-against-{made.x.key}.svg")


def plot_data(request: HttpRequest) -> HttpResponseBase:
    made = Plot(request.GET)
    return problem_text(made.problems) if made.problems else plot_csv(made)
