"""Who brought a process down: what is being computed is noted durably, and what a dead process
left behind is computed one by one.

An exception names its record; a process that is killed, runs out of memory or crashes in compiled
code names nothing. So a batch is written down before it is computed and forgotten when it is done.
Its lock is held by the database session that computes: a note whose lock is free belongs to a
process that is gone. The records of such a note are computed alone, each under a note of its own,
and one that ends process after process is set aside like any other that cannot be computed.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from records.models import UnfinishedBatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from records.models import Kind

ENDS_TO_BLAME = 3
"""How many processes have to end while they compute one record alone until the record is to blame:
a power cut or a deployment ends processes too."""
_LOCKS = 0x415343 << 32  # the advisory lock of a note is its number on top of this


@contextmanager
def in_hand(kind: Kind, numbers: Sequence[int], *, ends: int = 0) -> Iterator[None]:
    """Note for the length of the block that these records are being computed.

    ``ends`` is how many processes have ended while they computed exactly these.
    """
    note = _take(kind, numbers, ends)
    try:
        yield
    finally:
        # Without a database there is nobody to tell; the next one to look finds a free lock.
        with suppress(OperationalError, InterfaceError):
            UnfinishedBatch.objects.filter(pk=note).delete()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCKS + note])


def _take(kind: Kind, numbers: Sequence[int], ends: int) -> int:
    """Write the note and take its lock in one statement: no note is ever seen without its lock."""
    table = UnfinishedBatch._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (kind, numbers, ends, began) VALUES (%s, %s, %s, %s) "
            "RETURNING id, pg_advisory_lock(%s + id)",
            [str(kind), list(numbers), ends, timezone.now(), _LOCKS],
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def left_behind(kind: Kind, numbers: Sequence[int]) -> dict[int, int]:
    """Those of ``numbers`` that a dead process had in hand, with how many processes have ended
    while they computed that record alone. Their notes are taken away."""
    notes = UnfinishedBatch.objects.filter(kind=kind, numbers__overlap=list(numbers))
    found: dict[int, int] = {}
    for note in _of_the_dead(notes):
        alone = len(note.numbers) == 1
        found |= dict.fromkeys(note.numbers, note.ends + 1 if alone else 0)
        note.delete()
    return {number: ends for number, ends in found.items() if number in set(numbers)}


@transaction.atomic
def forget_settled(kind: Kind, waiting: set[int]) -> None:
    """Take away the notes of dead processes none of whose records waits any more."""
    for note in _of_the_dead(UnfinishedBatch.objects.filter(kind=kind)):
        if not waiting.intersection(note.numbers):
            note.delete()


def _of_the_dead(notes: QuerySet[UnfinishedBatch]) -> Iterator[UnfinishedBatch]:
    """The notes whose lock is free, held against others until the transaction ends."""
    for note in notes.select_for_update(skip_locked=True).order_by("pk"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCKS + note.pk])
            if cursor.fetchone()[0]:
                yield note
