"""Pages and files of the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explore.charting import chart_page, csv_view, svg_view
from explore.plotting.categories import categories
from explore.timeline.timeline import Timeline

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def timeline(request: HttpRequest) -> HttpResponse:
    made = Timeline(request.GET)
    context = {"timeline": made, "categories": list(categories("coating").values())}
    page = "explore/timeline.html"
    return chart_page(request, made, page, "explore-timeline", "coating", **context)


def _header(made: Timeline) -> list[str]:
    return ["year", made.category.word, "coatings"]


def _rows(made: Timeline) -> list[list[Any]]:
    """A row for every year and word, in their order."""
    rows = sorted(made.counted, key=lambda row: (row[0] or 0, str(row[1])))
    return [list(row) for row in rows]


timeline_svg = svg_view(Timeline, "timeline")
timeline_csv = csv_view(Timeline, "timeline", _header, _rows)
