"""Withdrawal: what was published and is gone from the document must say why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import ProtectedError, Q

from coatings.actions import delete_coating
from curation.document import DocumentInvalid, Problem
from cycling.actions import delete_test
from literature.actions import IdTaken, bury, reserve_buried
from literature.models import Kind, Paper, PublicId

if TYPE_CHECKING:
    from curation.document.schema import PaperDocument, Withdrawal

_KINDS = {"coating": Kind.COATING, "test": Kind.TEST, "paper": Kind.PAPER}


def withdraw_items(document: PaperDocument, before: dict[str, Any]) -> list[str]:
    """Remove the withdrawn records and leave their tombstones; returns their public ids.

    Raises :class:`DocumentInvalid` where a published record is neither in the document nor
    withdrawn with a reason, or is still used by another paper.
    """
    given: dict[tuple[str, str], Withdrawal] = {
        (entry.kind, entry.key): entry for entry in document.withdrawn
    }
    problems = []
    buried = []
    registered = {
        (row.kind, row.item_key): row for row in PublicId.objects.filter(paper_key=document.key)
    }
    # tests first: they hold on to their coatings
    for kind, name in ((Kind.TEST, "cycling"), (Kind.COATING, "coatings")):
        word = "test" if kind == Kind.TEST else "coating"
        present = {entry.key for entry in getattr(document, name)}
        for old in before.get(name, []):
            if old["key"] in present:
                continue
            entry = given.get((word, old["key"]))
            if entry is None:
                problems.append(Problem(name, _unexplained(word, old)))
                continue
            try:
                buried.append(_withdraw(registered[kind, entry.key], entry))
            except ProtectedError:
                message = f"{old['id']} is still used by another record: mend that one first"
                problems.append(Problem("withdrawn", message))
    if problems:
        raise DocumentInvalid(problems)
    return buried


def reserve_withdrawn(document: PaperDocument) -> None:
    """Ids that the document tells to be withdrawn or merged and that are not registered here: a
    document carries them to wherever it is loaded. Raises :class:`DocumentInvalid`."""
    problems = []
    rows = PublicId.objects.filter(Q(paper_key=document.key) | Q(kind=Kind.PAPER, merged=True))
    known = {(row.kind, row.paper_key, row.item_key) for row in rows if document.withdrawn}
    for i, entry in enumerate(document.withdrawn):
        kind = _KINDS[entry.kind]
        own = entry.kind == "paper"
        item = (kind, entry.key, "") if own else (kind, document.key, entry.key)
        if entry.id is None or item in known:
            continue
        try:
            reserve_buried(
                kind=kind,
                wanted=entry.id,
                paper_key=entry.key if own else document.key,
                item_key="" if own else entry.key,
                reason=entry.reason,
                successor=entry.successor or "",
                merged=bool(entry.merged),
            )
        except IdTaken as error:
            problems.append(Problem(f"withdrawn[{i}].id", str(error)))
        if own and Paper.objects.filter(key=entry.key).exists():
            message = f'"{entry.key}" is on record: merge it on the page of housekeeping'
            problems.append(Problem(f"withdrawn[{i}].key", message))
    if problems:
        raise DocumentInvalid(problems)


def _unexplained(word: str, old: dict[str, Any]) -> str:
    return (
        f'{word} "{old["key"]}" ({old["id"]}) is published and not in this document: '
        "keep it, or list it under `withdrawn` with a reason"
    )


def _withdraw(register: PublicId, entry: Withdrawal) -> str:
    kind = Kind(register.kind)
    remove = delete_test if kind == Kind.TEST else delete_coating
    remove(number=register.number)
    bury(
        kind=kind,
        number=register.number,
        reason=entry.reason,
        successor=entry.successor or "",
        merged=bool(entry.merged),
    )
    return str(register)
