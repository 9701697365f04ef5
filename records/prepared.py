"""Statements that are compiled once and planned once for each connection.

What a record shows is read by the same few statements every time, each for one number: making them
anew, and planning their joins, would take longer than reading.
"""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db import models

_ASKED = 2_000_000_011
"""Stands for the number while a statement is compiled; no other parameter of it has this value."""


class Prepared:
    """The rows of a queryset of ``values_list`` that is asked for with one number.

    Values come as psycopg reads them: JSON as text. The statement runs on Django's connection, in
    its transaction.
    """

    def __init__(self, rows: Callable[[int], models.QuerySet[Any, Any]]) -> None:
        self.rows = rows

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        sql, params = self.rows(_ASKED).query.sql_with_params()
        assert _ASKED in params, f"nothing is asked for in {sql}"
        return sql, params

    def __call__(self, number: int) -> list[tuple[Any, ...]]:
        return together(number, self)[0]

    def with_number(self, number: int) -> tuple[str, list[Any]]:
        """The statement and its parameters."""
        sql, params = self._statement
        return sql, [number if value == _ASKED else value for value in params]


def together(number: int, *statements: Prepared) -> list[list[tuple[Any, ...]]]:
    """The rows of each of these statements for one number, by one journey to the database."""
    return in_one_journey([statement.with_number(number) for statement in statements])


def in_one_journey(
    statements: Sequence[tuple[str, Sequence[Any]]],
) -> list[list[tuple[Any, ...]]]:
    """The rows of each of these statements, run in their order on Django's connection. They travel
    to the server and back together, which for short statements is most of what they take."""
    connection.ensure_connection()
    began = time.perf_counter()
    with connection.wrap_database_errors, connection.connection.pipeline():
        cursors = [
            psycopg.Cursor(connection.connection).execute(sql, given, prepare=True)
            for sql, given in statements
        ]
    found = [cursor.fetchall() if cursor.description else [] for cursor in cursors]
    if connection.queries_logged:  # counted with Django's own
        took = f"{(time.perf_counter() - began) / len(statements):.3f}"
        connection.queries_log.extend({"sql": sql, "time": took} for sql, _ in statements)
    return found
