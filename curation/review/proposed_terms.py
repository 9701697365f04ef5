"""The words that a draft proposes, beside the words as they are published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curation.lookup.terms import LISTS
from curation.review.names import proposed_words
from curation.review.value_lines import Piece
from documents.vocabulary import export_vocabulary
from documents.wording import value_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class ProposedWord:
    """``was`` tells whether the word is published already: approval changes it for everybody."""

    kind: str
    key: str
    name: str
    was: bool
    smiles: str
    says: list[Piece]

    @property
    def changes(self) -> bool:
        return self.was and any(piece.changed for piece in self.says)


def read_words(vocabulary: Mapping[str, Any]) -> list[ProposedWord]:
    proposed = proposed_words(vocabulary)
    published = _published() if proposed else {}
    found = []
    for kind, entry in proposed:
        key = str(entry.get("key", ""))
        before = published.get((kind, key), {})
        fields = [*entry, *(name for name in before if name not in entry)]
        says = [
            Piece(
                name.replace("_", " "),
                value_in_words(before.get(name)),
                value_in_words(entry.get(name)),
            )
            for name in fields
            if name not in {"key", "name", "smiles"} or before.get(name) != entry.get(name)
            if name != "key"
        ]
        smiles = str(entry.get("smiles") or "")
        found.append(
            ProposedWord(kind, key, str(entry.get("name", "")), bool(before), smiles, says)
        )
    return found


def _published() -> dict[tuple[str, str], dict[str, Any]]:
    documents = export_vocabulary()
    return {
        (kind, entry["key"]): entry
        for kind, plural in LISTS.items()
        for entry in documents[plural].get(plural, [])
    }
