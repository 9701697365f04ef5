"""Histograms of a list: how many records have a value in each part of a property's range.

A set of filters names its histograms in ``HISTOGRAMS``. Here they are counted by SQL over any
rows; ``records.filtering.counts`` answers for a set of filters. The bins come from all records
and not from the filtered ones, so that they stay where they are while filters change; each
histogram is counted without its own range filter, so that it shows what widening the range would
bring.

**What counts where.** A record counts once in every bin that one of its values may lie in: a range
in all bins it meets, a bound ("<3 nm") in all bins on its side, an exact value in one. This is what
``<property>_min`` and ``_max`` find. So the bins of a histogram may add up to more than ``count``,
the number of records with a value.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import FloatField, Max, Min, Q
from django.db.models.functions import Cast

from records.filtering.bins import Edges, edges_of
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models

    from records.filtering.filterset import StrictFilterSet

Extent = tuple[float | None, float | None]
BinCounts = dict[str, dict[int, int]]
"""Records by key and number of the bin."""
ONCE = 0
"""The number of records with a value stands beside the bins, which begin at 1."""
_WHOLE = {"year", "mimicry_level"}


@dataclass(frozen=True)
class Bin:
    """How many records may have a value from ``low`` up to ``high``; see :class:`Edges` for
    which of its ends belong to it."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Histogram:
    """The bins of one property, or of the year, over a filtered set.

    ``count`` records have a value, ``without`` have none. ``log``: the bins are logarithmic.
    ``whole``: values are whole numbers, and both ends of a bin belong to it. ``low`` and ``high``
    are the ends of all bins together, None where no record at all has a value.
    """

    key: str
    unit: str
    log: bool
    whole: bool
    low: float | None
    high: float | None
    bins: tuple[Bin, ...]
    count: int
    without: int


def own_parameters(key: str) -> tuple[str, str]:
    """The parameters that bound this property, or the year."""
    return f"{key}_min", f"{key}_max"


def histogram_of(key: str, edges: Edges, numbers: dict[int, int], total: int) -> Histogram:
    spans = edges.spans()
    count = numbers.get(ONCE, 0)
    return Histogram(
        key=key,
        unit="" if key == "year" else PROPERTIES[key].unit or "",
        log=edges.log,
        whole=edges.whole,
        low=spans[0][0] if spans else None,
        high=spans[-1][1] if spans else None,
        bins=tuple(Bin(*span, numbers.get(i, 0)) for i, span in enumerate(spans, start=1)),
        count=count,
        without=total - count,
    )


def is_whole(key: str) -> bool:
    """Whether the values of a property are whole numbers."""
    return key in _WHOLE or (key in PROPERTIES and PROPERTIES[key].unit == "cycles")


# --- bins -------------------------------------------------------------------------------------
def extents(
    filterset: StrictFilterSet, rows: models.QuerySet[Any], keys: Iterable[str]
) -> dict[str, Extent]:
    """The lowest and the highest finite value of each key in these rows; None where there is
    none."""
    asked: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    keys = list(keys)
    for i, key in enumerate(keys):
        for side, column in zip(("low", "high"), filterset.interval(key), strict=True):
            name = f"{side}_{i}"
            columns[name] = Cast(column, FloatField())
            finite = Q(**{f"{name}__gt": -math.inf, f"{name}__lt": math.inf})
            asked[f"least_{name}"] = Min(name, filter=finite)
            asked[f"most_{name}"] = Max(name, filter=finite)
    found = rows.annotate(**columns).aggregate(**asked) if keys else {}
    return {
        key: widest(
            (found[f"least_{side}_{i}"], found[f"most_{side}_{i}"]) for side in ("low", "high")
        )
        for i, key in enumerate(keys)
    }


def widest(extents: Iterable[Extent]) -> Extent:
    """The extent of all these together."""
    ends = [end for extent in extents for end in extent if end is not None]
    return (min(ends), max(ends)) if ends else (None, None)


def edges_by_key(extents: dict[str, Extent]) -> dict[str, Edges]:
    return {key: edges_of(*extent, whole=is_whole(key)) for key, extent in extents.items()}


# --- counting ---------------------------------------------------------------------------------
def count_bins(
    filterset: StrictFilterSet, rows: models.QuerySet[Any], edges: dict[str, Edges]
) -> BinCounts:
    """Records by key and number of the bin, from 1; bin 0 counts each record with a value once.
    One query, and one for each key of which a row can have several values."""
    keys = [key for key, bins in edges.items() if bins.number]
    counted: BinCounts = {key: defaultdict(int) for key in edges}
    columns: dict[str, Any] = {}
    parts: list[str] = []
    given: list[Any] = []
    for i, key in enumerate(keys):
        columns[f"low_{i}"], columns[f"high_{i}"] = filterset.single_interval(key)
        parts.append(
            f"SELECT {i}, {_place(f'low_{i}')}, {_place(f'high_{i}')}, count(*) "
            f'FROM chosen WHERE "low_{i}" IS NOT NULL GROUP BY 2, 3'
        )
        given += 2 * [*_arguments(edges[key])]
    if not keys:
        return counted
    try:
        chosen, params = (
            rows.annotate(**columns).values_list("pk", *columns).query.sql_with_params()
        )
    except EmptyResultSet:
        return counted
    with connection.cursor() as cursor:
        sql = f"WITH chosen AS MATERIALIZED ({chosen}) {' UNION ALL '.join(parts)}"
        cursor.execute(sql, [*params, *given])
        for i, low, high, number in cursor.fetchall():
            bins = counted[keys[i]]
            for place in (ONCE, *range(low, high + 1)):
                bins[place] += number
        for key in keys:
            several = filterset.several_intervals(key, rows)
            if several is not None:
                for place, number in _several(cursor, several, edges[key]):
                    counted[key][place] += number
    return counted


def _place(column: str) -> str:
    """SQL of the number of the bin a bound falls into; beyond the ends, the first or the last."""
    return f'least(greatest(width_bucket("{column}"::float8, %s::float8[]), 1), %s)'


def _arguments(bins: Edges) -> tuple[list[float], int]:
    return list(bins.edges), bins.number


def _several(cursor: Any, values: models.QuerySet[Any], bins: Edges) -> list[tuple[int, int]]:
    """Records whose several values are counted for themselves: one counts once in each bin."""
    try:
        chosen, params = values.query.sql_with_params()
    except EmptyResultSet:
        return []
    sql = (
        f"WITH chosen(record, low, high) AS MATERIALIZED ({chosen}) "
        f"SELECT place, count(DISTINCT record) FROM chosen, generate_series("
        f"{_place('low')}, {_place('high')}) AS place GROUP BY place "
        f"UNION ALL SELECT {ONCE}, count(DISTINCT record) FROM chosen"
    )
    cursor.execute(sql, [*params, *_arguments(bins), *_arguments(bins)])
    rows: list[tuple[int, int]] = cursor.fetchall()
    return rows
