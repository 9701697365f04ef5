"""From rows back to the vocabulary documents."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from coatings.models import Material, Method, Substrate
from documents.vocabulary import (
    MaterialEntry,
    MethodEntry,
    PrecursorEntry,
    SubstrateEntry,
    VocabularyDocument,
)
from precursors.models import Precursor
from records.models import MergedKey

if TYPE_CHECKING:
    from pydantic import BaseModel


def export_vocabulary() -> dict[str, dict[str, Any]]:
    """The document of each kind of word; loading it gives the same rows."""
    merged = _merged()
    kinds = {
        "precursors": [_precursor(row) for row in Precursor.objects.order_by("key")],
        "materials": [
            _material(row)
            for row in Material.objects.order_by("key").prefetch_related("phase_links__phase")
        ],
        "substrates": [_entry(SubstrateEntry, row) for row in Substrate.objects.order_by("key")],
        "methods": [
            _method(row) for row in Method.objects.order_by("key").select_related("parent")
        ],
    }
    for kind, entries in kinds.items():
        for entry in entries:
            entry["merged"] = merged.get((kind, entry["key"]), [])
    return {kind: _document(kind, entries) for kind, entries in kinds.items()}


def _merged() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """What was merged into each word, by kind and key."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in MergedKey.objects.order_by("key"):
        entry = {"key": row.key, "reason": row.reason, "names": row.names, "fields": row.fields}
        found[f"{row.kind}s", row.into].append(entry)
    return found


def _document(kind: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    document = VocabularyDocument.model_validate({"schema": "asc-vocabulary/1", kind: entries})
    kept = document.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"schema": "asc-vocabulary/1", **{name: kept[name] for name in kept if name == kind}}


def _entry(shape: type[BaseModel], row: Any, **more: Any) -> dict[str, Any]:
    """The fields that the rows hold under the same name; an empty text was not given."""
    apart = {*more, "merged"}
    held = {name: getattr(row, name) for name in shape.model_fields if name not in apart}
    return {name: value for name, value in {**held, **more}.items() if value not in ("", None)}


def _precursor(row: Precursor) -> dict[str, Any]:
    via = {"paper": row.via, "at": row.at or None} if row.via else None
    return _entry(PrecursorEntry, row, via=via)


def _material(row: Material) -> dict[str, Any]:
    phases = [{"material": link.phase.key} for link in row.phase_links.all()]
    return _entry(MaterialEntry, row, phases=phases)


def _method(row: Method) -> dict[str, Any]:
    return _entry(MethodEntry, row, parent=row.parent.key if row.parent else None)
