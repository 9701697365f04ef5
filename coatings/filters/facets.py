"""Facets of the list of coatings: how many there are of each word, in the set on screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Func, TextField

if TYPE_CHECKING:
    from coatings.filters.coatings import CoatingFilter


@dataclass(frozen=True)
class Facet:
    """One facet: the column it counts, whether that is an array, and whether words asked for in
    it widen the set (then it is counted without its own filter, so that others can be added)."""

    parameter: str
    column: str
    array: bool = False
    widens: bool = True


FACETS = (
    Facet("material", "material"),
    Facet("material_class", "material_class"),
    Facet("element", "elements", array=True, widens=False),
    Facet("technique", "technique"),
    Facet("purpose", "purpose"),
    Facet("precursor", "precursors", array=True, widens=False),
    Facet("substrate", "substrate"),
    Facet("role", "role"),
    Facet("method", "method_closure", array=True, widens=False),
    Facet("paper", "paper"),
    Facet("via", "via", array=True),
    Facet("year", "year"),
    Facet("has", "has", array=True, widens=False),
)
_BY_PARAMETER = {facet.parameter: facet for facet in FACETS}


def facet_counts(filterset: CoatingFilter) -> dict[str, list[dict[str, Any]]]:
    """``{parameter: [{"value", "count"}, …]}``, most frequent first; one query for each facet."""
    return {facet.parameter: counts(filterset, facet.parameter) for facet in FACETS}


def counts(filterset: CoatingFilter, parameter: str) -> list[dict[str, Any]]:
    """Counts of one facet over the filtered set."""
    facet = _BY_PARAMETER[parameter]
    without = facet.parameter if facet.widens else None
    rows = filterset.filter_queryset(filterset.queryset.all(), without).order_by()
    value: Any = F(facet.column)
    if facet.array:
        value = Func(F(facet.column), function="unnest", output_field=TextField())
    counted = rows.annotate(value=value).values("value").annotate(count=Count("pk"))
    found = [row for row in counted if row["value"] not in (None, "")]
    return sorted(found, key=lambda row: (-row["count"], str(row["value"])))
