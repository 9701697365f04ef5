"""Facets of a list: how many records there are of each word, in the set on screen.

A set of filters names its facets in ``FACETS``; :func:`facet_counts` answers for any of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F

from literature.filtering.filters import FlagFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from django.db import models

    from literature.filtering.filterset import StrictFilterSet

_TOTAL = "total"


@dataclass(frozen=True)
class Facet:
    """One facet: the parameter whose words it counts, and where they stand.

    ``column`` is the path to them, perhaps over relations; ``array`` says that it holds several,
    ``several`` that a record reaches several rows by it and counts once for each word. A room's
    own ``counting`` turns the rows into pairs of word and number. Without any of the three, each
    word of the filter is counted by the filter's own condition.

    Words that ``widen`` the set are counted without their own filter, so that others can be added;
    ``whole`` words are whole numbers.
    """

    parameter: str
    column: str = ""
    array: bool = False
    widens: bool = True
    several: bool = False
    whole: bool = False
    counting: Callable[[models.QuerySet[Any]], Iterable[tuple[str, int]]] | None = None

    @property
    def of_the_row(self) -> bool:
        """Whether the words stand in the record's own row, so that one reading counts many."""
        return bool(self.column) and not self.several


@dataclass(frozen=True)
class FacetCounts:
    """The exact size of the filtered set, and ``{parameter: [{"value", "count"}, …]}``, most
    frequent first."""

    count: int
    facets: dict[str, list[dict[str, Any]]]


def facet_counts(filterset: StrictFilterSet, names: Collection[str] | None = None) -> FacetCounts:
    """Counts of every facet, or of those named: one reading of the filtered set, and one more for
    each facet that widens it and is asked for."""
    wanted = [facet for facet in filterset.FACETS if names is None or facet.parameter in names]
    groups: dict[str | None, list[Facet]] = defaultdict(list)
    groups[None] = []  # the whole set is counted even where every facet stands apart
    for facet in wanted:
        apart = facet.widens and facet.parameter in filterset.values
        groups[facet.parameter if apart else None].append(facet)
    total = 0
    found: dict[str, list[dict[str, Any]]] = {facet.parameter: [] for facet in wanted}
    for without, facets in groups.items():
        rows = filterset.filter_queryset(filterset.queryset.all(), without).order_by()
        for name, value, count in _count(filterset, rows, facets):
            if name != _TOTAL:
                found[name].append({"value": value, "count": count})
            elif without is None:
                total = count
    for counts in found.values():
        counts.sort(key=lambda item: (-item["count"], str(item["value"])))
    return FacetCounts(total, found)


def _count(
    filterset: StrictFilterSet, rows: models.QuerySet[Any], facets: list[Facet]
) -> Iterator[tuple[str, Any, int]]:
    """(parameter, value, count) of each word found in these rows, and their total."""
    together = [facet for facet in facets if facet.of_the_row]
    for name, word, count in _of_the_rows(rows, together):
        facet = next((one for one in together if one.parameter == name), None)
        yield name, _value(filterset, facet, word) if facet else None, count
    for facet in facets:
        if facet.of_the_row:
            continue
        for word, count in _apart(filterset, rows, facet):
            if word and count:
                yield facet.parameter, word, count


def _of_the_rows(rows: models.QuerySet[Any], facets: list[Facet]) -> list[tuple[str, Any, int]]:
    """The set is read once: the rows are wide, the columns that are counted are few."""
    columns = {f"facet_{i}": F(facet.column) for i, facet in enumerate(facets)}
    try:
        chosen, params = (
            rows.annotate(**columns).values_list("pk", *columns).query.sql_with_params()
        )
    except EmptyResultSet:
        return []
    # names of columns and parameters come from declarations, values only through parameters
    parts = [f"SELECT '{_TOTAL}', NULL, count(*) FROM chosen"]
    parts += map(_counting, facets, columns)
    sql = f"WITH chosen AS MATERIALIZED ({chosen}) {' UNION ALL '.join(parts)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row for row in cursor.fetchall() if row[0] == _TOTAL or row[1]]


def _counting(facet: Facet, column: str) -> str:
    source, value = "chosen", f'"{column}"'
    if facet.array:
        source, value = f"chosen, unnest({value}) AS word", "word"
    return f"SELECT '{facet.parameter}', {value}::text, count(*) FROM {source} GROUP BY {value}"


def _apart(
    filterset: StrictFilterSet, rows: models.QuerySet[Any], facet: Facet
) -> Iterable[tuple[Any, int]]:
    """Pairs of word and number of a facet whose words do not stand in the rows themselves."""
    if facet.counting is not None:
        return facet.counting(rows)
    if facet.column:
        number = Count("pk", distinct=True)
        return rows.values_list(facet.column).annotate(number=number).order_by()
    filter_ = filterset.filters[facet.parameter]
    words = [word for word, _ in filter_.options()]
    conditions = {
        f"word_{i}": Count("pk", filter=filter_.condition(filter_.read([word])))
        for i, word in enumerate(words)
    }
    counted = rows.aggregate(**conditions)
    return zip(words, (counted[name] for name in conditions), strict=True)


def _value(filterset: StrictFilterSet, facet: Facet, word: str) -> str | int:
    if facet.whole:
        return int(word)
    filter_ = filterset.filters.get(facet.parameter)
    if isinstance(filter_, FlagFilter):
        return filter_.words[0] if word == "true" else filter_.words[1]
    return word
