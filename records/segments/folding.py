"""Make segments from the read rows: in the background, in one snapshot, without a lock on rows."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction
from django.db.models import F

from records.segments.packing import pack
from records.segments.tables import SIZE

if TYPE_CHECKING:
    from records.filtering import StrictFilterSet
    from records.segments.tables import Store

_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
_PLACE = "int2send((record - {})::int2)"


def fold(store: Store, *, at_least: int = 1) -> int:
    """Make every segment anew of which at least so many changes are noted; says how many."""
    table = store.changes._meta.db_table
    older = store.segments._default_manager.exclude(layout=store.layout)
    numbers = set(older.values_list("number", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT record / {SIZE} FROM "{table}" GROUP BY 1 HAVING count(*) >= %s', [at_least]
        )
        numbers |= {number for (number,) in cursor.fetchall()}
    return sum(_fold_one(store, number) for number in sorted(numbers))


def _fold_one(store: Store, number: int) -> bool:
    """False where another process is at it: its segment is as good."""
    nested = connection.in_atomic_block
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if not nested:
                cursor.execute(_SNAPSHOT)
            lock = f"{store.segments._meta.db_table} {number}"
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [lock])
            if not cursor.fetchone()[0]:
                return False
            content = _content(cursor, store.filters(), number * SIZE)
            store.segments._default_manager.update_or_create(
                number=number,
                defaults={"token": uuid.uuid4(), "layout": store.layout, "content": content},
            )
            span = (number * SIZE, number * SIZE + SIZE - 1)
            store.changes._default_manager.filter(record__range=span).delete()
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "40001":  # somebody else was faster
            return False
        raise
    return True


def _content(cursor: Any, filterset: StrictFilterSet, base: int) -> bytes:
    """What the rows of one stretch of ids say, packed."""
    rows = filterset.default_queryset().order_by().filter(pk__gte=base, pk__lt=base + SIZE)
    columns: dict[str, Any] = {}
    place = _PLACE.format(base)
    nothing = "NULL::bytea, NULL::bytea"
    parts = [f"SELECT '', NULL::text, string_agg({place}, ''), {nothing} FROM chosen"]
    for i, facet in enumerate(filterset.FACETS):
        columns[f"facet_{i}"] = F(facet.column)
        source, word = "chosen", f'"facet_{i}"::text'
        if facet.array:
            source, word = f'chosen, unnest("facet_{i}") AS word', "word::text"
        parts.append(
            f"SELECT 'facet {facet.parameter}', {word}, string_agg({place}, ''), "
            f"{nothing} FROM {source} GROUP BY 2"
        )
    for i, key in enumerate(filterset.HISTOGRAMS):
        columns[f"low_{i}"], columns[f"high_{i}"] = filterset.single_interval(key)
        parts.append(_intervals(key, place, f'"low_{i}"', f'"high_{i}"', "chosen"))
    chosen, params = rows.annotate(**columns).values_list("pk", *columns).query.sql_with_params()
    names = ", ".join(["record", *(f'"{name}"' for name in columns)])
    cursor.execute(
        f"WITH chosen({names}) AS MATERIALIZED ({chosen}) {' UNION ALL '.join(parts)}", params
    )
    found = cursor.fetchall()
    for key in filterset.HISTOGRAMS:
        several = filterset.several_intervals(key, rows)
        if several is not None:
            chosen, params = several.query.sql_with_params()
            part = _intervals(key, place, "low", "high", "chosen")
            cursor.execute(
                f"WITH chosen(record, low, high) AS MATERIALIZED ({chosen}) {part}", params
            )
            found += cursor.fetchall()
    return _packed(filterset, found)


def _intervals(key: str, place: str, low: str, high: str, source: str) -> str:
    sides = f"string_agg(float8send({low}), ''), string_agg(float8send({high}), '')"
    return (
        f"SELECT 'values {key}', NULL, string_agg({place}, ''), {sides} "
        f"FROM {source} WHERE {low} IS NOT NULL"
    )


def _packed(filterset: StrictFilterSet, found: list[Any]) -> bytes:
    present = b""
    words: dict[str, list[tuple[str, bytes]]] = {f.parameter: [] for f in filterset.FACETS}
    values = dict.fromkeys(filterset.HISTOGRAMS, (b"", b"", b""))
    for name, word, places, lows, highs in found:
        kind, _, key = name.partition(" ")
        if not kind:
            present = bytes(places or b"")
        elif kind == "facet" and word:
            words[key].append((word, bytes(places)))
        elif kind == "values" and places:
            before = values[key]
            values[key] = (
                before[0] + bytes(places),
                before[1] + bytes(lows),
                before[2] + bytes(highs),
            )
    return pack(present, words, values)
