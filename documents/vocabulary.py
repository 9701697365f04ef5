"""The schema of vocabulary documents, and from rows back to them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal

from pydantic import Field, create_model

from records.document.fields import Strict
from records.kinds import term_kinds
from records.models import MergedKey

_FIELDS: dict[str, Any] = {
    "schema_": (Literal["asc-vocabulary/1"], Field(alias="schema")),
    **{
        term.section: (list[term.entry], Field(default_factory=list))  # type: ignore[name-defined]
        for term in term_kinds()
    },
}
VocabularyDocument: Any = create_model(
    "VocabularyDocument",
    __base__=Strict,
    **_FIELDS,
)
"""A list of entries of each kind of term."""


def export_vocabulary() -> dict[str, dict[str, Any]]:
    """The document of each kind of term; loading it gives the same rows."""
    merged = _merged()
    return {
        term.section: _document(
            term.section,
            [
                {**entry, "merged": merged.get((term.word, entry["key"]), [])}
                for entry in term.export()
            ],
        )
        for term in term_kinds()
    }


def _merged() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """What was merged into each term, by kind and key."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in MergedKey.objects.order_by("key"):
        entry = {"key": row.key, "reason": row.reason, "names": row.names, "fields": row.fields}
        found[row.kind, row.into].append(entry)
    return found


def _document(kind: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    document = VocabularyDocument.model_validate({"schema": "asc-vocabulary/1", kind: entries})
    kept = document.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"schema": "asc-vocabulary/1", **{name: kept[name] for name in kept if name == kind}}
