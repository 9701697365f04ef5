"""What an uploaded workbook says and what it would change, before anything of it is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from curation.models import Submission
from curation.permissions import may_save
from curation.sheets.parsing import read_workbook
from curation.states import open_steps
from documents.comparing import differences
from documents.models import PaperVersion
from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN = 300


def look_at(
    data: bytes, *, by: Any, told: Callable[[str, int, int], None] | None = None
) -> dict[str, Any]:
    """The document of a workbook, its errors cell by cell, and its difference to an open draft of
    the same paper or to what is public of it: plain data, which can be kept.

    ``told`` hears what is done: (step, done, total). Raises :class:`UnsafeFile`.
    """
    others = list(Submission.objects.under_way().values_list("paper_key", flat=True))
    filled = read_workbook(data, taken=others, told=told)
    before, draft = _compared_with(by, filled.document)
    document = with_figures(filled.document, before)
    changes = differences(before, document)
    return {
        "document": document,
        "vocabulary": filled.vocabulary,
        "before": before,
        "errors": [asdict(error) for error in filled.errors],
        "counts": {k.section: len(document.get(k.section, [])) for k in record_kinds()},
        "draft": [draft.pk, draft.revision] if draft else None,
        "new": not before,
        "changes": [
            {
                "kind": one.kind,
                "words": one.words,
                "old_words": one.old_words,
                "new_words": one.new_words,
            }
            for one in changes[:SHOWN]
        ],
        "total": len(changes),
        "more": max(len(changes) - SHOWN, 0),
    }


def with_figures(document: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """The document with what no sheet holds: the figures of the paper as it was, and what of its
    tests is read off them."""
    if not before.get("figures"):
        return document
    read_off = {
        test["key"]: {
            **({"points": test["points"]} if (test.get("points") or {}).get("figure") else {}),
            **({"profiles": test["profiles"]} if test.get("profiles") else {}),
        }
        for test in before.get("cycling", [])
        if isinstance(test, dict)
    }
    tests = [{**read_off.get(test.get("key"), {}), **test} for test in document.get("cycling", [])]
    return {**document, "figures": before["figures"], **({"cycling": tests} if tests else {})}


def _compared_with(by: Any, document: dict[str, Any]) -> tuple[dict[str, Any], Submission | None]:
    """An open draft of the same paper that may be written, else what is public of it."""
    key = document.get("key")
    for draft in Submission.objects.under_way().filter(paper_key=key or "-").order_by("-updated"):
        if may_save(by, draft) and "save" in open_steps(draft.state):
            return draft.document, draft
    version = PaperVersion.objects.filter(paper__key=key).order_by("-number").first()
    return (version.document if version else {}), None
