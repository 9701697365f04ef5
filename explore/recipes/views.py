"""The page of recipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from explore.recipes.answer import SHOWN, Answer
from explore.recipes.shelf import ShelfFilter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def recipes(request: HttpRequest) -> HttpResponse:
    filters = ShelfFilter(request.GET)
    context = {
        "answer": Answer(filters),
        "problems": filters.problems,
        "typed": {name: values[0] for name, values in filters.asked.items()},
        "electrodes": filters.options("electrode"),
        "shown": SHOWN,
    }
    return render(request, "explore/recipes.html", context, status=400 if filters.problems else 200)
