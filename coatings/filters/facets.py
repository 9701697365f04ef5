"""Facets of the list of coatings: how many there are of each word, in the set on screen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_TOTAL = "total"


@dataclass(frozen=True)
class FacetCounts:
    """The exact size of the filtered set, and ``{parameter: [{"value", "count"}, …]}``, most
    frequent first."""

    count: int
    facets: dict[str, list[dict[str, Any]]]


def facet_counts(filterset: CoatingFilter) -> FacetCounts:
    """Counts of every facet: one query for the filtered set, and one more for each facet that
    widens it and is asked for."""
    groups: dict[str | None, list[Facet]] = defaultdict(list)
    groups[None] = []  # the whole set is counted even where every facet stands apart
    for facet in FACETS:
        apart = facet.widens and facet.parameter in filterset.values
        groups[facet.parameter if apart else None].append(facet)
    total = 0
    found: dict[str, list[dict[str, Any]]] = {facet.parameter: [] for facet in FACETS}
    for without, facets in groups.items():
        for name, value, count in _count(filterset, without, facets):
            if name != _TOTAL:
                found[name].append({"value": _typed(name, value), "count": count})
            elif without is None:
                total = count
    for counts in found.values():
        counts.sort(key=lambda item: (-item["count"], str(item["value"])))
    return FacetCounts(total, found)


def _typed(parameter: str, value: str) -> str | int:
    return int(value) if parameter == "year" else value


def _count(
    filterset: CoatingFilter, without: str | None, facets: Iterable[Facet]
) -> list[tuple[str, str, int]]:
    """Rows (parameter, value, count) over one set, which is read once: the rows are wide, the
    columns that are counted are few."""
    columns = ["pk", *(facet.column for facet in facets)]
    rows = filterset.filter_queryset(filterset.queryset.all(), without).order_by()
    try:
        chosen, params = rows.values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return []
    # names of columns and parameters come from FACETS above, values only through parameters
    parts = [f"SELECT '{_TOTAL}', NULL, count(*) FROM chosen", *map(_counting, facets)]
    sql = f"WITH chosen AS MATERIALIZED ({chosen}) {' UNION ALL '.join(parts)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row for row in cursor.fetchall() if row[0] == _TOTAL or row[1]]


def _counting(facet: Facet) -> str:
    source = "chosen"
    value = f'"{facet.column}"'
    if facet.array:
        source, value = f"chosen, unnest({value}) AS word", "word"
    return f"SELECT '{facet.parameter}', {value}::text, count(*) FROM {source} GROUP BY {value}"
