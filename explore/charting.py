"""What every page with a chart shares: its tabs, its filters, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse

from explore.asking import FilterField
from explore.drawing.svg import draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explore.asking import Asked
    from explore.drawing.chart import Chart
    from literature.filtering import Problem

TABS: tuple[tuple[str, str], ...] = (
    ("explore", "Properties"),
    ("explore-retention", "Retention"),
    ("explore-films", "Films × substrates"),
    ("explore-chemistry", "Metal sources × co-reactants"),
    ("explore-timeline", "Timeline"),
)

_SEARCH = FilterField("q", "Search", "search", "names, formulas, acronyms, authors")
_YEARS = (
    FilterField("year_min", "Year from", "text"),
    FilterField("year_max", "Year to", "text"),
)
FIELDS: dict[str, tuple[FilterField, ...]] = {
    "coating": (
        _SEARCH,
        FilterField("material", "Material"),
        FilterField("material_class", "Class of the film"),
        FilterField("technique", "Technique"),
        FilterField("purpose", "Purpose"),
        FilterField("substrate", "Substrate"),
        FilterField("role", "Role of the substrate"),
        FilterField("precursor", "Precursor"),
        FilterField("method", "Method"),
        FilterField("has", "Has a value of"),
        *_YEARS,
    ),
    "test": (
        _SEARCH,
        FilterField("material", "Film"),
        FilterField("substrate", "Electrode"),
        FilterField("control", "Coated or bare"),
        FilterField("cell_type", "Cell"),
        FilterField("has", "Has a value of"),
        FilterField("cycles_min", "Cycled at least", "text", "cycles"),
        *_YEARS,
    ),
}


def chart_context(asked: Asked, name: str, fields: Sequence[FilterField]) -> dict[str, Any]:
    """Context of ``explore/base.html`` for the page with this url name."""
    coatings = "coatings" if fields is FIELDS["coating"] else "cycling"
    query = asked.query()
    tail = f"?{query}" if query else ""
    return {
        "asked": asked,
        "problems": asked.problems,
        "tabs": [(_tab(word, name, asked, coatings), title, word == name) for word, title in TABS],
        "filter_fields": asked.fields(fields),
        "hidden": asked.hidden([field.name for field in fields]),
        "list_url": reverse(coatings) + (f"?{asked.filter_query}" if asked.filter_query else ""),
        "list_noun": "coatings" if coatings == "coatings" else "cycling tests",
        "svg_url": reverse(f"{name}-svg") + tail,
        "csv_url": reverse(f"{name}-csv") + tail,
    }


def _tab(word: str, here: str, asked: Asked, drawn: str) -> str:
    """A tab keeps the filters where the other page draws the same kind of record."""
    same = (word == "explore-retention") == (drawn == "cycling")
    address = reverse(word)
    return f"{address}?{asked.filter_query}" if same and asked.filter_query else address


def svg_response(chart: Chart | None, name: str) -> HttpResponse:
    """The chart as a file; 404 where there is nothing to draw."""
    if chart is None:
        return HttpResponse(
            "No record has the values this chart shows.\n", status=404, content_type="text/plain"
        )
    response = HttpResponse(draw(chart, standalone=True), content_type="image/svg+xml")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def problem_text(problems: Sequence[Problem]) -> HttpResponse:
    """400 in plain text: each parameter that cannot be answered, and why."""
    lines = [f"{problem.parameter}: {problem.message}" for problem in problems]
    return HttpResponse("\n".join(lines) + "\n", status=400, content_type="text/plain")
