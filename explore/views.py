"""The home page, the data dictionary, and the page of doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render

from explore import queries, state
from explore.field import field_picture
from records.linked_data import catalog, linked
from records.models import Kind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


_EXAMPLES = (
    "alumina on lithium",
    "ionic conductivity above 1e-7 S/cm",
    "TMA and water below 150 °C",
    "what helps NMC811",
    "papers by Karppinen since 2020",
)


def home(request: HttpRequest) -> HttpResponse:
    techniques, classes, purposes = queries.shares("technique", "material_class", "purpose")
    context = {
        "counts": queries.record_counts(),
        "field": field_picture(),
        "latest": queries.latest(),
        "techniques": techniques,
        "classes": classes,
        "purposes": purposes,
        "last_change": queries.last_change(),
        "waiting": queries.waiting(),
        "linked": linked(catalog()),
        "examples": _EXAMPLES,
    }
    return render(request, "explore/home.html", context)


def data(request: HttpRequest) -> HttpResponse:
    return render(request, "explore/data.html", {"groups": queries.dictionary(), "kinds": Kind})


def doubts(request: HttpRequest) -> HttpResponse:
    """What looks implausible, what waits to be computed, and what could not be."""
    page = Paginator(state.flagged_records(), state.SHOWN).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "flagged": state.with_titles(page.object_list),
        "computation": state.computation(),
    }
    return render(request, "explore/doubts.html", context)
