"""The tables of blocks, and the triggers that note what has changed since they were made."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, connections, models, transaction

from records.index.reading import SEARCHED, read_block

if TYPE_CHECKING:
    from records.filtering.filterset import StrictFilterSet

SIZE = 1 << 17
"""Ids in one block."""
FEW = 200
"""A block is made anew when one in so many of its records has changed."""
MANY = 2000
"""Changes of one block that are folded at once, without waiting for the next sweep."""
FORMAT = 1
"""Moves on whenever blocks are packed, or what they hold is chosen, in another way."""
_TRIGGER = "asc_counted"
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
_ROOM = "SET LOCAL work_mem = '128MB'"  # the words of a block are sorted in memory


class IndexBlock(models.Model):
    """What the records of one list from ``number × SIZE`` on say. ``token`` is new with each
    content, and never given twice: who has read the content once need not read it again."""

    id = models.BigAutoField(primary_key=True)
    list = models.CharField(max_length=60, help_text="the table of its records")
    number = models.PositiveIntegerField()
    token = models.UUIDField(default=uuid.uuid4)
    layout = models.CharField(max_length=32, help_text="which facets and histograms it holds")
    size = models.PositiveIntegerField(help_text="how many records it holds")
    content = models.BinaryField()

    counts_as_data = False  # it repeats what the read rows say

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="one_block_for_a_stretch"),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.number}"


class IndexChange(models.Model):
    """A record that was written since its block was made."""

    id = models.BigAutoField(primary_key=True)
    list = models.CharField(max_length=60)
    record = models.PositiveIntegerField()

    counts_as_data = False

    class Meta:
        indexes = [models.Index(fields=["list", "record"], name="index_change_of")]

    def __str__(self) -> str:
        return f"{self.list} {self.record}"


def list_of(filters: type[StrictFilterSet]) -> str:
    """The name under which the records of a list are kept."""
    return str(filters._meta.model._meta.db_table)


def layout(filters: type[StrictFilterSet]) -> str:
    """What a block of this list has to hold: one of another layout is not read."""
    facets = [(facet.parameter, facet.column, facet.array) for facet in filters.FACETS]
    said = repr((FORMAT, SIZE, facets, filters.HISTOGRAMS))
    return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()


# --- making blocks ----------------------------------------------------------------------------
def fold(filters: type[StrictFilterSet], *, at_least: int = 1) -> int:
    """Make every block anew of which enough changes are noted: in the background, in one snapshot,
    without a lock on rows. Says how many."""
    blocks = IndexBlock.objects.filter(list=list_of(filters))
    numbers = set(blocks.exclude(layout=layout(filters)).values_list("number", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT noted.number FROM (SELECT record / {SIZE} AS number, count(*) AS changes "
            f"FROM {IndexChange._meta.db_table} WHERE list = %s GROUP BY 1) AS noted "
            f"LEFT JOIN {IndexBlock._meta.db_table} AS block "
            "ON block.number = noted.number AND block.list = %s "
            f"WHERE changes >= greatest(%s, coalesce(size, 0) / {FEW})",
            [list_of(filters), list_of(filters), at_least],
        )
        numbers |= {number for (number,) in cursor.fetchall()}
    return sum(_fold_one(filters, number) for number in sorted(numbers))


def _fold_one(filters: type[StrictFilterSet], number: int) -> bool:
    """False where another process is at it: its block is as good."""
    name, first = list_of(filters), number * SIZE
    nested = connection.in_atomic_block
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if not nested:
                cursor.execute(_SNAPSHOT)
                cursor.execute(_ROOM)
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"index {name} {number}"]
            )
            if not cursor.fetchone()[0]:
                return False
            filterset = filters()
            rows = filterset.default_queryset().filter(pk__gte=first, pk__lt=first + SIZE)
            block = read_block(filterset, rows)
            made = {"token": uuid.uuid4(), "layout": layout(filters), "size": block.size}
            IndexBlock.objects.update_or_create(
                list=name, number=number, defaults={**made, "content": block.pack()}
            )
            IndexChange.objects.filter(
                list=name, record__gte=first, record__lt=first + SIZE
            ).delete()
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "40001":  # somebody else was faster
            return False
        raise
    return True


# --- noting changes ---------------------------------------------------------------------------
def watch_changes(filters: type[StrictFilterSet], using: str) -> None:
    """Set the triggers that note changes; said anew after each migration, so that the columns of a
    new property are watched too. Rows that nobody watched so far are all noted."""
    rows = filters._meta.model._meta
    table, key = rows.db_table, rows.pk.column
    differ = " OR ".join(
        f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in counted_columns(filters)
    )
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass",
            [_TRIGGER, table],
        )
        watched = cursor.fetchone()[0]
        _watch(cursor, table, table, key, f"WHEN ({differ})")
        for model, column in filters.WATCHED or ():
            _watch(cursor, table, model._meta.db_table, column, "")
        if not watched:
            cursor.execute(
                f"INSERT INTO {IndexChange._meta.db_table} (list, record) "
                f'SELECT \'{table}\', "{key}" FROM "{table}"'
            )


def _watch(cursor: Any, name: str, table: str, column: str, when: str) -> None:
    function = f"asc_note_{table}"
    note = f"INSERT INTO {IndexChange._meta.db_table} (list, record) VALUES ('{name}', "
    cursor.execute(
        f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        {note} NEW."{column}");
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD."{column}" <> NEW."{column}" THEN
        {note} OLD."{column}");
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {_TRIGGER} AFTER INSERT OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION {function}();
CREATE OR REPLACE TRIGGER {_TRIGGER}_in_columns AFTER UPDATE ON "{table}"
FOR EACH ROW {when} EXECUTE FUNCTION {function}();"""
    )


def counted_columns(filters: type[StrictFilterSet]) -> list[str]:
    """Every column of the read row that a block is made from, and what says that a row has several
    values."""
    meta = filters._meta.model._meta
    names = [facet.column for facet in filters.FACETS] + [SEARCHED]
    for key in filters.HISTOGRAMS:
        names += filters().interval(key)
    names += [name for name in ("several",) if name in {f.name for f in meta.fields}]
    return list(dict.fromkeys(str(meta.get_field(name).column) for name in names))
