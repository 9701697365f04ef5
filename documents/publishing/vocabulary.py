"""Publish a vocabulary document: what changed marks the coatings that use it stale."""

from __future__ import annotations

from collections import defaultdict
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
from coatings.models import Material, Method, Substrate
from documents.check import check_vocabulary
from documents.problems import DocumentInvalid, Problem, nearest
from documents.publishing.dependents import mark_users
from documents.publishing.publish import merged_keys
from documents.publishing.reviewing import substance_of, take_back_for_words
from documents.renaming import renamed
from documents.vocabulary import VocabularyDocument
from precursors.actions import PrecursorInconsistent, save_precursor
from precursors.models import Precursor
from records.actions import hold_publishing_lock, register_merged
from records.models import MergedKey

if TYPE_CHECKING:
    from documents.vocabulary import MethodEntry


MODELS: dict[str, Any] = {
    "precursor": Precursor,
    "material": Material,
    "substrate": Substrate,
    "method": Method,
}


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
    document = _as_merged(check_vocabulary(renamed(data, merged_keys())))
    was = substance_of(document)
    done = PublishedVocabulary(
        precursors=_precursors(document),
        materials=_materials(document),
        substrates=_substrates(document),
        methods=_methods(document),
    )
    rename_in_processes(materials=done.materials, precursors=done.precursors)
    if done.changed:
        take_back_for_words(was, document)
    mark_users(done)
    return done


def _as_merged(document: VocabularyDocument) -> VocabularyDocument:
    """Without the words that were merged into others, which are called by their names too.

    What the document tells of merges is registered. Raises :class:`DocumentInvalid` where it tells
    so of a word that is on record here.
    """
    problems = []
    for kind, model in MODELS.items():
        entries: list[Any] = getattr(document, f"{kind}s")
        known = set(MergedKey.objects.filter(kind=kind).values_list("key", flat=True))
        for i, entry in enumerate(entries):
            for j, gone in enumerate(entry.merged):
                if gone.key in known:
                    continue
                if model.objects.filter(key=gone.key).exists():
                    message = f'"{gone.key}" is on record: merge it on the page of housekeeping'
                    problems.append(Problem(f"{kind}s[{i}].merged[{j}].key", message))
                    continue
                words = {"reason": gone.reason, "names": gone.names, "fields": dict(gone.fields)}
                register_merged(kind=kind, key=gone.key, into=entry.key, **words)
        _call_by_names(kind, entries)
    if problems:
        raise DocumentInvalid(problems)
    return document


def _call_by_names(kind: str, entries: list[Any]) -> None:
    """Leave out the merged ones; give the others the names of what was merged into them, and the
    fields that were chosen then."""
    rows = list(MergedKey.objects.filter(kind=kind))
    into: dict[str, list[MergedKey]] = defaultdict(list)
    for row in rows:
        into[row.into].append(row)
    gone = {row.key for row in rows}
    entries[:] = [
        _with_merged(entry, into[entry.key]) if entry.key in into else entry
        for entry in entries
        if entry.key not in gone
    ]


def _with_merged(entry: Any, rows: list[MergedKey]) -> Any:
    """The word with what it has of others since they were merged. Where the file says neither what
    stood there before nor nothing, the file is newer."""
    said = entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for row in rows:
        for name, (before, since) in row.fields.items():
            if said.get(name) == before:
                said[name] = since
    names = [name for row in rows for name in row.names]
    said["aliases"] = list(dict.fromkeys([*said.get("aliases", []), *names]))
    return type(entry).model_validate(said)


def _columns(entry: Any, *, apart: set[str]) -> dict[str, Any]:
    """Stated fields as columns: what is not given is an empty text, never null."""
    data = entry.model_dump(exclude={"key", "merged", *apart})
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
