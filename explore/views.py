"""The home page and the data dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from explore import queries
from literature.models import Kind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest) -> HttpResponse:
    context = {
        "counts": queries.record_counts(),
        "techniques": queries.shares("technique"),
        "classes": queries.shares("material_class"),
        "purposes": queries.shares("purpose"),
        "materials": queries.commonest("material"),
        "substrates": queries.commonest("substrate"),
        "last_change": queries.last_change(),
        "waiting": queries.waiting(),
    }
    return render(request, "explore/home.html", context)


def data(request: HttpRequest) -> HttpResponse:
    return render(request, "explore/data.html", {"groups": queries.dictionary(), "kinds": Kind})
