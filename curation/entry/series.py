"""The page of a series: recipe, cell and conditions once, then a grid with a column for each
quantity that varies or was measured and a row for each film or point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import NotAllowed
from curation.actions import LostUpdate
from curation.candidates.keeping import save
from curation.entry.saved import choices_of, like
from curation.entry.series_grid import (
    CONDITIONS,
    OF_SERIES,
    SHARED,
    VARY,
    series_of,
)
from curation.entry.series_into import entered
from curation.entry.specs import COATING, TEST
from curation.entry.views import draft_of
from curation.models import Part
from curation.permissions import may_save
from curation.states import WrongState, open_steps
from records.document.invalid import DocumentInvalid
from science.properties import PROPERTIES, properties
from science.quantities import UnreadableValue

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from curation.entry.series_grid import Series
    from curation.models import Submission

FIRST_ROWS = 4
CHOICES = {
    name.rpartition(".")[2]: next(f.values for f in spec.fields if f.name == name)
    for spec, name in ((COATING, "substrate.role"), (COATING, "purpose"), (TEST, "cell.type"))
}
"""What the schema lets one choose."""


def _first(request: HttpRequest) -> dict[str, str]:
    said = {"vary": "cycles", "col-0": "thickness", "col-1": "retention", "at-1": "100"}
    like = request.GET.get("like", "")
    if like:
        said["like-test" if request.GET.get("kind") == "test" else "like-coating"] = like
    return {**said, **{f"g-{n}-v": "" for n in range(FIRST_ROWS)}}


def _pressed(said: dict[str, str], series: Series) -> dict[str, str]:
    """One more row, one more column, or one column less."""
    do, _, what = said.get("do", "").partition(":")
    if do == "row":
        return {**said, f"g-{max((r.number for r in series.rows), default=-1) + 1}-v": ""}
    if do == "column":
        number = max((c.number for c in series.columns), default=-1) + 1
        kind, _, key = (said.get("more") or "retention").rpartition(":")
        varies = {f"varies-{number}": "1"} if kind == "varies" else {}
        return {**said, f"col-{number}": key, **varies}
    if do == "less":
        return {
            name: text
            for name, text in said.items()
            if name not in {f"{part}-{what}" for part in ("col", "at", "unit", "varies")}
        }
    return said


@require_http_methods(["GET", "HEAD", "POST"])
def series(request: HttpRequest, number: int) -> HttpResponse:
    """The grid of a series, and what it sends: read again, one row or column more, take."""
    draft = draft_of(request, number)
    if "save" not in open_steps(draft.state) or not may_save(request.user, draft):
        return redirect("submission-check", draft.pk)
    if request.method != "POST":
        return _page(request, draft, series_of(_first(request)))
    said = {k: str(v) for k, v in request.POST.items() if k != "csrfmiddlewaretoken"}
    found = series_of(said)
    if said.get("do") != "take":
        return _page(request, draft, series_of(_pressed(said, found)))
    problem = "mend what cannot be read first" if found.wrong else ""
    recipe = like(request.user, draft.document, Part.RECIPE, said.get("like-coating", ""))
    cell = like(request.user, draft.document, Part.CELL, said.get("like-test", ""))
    result = entered(draft.document, found, recipe, cell)
    if not problem and not result.taken:
        problem = "; ".join(found.left) or "there is no row with a value yet"
    if problem:
        return _page(request, draft, found, problem, status=422)
    try:
        saved = save(draft, request.user, result, draft.revision)
    except (NotAllowed, WrongState, DocumentInvalid, LostUpdate, UnreadableValue) as error:
        return _page(request, draft, found, str(error), status=409)
    messages.success(request, f"{result.taken} values taken into revision {saved.revision}.")
    return redirect("submission", draft.pk)


def _page(
    request: HttpRequest, draft: Submission, found: Series, problem: str = "", status: int = 200
) -> HttpResponse:
    measured = [(k, p.label) for k, p in properties("measured", "coating").items() if p.unit]
    results = [(k, p.label) for k, p in properties("result", "test").items() if p.unit]
    context = {
        "draft": draft,
        "series": found,
        "problem": problem,
        "vary": [(k, PROPERTIES[k].label) for k in VARY],
        "measured": measured,
        "results": results,
        "alone": found.vary in OF_SERIES or any(c.key in OF_SERIES for c in found.further),
        "shared": [(PROPERTIES[key], found.shared[key]) for key in SHARED if key != found.vary],
        "conditions": [(PROPERTIES[key], found.shared[key]) for key in CONDITIONS],
        "recipes": choices_of(request.user, draft.document, Part.RECIPE),
        "cells": choices_of(request.user, draft.document, Part.CELL),
        "choices": CHOICES,
    }
    return render(request, "entry/series.html", context, status=status)
