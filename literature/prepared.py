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
    from collections.abc import Callable

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
        sql, params = self._statement
        given = [number if value == _ASKED else value for value in params]
        connection.ensure_connection()
        began = time.perf_counter()
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            found = cursor.execute(sql, given, prepare=True).fetchall()
        if connection.queries_logged:  # counted with Django's own
            took = f"{time.perf_counter() - began:.3f}"
            connection.queries_log.append({"sql": sql, "time": took})
        return found
