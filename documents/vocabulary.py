"""The schema of vocabulary documents: precursors, materials, substrates, methods."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from documents.fields import OneOrMore, Slug, Strict

METHOD_PATTERN = r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"


class VocabularyVia(Strict):
    paper: Slug
    at: OneOrMore | None = None


class MergedEntry(Strict):
    """A word that was merged into this one: its key leads here for ever."""

    key: str = Field(pattern=METHOD_PATTERN)
    reason: Annotated[str, Field(min_length=3)]
    names: list[str] = Field(default_factory=list)
    fields: dict[str, tuple[Any, Any]] = Field(default_factory=dict)
    """what the word has of it since: [before, since]"""


class PrecursorEntry(Strict):
    key: Slug
    name: str
    acronym: str | None = None
    formula: str | None = None
    formula_printed: str | None = None
    kind: Literal["metal", "organic", "co-reactant"]
    smiles: str | None = None
    inchikey: str | None = Field(None, pattern=r"^[A-Z]{14}-[A-Z]{10}-[A-Z]$")
    cas: str | None = Field(None, pattern=r"^\d{2,7}-\d\d-\d$")
    state: Literal["solid", "liquid", "gas", "plasma"] | None = None
    aliases: list[str] = Field(default_factory=list)
    families: list[str] = Field(default_factory=list)
    via: VocabularyVia | None = None
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


class PhaseEntry(Strict):
    material: Slug


class MaterialEntry(Strict):
    key: Slug
    name: str
    formula: str | None = None
    formula_printed: str | None = None
    variable: bool = False
    elements: list[str] = Field(default_factory=list)
    material_class: Literal["inorganic", "hybrid", "organic"] = Field(alias="class")
    charge_carrier: str | None = None
    aliases: list[str] = Field(default_factory=list)
    phases: list[PhaseEntry] = Field(default_factory=list)
    structure: Literal["single", "mixture", "laminate"] = "single"
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


class SubstrateEntry(Strict):
    key: Slug
    name: str
    formula: str | None = None
    role: Literal["anode", "cathode", "solid electrolyte", "model", "unspecified"] = "unspecified"
    aliases: list[str] = Field(default_factory=list)
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


class MethodEntry(Strict):
    key: str = Field(pattern=METHOD_PATTERN)
    name: str
    parent: str | None = None
    aliases: list[str] = Field(default_factory=list)
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


class VocabularyDocument(Strict):
    schema_: Literal["asc-vocabulary/1"] = Field(alias="schema")
    precursors: list[PrecursorEntry] = Field(default_factory=list)
    materials: list[MaterialEntry] = Field(default_factory=list)
    substrates: list[SubstrateEntry] = Field(default_factory=list)
    methods: list[MethodEntry] = Field(default_factory=list)
