"""The digitiser: a page without a form. The picture is read in the browser; what is kept goes into
a draft over REST, as any document does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from science.cycling.columns import POINT_COLUMNS, POINT_UNITS, PROFILE_UNITS, column_unit
from science.properties import properties

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from science.registry import Kind, Subject


@require_safe
def digitise(request: HttpRequest) -> HttpResponse:
    settings = {
        "submissions": reverse("api-submissions"),
        "draft": reverse("submission", args=[0]),
        "columns": [(name, column_unit(name, "")) for name in POINT_COLUMNS[1:]],
        "units": list(POINT_UNITS),
        "profile_units": list(PROFILE_UNITS),
        "properties": _numbers("measured", "coating"),
        "varied": _numbers("condition"),
    }
    return render(request, "entry/digitise.html", {"settings": settings})


def _numbers(kind: Kind, subject: Subject | None = None) -> list[tuple[str, str]]:
    """Numeric properties in a role, by label."""
    found = properties(kind, subject).items()
    named = [(key, declared.label.lower()) for key, declared in found if declared.numeric]
    return sorted(named, key=lambda one: one[1])
