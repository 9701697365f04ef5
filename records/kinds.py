"""The kinds that are on record, each declared once, in the ``kind.py`` of its room.

Documents, curation, releases, housekeeping and recomputing go through them: a new kind is a room
of its own and no branch elsewhere (docs/adding-a-kind.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from records.actions import hold_publishing_lock
from records.models import Kind, public_id
from records.printed_values import PrintedValue
from records.queueing import send_after_commit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.db.models import Q
    from pydantic import BaseModel

    from records.deriving import Derivation
    from records.document.checking import OnRecord, Own
    from records.document.invalid import Loc, Problem
    from records.document.rows import Placed, Sources
    from records.rest import RecordsView


@dataclass(frozen=True)
class Values:
    """A table of what entries print."""

    model: Any
    owner: str
    """its column with the number of the record, or of the paper"""
    place: Callable[[Any], str]
    """where a row stands in the entry of its record, or in the document of its paper"""

    @property
    def printed(self) -> bool:
        """Whether its rows are values of properties, not statements."""
        return issubclass(self.model, PrintedValue)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A list of the paper document: its entries, their check, and to rows and back."""

    section: str
    """its name in the document; of records, also the folder of their pages and REST list"""
    entry: type[BaseModel]
    check: Callable[[Loc, Any, OnRecord, Own], Iterable[Problem]]
    publish: Callable[[Sequence[Placed[Any]], Sources, Mapping[str, int]], None]
    """write these entries; beside them the numbers of all records of the section, by key"""
    export: Callable[[Any], list[dict[str, Any]]]
    """the entries of a paper"""
    names: Callable[[Any], Sequence[str]] | None = None
    """what of an entry without an id others of the paper may name"""
    values: tuple[Values, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class RecordKind(Section):
    """Records with permanent ids that papers report: coatings, tests."""

    word: str
    """what one is called in documents, in names of addresses and as the subject of properties"""
    model: Any
    derivation: Derivation[Any]
    view: type[RecordsView]
    """its list and records in REST; names the FilterSet that its page has too"""
    titled_by: tuple[str, ...] = ()
    """relations of the model that its text names"""
    arrays: Mapping[str, str] = field(default_factory=dict)
    """columns of wide tables that are arrays of the read row → their column there"""
    task: Any
    """the Celery task that derives the ids it is sent"""
    snapshot: Callable[[Any], Any]
    """what of a paper other records rest on: taken before and after a publication"""
    affected: Callable[[Any, Mapping[str, set[int]], Any, Any], dict[str, set[int]]]
    """(paper, numbers written by section, snapshot before, after) → what to compute again"""
    using: Callable[[Mapping[str, Sequence[str]]], Q]
    """records that name one of these terms (keys by list)"""
    affected_by_terms: Callable[[Mapping[str, Sequence[str]]], dict[str, set[int]]]
    """what to compute again where these terms changed"""
    references: Mapping[str, str] = field(default_factory=dict)
    """fields of its entries that name records of the same paper by key → their section"""

    @property
    def kind(self) -> Kind:
        return self.derivation.kind

    @property
    def read_row(self) -> Any:
        return self.derivation.rows

    def refresh(self, ids: Sequence[int], *, stale: bool) -> None:
        """Bring the published columns of these read rows up to date; with ``stale``, mark them."""
        self.derivation.read_rows.refresh(ids, stale=stale)

    def public_id(self, number: int) -> str:
        return public_id(self.kind, number)

    def address(self, number: int) -> str:
        """The page of a record."""
        return f"/{self.section}/{self.public_id(number)}/"

    def place(self, key: str) -> str:
        """The section of the review that the record with this key is: ``coatings[KEY]``."""
        return f"{self.section}[{key}]"

    def enqueue(self, ids: Iterable[int], *, bulk: bool | None = None) -> None:
        """Ask the workers, after commit, to compute these records. ``bulk``: as part of a larger
        job, which must not delay edits; left out, their number decides."""
        send_after_commit(self.task, list(ids), bulk=bulk)

    @transaction.atomic
    def mark_stale(self, ids: Iterable[int]) -> int:
        """Say that the derived values of these records have to be computed again.

        Like a publication, it holds the publishing lock, so that no two wait for each other's rows.
        """
        hold_publishing_lock()
        marked: int = self.read_row.objects.filter(pk__in=list(ids)).update(
            stale_since=timezone.now(), attempts=0, derive_error=""
        )
        return marked

    def delete(self, number: int) -> None:
        """Remove a withdrawn record; its id stays in the register with the reason."""
        self.model.objects.filter(pk=number).delete()


@dataclass(frozen=True, kw_only=True)
class TermKind:
    """Terms of the vocabulary, which records name by key: precursors, materials …"""

    word: str
    section: str
    """its list in the vocabulary document, and the folder of its pages and of its REST list"""
    model: Any
    entry: type[BaseModel]
    publish: Callable[[Sequence[Any]], list[str]]
    """write these entries: the keys of those that were new or different"""
    export: Callable[[], list[dict[str, Any]]]
    """all of its entries"""


@cache
def rooms_of_kinds() -> list[str]:
    """The rooms that declare kinds, each after those it builds on."""
    return [room for room in settings.ROOMS if find_spec(f"{room}.kind")]


@cache
def _declared() -> tuple[Any, ...]:
    rooms = rooms_of_kinds()
    return tuple(kind for room in rooms for kind in import_module(f"{room}.kind").KINDS)


@cache
def sections() -> tuple[Section, ...]:
    """Every section of the paper document, in its order."""
    return tuple(kind for kind in _declared() if isinstance(kind, Section))


@cache
def record_kinds() -> tuple[RecordKind, ...]:
    """Every kind of record, each after those that it refers to."""
    return tuple(kind for kind in _declared() if isinstance(kind, RecordKind))


@cache
def term_kinds() -> tuple[TermKind, ...]:
    """Every kind of term."""
    return tuple(kind for kind in _declared() if isinstance(kind, TermKind))


def term_kind(word: str) -> TermKind:
    return next(kind for kind in term_kinds() if kind.word == word)


def record_kind(kind: str) -> RecordKind:
    """The kind of this letter, word or section; raises KeyError."""
    return _by_name()[kind]


def record_kind_or_none(kind: str) -> RecordKind | None:
    """The same, or None: a paper is no such record."""
    return _by_name().get(kind)


@cache
def _by_name() -> dict[str, RecordKind]:
    return {
        str(name): kind
        for kind in record_kinds()
        for name in (kind.kind.value, kind.word, kind.section)
    }
