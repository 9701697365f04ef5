"""Which records an address asks to compare: those on record, those withdrawn, those wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import QueryDict

from records.kinds import record_kinds
from records.models import Kind, PublicId, parse_public_id, public_id

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 8
EXPECTED = "the id of a coating (ASC-C and six digits) or of a cycling test (ASC-T and six digits)"
COMPARED = (Kind.COATING, Kind.TEST)
_APART = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Wrong:
    """An id that cannot be compared, and why."""

    id: str
    why: str


@dataclass
class Asked:
    """The records of an address. ``ids`` are those that can be shown, in the order asked."""

    ids: list[str] = field(default_factory=list)
    coatings: list[int] = field(default_factory=list)
    tests: list[int] = field(default_factory=list)
    withdrawn: list[PublicId] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    absent: list[Wrong] = field(default_factory=list)

    @property
    def status(self) -> HTTPStatus:
        """400 for an id that is none, 404 for one that was never given, 410 where all are gone."""
        if self.wrong:
            return HTTPStatus.BAD_REQUEST
        if self.absent:
            return HTTPStatus.NOT_FOUND
        return HTTPStatus.GONE if self.withdrawn and not self.ids else HTTPStatus.OK

    @property
    def problems(self) -> list[Wrong]:
        return [*self.wrong, *self.absent]

    @property
    def full(self) -> bool:
        return len(self.ids) >= MOST

    def query(self, *, without: str = "", add: str = "") -> str:
        """The query string of the same comparison with one record more or less."""
        data = QueryDict(mutable=True)
        kept = [known for known in self.ids if known != without]
        data.setlist("id", [*kept, add] if add and add not in kept else kept)
        return data.urlencode()


def split_ids(values: Iterable[str]) -> list[str]:
    """Ids as typed: several may stand in one parameter, apart by comma or space; each once."""
    return list(dict.fromkeys(text for value in values for text in _APART.split(value) if text))


def read_asked(values: Iterable[str]) -> Asked:
    """What these ids stand for; three queries at most."""
    asked = Asked()
    numbers: dict[tuple[Kind, int], str] = {}
    for text in split_ids(values):
        read = _number(text)
        if isinstance(read, Wrong):
            asked.wrong.append(read)
        else:
            numbers[read] = public_id(*read)
    for kind, number in list(numbers)[MOST:]:
        why = f"at most {MOST} records are compared at once"
        asked.wrong.append(Wrong(numbers.pop((kind, number)), why))
    _look_up(asked, numbers)
    return asked


def _number(text: str) -> tuple[Kind, int] | Wrong:
    for kind in COMPARED:
        number = parse_public_id(text.upper(), kind)
        if number is not None:
            return kind, number
    if parse_public_id(text.upper(), Kind.PAPER) is not None:
        return Wrong(text, f"is a paper; expected {EXPECTED}")
    return Wrong(text, f"is not an id; expected {EXPECTED}")


def _look_up(asked: Asked, numbers: dict[tuple[Kind, int], str]) -> None:
    present = {
        record.kind: set(
            record.model.objects.filter(
                pk__in=[number for of, number in numbers if of == record.kind]
            ).values_list("pk", flat=True)
        )
        for record in record_kinds()
    }
    missing = [pair for pair in numbers if pair[1] not in present[pair[0]]]
    gone = _withdrawn(missing)
    for (kind, number), text in numbers.items():
        if (kind, number) in gone:
            asked.withdrawn.append(gone[kind, number])
        elif number not in present[kind]:
            asked.absent.append(Wrong(text, f"there is no {kind.label} of this id"))
        else:
            asked.ids.append(text)
            (asked.coatings if kind == Kind.COATING else asked.tests).append(number)


def _withdrawn(missing: list[tuple[Kind, int]]) -> dict[tuple[str, int], PublicId]:
    if not missing:
        return {}
    any_of = Q()
    for kind, number in missing:
        any_of |= Q(kind=kind, number=number)
    entries = PublicId.objects.filter(any_of, withdrawn_at__isnull=False)
    return {(entry.kind, entry.number): entry for entry in entries}
