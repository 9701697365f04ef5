"""Pages and files of retention overlays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explore.charting import chart_page, csv_view, svg_view
from explore.overlays.overlay import Overlay
from explore.overlays.side_by_side import Curves

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_HEADER = ["test", "film", "control of", "kind", "cycle low", "cycle high", "kept low (%)"]


def retention(request: HttpRequest) -> HttpResponse:
    made = Overlay(request.GET)
    page = "explore/retention.html"
    return chart_page(request, made, page, "explore-retention", "test", overlay=made)


retention_svg = svg_view(Overlay, "retention")
retention_csv = csv_view(
    Overlay,
    "retention",
    lambda _: [*_HEADER, "kept high (%)", "printed"],
    lambda made: made.lines(),
)


def curves(request: HttpRequest) -> HttpResponse:
    made = Curves(request.GET)
    return chart_page(request, made, "explore/curves.html", "explore-curves", "test", curves=made)


curves_svg = svg_view(Curves, "curves")
curves_csv = csv_view(
    Curves,
    "curves",
    lambda _: ["test", "film", "cell", "x", "x unit", "value", "unit"],
    lambda made: made.lines(),
)
