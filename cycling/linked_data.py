"""A cycling test in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.conf import settings

from literature.linked_data import article
from records.inputs import quantity_of
from records.linked_data import derived_values, linked, offered, property_value
from science.properties import PROPERTIES
from science.terms import CLASSES

if TYPE_CHECKING:
    from cycling.models import CyclingTest, TestRead


def dataset(test: CyclingTest, row: TestRead) -> dict[str, Any]:
    """``Dataset``: conditions, stated results and derived values of one test.

    Needs ``paper`` selected; what was stated is read from the row.
    """
    page = f"{settings.PUBLIC_URL}/cycling/{test.public_id}/"
    given = orjson.loads(row.list_json)
    films = [one["id"] for one in (given["coating"], *given["also_coated"]) if one]
    films_pages = [{"@id": f"{settings.PUBLIC_URL}/coatings/{ident}/"} for ident in films]
    cycling = {"@type": CLASSES["Cycling"], "name": "cycling"}
    return linked(
        {
            "@type": "Dataset",
            "@id": page,
            "url": page,
            "identifier": test.public_id,
            "name": f"Cycling of {test.label}",
            "description": f"Cycling of {test.label}: the cell, its conditions and how it "
            f"performed, as {test.paper.citation} reports.",
            "about": [cycling, *films_pages],
            "isBasedOn": article(test.paper),
            "variableMeasured": _variables(given, row),
            "dateModified": test.updated.date().isoformat(),
            **offered("cycling", test.public_id, test.updated),
        }
    )


def _of_this_cell(value: dict[str, Any]) -> bool:
    return "missing" not in value and value["scope"] == "record" and not value["superseded"]


def _stated(key: str, value: dict[str, Any], name: str = "") -> dict[str, Any]:
    about = quantity_of(value).about
    return property_value(key, value["low"], value["high"], value["unit"], name, about=about)


def _variables(given: dict[str, Any], row: TestRead) -> list[dict[str, Any]]:
    conditions = {k: v for k, v in given["conditions"].items() if _of_this_cell(v)}
    results = [one for one in given["results"] if _of_this_cell(one)]
    found = [_stated(k, v) for k, v in conditions.items()]
    for one in results:
        key, cycle = one["property"], one["at_cycle"]
        name = f"{PROPERTIES[key].label} at cycle {cycle['printed']}" if cycle else ""
        found.append(_stated(key, one, name))
    stated = {*conditions, *(one["property"] for one in results)}
    return found + derived_values(row.derived, stated)
