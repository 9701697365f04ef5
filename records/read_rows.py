"""Flat read rows: one indexed row per record, from which lists, filters and exports are served.

Publishing writes the published columns and marks the row stale in its own transaction; deriving
writes the derived columns and clears the mark; nothing else writes it. The mark, not a message,
is the truth about what has to be computed.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def number_keys(subject: str) -> list[str]:
    """Keys of the numeric properties of ``subject`` ("coating" or "test"): one column pair each.

    What is said of single elements has no column. Conditions belong to the test they are stated
    for. Names follow the declarations, so that a new declared property is one migration away from
    being filterable.
    """
    return sorted(
        key
        for key, declared in PROPERTIES.items()
        if declared.numeric
        and not declared.of_element
        and any(of == subject for _, of in declared.roles)
    )


@cache
def word_keys(subject: str) -> list[str]:
    """Keys of the derived properties of ``subject`` whose values are words: a column of their
    name each."""
    return sorted(
        key
        for key, declared in PROPERTIES.items()
        if not declared.numeric and ("derived", subject) in declared.roles
    )


def low_column(key: str) -> str:
    return f"{key.lower()}_low"


def high_column(key: str) -> str:
    return f"{key.lower()}_high"


def qualifier_of(low: float | None, high: float | None, about: bool) -> str:
    """How the interval of a read row is meant: an open end is null or infinite."""
    if low is None or math.isinf(low):
        return "below"
    if high is None or math.isinf(high):
        return "above"
    return "range" if low < high else "about" if about else "exact"


def beyond_record(subject: str, *properties: str) -> list[str]:
    """What of its read row the page of a record does not show: its line in lists, what is searched,
    and the columns of numbers but those of ``properties``; to defer, read along with the record."""
    kept = {column for key in properties for column in property_columns(key)}
    columns = [column for key in number_keys(subject) for column in property_columns(key)]
    return [f"read__{one}" for one in ("search_text", *columns) if one not in kept]


def number_json(row: ReadRow, key: str) -> dict[str, Any] | None:
    """The interval of a numeric property in its unit, an open end null; None without a value."""
    low, high = (getattr(row, column(key)) for column in (low_column, high_column))
    if low is None:
        return None
    low, high = (None if math.isinf(end) else end for end in (low, high))
    about = key in row.about
    said = {"qualifier": qualifier_of(low, high, about), "about": about}
    return {"low": low, "high": high, "unit": PROPERTIES[key].unit, **said}


def property_columns(key: str) -> tuple[str, ...]:
    """The columns of a read row that hold a property."""
    return (low_column(key), high_column(key), "about") if PROPERTIES[key].numeric else (key,)


def property_json(row: ReadRow, key: str) -> dict[str, Any] | str | list[str] | None:
    """A property as lists give it: a number as its interval, words as they are, else null."""
    return number_json(row, key) if PROPERTIES[key].numeric else getattr(row, key) or None


def number_columns(subject: str) -> type[models.Model]:
    """An abstract model with a ``<key>_low``/``<key>_high`` pair for every numeric property.

    A bound is stored as ±Infinity, so that null means "no value" and interval questions are two
    plain comparisons.
    """
    attributes: dict[str, Any] = {"__module__": __name__}
    for key in number_keys(subject):
        attributes[low_column(key)] = models.FloatField(null=True, blank=True)
        attributes[high_column(key)] = models.FloatField(null=True, blank=True)
    attributes["Meta"] = type("Meta", (), {"abstract": True})
    return type(f"{subject.title()}Numbers", (models.Model,), attributes)


class ReadRowQuerySet(models.QuerySet["ReadRow"]):
    def for_lines(self, *properties: str) -> Self:
        """With the columns that a line of a list shows, these properties among them: to read a
        hundred more for each row takes longer than to find it."""
        columns = [column for key in properties for column in property_columns(key)]
        return self.only(*self.model.LINE, *columns)

    def stale(self) -> Self:
        """Rows waiting for the worker, oldest mark first."""
        return self.filter(stale_since__isnull=False).order_by("stale_since", "pk")

    def flagged(self) -> Self:
        """Rows with something that looks implausible, last changed first."""
        return self.exclude(flags=[]).order_by("-updated", "pk")

    def set_aside(self) -> Self:
        """Rows that could not be computed, with the error beside them."""
        return self.exclude(derive_error="").order_by("pk")


class ReadRow(models.Model):
    LINE: ClassVar[tuple[str, ...]] = ()
    """The columns that every line of a list is made of."""

    list_json = models.TextField(help_text="the record as lists give it, links apart")
    derived: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    flags: models.JSONField[list[Any], list[Any]] = models.JSONField(
        default=list, help_text="what looks implausible, each with its reason"
    )
    about = ArrayField(
        models.CharField(max_length=40), default=list, db_default=[], blank=True,
        help_text="numeric properties that are about so much, be it one number or a range",
    )  # fmt: skip
    search_text = models.TextField(blank=True)
    updated = models.DateTimeField()
    stale_since = models.DateTimeField(null=True, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    recipe_digest = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    derive_error = models.TextField(blank=True)

    objects = ReadRowQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            # the sweep's question: what is stale, oldest first
            models.Index(
                fields=["stale_since"],
                name="%(class)s_stale",
                condition=models.Q(stale_since__isnull=False),
            ),
            # the curators' question: what looks implausible, last changed first
            models.Index(
                fields=["-updated"],
                name="%(class)s_flagged",
                condition=~models.Q(flags=[]),
            ),
        ]


def write_rows(rows: Sequence[ReadRow]) -> None:
    """Insert these read rows, or put them in the place of those there, in one statement.

    They travel as one JSON text: a hundred columns of some hundred rows as parameters of their
    own would take several times as long to prepare as to write.
    """
    if not rows:
        return
    statement, columns, numbers = _upsert(type(rows[0]))
    bodies = []
    for row in rows:
        held = row.__dict__
        # what is left out is read as null, and most columns of most rows are
        body = {column: held[name] for column, name in columns if held[name] is not None}
        for column in numbers.intersection(body):
            if not math.isfinite(body[column]):
                body[column] = str(body[column])  # JSON has no infinity; PostgreSQL reads the word
        bodies.append(body)
    with connection.cursor() as cursor:
        cursor.execute(statement, [orjson.dumps(bodies).decode()])


@cache
def _upsert(model: type[ReadRow]) -> tuple[str, list[tuple[str, str]], frozenset[str]]:
    """The statement, its columns with their attributes, and which of them are numbers."""
    fields = model._meta.concrete_fields
    columns = [(str(field.column), field.attname) for field in fields]
    numbers = frozenset(str(f.column) for f in fields if isinstance(f, models.FloatField))
    key = next(str(field.column) for field in fields if field.primary_key)
    names = ", ".join(f'"{column}"' for column, _ in columns)
    updates = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name, _ in columns if name != key)
    table = f'"{model._meta.db_table}"'
    statement = (
        f"INSERT INTO {table} ({names}) "
        f"SELECT {names} FROM json_populate_recordset(NULL::{table}, %s::json) "
        f'ON CONFLICT ("{key}") DO UPDATE SET {updates}'
    )
    return statement, columns, numbers
