"""Publish a vocabulary document: what changed marks the records that use it stale."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from coatings.actions import rename_in_processes
from documents.check import check_vocabulary
from documents.publishing.dependents import mark_users
from documents.publishing.publish import merged_keys
from documents.publishing.refusals import refusals_as_problems
from documents.publishing.reviewing import substance_of, take_back_for_words
from documents.renaming import renamed
from documents.vocabulary import VocabularyDocument
from records.actions import hold_publishing_lock, register_merged
from records.document.invalid import DocumentInvalid, Problem
from records.kinds import term_kinds
from records.models import MergedKey


@dataclass(frozen=True)
class PublishedVocabulary:
    """Keys written because they were new or different, by list of the document."""

    keys: dict[str, list[str]]

    @property
    def changed(self) -> bool:
        return any(self.keys.values())


@transaction.atomic
def publish_vocabulary(data: Any) -> PublishedVocabulary:
    """Publish the vocabulary document in ``data``; the same again changes nothing.

    Raises :class:`DocumentInvalid`; then nothing is written.
    """
    hold_publishing_lock()
    document = _as_merged(check_vocabulary(renamed(data, merged_keys())))
    was = substance_of(document)
    with refusals_as_problems():
        done = PublishedVocabulary(
            {term.section: term.publish(getattr(document, term.section)) for term in term_kinds()}
        )
    rename_in_processes(materials=done.keys["materials"], precursors=done.keys["precursors"])
    if done.changed:
        take_back_for_words(was, document)
    mark_users(done.keys)
    return done


def _as_merged(document: VocabularyDocument) -> VocabularyDocument:
    """Without the words that were merged into others, which are called by their names too.

    What the document tells of merges is registered. Raises :class:`DocumentInvalid` where it tells
    so of a word that is on record here.
    """
    problems = []
    for term in term_kinds():
        entries: list[Any] = getattr(document, term.section)
        known = set(MergedKey.objects.filter(kind=term.word).values_list("key", flat=True))
        for i, entry in enumerate(entries):
            for j, gone in enumerate(entry.merged):
                if gone.key in known:
                    continue
                if term.model.objects.filter(key=gone.key).exists():
                    message = f'"{gone.key}" is on record: merge it on the page of housekeeping'
                    problems.append(Problem(f"{term.section}[{i}].merged[{j}].key", message))
                    continue
                words = {"reason": gone.reason, "names": gone.names, "fields": dict(gone.fields)}
                register_merged(kind=term.word, key=gone.key, into=entry.key, **words)
        _call_by_names(term.word, entries)
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
