"""Published records are withdrawn by a draft like any other change, and leave a tombstone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from curation.actions.submissions import create_submission, current_version
from documents.schema import REPORTED
from records.document.invalid import DocumentInvalid, Problem
from records.kinds import record_kind, record_kinds
from records.models import Kind

if TYPE_CHECKING:
    from curation.models import Submission
    from records.models import PublicId


@transaction.atomic
def propose_withdrawal(*, entry: PublicId, by: Any, reason: str, successor: str = "") -> Submission:
    """A draft of the paper without this coating or test, which says why; of a paper, a draft in
    which it and everything it reports is withdrawn."""
    newest = current_version(entry.paper_key)
    if newest is None or entry.withdrawn_at is not None:
        raise DocumentInvalid([Problem("withdrawn", f"{entry} is not public")])
    if len(reason.strip()) < 3:
        raise DocumentInvalid([Problem("withdrawn.reason", "say why it is withdrawn")])
    said = {"reason": reason.strip()}
    if successor.strip():
        said["successor"] = successor.strip()
    without = _without_paper if entry.kind == Kind.PAPER else _without_item
    document = without(newest.document, entry, said)
    return create_submission(
        by=by, document=document, base=newest, reason=f"withdraws {entry}: {reason.strip()}"
    )


def _without_item(
    document: dict[str, Any], entry: PublicId, said: dict[str, str]
) -> dict[str, Any]:
    kind = record_kind(entry.kind)
    name, gone = kind.section, {"kind": kind.word, "key": entry.item_key, **said}
    return {
        **document,
        name: [item for item in document.get(name, []) if item["key"] != entry.item_key],
        "withdrawn": [*document.get("withdrawn", []), gone],
    }


def _without_paper(
    document: dict[str, Any], entry: PublicId, said: dict[str, str]
) -> dict[str, Any]:
    gone = [
        {"kind": kind.word, "key": item["key"], **_reason_of(entry, said)}
        for kind in reversed(record_kinds())
        for item in document.get(kind.section, [])
    ]
    kept = {name: value for name, value in document.items() if name not in REPORTED}
    itself = {"kind": "paper", "key": entry.paper_key, **said}
    return {**kept, "withdrawn": [*document.get("withdrawn", []), *gone, itself]}


def _reason_of(entry: PublicId, said: dict[str, str]) -> dict[str, str]:
    """Why a record goes whose paper goes; the successor of the paper is not that of the record."""
    return {"reason": f"its paper {entry} is withdrawn: {said['reason']}"}
