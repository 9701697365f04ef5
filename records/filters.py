"""Filters of the list of properties."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args

from records.filtering import (
    FixedWords,
    SearchFilter,
    StrictFilterSet,
    WordFilter,
    by,
)
from records.search import fold, words
from science.properties import PROPERTIES
from science.registry import Kind, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from science.registry import Property


def _kinds() -> Iterable[str]:
    return get_args(Kind)


def _subjects() -> Iterable[str]:
    return get_args(Subject)


class PropertyFilter(StrictFilterSet):
    """Properties: by text, as what they occur, and of what. They live in the code, not in a
    table, so that ``qs`` is a list."""

    ORDERINGS = {"key": by("key"), "label": by("label")}
    DEFAULT_ORDERING = "key"

    id = WordFilter("key", FixedWords(lambda: PROPERTIES), doc="Just these; up to 1,000 at once.")
    q = SearchFilter(doc="Words of key, label, symbol and explanation.")
    kind = WordFilter("kind", FixedWords(_kinds), doc="As what it occurs.")
    subject = WordFilter("subject", FixedWords(_subjects), doc="Of what it is a property.")

    def default_queryset(self) -> Any:
        return PROPERTIES.values()

    @cached_property
    def qs(self) -> Any:
        term = self.terms[0]
        found = [declared for declared in self.queryset if self._matches(declared)]
        return sorted(found, key=lambda p: getattr(p, term.column), reverse=term.descending)

    def _matches(self, declared: Property) -> bool:
        if declared.key not in self.values.get("id", [declared.key]):
            return False
        kinds = self.values.get("kind") or _kinds()
        subjects = self.values.get("subject") or _subjects()
        if not any(kind in kinds and subject in subjects for kind, subject in declared.roles):
            return False
        text = fold(" ".join([declared.key, declared.label, declared.symbol, declared.doc]))
        known = words(text)
        asked = words(self.values.get("q", ""))
        return all(any(word.startswith(part) for word in known) for part in asked)

    def did_you_mean(self) -> str | None:
        return None
