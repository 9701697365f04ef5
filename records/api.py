"""REST of the properties that everything is measured in."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from pydantic import Field

from records.filtering import Problem
from records.filtering.vocabularies import nearest_of
from records.filters import PropertyFilter
from records.rest import (
    RecordsView,
    api_url,
    bad_request,
    described,
    not_found,
    page_url,
)
from records.rest.paging import Page, Paging, address, numbered_page
from records.rest.shapes import Shape
from science.properties import PROPERTIES
from science.registry import Kind, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.filtering import StrictFilterSet
    from science.quantities import Interval
    from science.registry import Property


class PropertyRole(Shape):
    """As what a property occurs, and of what."""

    kind: Kind
    subject: Subject


class Limits(Shape):
    """A range of values in the canonical unit; null where a side is open."""

    low: float | None
    high: float | None


class PropertyRecord(Shape):
    """The declaration of a property: the data dictionary."""

    key: str
    url: str
    page: str
    label: str
    symbol: str
    unit: str | None = Field(description="Canonical unit; null where the values are words.")
    roles: list[PropertyRole]
    doc: str
    source: str
    choices: list[str] = Field(description="The words it can have, where they are fixed.")
    inputs: list[str] = Field(description="What it is derived from.")
    recipe: str | None
    recipe_version: int | None
    possible: Limits | None = Field(description="Other values are refused.")
    plausible: Limits | None = Field(description="Other values are flagged.")


def _limits(limits: Interval | None) -> dict[str, float | None] | None:
    if limits is None:
        return None
    low, high = (end if isfinite(end) else None for end in (limits.low, limits.high))
    return {"low": low, "high": high}


def _declaration(declared: Property) -> dict[str, Any]:
    return {
        "key": declared.key,
        "url": api_url("properties", declared.key),
        "page": page_url("data", "")[:-1] + f"#{declared.key}",
        "label": declared.label,
        "symbol": declared.symbol,
        "unit": declared.unit,
        "roles": [{"kind": kind, "subject": subject} for kind, subject in declared.roles],
        "doc": declared.doc,
        "source": declared.source,
        "choices": list(declared.choices),
        "inputs": list(declared.inputs),
        "recipe": declared.recipe,
        "recipe_version": declared.recipe_version,
        "possible": _limits(declared.possible),
        "plausible": _limits(declared.plausible),
    }


@described
class PropertyView(RecordsView):
    """Properties: measured, conditions, results and derived, each declared once."""

    plural = "properties"
    what = "property"
    filterset_class = PropertyFilter
    item_shape = PropertyRecord
    shape = PropertyRecord

    def items(self, rows: Sequence[Property]) -> list[dict[str, Any]]:
        return [_declaration(declared) for declared in rows]

    def record(self, ident: str) -> dict[str, Any]:
        declared = PROPERTIES.get(ident)
        if declared is None:
            best = nearest_of(ident, PROPERTIES)
            raise not_found("property", ident, f"; the nearest is {best!r}")
        return _declaration(declared)

    def _page(self, filterset: StrictFilterSet, paging: Paging, path: str) -> Page:
        """Declarations live in the code: a walk goes by key."""
        rows: list[Any] = list(filterset.qs)
        if paging.cursor is None:
            return numbered_page(rows, paging, path, filterset.data)
        keys = [declared.key for declared in rows]
        if paging.cursor and paging.cursor not in keys:
            message = "is not one that this list gave; an empty one begins a walk"
            raise bad_request([Problem("cursor", message)])
        start = keys.index(paging.cursor) + 1 if paging.cursor else 0
        found = rows[start : start + paging.size]
        more = start + paging.size < len(rows)
        following = address(path, filterset.data, cursor=found[-1].key) if more else None
        return Page(found, len(rows), following, None)
