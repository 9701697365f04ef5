"""Precursors in the vocabulary document: their entries, and to rows and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from precursors.actions import PrecursorInconsistent, save_precursor
from precursors.models import Precursor
from records.document.fields import Cas, Key, MergedEntry, OneOrMore, Slug, Strict
from records.document.invalid import DocumentInvalid, Problem
from records.document.reference import PrecursorPage
from records.document.terms import term_columns, term_entry

if TYPE_CHECKING:
    from collections.abc import Sequence


class VocabularyVia(Strict):
    paper: Slug
    at: OneOrMore | None = None


class PrecursorEntry(Strict):
    key: Key
    name: str
    acronym: str | None = Field(None, max_length=60)
    formula: str | None = Field(None, max_length=80)
    formula_printed: str | None = Field(None, max_length=80)
    kind: Literal["metal", "organic", "co-reactant"]
    smiles: str | None = None
    inchikey: str | None = Field(None, pattern=r"^[A-Z]{14}-[A-Z]{10}-[A-Z]$")
    cas: Cas | None = None
    state: Literal["solid", "liquid", "gas", "plasma"] | None = None
    air_sensitivity: Literal["pyrophoric", "air-sensitive", "stable in air"] | None = None
    aliases: list[str] = Field(default_factory=list)
    families: list[str] = Field(default_factory=list)
    reference: list[PrecursorPage] = Field(default_factory=list)
    via: VocabularyVia | None = None
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


def publish_precursors(entries: Sequence[PrecursorEntry]) -> list[str]:
    """Keys of those that were new or different."""
    changed = []
    for i, entry in enumerate(entries):
        columns = term_columns(entry, apart={"via", "inchikey"})
        columns["via"] = entry.via.paper if entry.via else ""
        columns["at"] = (entry.via.at or []) if entry.via else []
        try:
            if save_precursor(key=entry.key, columns=columns):
                changed.append(entry.key)
        except PrecursorInconsistent as error:
            problem = Problem(f"precursors[{i}].{error.field}", str(error))
            raise DocumentInvalid([problem]) from error
    return changed


def precursor_entries() -> list[dict[str, Any]]:
    return [
        term_entry(
            PrecursorEntry, row, via={"paper": row.via, "at": row.at or None} if row.via else None
        )
        for row in Precursor.objects.order_by("key")
    ]
