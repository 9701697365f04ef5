"""Rows into PostgreSQL by COPY: lines of text in the format COPY reads, table by table."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
import psycopg

from coatings.models import Coating, CoatingMethod, Measurement, StepValue
from cycling.models import (
    Control,
    CyclingTest,
    Outcome,
    TestCoating,
    TestCondition,
    TestCurve,
    TestResult,
)
from literature.models import Paper
from precursors.models import SourceTemperature
from records.models import PublicId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db import models

    from science.quantities import Quantity

NULL = "\\N"
_READING = ("printed", "qualifier", "low", "high", "uncertainty", "unit", "missing")
_PROVENANCE = ("via_id", "via_number", "at", "extraction", "note")

# In the order of their references: a row's parents stand in an earlier table.
TABLES: dict[type[models.Model], tuple[str, ...]] = {
    Paper: (
        *("id", "key", "type", "csl", "citation", "authors", "container", "year", "doi"),
        *("via_id", "via_number", "note", "search_text", "created", "updated"),
    ),
    PublicId: ("kind", "number", "paper_key", "item_key", "reason", "successor"),
    SourceTemperature: ("precursor_id", "paper_id", "position", *_READING, *_PROVENANCE),
    Coating: (
        *("id", "paper_id", "key", "position", "material_id", "material_printed", "process_id"),
        *("purpose", "supercycle", "substrate_id", "role", "role_stated", "preparation"),
        *("created", "updated", *_PROVENANCE),
    ),
    CoatingMethod: ("coating_id", "method_id", "position"),
    StepValue: ("coating_id", "step_id", "property", *_READING, *_PROVENANCE),
    Measurement: ("coating_id", "property", "position", "conditions", *_READING, *_PROVENANCE),
    CyclingTest: (
        *("id", "paper_id", "key", "position", "label", "coating_id", "cell_type"),
        *("electrode_id", "counter", "electrolyte", "cells", "points_unit", "points_columns"),
        *("cell_format", "composition", "reference", "separator", "electrolyte_parts", "segments"),
        "profiles",
        *("created", "updated", *_PROVENANCE),
    ),
    TestCoating: ("test_id", "coating_id", "position", "counter"),
    Control: ("test_id", "control_id", "position"),
    TestCondition: ("test_id", "property", "position", *_READING, *_PROVENANCE),
    TestResult: (
        *("test_id", "property", "position", "at_cycle_printed", "at_cycle_low"),
        *("at_cycle_high", *_READING, *_PROVENANCE),
    ),
    Outcome: (*("test_id", "than_id", "outcome", "aspect", "statement", "position", *_PROVENANCE),),
    TestCurve: (
        *("test_id", "position", "own", "label", "unit", "per", "columns", "last_cycle", "errors"),
        *("figure", "series", "sha256", "data"),
        *_PROVENANCE,
    ),
}


class Rows:
    """Lines that wait for their COPY, by table."""

    def __init__(self) -> None:
        self.lines: dict[type[models.Model], list[str]] = {table: [] for table in TABLES}

    def add(self, table: type[models.Model], *fields: str) -> None:
        """One row; a field may hold several columns, already joined by tabs."""
        self.lines[table].append("\t".join(fields) + "\n")

    def write(self, connection: psycopg.Connection[Any]) -> None:
        """COPY what waits, parents first."""
        with connection.cursor() as cursor:
            for table, columns in TABLES.items():
                lines = self.lines[table]
                if not lines:
                    continue
                names = ", ".join(f'"{column}"' for column in columns)
                statement = f"COPY {table._meta.db_table} ({names}) FROM STDIN"
                with cursor.copy(statement.encode()) as copy:
                    copy.write("".join(lines))
                lines.clear()


def text(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def json_text(value: Any) -> str:
    return text(orjson.dumps(value).decode())


def optional(value: object | None) -> str:
    return NULL if value is None else str(value)


def array(values: Iterable[object]) -> str:
    """An array of plain words or numbers (no quotes or backslashes within)."""
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


def reading(quantity: Quantity) -> str:
    """The columns of a printed value."""
    return "\t".join(
        (
            text(quantity.printed),
            quantity.qualifier,
            optional(quantity.low),
            optional(quantity.high),
            optional(quantity.uncertainty),
            quantity.unit,
            "",
        )
    )


def missing(kind: str) -> str:
    """The columns of a value that is missing, and which kind of missing."""
    return "\t".join(("", "", NULL, NULL, NULL, "", kind))


@contextmanager
def without_history(connection: psycopg.Connection[Any]) -> Iterator[bool]:
    """No triggers while a throw-away database is filled; False where the account may not say so,
    and then history is written too (slower, nothing else)."""
    try:
        connection.execute("SET session_replication_role = replica")
    except psycopg.errors.InsufficientPrivilege:
        connection.rollback()
        yield False
        return
    try:
        yield True
    finally:
        connection.execute("SET session_replication_role = DEFAULT")
