"""Histograms of a list: how many records have a value in each part of a property's range.

A set of filters names its histograms in ``HISTOGRAMS``; :func:`histograms` answers for any of
them. The bins come from all records and not from the filtered ones, so that they stay where they
are while filters change; each histogram is counted without its own range filter, so that it shows
what widening the range would bring.

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

from literature.filtering.bins import Edges, edges_of
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db import models

    from literature.filtering.filterset import StrictFilterSet

_TOTAL = -1
_ONCE = 0  # the number of records with a value stands beside the bins, which begin at 1
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


def histograms(
    filterset: StrictFilterSet, names: Collection[str] | None = None
) -> dict[str, Histogram]:
    """Every histogram of a set of filters, or those named, in the order they are declared."""
    keys = [key for key in filterset.HISTOGRAMS if names is None or key in names]
    edges = all_edges(filterset, keys)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in keys:
        own = own_parameters(key)
        groups[own if any(name in filterset.values for name in own) else ()].append(key)
    found: dict[str, Histogram] = {}
    for without, members in groups.items():
        rows = filterset.filter_queryset(filterset.queryset.all(), without).order_by()
        counted = count_bins(filterset, rows, {key: edges[key] for key in members})
        total = counted.pop((_TOTAL, 0), 0)
        for i, key in enumerate(members):
            numbers = {place: n for (of, place), n in counted.items() if of == i}
            found[key] = _histogram(key, edges[key], numbers, total)
    return {key: found[key] for key in keys}


def own_parameters(key: str) -> tuple[str, str]:
    """The parameters that bound this property, or the year."""
    return f"{key}_min", f"{key}_max"


def _histogram(key: str, edges: Edges, numbers: dict[int, int], total: int) -> Histogram:
    spans = edges.spans()
    count = numbers.get(_ONCE, 0)
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
def all_edges(filterset: StrictFilterSet, keys: Iterable[str]) -> dict[str, Edges]:
    """The bins of these histograms, from the lowest and the highest finite value of all records."""
    rows = filterset.default_queryset().order_by()
    asked: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    keys = list(keys)
    for i, key in enumerate(keys):
        low, high = filterset.interval(key)
        for side, column in (("low", low), ("high", high)):
            name = f"{side}_{i}"
            columns[name] = Cast(column, FloatField())
            finite = Q(**{f"{name}__gt": -math.inf, f"{name}__lt": math.inf})
            asked[f"least_{name}"] = Min(name, filter=finite)
            asked[f"most_{name}"] = Max(name, filter=finite)
    extent = rows.annotate(**columns).aggregate(**asked) if keys else {}
    found = {}
    for i, key in enumerate(keys):
        ends = [
            float(value)
            for end in ("least", "most")
            for side in ("low", "high")
            if (value := extent[f"{end}_{side}_{i}"]) is not None
        ]
        least, most = (min(ends), max(ends)) if ends else (None, None)
        found[key] = edges_of(least, most, whole=is_whole(key))
    return found


# --- counting ---------------------------------------------------------------------------------
def count_bins(
    filterset: StrictFilterSet, rows: models.QuerySet[Any], edges: dict[str, Edges]
) -> dict[tuple[int, int], int]:
    """Records by place of the key in ``edges`` and number of the bin, from 1; bin 0 counts each
    record with a value once, and place -1 the whole set. One query."""
    columns: dict[str, Any] = {}
    for i, key in enumerate(edges):
        columns[f"low_{i}"], columns[f"high_{i}"] = filterset.single_interval(key)
    try:
        chosen, params = (
            rows.annotate(**columns).values_list("pk", *columns).query.sql_with_params()
        )
    except EmptyResultSet:
        return {}
    parts = [f"SELECT {_TOTAL}, 0, 0, count(*) FROM chosen"]
    given: list[Any] = list(params)
    apart: list[tuple[int, Any]] = []
    for i, (key, bins) in enumerate(edges.items()):
        if not bins.number:
            continue
        parts.append(
            f"SELECT {i}, {_place(f'low_{i}')}, {_place(f'high_{i}')}, count(*) "
            f'FROM chosen WHERE "low_{i}" IS NOT NULL GROUP BY 2, 3'
        )
        given += 2 * [*_arguments(bins)]
        several = filterset.several_intervals(key, rows)
        if several is not None:
            apart.append((i, several))
    sql = f"WITH chosen AS MATERIALIZED ({chosen}) {' UNION ALL '.join(parts)}"
    counted: dict[tuple[int, int], int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        for key_place, low, high, number in cursor.fetchall():
            if key_place == _TOTAL:
                counted[_TOTAL, 0] = number
                continue
            counted[key_place, _ONCE] += number
            for place in range(low, high + 1):
                counted[key_place, place] += number
        every = list(edges.values())
        for i, several in apart:
            for place, number in _several(cursor, several, every[i]):
                counted[i, place] += number
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
        f"UNION ALL SELECT {_ONCE}, count(DISTINCT record) FROM chosen"
    )
    cursor.execute(sql, [*params, *_arguments(bins), *_arguments(bins)])
    rows: list[tuple[int, int]] = cursor.fetchall()
    return rows
