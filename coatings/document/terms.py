"""Materials, substrates and methods in the vocabulary document: entries, and to rows and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from coatings.actions import (
    MaterialInconsistent,
    save_material,
    save_method,
    save_phases,
    save_substrate,
)
from coatings.document.schema import RoleWord
from coatings.models import Material, Method, Substrate
from records.document.fields import (
    TERM_PATTERN,
    Element,
    Formula,
    Key,
    MergedEntry,
    ShownFormula,
    Slug,
    Strict,
)
from records.document.invalid import DocumentInvalid, Problem, nearest
from records.document.reference import MaterialPage, SubstratePage
from records.document.terms import term_columns, term_entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class PhaseEntry(Strict):
    material: Slug


class MaterialEntry(Strict):
    key: Key
    name: str
    formula: ShownFormula | None = None
    formula_printed: ShownFormula | None = None
    smiles: str | None = None
    variable: bool = False
    elements: list[Element] = Field(default_factory=list)
    material_class: Literal["inorganic", "hybrid", "organic"] = Field(alias="class")
    charge_carrier: Element | None = None
    aliases: list[str] = Field(default_factory=list)
    phases: list[PhaseEntry] = Field(default_factory=list)
    structure: Literal["single", "mixture", "laminate"] = "single"
    air_sensitivity: Literal["stable in air", "changes slowly in air", "air-sensitive"] | None = (
        None
    )
    in_natural_sei: bool = False
    reference: list[MaterialPage] = Field(default_factory=list)
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


class SubstrateEntry(Strict):
    key: Key
    name: str
    formula: Formula | None = None
    role: RoleWord = "unspecified"
    aliases: list[str] = Field(default_factory=list)
    reference: list[SubstratePage] = Field(default_factory=list)
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


class MethodEntry(Strict):
    key: str = Field(pattern=TERM_PATTERN, max_length=40)
    name: str
    parent: str | None = None
    aliases: list[str] = Field(default_factory=list)
    note: str | None = None
    merged: list[MergedEntry] = Field(default_factory=list)


def publish_materials(entries: Sequence[MaterialEntry]) -> list[str]:
    """Keys of those that were new or different."""
    changed = []
    for i, entry in enumerate(entries):
        try:
            if save_material(key=entry.key, columns=term_columns(entry, apart={"phases"})):
                changed.append(entry.key)
        except MaterialInconsistent as error:
            path = f"materials[{i}].{error.field}"
            raise DocumentInvalid([Problem(path, str(error))]) from error
    if unknown := list(_unknown_phases(entries)):
        raise DocumentInvalid(unknown)
    for entry in entries:
        phases = [phase.material for phase in entry.phases]
        if save_phases(key=entry.key, phases=phases) and entry.key not in changed:
            changed.append(entry.key)
    return changed


def _unknown_phases(entries: Sequence[MaterialEntry]) -> Iterator[Problem]:
    if not any(entry.phases for entry in entries):
        return
    known = set(Material.objects.values_list("key", flat=True))
    for i, entry in enumerate(entries):
        for j, phase in enumerate(entry.phases):
            if phase.material not in known:
                message = f'no material "{phase.material}"{nearest(phase.material, known)}'
                yield Problem(f"materials[{i}].phases[{j}].material", message)


def publish_substrates(entries: Sequence[SubstrateEntry]) -> list[str]:
    return [
        entry.key
        for entry in entries
        if save_substrate(key=entry.key, columns=term_columns(entry, apart=set()))
    ]


def publish_methods(entries: Sequence[MethodEntry]) -> list[str]:
    return [
        entry.key
        for entry in _parents_first(entries)
        if save_method(
            key=entry.key, parent=entry.parent, columns=term_columns(entry, apart={"parent"})
        )
    ]


def _parents_first(entries: Sequence[MethodEntry]) -> list[MethodEntry]:
    """Parents before their children; a cycle or an unknown parent is an error."""
    waiting = {entry.key: entry for entry in entries}
    ordered: list[MethodEntry] = []
    above = Method.objects.filter(key__in={entry.parent for entry in entries if entry.parent})
    placed = set(above.exclude(key__in=waiting).values_list("key", flat=True))
    while waiting:
        ready = [e for e in waiting.values() if e.parent is None or e.parent in placed]
        if not ready:
            stuck = next(iter(waiting.values()))
            index = next(i for i, e in enumerate(entries) if e.key == stuck.key)
            message = f'no method "{stuck.parent}" above it{nearest(stuck.parent or "", placed)}'
            raise DocumentInvalid([Problem(f"methods[{index}].parent", message)])
        for entry in ready:
            ordered.append(waiting.pop(entry.key))
            placed.add(entry.key)
    return ordered


def material_entries() -> list[dict[str, Any]]:
    rows = Material.objects.order_by("key").prefetch_related("phase_links__phase")
    return [
        term_entry(
            MaterialEntry,
            row,
            phases=[{"material": link.phase.key} for link in row.phase_links.all()],
        )
        for row in rows
    ]


def substrate_entries() -> list[dict[str, Any]]:
    return [term_entry(SubstrateEntry, row) for row in Substrate.objects.order_by("key")]


def method_entries() -> list[dict[str, Any]]:
    return [
        term_entry(MethodEntry, row, parent=row.parent.key if row.parent else None)
        for row in Method.objects.order_by("key").select_related("parent")
    ]
