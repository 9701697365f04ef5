"""The schema of vocabulary documents: precursors, materials, substrates, methods."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from documents.fields import OneOrMore, Slug, Strict
from science.composition import UnreadableFormula, parse_formula
from science.molecules import cas_is_valid

METHOD_PATTERN = r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"


def _readable_formula(text: str) -> str:
    try:
        parse_formula(text)
    except UnreadableFormula as error:
        raise ValueError(str(error)) from error
    return text


def _checked(number: str) -> str:
    if not cas_is_valid(number):
        raise ValueError("is no CAS number: its check digit is wrong")
    return number


Key = Annotated[Slug, Field(max_length=60)]
Formula = Annotated[str, Field(max_length=120), AfterValidator(_readable_formula)]
ShownFormula = Annotated[str, Field(max_length=120)]
Cas = Annotated[str, Field(pattern=r"^\d{2,7}-\d\d-\d$"), AfterValidator(_checked)]
Element = Annotated[str, Field(max_length=3)]


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
    aliases: list[str] = Field(default_factory=list)
    families: list[str] = Field(default_factory=list)
    via: VocabularyVia | None = None
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


class PhaseEntry(Strict):
    material: Slug


class MaterialEntry(Strict):
    key: Key
    name: str
    formula: ShownFormula | None = None
    formula_printed: ShownFormula | None = None
    variable: bool = False
    elements: list[Element] = Field(default_factory=list)
    material_class: Literal["inorganic", "hybrid", "organic"] = Field(alias="class")
    charge_carrier: Element | None = None
    aliases: list[str] = Field(default_factory=list)
    phases: list[PhaseEntry] = Field(default_factory=list)
    structure: Literal["single", "mixture", "laminate"] = "single"
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


class SubstrateEntry(Strict):
    key: Key
    name: str
    formula: Formula | None = None
    role: Literal["anode", "cathode", "solid electrolyte", "model", "unspecified"] = "unspecified"
    aliases: list[str] = Field(default_factory=list)
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


class MethodEntry(Strict):
    key: str = Field(pattern=METHOD_PATTERN, max_length=40)
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
