"""The digitiser: a page without a form. The picture is read in the browser; what is kept goes into
a draft over REST, as any document does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from science.cycling.columns import POINT_COLUMNS, POINT_UNITS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def digitise(request: HttpRequest) -> HttpResponse:
    settings = {
        "submissions": reverse("api-submissions"),
        "columns": [name for name in POINT_COLUMNS if name != "cycle"],
        "units": list(POINT_UNITS),
    }
    return render(request, "entry/digitise.html", {"settings": settings})
