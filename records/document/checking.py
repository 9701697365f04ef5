"""What the check of a paper document asks alike of every section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from records.document.invalid import Loc, Problem, nearest, path_of
from science.properties import PROPERTIES, properties, property_value
from science.quantities import UnreadableValue, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from records.document.fields import MeasurementEntry
    from science.registry import Kind, Subject

Merged = Mapping[str, Mapping[str, str]]
"""By list (precursors, materials, …, papers): old key → the key it leads to."""


class Claims(Protocol):
    """What one paper alone may have. Each answer is the key and the public id of the paper that
    has it, None where none has."""

    def of_doi(self, doi: str) -> tuple[str, str] | None: ...

    def of_reference(self, review: str, number: int) -> tuple[str, str] | None: ...


@dataclass(frozen=True)
class OnRecord:
    """What a document may name, and what is taken."""

    terms: Mapping[str, Collection[str]]
    """keys by list: precursors, materials, …, and papers"""
    records: Mapping[str, Collection[tuple[str, str]]] = field(default_factory=dict)
    """(key of the paper, own key) by section"""
    merged: Merged = field(default_factory=dict)
    """keys that were merged: a document may still name them"""
    claims: Claims | None = None

    def with_terms(self, proposed: Mapping[str, Collection[str]]) -> OnRecord:
        more = {name: {*self.terms[name], *keys} for name, keys in proposed.items()}
        return replace(self, terms={**self.terms, **more})


@dataclass(frozen=True)
class Own:
    """The document that an entry stands in: keys of its records by section, of figures those of
    their series (``fig-3b/coated``), and its own key, empty where it is not yet in shape for
    references to be followed."""

    keys: Mapping[str, Collection[str]]
    paper: str = ""


def unknown(loc: Loc, key: str, known: Collection[str], what: str) -> Iterable[Problem]:
    """A key that stands for nothing."""
    if key not in known:
        yield Problem(path_of(loc), f'no {what} "{key}"{nearest(key, known)}')


def undeclared(loc: Loc, key: str, kind: Kind, subject: Subject) -> Iterable[Problem]:
    """A property that is not declared, or not in this role."""
    yield from unknown(loc, key, properties(kind, subject), f"{kind} property of a {subject}")


def unreadable(loc: Loc, key: str, printed: str | None) -> Iterable[Problem]:
    """A value that cannot be read as one of its property."""
    if printed is None or key not in PROPERTIES:
        return
    try:
        property_value(key, printed)
    except UnreadableValue as error:
        yield Problem(path_of(loc), str(error))


def uncountable(loc: Loc, printed: str | None) -> Iterable[Problem]:
    """No number of cycles."""
    if printed is None:
        return
    try:
        read(printed, unit="cycles")
    except UnreadableValue as error:
        yield Problem(path_of(loc), str(error))


def measurement_problems(at: Loc, entry: MeasurementEntry, subject: Subject) -> Iterable[Problem]:
    yield from undeclared((*at, "property"), entry.property, "measured", subject)
    yield from unreadable((*at, "value"), entry.property, entry.value)
    for key, printed in (entry.conditions or {}).items():
        where = (*at, "conditions", key)
        yield from unknown(where, key, properties("condition"), "condition")
        yield from unreadable(where, key, printed)
