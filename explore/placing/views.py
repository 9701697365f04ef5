"""The page that places a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from explore.placing.entered import AT_CYCLE, CELL, VALUES, Entered
from explore.placing.ranking import ranked
from explore.placing.resistance import at_25c, computed, wanted
from science.families import FAMILIES
from science.results import Derived

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from science.quantities import Interval


def place(request: HttpRequest) -> HttpResponse:
    entered = Entered(request.GET)
    context: dict[str, Any] = {
        "entered": entered,
        "problems": entered.problems,
        "values": [entered.entries[name] for name in (*VALUES, AT_CYCLE)],
        "cell": [entered.entries[name] for name in CELL],
        "materials": entered.filters.options("material"),
        "substrates": entered.filters.options("substrate"),
        "families": FAMILIES.items(),
        "chosen": {name: request.GET.get(name, "") for name in ("material", "family", "substrate")},
    }
    if entered.anything and not entered.problems:
        context |= {
            "placed": ranked(entered, _values(entered)),
            "computed": computed(entered),
            "wanted": wanted(entered),
        }
    return render(request, "explore/place.html", context, status=400 if entered.problems else 200)


def _values(entered: Entered) -> list[tuple[str, Interval | None, str]]:
    """What is entered; a conductivity as it is at 25 °C, where those on record are compared."""
    found: list[tuple[str, Interval | None, str]] = []
    for name in VALUES:
        value = entered.value(name)
        if value is None:
            continue
        if name != "ionic_conductivity":
            found.append((name, value.interval, ""))
        elif isinstance(result := at_25c(entered), Derived):
            found.append((name, result.interval, ""))
        else:
            found.append((name, None, result.why))
    return found
