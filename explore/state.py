"""What curators have to look at: flags, records that wait, records that could not be computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Min

from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from records.kinds import RecordKind
    from records.read_rows import ReadRow

SHOWN = 100


@dataclass(frozen=True)
class Flagged:
    """A record with its flags, as its read row keeps them."""

    kind: RecordKind
    number: int
    flags: list[dict[str, Any]]
    title: str = ""
    note: str = ""

    @property
    def id(self) -> str:
        return self.kind.public_id(self.number)

    @property
    def url_name(self) -> str:
        return self.kind.word


def flagged_records() -> list[tuple[RecordKind, int]]:
    """Every record with a flag, kind by kind; a query each, which reads ids alone."""
    return [
        (kind, number)
        for kind in record_kinds()
        for number in kind.read_row.objects.flagged().values_list("pk", flat=True)
    ]


def with_titles(records: Iterable[tuple[RecordKind, int]]) -> list[Flagged]:
    """The records of one page with flags, titles and notes: two queries a kind."""
    wanted = list(records)
    flags: dict[tuple[RecordKind, int], Any] = {}
    titles: dict[tuple[RecordKind, int], tuple[str, str]] = {}
    for kind in record_kinds():
        numbers = [number for of, number in wanted if of == kind]
        rows = kind.read_row.objects.filter(pk__in=numbers)
        flags |= {(kind, number): raised for number, raised in rows.values_list("pk", "flags")}
        found = kind.model.objects.filter(pk__in=numbers).select_related(*kind.titled_by)
        titles |= {(kind, row.pk): (str(row), row.note) for row in found}
    return [
        Flagged(kind, number, flags[kind, number], *titles[kind, number])
        for kind, number in wanted
        if (kind, number) in flags and (kind, number) in titles
    ]


@dataclass(frozen=True)
class SetAside:
    """A record that could not be computed, and why."""

    id: str
    url_name: str
    error: str
    attempts: int


@dataclass(frozen=True)
class Computation:
    """Where the computation of derived values stands."""

    records: int
    waiting: int
    oldest: datetime | None
    set_aside: list[SetAside]

    @property
    def fresh(self) -> int:
        return self.records - self.waiting

    @property
    def percent(self) -> float:
        return 100.0 * self.fresh / self.records if self.records else 100.0


def computation() -> Computation:
    """Counts of all kinds of record, the oldest mark, and what was set aside."""
    records = waiting = 0
    marks: list[datetime] = []
    aside: list[SetAside] = []
    for kind in record_kinds():
        rows = kind.read_row
        stale = rows.objects.stale()
        records += rows.objects.count()
        waiting += stale.count()
        oldest = stale.order_by().aggregate(oldest=Min("stale_since"))["oldest"]
        marks += [oldest] if oldest else []
        aside += [_set_aside(kind, row) for row in rows.objects.set_aside()[:SHOWN]]
    return Computation(records, waiting, min(marks, default=None), aside)


def _set_aside(kind: RecordKind, row: ReadRow) -> SetAside:
    return SetAside(kind.public_id(row.pk), kind.word, row.derive_error, row.attempts)
