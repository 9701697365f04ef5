"""Withdrawal: what was published and is gone from the document must say why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import ProtectedError, Q

from documents.publishing.naming import latest_naming
from documents.renaming import renamed
from literature.actions import retire_paper
from literature.models import Paper
from precursors.models import Precursor
from records.actions import IdTaken, bury, reserve_buried
from records.document.invalid import DocumentInvalid, Problem
from records.kinds import record_kind, record_kinds
from records.models import Kind, PublicId

if TYPE_CHECKING:
    from documents.schema import PaperDocument, Withdrawal


def withdraw_items(document: PaperDocument, before: dict[str, Any]) -> list[str]:
    """Remove the withdrawn records and leave their tombstones; returns their public ids.

    Raises :class:`DocumentInvalid` where a published record is neither in the document nor
    withdrawn with a reason, or is still used by another paper.
    """
    given: dict[tuple[str, str], Withdrawal] = {
        (entry.kind, entry.key): entry for entry in document.withdrawn
    }
    problems = []
    registered = {
        (row.kind, row.item_key): row for row in PublicId.objects.filter(paper_key=document.key)
    }
    going: list[tuple[dict[str, Any], PublicId, Withdrawal]] = []
    for kind in reversed(record_kinds()):  # tests first: they hold on to their coatings
        present = {entry.key for entry in getattr(document, kind.section)}
        for old in before.get(kind.section, []):
            if old["key"] in present:
                continue
            entry = given.get((kind.word, old["key"]))
            if entry is None:
                problems.append(Problem(kind.section, _unexplained(kind.word, old)))
                continue
            going.append((old, registered[kind.kind, entry.key], entry))
    buried, kept = _withdraw_all(going)
    for old in kept:
        message = f"{old['id']} is still used by another record: mend that one first"
        problems.append(Problem("withdrawn", message))
    if problems:
        raise DocumentInvalid(problems)
    return buried


def _withdraw_all(
    going: list[tuple[dict[str, Any], PublicId, Withdrawal]],
) -> tuple[list[str], list[dict[str, Any]]]:
    """Ids of what was withdrawn, and what something else holds on to. A control goes after the
    tests that were measured against it."""
    buried: list[str] = []
    while going:
        held = []
        for old, register, entry in going:
            try:
                buried.append(_withdraw(register, entry))
            except ProtectedError:
                held.append((old, register, entry))
        if len(held) == len(going):
            return buried, [old for old, _, _ in held]
        going = held
    return buried, []


def reserve_withdrawn(document: PaperDocument) -> None:
    """Ids that the document tells to be withdrawn or merged and that are not registered here: a
    document carries them to wherever it is loaded. Raises :class:`DocumentInvalid`."""
    problems = []
    rows = PublicId.objects.filter(Q(paper_key=document.key) | Q(kind=Kind.PAPER, merged=True))
    known = {(row.kind, row.paper_key, row.item_key) for row in rows if document.withdrawn}
    for i, entry in enumerate(document.withdrawn):
        own = entry.kind == "paper"
        kind = Kind.PAPER if own else record_kind(entry.kind).kind
        if own and entry.key == document.key:
            continue  # its own id is given and buried with it
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


def withdraw_paper(paper: Paper, entry: Withdrawal) -> str:
    """The paper is public no more, nor is anything it reported: its id answers with the reason.

    Its row stays, met nowhere, because its versions hang on it. Raises :class:`DocumentInvalid`
    where something else on record was read in it.
    """
    if readers := sorted(_read_in(paper)):
        named = ", ".join(readers[:5]) + (" and more" if len(readers) > 5 else "")
        message = f"{paper.public_id} is named by {named}: mend that first"
        raise DocumentInvalid([Problem("withdrawn", message)])
    retire_paper(paper=paper)
    register = PublicId.objects.get(kind=Kind.PAPER, number=paper.pk)
    if register.withdrawn_at is None:
        successor = entry.successor or ""
        bury(kind=Kind.PAPER, number=paper.pk, reason=entry.reason, successor=successor)
    return str(register)


def _read_in(paper: Paper) -> set[str]:
    """Papers and precursors whose public documents say that they, or parts of them, stand in it."""
    elsewhere = {"papers": {paper.key: f"{paper.key}-"}}
    naming = [version for version in latest_naming(paper.key) if version.paper != paper]
    found = {v.paper.key for v in naming if renamed(v.document, elsewhere) != v.document}
    return found | set(Precursor.objects.filter(via=paper.key).values_list("key", flat=True))


def _unexplained(word: str, old: dict[str, Any]) -> str:
    return (
        f'{word} "{old["key"]}" ({old["id"]}) is published and not in this document: '
        "keep it, or list it under `withdrawn` with a reason"
    )


def _withdraw(register: PublicId, entry: Withdrawal) -> str:
    record_kind(register.kind).delete(register.number)
    bury(
        kind=Kind(register.kind),
        number=register.number,
        reason=entry.reason,
        successor=entry.successor or "",
        merged=bool(entry.merged),
    )
    return str(register)
