"""Facets of a list: how many records there are of each word, in the set on screen.

A set of filters names its facets in ``FACETS``. Here they are counted by SQL over any rows;
``records.filtering.counts`` answers for a set of filters.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F

from records.filtering.filters import FlagFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db import models

    from records.filtering.filterset import StrictFilterSet

_TOTAL = "total"
WordCounts = dict[str, dict[Any, int]]
"""Records by parameter and word."""


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


def count_words(
    filterset: StrictFilterSet, rows: models.QuerySet[Any], facets: Sequence[Facet]
) -> tuple[int, WordCounts]:
    """How many rows there are, and how many of each word of these facets: one query for the words
    that stand in the rows, and one for each facet whose words do not."""
    found: WordCounts = defaultdict(dict)
    total = 0
    together = {facet.parameter: facet for facet in facets if facet.of_the_row}
    for name, word, number in _of_the_rows(rows, list(together.values())):
        if name == _TOTAL:
            total = number
        else:
            found[name][value_of(filterset, together[name], word)] = number
    for facet in facets:
        if not facet.of_the_row:
            counted = _apart(filterset, rows, facet)
            found[facet.parameter] = {word: number for word, number in counted if word and number}
    return total, found


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


def value_of(filterset: StrictFilterSet, facet: Facet, word: str) -> str | int:
    """A word as the parameter names it, from the text of its column."""
    if facet.whole:
        return int(word)
    filter_ = filterset.filters.get(facet.parameter)
    if isinstance(filter_, FlagFilter):
        return filter_.words[0] if word == "true" else filter_.words[1]
    return word
