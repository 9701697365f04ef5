"""The tables of segments, and the triggers that note what has changed since."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import connections, models, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.filtering import StrictFilterSet

SIZE = 1 << 15
"""Ids in one segment: a place in it is a 16-bit number."""
WATCH = "asc_counted"
FORMAT = 1
"""Moves on whenever segments are packed, or their values chosen, in another way."""


class Segment(models.Model):
    """What the records from ``number × SIZE`` on say. ``token`` is new with each content, and never
    given twice: who has read the content once need not read it again."""

    number = models.PositiveIntegerField(primary_key=True)
    token = models.UUIDField(default=uuid.uuid4)
    layout = models.CharField(max_length=32, help_text="which facets and histograms it holds")
    content = models.BinaryField()

    counts_as_data = False  # it repeats what the read rows say

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"segment {self.number}"


class Change(models.Model):
    """A record that was written since its segment was made."""

    id = models.BigAutoField(primary_key=True)
    record = models.PositiveIntegerField()

    counts_as_data = False

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"record {self.record}"


@dataclass(frozen=True)
class Store:
    """The segments of one kind of record: their tables, and the set of filters whose facets and
    histograms they hold. ``beside`` names further tables with the column that holds the record:
    any write there counts as a change of it."""

    segments: type[Segment]
    changes: type[Change]
    filters: type[StrictFilterSet]
    beside: tuple[tuple[type[models.Model], str], ...] = ()

    @cached_property
    def layout(self) -> str:
        """Which facets and histograms a segment has to hold: one of another layout is not read."""
        facets = [(facet.parameter, facet.column, facet.array) for facet in self.filters.FACETS]
        said = repr((FORMAT, facets, self.filters.HISTOGRAMS))
        return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()


def watch_changes(store: Store, using: str) -> None:
    """Set the triggers that note changes; said anew after each migration, so that the columns of a
    new property are watched too. Rows that nobody watched so far are all noted."""
    rows = store.filters._meta.model
    key = rows._meta.pk
    table, noted = rows._meta.db_table, store.changes._meta.db_table
    differ = " OR ".join(
        f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in _counted_columns(store.filters)
    )
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass",
            [WATCH, table],
        )
        watched = cursor.fetchone()[0]
        _watch(cursor, noted, table, key.column, f"WHEN ({differ})")
        for model, column in store.beside:
            _watch(cursor, noted, model._meta.db_table, column, "")
        if not watched:
            cursor.execute(f'INSERT INTO "{noted}" (record) SELECT "{key.column}" FROM "{table}"')


def _watch(cursor: Any, noted: str, table: str, column: str, when: str) -> None:
    function = f"asc_note_{table}"
    cursor.execute(
        f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO "{noted}" (record) VALUES (NEW."{column}");
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD."{column}" <> NEW."{column}" THEN
        INSERT INTO "{noted}" (record) VALUES (OLD."{column}");
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {WATCH} AFTER INSERT OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION {function}();
CREATE OR REPLACE TRIGGER {WATCH}_in_columns AFTER UPDATE ON "{table}"
FOR EACH ROW {when} EXECUTE FUNCTION {function}();"""
    )


def _counted_columns(filters: type[StrictFilterSet]) -> Sequence[str]:
    """Every column of the read row that a facet or a histogram is counted from, and what says that
    a row has several values."""
    meta = filters._meta.model._meta
    names = [facet.column for facet in filters.FACETS]
    for key in filters.HISTOGRAMS:
        names += [column.name for column in filters().interval(key)]
    names += [name for name in ("several",) if name in {f.name for f in meta.fields}]
    columns: Iterable[str] = (str(meta.get_field(name).column) for name in names)
    return list(dict.fromkeys(columns))
