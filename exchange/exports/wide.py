"""Tables with the columns of every property, straight from the flat read rows.

One statement gives the whole selection, so that PostgreSQL writes the lines of a CSV file itself;
the printed text is gathered beside the read values. The columns of REST's list come out of its
ready-made JSON, parsed once per row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import JSONField
from django.db.models.expressions import RawSQL

from exchange.exports.columns import Column, columns_of, property_columns
from exchange.exports.tables import CHUNK, Table
from records.read_rows import high_column, low_column, number_keys
from records.rest.views import ROOT
from records.spreadsheets import RUNS
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from records.rest import RecordsView

_CASTS = {"number": "::float8", "whole": "::int8", "flag": "::boolean"}


@dataclass(frozen=True)
class Printed:
    """A table of printed values: its name, and its column that holds the record's number."""

    table: str
    owner: str


class WideTable(Table):
    """The table of a list that has read rows: its columns, then those of every property."""

    def __init__(
        self,
        view: type[RecordsView],
        subject: str,
        *printed: Printed,
        arrays: Mapping[str, str],
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.subject = subject
        self.printed = printed
        self.arrays = arrays
        self.without = without
        self.numbers = number_keys(subject)
        super().__init__(view)

    def declare(self, view: type[RecordsView]) -> list[Column]:
        shared = columns_of(view.item_shape, frozenset(self.numbers) | self.without)
        return shared + [c for key in self.numbers for c in property_columns(PROPERTIES[key])]

    def rows(
        self, view: RecordsView, rows: Any, columns: Sequence[Column]
    ) -> Iterator[Sequence[Any]]:
        expressions = [self._expression(view, column) for column in columns]
        statement, params = self._statement(rows, expressions)
        # The cursor stands at the server and ends with the snapshot that the file is read in.
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement, params)
            while chunk := cursor.fetchmany(CHUNK):
                yield from chunk

    def csv_lines(
        self, view: RecordsView, rows: Any, columns: Sequence[Column]
    ) -> Iterator[memoryview | bytes]:
        """The lines of the CSV file as PostgreSQL writes them, in blocks."""
        expressions = [_as_csv(self._expression(view, c), c) for c in columns]
        statement, params = self._statement(rows, expressions)
        command = f"COPY ({statement}) TO STDOUT (FORMAT csv)"
        # the cursor of psycopg itself: the one that DEBUG wraps around it takes no parameters
        with connection.cursor() as cursor, cursor.cursor.copy(command, params) as copy:
            yield from copy

    def _statement(self, rows: Any, expressions: Sequence[str]) -> tuple[str, Sequence[Any]]:
        """One SELECT over the rows that the filters leave, in their order.

        The inner query keeps its order and is not flattened into the outer one (OFFSET 0), so that
        the JSON of a row is parsed once.
        """
        table = f'"{rows.model._meta.db_table}"'
        key = f'{table}."{rows.model._meta.pk.column}"'
        wanted = " ".join(expressions)
        given: dict[str, Any] = {"number": RawSQL(key, [])}
        if "i.j " in wanted:
            given["j"] = RawSQL(f"{table}.list_json::jsonb", [], JSONField())
        if "i.p " in wanted:
            given["p"] = RawSQL(self._gathered(key), [], JSONField())
        plain = [f.name for f in rows.model._meta.concrete_fields if f"i.{f.column} " in wanted]
        inner = rows.annotate(**given).values(*plain, *given)
        sql, params = inner.query.sql_with_params()
        return f"SELECT {', '.join(expressions)} FROM ({sql} OFFSET 0) AS i", params

    def _gathered(self, key: str) -> str:
        """``{property: printed}`` of one record, several values joined."""
        tables = " UNION ALL ".join(
            f"SELECT property, printed, position FROM {one.table} "
            f"WHERE {one.owner} = {key} AND missing = '' AND scope = 'record' "
            "AND NOT superseded"
            for one in self.printed
        )
        return (
            "(SELECT jsonb_object_agg(property, printed) FROM ("
            "SELECT property, string_agg(printed, '; ' ORDER BY position) AS printed "
            f"FROM ({tables}) AS v GROUP BY property) AS g)"
        )

    def _expression(self, view: RecordsView, column: Column) -> str:
        """What gives a column, over ``i``; every name of ``i`` has a space behind it."""
        if column.group in self.numbers:
            return self._reading(column.group, column.path[-1])
        if column.group in ("id", "url", "page"):
            return self._address(view, column.group)
        if column.header in self.arrays:
            return f"NULLIF(i.{self.arrays[column.header]} , '{{}}')"
        if column.kind == "time":
            return f"i.{column.header} "
        path = ",".join(column.path)
        if column.kind == "words":
            return f"ARRAY(SELECT jsonb_array_elements_text(i.j #> '{{{path}}}'))"
        if column.kind == "json":
            return f"NULLIF(NULLIF(i.j #>> '{{{path}}}', '[]'), '{{}}')"
        text = f"NULLIF(i.j #>> '{{{path}}}', '')"
        return f"({text}){_CASTS.get(column.kind, '')}"

    def _address(self, view: RecordsView, group: str) -> str:
        assert view.kind is not None, "read rows belong to records with public ids"
        ident = f"'ASC-{view.kind.value}' || lpad(i.number ::text, 6, '0')"
        folder = {"url": f"{ROOT}{view.plural}", "page": f"/{view.plural}"}.get(group)
        if folder is None:
            return f"({ident})"
        base = f"{settings.PUBLIC_URL}{folder}/".replace("'", "''").replace("%", "%%")
        return f"('{base}' || {ident} || '/')"

    def _reading(self, key: str, part: str) -> str:
        low, high = f"i.{low_column(key)} ", f"i.{high_column(key)} "
        if part == "printed":
            return f"(i.p ->> '{key}')"
        if part == "low":
            return f"NULLIF({low}, '-Infinity')"
        if part == "high":
            return f"NULLIF({high}, 'Infinity')"
        # as records.read_rows.qualifier_of
        return (
            f"CASE WHEN {low} = '-Infinity' THEN 'below' WHEN {high} = 'Infinity' THEN 'above' "
            f"WHEN {low} < {high} THEN 'range' "
            f"WHEN {low} IS NOT NULL THEN CASE WHEN '{key}' = ANY(i.about ) THEN 'about' "
            "ELSE 'exact' END END"
        )


def _as_csv(expression: str, column: Column) -> str:
    """The expression as it stands in a CSV file: lists joined, formulas disarmed."""
    if column.kind == "words":
        return f"array_to_string({expression}, '; ')"
    if column.kind == "time":
        return f"to_char({expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    if column.kind != "text" or column.header in ("id", "url", "page"):
        return expression
    if column.path[-1] in ("qualifier", "key", "id"):
        return expression  # words of ours
    return rf"regexp_replace({expression}, '{RUNS}', '''\1')"
