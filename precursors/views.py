"""Pages of precursors and the drawings of their structures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from literature.models import Paper
from precursors import queries
from precursors.charts import temperature_chart
from precursors.filters import PrecursorFilter
from precursors.linked_data import molecule
from precursors.list_pages import COLUMNS, PANEL
from precursors.models import Precursor
from records.pages import PeriodicTable, list_response
from science.molecules import UnreadableMolecule, draw_svg, no_drawing

if TYPE_CHECKING:
    from django.http import HttpRequest

STRUCTURE_SIZE = (260, 180)


def precursors(request: HttpRequest, facet: str = "") -> HttpResponse:
    return list_response(
        request,
        template="precursors/precursors.html",
        filters=PrecursorFilter,
        columns=COLUMNS,
        panel=PANEL,
        table=PeriodicTable("Elements in the molecule"),
        rest="api-precursors-list",
        arrange=queries.precursor_lines,
        facet=facet,
    )


def precursor(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Precursor, key=key)
    temperatures = queries.source_temperatures(found)
    context = {
        "precursor": found,
        "temperatures": temperatures,
        "chart": temperature_chart(temperatures),
        "measurements": found.measurements.select_related("paper", "via"),
        "read_in": Paper.objects.filter(key=found.via).first() if found.via else None,
        "family": queries.same_family(found) if found.families else [],
        "no_drawing": no_drawing(),
        "linked": molecule(found),
    }
    return render(request, "precursors/precursor.html", context)


@cache_control(public=True, max_age=86400)
def structure(request: HttpRequest, key: str, ink: str) -> HttpResponse:
    """The drawing of a precursor's structure, in ink for a light or a dark page."""
    found = get_object_or_404(Precursor, key=key)
    if not found.smiles:
        raise Http404("no structure is on record")
    if reason := no_drawing():
        raise Http404(reason)
    width, height = STRUCTURE_SIZE
    try:
        svg = draw_svg(found.smiles, dark=ink == "dark", width=width, height=height)
    except UnreadableMolecule as error:
        raise Http404(str(error)) from error
    return HttpResponse(svg, content_type="image/svg+xml")
