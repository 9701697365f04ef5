"""Pages and files of retention overlays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from explore.charting import FIELDS, chart_context, problem_text, svg_response
from explore.overlays.overlay import Overlay
from explore.plotting.csv import csv_response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

_HEADER = ["test", "film", "control of", "kind", "cycle low", "cycle high", "kept low (%)"]


def retention(request: HttpRequest) -> HttpResponse:
    made = Overlay(request.GET)
    context: dict[str, Any] = {
        **chart_context(made.asked, "explore-retention", FIELDS["test"]),
        "overlay": made,
    }
    if not made.asked.problems:
        context |= {"chart": made.chart, "sentence": made.sentence}
    status = 400 if made.asked.problems else 200
    return render(request, "explore/retention.html", context, status=status)


def retention_svg(request: HttpRequest) -> HttpResponse:
    made = Overlay(request.GET)
    if made.asked.problems:
        return problem_text(made.asked.problems)
    return svg_response(made.chart, "retention.svg")


def retention_csv(request: HttpRequest) -> HttpResponseBase:
    made = Overlay(request.GET)
    if made.asked.problems:
        return problem_text(made.asked.problems)
    return csv_response([*_HEADER, "kept high (%)"], made.lines(), "retention.csv")
