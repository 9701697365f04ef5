"""The page of recipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from explore.recipes.answer import SHOWN, Answer
from explore.recipes.plan import ASSUMED, Plan
from explore.recipes.shelf import ShelfFilter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def recipes(request: HttpRequest) -> HttpResponse:
    plan = Plan(request.GET)
    shelf = request.GET.copy()
    for name in ASSUMED:
        shelf.pop(name, None)
    filters = ShelfFilter(shelf)
    answer = Answer(filters)
    problems = [*filters.problems, *plan.problems]
    context = {
        "answer": answer,
        "plan": plan,
        "doses": None if problems else plan.doses(answer.record, list(answer.shelf.precursors)),
        "problems": problems,
        "typed": {name: values[0] for name, values in filters.asked.items()},
        "electrodes": filters.options("electrode"),
        "shown": SHOWN,
    }
    return render(request, "explore/recipes.html", context, status=400 if problems else 200)
