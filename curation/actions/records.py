"""Published records are withdrawn by a draft like any other change, and leave a tombstone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from curation.actions.submissions import create_submission, current_version
from curation.document import DocumentInvalid, Problem
from literature.models import Kind

if TYPE_CHECKING:
    from curation.models import Submission
    from literature.models import PublicId


@transaction.atomic
def propose_withdrawal(*, entry: PublicId, by: Any, reason: str, successor: str = "") -> Submission:
    """A draft of the paper without this coating or test, which says why."""
    newest = current_version(entry.paper_key)
    name, kind = ("cycling", "test") if entry.kind == Kind.TEST else ("coatings", "coating")
    items = newest.document.get(name, []) if newest else []
    if (
        newest is None
        or entry.kind == Kind.PAPER
        or entry.item_key not in [i["key"] for i in items]
    ):
        message = f"{entry} is no published coating or test"
        raise DocumentInvalid([Problem("withdrawn", message)])
    if len(reason.strip()) < 3:
        raise DocumentInvalid([Problem("withdrawn.reason", "say why it is withdrawn")])
    gone = {"kind": kind, "key": entry.item_key, "reason": reason.strip()}
    if successor.strip():
        gone["successor"] = successor.strip()
    document = {
        **newest.document,
        name: [item for item in items if item["key"] != entry.item_key],
        "withdrawn": [*newest.document.get("withdrawn", []), gone],
    }
    return create_submission(
        by=by, document=document, base=newest, reason=f"withdraws {entry}: {reason.strip()}"
    )
