"""Read a block from the database: one statement, whatever the number of records."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, FloatField, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from records.index.block import Block, Postings, Values, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db import models

    from records.filtering.facets import Facet
    from records.filtering.filterset import StrictFilterSet

SEARCHED = "search_text"
_RECORDS = "string_agg(int4send(record::int4), '')"
_NO_ENDS = "NULL::bytea, NULL::bytea"


class _Statement:
    """Parts that each give (name, word, records, lows, highs) from a query of their own, or from
    the rows of the records themselves, which are read once."""

    def __init__(self, filterset: StrictFilterSet, rows: models.QuerySet[Any]) -> None:
        self.filterset = filterset
        self.rows = rows.order_by()
        self.columns: dict[str, Any] = {}
        self.parts = [f"SELECT 'ids', NULL::text, {_RECORDS}, {_NO_ENDS} FROM chosen"]
        self.params: list[Any] = []

    def column(self, expression: Any) -> str:
        name = f"column_{len(self.columns)}"
        self.columns[name] = expression
        return f'"{name}"'

    def words(self, name: str, word: str, source: str = "chosen") -> None:
        self.parts.append(
            f"SELECT 'words {name}', {word}::text, {_RECORDS}, {_NO_ENDS} FROM {source} "
            f"WHERE {word} IS NOT NULL GROUP BY 2"
        )

    def values(self, key: str, low: str, high: str, source: str = "chosen", but: str = "") -> None:
        left_out = f" AND {but} IS NOT TRUE" if but else ""
        self.parts.append(
            f"SELECT 'values {key}', NULL, {_RECORDS}, string_agg(float8send({low}), ''), "
            f"string_agg(float8send({high}), '') FROM {source} WHERE {low} IS NOT NULL{left_out}"
        )

    def query(self, queryset: models.QuerySet[Any]) -> str:
        """The SQL of a further query, as a source of parts."""
        sql, params = queryset.query.sql_with_params()
        self.params += params
        return f"({sql})"

    def facet(self, facet: Facet) -> None:
        if facet.of_the_row:
            column = self.column(F(facet.column))
            if facet.array:
                self.words(facet.parameter, "word", f"chosen, unnest({column}) AS word")
            else:
                self.words(facet.parameter, column)
        elif facet.column:
            rows = self.rows
            if facet.but:
                column, word = facet.but
                rows = rows.annotate(but=F(column)).exclude(but=word)
            pairs = self.query(rows.values_list("pk", facet.column).distinct())
            self.words(facet.parameter, "word", f"{pairs} AS pairs(record, word)")
        else:
            filter_ = self.filterset.filters[facet.parameter]
            for word, _ in filter_.options():
                having = self.rows.filter(filter_.condition(filter_.read([word])))
                named = having.values_list("pk", Value(word))
                source = self.query(named)
                self.words(facet.parameter, "word", f"{source} AS pairs(record, word)")

    def histogram(self, key: str) -> None:
        """The printed values of the rows that have several, the interval in the columns of the
        others."""
        printed = self.filterset.printed(key)
        several = Q() if printed is None else self.filterset.several(key)
        flag = self.column(ExpressionWrapper(several, BooleanField())) if several else ""
        if printed is not None:
            owners = RawSQL("SELECT record FROM chosen" + (f" WHERE {flag}" if flag else ""), ())
            source = self.query(printed.intervals(owners))
            self.values(key, "low", "high", f"{source} AS printed(record, low, high)")
        if printed is None or several:
            low, high = (
                self.column(Cast(end, FloatField())) for end in self.filterset.interval(key)
            )
            self.values(key, low, high, but=flag)

    def run(self) -> list[tuple[str, str | None, bytes, bytes | None, bytes | None]]:
        chosen, params = (
            self.rows.annotate(**self.columns)
            .values_list("pk", *self.columns)
            .query.sql_with_params()
        )
        names = ", ".join(["record", *(f'"{name}"' for name in self.columns)])
        sql = f"WITH chosen({names}) AS MATERIALIZED ({chosen}) {' UNION ALL '.join(self.parts)}"
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, *self.params])
            return [row for row in cursor.fetchall() if row[2] is not None]


def read_block(filterset: StrictFilterSet, rows: models.QuerySet[Any]) -> Block:
    """What these rows say: the words of every facet, the values of every histogram, and of a list
    that is kept in blocks the words that a search finds. Raises ``EmptyResultSet``."""
    statement = _Statement(filterset, rows)
    for facet in filterset.FACETS:
        statement.facet(facet)
    for key in filterset.HISTOGRAMS:
        statement.histogram(key)
    if filterset.WATCHED is not None:
        texts = statement.query(statement.rows.values_list("pk", SEARCHED))
        each = "unnest(string_to_array(text, ' ')) AS word"
        statement.words(SEARCHED, "word", f"{texts} AS texts(record, text), {each}")
    return _block(filterset, statement.run())


def _block(filterset: StrictFilterSet, found: list[Any]) -> Block:
    ids = np.sort(_records(b"".join(row[2] for row in found if row[0] == "ids")))
    words: dict[str, list[tuple[bytes, bytes]]] = defaultdict(list)
    values: dict[str, list[tuple[bytes, bytes, bytes]]] = defaultdict(list)
    for name, word, records, lows, highs in found:
        kind, _, key = name.partition(" ")
        if kind == "words" and word:
            words[key].append((word.encode(), records))
        elif kind == "values":
            values[key].append((records, lows, highs))
    held = {name: _words(sorted(words[name]), ids) for name in _named(filterset)}
    return Block(ids, held, {key: _values(values[key], ids) for key in filterset.HISTOGRAMS})


def _named(filterset: StrictFilterSet) -> Iterator[str]:
    yield from (facet.parameter for facet in filterset.FACETS)
    if filterset.WATCHED is not None:
        yield SEARCHED


def _records(raw: bytes) -> Any:
    return np.frombuffer(raw, ">i4").astype(np.int32)


def _words(found: list[tuple[bytes, bytes]], ids: Any) -> Words:
    lengths = np.array([len(records) // 4 for _, records in found], np.int64)
    places = np.searchsorted(ids, _records(b"".join(records for _, records in found)))
    text = b"".join(word for word, _ in found)
    return Words(
        np.frombuffer(text, np.uint8),
        np.cumsum([len(word) for word, _ in found], dtype=np.int64),
        Postings.of(lengths, places.astype(np.int32), len(ids)),
    )


def _values(found: list[tuple[bytes, bytes, bytes]], ids: Any) -> Values:
    records, lows, highs = (b"".join(part[i] for part in found) for i in range(3))
    return Values(
        np.searchsorted(ids, _records(records)).astype(np.int32),
        np.frombuffer(lows, ">f8").astype(np.float64),
        np.frombuffer(highs, ">f8").astype(np.float64),
    )
