"""What curators have to look at: flags, records that wait, records that could not be computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Min

from coatings.models import Coating, CoatingRead
from cycling.models import CyclingTest, TestRead
from records.models import Kind, public_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from records.read_rows import ReadRow

SHOWN = 100
_KINDS: tuple[tuple[Kind, Any], ...] = ((Kind.COATING, CoatingRead), (Kind.TEST, TestRead))


@dataclass(frozen=True)
class Flagged:
    """A record with its flags, as its read row keeps them."""

    kind: Kind
    number: int
    flags: list[dict[str, Any]]
    title: str = ""
    note: str = ""

    @property
    def id(self) -> str:
        return public_id(self.kind, self.number)

    @property
    def url_name(self) -> str:
        return "coating" if self.kind == Kind.COATING else "test"


def flagged_records() -> list[tuple[Kind, int]]:
    """Every record with a flag, coatings first; two queries that read ids alone."""
    return [
        (kind, number)
        for kind, rows in _KINDS
        for number in rows.objects.flagged().values_list("pk", flat=True)
    ]


def with_titles(records: Iterable[tuple[Kind, int]]) -> list[Flagged]:
    """The records of one page with flags, titles and notes: four queries however many."""
    wanted = list(records)
    flags: dict[tuple[Kind, int], Any] = {}
    for kind, rows in _KINDS:
        numbers = [number for of, number in wanted if of == kind]
        for number, found in rows.objects.filter(pk__in=numbers).values_list("pk", "flags"):
            flags[kind, number] = found
    titles = _titles(wanted)
    return [
        Flagged(kind, number, flags[kind, number], *titles[kind, number])
        for kind, number in wanted
        if (kind, number) in flags and (kind, number) in titles
    ]


def _titles(wanted: list[tuple[Kind, int]]) -> dict[tuple[Kind, int], tuple[str, str]]:
    coatings = Coating.objects.filter(pk__in=[n for kind, n in wanted if kind == Kind.COATING])
    tests = CyclingTest.objects.filter(pk__in=[n for kind, n in wanted if kind == Kind.TEST])
    titles = {
        (Kind.COATING, coating.pk): (str(coating), coating.note)
        for coating in coatings.select_related("material", "substrate")
    }
    return titles | {(Kind.TEST, test.pk): (str(test), test.note) for test in tests}


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
    """Counts of both kinds of record, the oldest mark, and what was set aside."""
    records = waiting = 0
    marks: list[datetime] = []
    aside: list[SetAside] = []
    for kind, rows in _KINDS:
        stale = rows.objects.stale()
        records += rows.objects.count()
        waiting += stale.count()
        oldest = stale.order_by().aggregate(oldest=Min("stale_since"))["oldest"]
        marks += [oldest] if oldest else []
        aside += [_set_aside(kind, row) for row in rows.objects.set_aside()[:SHOWN]]
    return Computation(records, waiting, min(marks, default=None), aside)


def _set_aside(kind: Kind, row: ReadRow) -> SetAside:
    name = "coating" if kind == Kind.COATING else "test"
    return SetAside(public_id(kind, row.pk), name, row.derive_error, row.attempts)
