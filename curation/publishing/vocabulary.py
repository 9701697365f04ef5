"""Publish a vocabulary document: what changed marks the coatings that use it stale."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from coatings.actions import (
    rename_in_processes,
    save_material,
    save_method,
    save_phases,
    save_substrate,
)
from curation.document import DocumentInvalid, Problem, VocabularyDocument, check_vocabulary
from curation.document.problems import nearest
from curation.publishing.dependents import mark_users
from literature.actions import hold_publishing_lock
from precursors.actions import PrecursorInconsistent, save_precursor

if TYPE_CHECKING:
    from curation.document.vocabulary import MethodEntry


@dataclass
class PublishedVocabulary:
    """Keys written because they were new or different, by kind."""

    precursors: list[str] = field(default_factory=list)
    materials: list[str] = field(default_factory=list)
    substrates: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.precursors or self.materials or self.substrates or self.methods)


@transaction.atomic
def publish_vocabulary(data: Any) -> PublishedVocabulary:
    """Publish the vocabulary document in ``data``; the same again changes nothing.

    Raises :class:`DocumentInvalid`; then nothing is written.
    """
    hold_publishing_lock()
    document = check_vocabulary(data)
    done = PublishedVocabulary(
        precursors=_precursors(document),
        materials=_materials(document),
        substrates=_substrates(document),
        methods=_methods(document),
    )
    rename_in_processes(materials=done.materials, precursors=done.precursors)
    mark_users(done)
    return done


def _columns(entry: Any, *, apart: set[str]) -> dict[str, Any]:
    """Stated fields as columns: what is not given is an empty text, never null."""
    data = entry.model_dump(exclude={"key", *apart})
    return {name: "" if value is None else value for name, value in data.items()}


def _precursors(document: VocabularyDocument) -> list[str]:
    changed = []
    for i, entry in enumerate(document.precursors):
        columns = _columns(entry, apart={"via", "inchikey"})
        columns["via"] = entry.via.paper if entry.via else ""
        columns["at"] = (entry.via.at or []) if entry.via else []
        try:
            if save_precursor(key=entry.key, columns=columns):
                changed.append(entry.key)
        except PrecursorInconsistent as error:
            problem = Problem(f"precursors[{i}].{error.field}", str(error))
            raise DocumentInvalid([problem]) from error
    return changed


def _materials(document: VocabularyDocument) -> list[str]:
    changed = []
    for i, entry in enumerate(document.materials):
        columns = _columns(entry, apart={"phases"})
        try:
            if save_material(key=entry.key, columns=columns):
                changed.append(entry.key)
        except ValueError as error:
            raise DocumentInvalid([Problem(f"materials[{i}].formula", str(error))]) from error
    for entry in document.materials:
        phases = [phase.material for phase in entry.phases]
        if save_phases(key=entry.key, phases=phases) and entry.key not in changed:
            changed.append(entry.key)
    return changed


def _substrates(document: VocabularyDocument) -> list[str]:
    return [
        entry.key
        for entry in document.substrates
        if save_substrate(key=entry.key, columns=_columns(entry, apart=set()))
    ]


def _methods(document: VocabularyDocument) -> list[str]:
    return [
        entry.key
        for entry in _parents_first(document.methods)
        if save_method(
            key=entry.key, parent=entry.parent, columns=_columns(entry, apart={"parent"})
        )
    ]


def _parents_first(entries: list[MethodEntry]) -> list[MethodEntry]:
    """Parents before their children; a cycle or an unknown parent is an error."""
    waiting = {entry.key: entry for entry in entries}
    ordered: list[MethodEntry] = []
    placed: set[str] = set()
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
