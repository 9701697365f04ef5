"""What a reviewer calls the things of a document: words and records by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.lookup.terms import LISTS, words_of
from documents.places import list_of
from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.lookup.terms import WordKind

_FIELDS: dict[str, WordKind] = {
    "material": "material",
    "substrate.material": "substrate",
    "cell.electrode": "substrate",
}


class Names:
    """The words of the vocabulary, and those that a draft proposes, by key; asked for once."""

    def __init__(self, vocabulary: Mapping[str, Any] | None = None) -> None:
        self.vocabulary = vocabulary or {}
        self.known: dict[str, dict[str, str]] = {}

    def word(self, kind: WordKind, key: Any) -> str:
        """Acronym, formula or name of a word; the key of one that is not there."""
        if kind not in self.known:
            found = words_of(kind, self.vocabulary)
            self.known[kind] = {word.key: word.short or word.name for word in reversed(found)}
        return self.known[kind].get(str(key), str(key))

    def of_field(self, field: str, key: Any) -> str:
        """What a field of a record says: a key in it is a word."""
        return self.word(_FIELDS[field], key) if field in _FIELDS and key else str(key or "")

    def record(self, name: str, item: Mapping[str, Any]) -> str:
        """``Al2O3 on Li metal`` for a coating; for a test its label, or what it cycles."""
        if name == "coatings":
            substrate = item.get("substrate")
            on = substrate.get("material") if isinstance(substrate, dict) else None
            film = self.word("material", item.get("material") or "film")
            return f"{film} on {self.word('substrate', on or 'substrate')}"
        return str(item.get("label") or item.get("key") or "test")


def items_by_section(document: Any) -> dict[str, Mapping[str, Any]]:
    """Coatings and tests of a document by the section that they are: ``coatings[KEY]``."""
    found: dict[str, Mapping[str, Any]] = {}
    for kind in record_kinds():
        for item in list_of(document, kind.section):
            if isinstance(item, dict) and item.get("key"):
                found.setdefault(kind.place(item["key"]), item)
    return found


def proposed_words(vocabulary: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every word that a draft proposes with its kind."""
    return [
        (kind, entry)
        for kind, plural in LISTS.items()
        for entry in list_of(vocabulary, plural)
        if isinstance(entry, dict)
    ]
