"""Which version of the published data is served.

Triggers count the changes. A statement that writes a watched table leaves a mark, and at commit
the mark moves the one row of :class:`~records.models.DataVersion` on. Versions follow each
other in the order of commits, a bulk update counts as well as an edit, and no writer waits for
another longer than its commit takes. Nobody has to remember to call anything.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pghistory.models
from django.conf import settings
from django.db import connection, connections, transaction

from records.models import DataVersion, PendingChange
from records.prepared import in_one_journey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.apps import AppConfig

T = TypeVar("T")
WATCH = "asc_data_changed"  # the name of the trigger on every watched table
# a replica has no such marks, and refuses to be asked for them
_PENDING = "false" if settings.READ_ONLY else f"EXISTS(SELECT FROM {PendingChange._meta.db_table})"
_READ = (
    "SELECT number, changed, clock_timestamp(), pending "
    f"FROM (SELECT {_PENDING} AS pending) AS own "
    f"LEFT JOIN {DataVersion._meta.db_table} ON true"
)
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Version:
    """A version of the data: its number, and when the data last changed.

    ``settled`` is False inside a transaction that has itself changed data: what it sees has no
    number yet. ``modified`` is the second of the last change, or None within a second of it, when
    a further change in the same second could not be told from it.
    """

    number: int
    changed: datetime
    settled: bool
    modified: datetime | None

    def __str__(self) -> str:
        return f"{self.changed:%Y-%m-%d}.{self.number}"


def data_version() -> Version:
    """The version of the data that this transaction, or the next statement, sees."""
    [[row]] = in_one_journey([(_READ, ())])
    return _version(row)


def _version(row: tuple[Any, ...]) -> Version:
    number, changed, now, pending = row
    if number is None:  # nothing was ever published
        number, changed = 0, _NEVER
    whole = changed.replace(microsecond=0)
    modified = whole if now >= whole + timedelta(seconds=1) else None
    return Version(number, changed, not pending, modified)


class OfVersion(Generic[T]):
    """A function of nothing but the data, asked once for each version of them in a process."""

    def __init__(self, ask: Callable[[], T]) -> None:
        self.ask = ask
        self.held: tuple[tuple[int, datetime], T] | None = None

    def __call__(self) -> T:
        version = data_version()
        if not version.settled:
            return self.ask()
        key, held = (version.number, version.changed), self.held
        if held is None or held[0] != key:
            held = self.held = (key, self.ask())
        return held[1]

    def forget(self) -> None:
        self.held = None


@contextmanager
def one_snapshot() -> Iterator[Version]:
    """Everything asked inside sees the data as they are in one version, which is given.

    Inside a transaction that is already open, the data are what that transaction sees.
    """
    if connection.in_atomic_block:
        yield data_version()
        return
    with transaction.atomic():
        _, [row] = in_one_journey([(_SNAPSHOT, ()), (_READ, ())])
        yield _version(row)


def watch_tables(app: AppConfig, using: str) -> None:
    """See to it that every table of an app tells of its changes; histories apart."""
    apart = (DataVersion, PendingChange, pghistory.models.Event)
    tables = [
        model._meta.db_table
        for model in app.get_models(include_auto_created=True)
        if not issubclass(model, apart)
        and model._meta.managed
        and getattr(model, "counts_as_data", True)
    ]
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [WATCH])
        watched = {name for (name,) in cursor.fetchall()}
        for table in tables:
            if table not in watched:
                cursor.execute(
                    f'CREATE TRIGGER {WATCH} AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
                    "FOR EACH STATEMENT EXECUTE FUNCTION asc_mark_data_change()"
                )
