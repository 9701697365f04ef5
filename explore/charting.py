"""What every page with a chart shares: its tabs, its filters, its files."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from charts.svg import draw
from explore.asking import FilterField
from records.spreadsheets import disarmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.http import HttpRequest, QueryDict
    from django.http.response import HttpResponseBase

    from charts.chart import Chart
    from explore.asking import Asked
    from records.filtering import Problem

TABS: tuple[tuple[str, str], ...] = (
    ("explore", "Properties"),
    ("explore-retention", "Retention"),
    ("explore-curves", "Curves"),
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


class Charted(Protocol):
    """What a request asks to see, as a chart: ``asked`` says what of it cannot be answered."""

    asked: Asked

    @property
    def chart(self) -> Chart | None: ...

    @property
    def sentence(self) -> Any: ...


C = TypeVar("C", bound=Charted)


def chart_page(
    request: HttpRequest, made: Charted, template: str, name: str, of: str, **context: Any
) -> HttpResponse:
    """The page with this url name, of ``coating`` or ``test``; a 400 that says what is wrong."""
    context |= chart_context(made.asked, name, FIELDS[of])
    if not made.asked.problems:
        context |= {"chart": made.chart, "sentence": made.sentence}
    return render(request, template, context, status=400 if made.asked.problems else 200)


def svg_view(make: Callable[[QueryDict], Charted], name: str) -> Callable[..., HttpResponse]:
    """A view of the chart alone, as a file of this name."""

    def view(request: HttpRequest) -> HttpResponse:
        made = make(request.GET)
        if made.asked.problems:
            return problem_text(made.asked.problems)
        return svg_response(made.chart, f"{name}.svg")

    return view


def csv_view(
    make: Callable[[QueryDict], C],
    name: str,
    header: Callable[[C], list[str]],
    rows: Callable[[C], Iterable[list[Any]]],
) -> Callable[..., HttpResponseBase]:
    """A view of the data behind the chart, as a file of this name."""

    def view(request: HttpRequest) -> HttpResponseBase:
        made = make(request.GET)
        if made.asked.problems:
            return problem_text(made.asked.problems)
        return csv_response(header(made), rows(made), f"{name}.csv")

    return view


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
    same = (word in {"explore-retention", "explore-curves"}) == (drawn == "cycling")
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


class _Line:
    """What a writer writes to: gives the line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def csv_response(header: list[str], rows: Iterable[list[Any]], name: str) -> StreamingHttpResponse:
    """A CSV file with a header, written while it is read; no text in it runs as a formula."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Line())
        yield writer.writerow(header)
        for row in rows:
            yield writer.writerow([disarmed(c) if isinstance(c, str) else c for c in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
