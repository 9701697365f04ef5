"""Every write of the registers of public ids and merged keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from records.models import Kind, MergedKey, PublicId, parse_public_id, public_id

if TYPE_CHECKING:
    from collections.abc import Sequence


_PUBLISHING_LOCK = 0x415343  # "ASC": one publication at a time gives ids and checks references


class IdTaken(ValueError):
    """A public id that a document asks for but cannot have."""


def hold_publishing_lock() -> None:
    """Wait for, and hold until the end of the transaction, the right to publish."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PUBLISHING_LOCK])


@transaction.atomic
def give_id(*, kind: Kind, paper_key: str, item_key: str = "", wanted: str | None = None) -> int:
    """The permanent number of an item: the one it has, the one it asks for, or the next one.

    Raises :class:`IdTaken` where ``wanted`` belongs to another item, or the item has another id.
    """
    wanted_one = Wanted(kind, item_key, wanted)
    given, problems = give_ids(paper_key=paper_key, items=[wanted_one])
    if problems:
        raise IdTaken(problems[0][1])
    return given[kind, item_key]


@dataclass(frozen=True)
class Wanted:
    """An item of a paper that is to have a permanent number, and the id it asks for, if any."""

    kind: Kind
    item_key: str
    wanted: str | None = None


@transaction.atomic
def give_ids(
    *, paper_key: str, items: Sequence[Wanted]
) -> tuple[dict[tuple[Kind, str], int], list[tuple[int, str]]]:
    """Permanent numbers of many items of a paper, as :func:`give_id` gives one, in a fixed number
    of queries; beside them, what keeps an item (by its place in ``items``) from having one."""
    rows = PublicId.objects.filter(paper_key=paper_key)
    known = {(row.kind, row.item_key): row for row in rows}
    asked = {
        (item.kind, number)
        for item in items
        if item.wanted and (number := parse_public_id(item.wanted, item.kind))
    }
    numbers = PublicId.objects.filter(number__in=[number for _, number in asked])
    taken = {(row.kind, row.number): row for row in numbers}
    largest = dict(PublicId.objects.order_by().values_list("kind").annotate(largest=Max("number")))
    given: dict[tuple[Kind, str], int] = {}
    problems: list[tuple[int, str]] = []
    made: list[PublicId] = []
    # explicit ids first, so that a new number never takes one that another item asks for
    for place, item in sorted(enumerate(items), key=lambda one: one[1].wanted is None):
        number = parse_public_id(item.wanted, item.kind) if item.wanted else None
        try:
            if row := known.get((item.kind, item.item_key)):
                given[item.kind, item.item_key] = _own_number(row, number)
                continue
            if number is None:
                number = largest.get(item.kind, 0) + 1
            elif other := taken.get((item.kind, number)):
                raise IdTaken(_belongs(other))
        except IdTaken as error:
            problems.append((place, str(error)))
            continue
        largest[item.kind] = max(largest.get(item.kind, 0), number)
        row = PublicId(kind=item.kind, number=number, paper_key=paper_key, item_key=item.item_key)
        known[item.kind, item.item_key] = taken[item.kind, number] = row
        made.append(row)
        given[item.kind, item.item_key] = number
    if not problems:
        PublicId.objects.bulk_create(made, batch_size=1000)
    return given, problems


def _own_number(known: PublicId, wanted: int | None) -> int:
    """The number that an item has already; it can ask for no other, nor have a buried one."""
    if wanted not in (None, known.number):
        raise IdTaken(f"already has the id {known}; an id is given once")
    if known.merged:
        raise IdTaken(f"{known} was merged into {known.successor}; change that one")
    if known.withdrawn_at is not None:
        raise IdTaken(f"{known} was withdrawn ({known.reason}); use another key")
    return known.number


def _belongs(taken: PublicId) -> str:
    owner = f"{taken.paper_key} {taken.item_key}".strip()
    return f"{taken} belongs to {owner}; an id is given once"


@transaction.atomic
def bury(
    *, kind: Kind, number: int, reason: str, successor: str = "", merged: bool = False
) -> None:
    """Leave a tombstone where a withdrawn record was: its id keeps answering, with the reason.
    ``merged``: the successor is the same record, and the id leads there."""
    PublicId.objects.filter(kind=kind, number=number).update(
        withdrawn_at=timezone.now(), reason=reason, successor=successor, merged=merged
    )
    own = public_id(kind, number)
    if merged:  # what led here leads on: nobody is sent from one merged record to another
        PublicId.objects.filter(merged=True, successor=own).update(successor=successor)


@transaction.atomic
def reserve_buried(
    *,
    kind: Kind,
    wanted: str,
    paper_key: str,
    item_key: str,
    reason: str,
    successor: str,
    merged: bool,
) -> None:
    """Register the id of a record that was withdrawn elsewhere, as a document tells; nothing where
    it is known. Raises :class:`IdTaken`."""
    if PublicId.objects.filter(kind=kind, paper_key=paper_key, item_key=item_key).exists():
        return
    number = give_id(kind=kind, paper_key=paper_key, item_key=item_key, wanted=wanted)
    bury(kind=kind, number=number, reason=reason, successor=successor, merged=merged)


@transaction.atomic
def register_merged(
    *,
    kind: str,
    key: str,
    into: str,
    reason: str,
    names: Sequence[str] = (),
    fields: dict[str, Any] | None = None,
    by: Any = None,
) -> None:
    """Keep for ever that a word or process goes by another key; what led to it leads on.
    ``fields``: what the word that stays has of the one that goes, by name: [before, since]."""
    MergedKey.objects.filter(kind=kind, into=key).update(into=into)
    MergedKey.objects.create(
        kind=kind,
        key=key,
        into=into,
        reason=reason,
        names=list(names),
        fields=fields or {},
        merged_by_id=by.pk if by is not None else None,
    )
