"""A larger world from a smaller one: every paper again, with what it reports, under new numbers.

The first papers are derived by the product itself. A further copy says the same under the numbers
that follow, so its read rows are those of the first with other ids, written by COPY. A test holds
that the product would write the same rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from bench.synthetic.copying import TABLES
from coatings.models import Coating, CoatingRead
from cycling.models import CyclingTest, TestRead
from literature.models import Paper
from records.index.tables import IndexChange
from records.models import Kind, PublicId

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg
    from django.db import models

REVIEW = 1
"""The number of the paper that is there once, and that others were read in."""
_KINDS = {
    "paper_id": Kind.PAPER,
    "via_number": Kind.PAPER,
    "coating_id": Kind.COATING,
    "coatings": Kind.COATING,
    "test_id": Kind.TEST,
    "control_id": Kind.TEST,
    "than_id": Kind.TEST,
}
_RECORDS: dict[type[models.Model], Kind] = {
    Paper: Kind.PAPER,
    Coating: Kind.COATING,
    CyclingTest: Kind.TEST,
}
_WITH_TEXTS: tuple[type[models.Model], ...] = (Paper, PublicId, CoatingRead, TestRead)
# What of a text names a record (in JSON, and among searched words) or its paper, and the number.
_NAMED = re.compile(
    r"(?P<id>ASC-[CPT]|\b(?:asc)?[cpt](?=\d{6}))(?P<number>\d{6,})"
    r"|(?P<own>bench)(?P<paper>\d+)"
    r'|(?P<via>"key":"review-2025","number":)(?P<at>\d+)'
)


@dataclass(frozen=True)
class Extent:
    """Numbers of records: how many there are at first, or how far a copy lies behind them."""

    papers: int
    coatings: int
    tests: int

    def of(self, kind: str) -> int:
        return {Kind.PAPER: self.papers, Kind.COATING: self.coatings, Kind.TEST: self.tests}[
            Kind(kind)
        ]

    def times(self, factor: int) -> Extent:
        return Extent(factor * self.papers, factor * self.coatings, factor * self.tests)


def copy_world(connection: psycopg.Connection[Any], first: Extent, copies: int) -> None:
    """Write ``copies`` further copies of the first papers (the review apart), and note every
    record as changed, as triggers do that may be off."""
    with connection.transaction():
        indexes = _drop_indexes(connection)
        texts = {model: Texts(connection, model) for model in _WITH_TEXTS}
        for number in tqdm(range(1, copies + 1), unit="copy", desc="copying", disable=None):
            shift = first.times(number)
            for table, columns in TABLES.items():
                if table in texts:
                    texts[table].write(connection, shift)
                else:
                    connection.execute(_inserted(table, columns, first, shift).encode())
            for table in (CoatingRead, TestRead):
                texts[table].write(connection, shift)
        for statement in tqdm(indexes, unit="index", desc="indexing", disable=None):
            connection.execute(statement.encode())
        for model, column, last in (
            (CoatingRead, "coating_id", first.coatings),
            (TestRead, "test_id", first.tests),
        ):
            rows = model._meta.db_table
            connection.execute(
                f"INSERT INTO {IndexChange._meta.db_table} (list, record) "
                f"SELECT '{rows}', {column} FROM {rows} WHERE {column} > {last}".encode()
            )


def _drop_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    """Drop the indexes of the tables to fill that hold no constraint: they are faster made anew,
    by the statements that are returned."""
    tables: tuple[type[models.Model], ...] = (*TABLES, CoatingRead, TestRead)
    found = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid::regclass::text = ANY(%s) AND NOT indisunique",
        [[model._meta.db_table for model in tables]],
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}".encode())
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    return [definition for _, definition in found]


def _kind(table: type[models.Model], column: str) -> Kind | None:
    """Of which kind the numbers of a column are; None where it is the same in every copy."""
    return _RECORDS.get(table) if column == "id" else _KINDS.get(column)


def _inserted(
    table: type[models.Model], columns: Sequence[str], first: Extent, shift: Extent
) -> str:
    """Rows without texts that name a record: the first once more, within the database."""
    owner = next(name for name in ("id", "test_id", "coating_id", "paper_id") if name in columns)
    kind = _kind(table, owner)
    assert kind is not None, f"rows of {table} belong to no record"
    last = first.of(kind) + (REVIEW if kind == Kind.PAPER else 0)
    kinds = {column: _kind(table, column) for column in columns}
    read = (f'"{name}" + {shift.of(of)}' if of else f'"{name}"' for name, of in kinds.items())
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f"INSERT INTO {table._meta.db_table} ({names}) SELECT {', '.join(read)} "
        f"FROM {table._meta.db_table} WHERE {owner} <= {last}"
    )


class Texts:
    """The first rows of a table whose texts name records, to be written under other numbers."""

    def __init__(self, connection: psycopg.Connection[Any], model: type[models.Model]) -> None:
        table, key = model._meta.db_table, model._meta.pk
        assert key is not None
        columns = TABLES.get(model) or [
            str(field.column) for field in model._meta.concrete_fields if not field.generated
        ]
        names = ", ".join(f'"{name}"' for name in columns)
        self.into = f"COPY {table} ({names}) FROM STDIN"
        self.lines: list[tuple[str, list[tuple[int, str]]]] = []
        kinds = [_kind(model, column) for column in columns]
        read = f"COPY (SELECT {names} FROM {table} ORDER BY {key.column}) TO STDOUT"
        with connection.cursor() as cursor, cursor.copy(read.encode()) as copy:
            buffer = b"".join(copy).decode()
        for line in buffer.splitlines():
            fields = dict(zip(columns, line.split("\t"), strict=True))
            of = list(kinds)
            if model is PublicId:
                of[columns.index("number")] = Kind(fields["kind"])
            paper = "" if model is PublicId else fields["id" if model is Paper else "paper_id"]
            if paper != str(REVIEW) and (
                model is not PublicId or fields["paper_key"] != "review-2025"
            ):
                self.lines.append(_template(list(fields.values()), of, paper))

    def write(self, connection: psycopg.Connection[Any], shift: Extent) -> None:
        """COPY the rows with the numbers of this copy."""
        by = {kind.value: shift.of(kind) for kind in Kind}
        with connection.cursor() as cursor, cursor.copy(self.into.encode()) as copy:
            for template, numbers in self.lines:
                copy.write(template % tuple([n + by[kind] for n, kind in numbers]))


def _template(
    fields: list[str], kinds: Sequence[Kind | None], paper: str
) -> tuple[str, list[tuple[int, str]]]:
    """A line with places for its numbers, and these. Of papers that a text names, those of other
    papers' values are the same in every copy."""
    numbers: list[tuple[int, str]] = []

    def place(found: re.Match[str]) -> str:
        if found["own"] or found["via"]:
            numbers.append((int(found["paper"] or found["at"]), Kind.PAPER.value))
            return f"{found['own'] or found['via']}%d"
        kind = found["id"][-1].upper()
        if kind == Kind.PAPER and int(found["number"]) != int(paper):
            return found[0]
        numbers.append((int(found["number"]), kind))
        return f"{found['id']}%06d"

    parts = []
    for field, kind in zip(fields, kinds, strict=True):
        if kind is None:
            parts.append(_NAMED.sub(place, field.replace("%", "%%")))
        else:
            found = re.findall(r"\d+", field)
            numbers += [(int(number), kind.value) for number in found]
            parts.append(re.sub(r"\d+", "%d", field))
    return "\t".join(parts) + "\n", numbers
