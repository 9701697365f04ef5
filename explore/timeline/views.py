"""Pages and files of the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from explore.charting import FIELDS, chart_context, problem_text, svg_response
from explore.plotting.categories import categories
from explore.plotting.csv import csv_response
from explore.timeline.timeline import Timeline

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


def timeline(request: HttpRequest) -> HttpResponse:
    made = Timeline(request.GET)
    context: dict[str, Any] = {
        **chart_context(made.asked, "explore-timeline", FIELDS["coating"]),
        "timeline": made,
        "categories": list(categories("coating").values()),
    }
    if not made.asked.problems:
        context |= {"chart": made.chart, "sentence": made.sentence}
    status = 400 if made.asked.problems else 200
    return render(request, "explore/timeline.html", context, status=status)


def timeline_svg(request: HttpRequest) -> HttpResponse:
    made = Timeline(request.GET)
    if made.asked.problems:
        return problem_text(made.asked.problems)
    return svg_response(made.chart, "timeline.svg")


def timeline_csv(request: HttpRequest) -> HttpResponseBase:
    made = Timeline(request.GET)
    if made.asked.problems:
        return problem_text(made.asked.problems)
    rows = sorted(made.counted, key=lambda row: (row[0] or 0, str(row[1])))
    header = ["year", made.category.word, "coatings"]
    return csv_response(header, (list(row) for row in rows), "timeline.csv")
