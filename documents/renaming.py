"""Merged words and papers in documents: what names one of them names what it was merged into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from records.document.checking import Merged

_NAMED = {
    "precursor": "precursors",
    "dose": "precursors",
    "plasma": "precursors",
    "soak": "precursors",
    "material": "materials",
    "electrode": "substrates",
    "methods": "methods",
    "method": "methods",
    "saturated": "precursors",
    "not_saturated": "precursors",
    "parent": "methods",
}
"""Fields of documents, of papers and of words alike, that name words."""
_APART = {"citation", "withdrawn", "merged"}


def renamed(
    document: Any, merged: Merged, coatings: Collection[tuple[str, str]] = frozenset()
) -> Any:
    """The document with merged keys replaced; ``coatings`` are the pairs (paper, key) on record.

    Any JSON, valid or not. A list that comes to name a word twice names it once.
    """
    if not isinstance(document, dict) or not any(merged.values()):
        return document
    return _Renaming(merged, coatings, document.get("key")).of_fields(document, "")


def moved_key(key: str, paper: str, taken: Collection[str]) -> str:
    """The key of an item that comes from ``paper`` into one which has the keys ``taken``."""
    return f"{key}-{paper}" if key in taken else key


class _Renaming:
    def __init__(self, merged: Merged, coatings: Collection[tuple[str, str]], paper: Any) -> None:
        self.merged, self.coatings, self.paper = merged, coatings, paper

    def of_fields(self, node: dict[str, Any], name: str) -> Any:
        if isinstance(node.get("paper"), str) and isinstance(node.get("coating"), str):
            return self.of_reference(node)
        return {key: self.of_field(name, key, value) for key, value in node.items()}

    def of_field(self, above: str, name: str, value: Any) -> Any:
        if name in _APART:
            return value
        kind = "substrates" if (above, name) == ("substrate", "material") else _NAMED.get(name)
        if name == "paper":
            kind = "papers"
        if kind and isinstance(value, str):
            return self.merged.get(kind, {}).get(value, value)
        if kind and isinstance(value, list) and all(isinstance(one, str) for one in value):
            known = self.merged.get(kind, {})
            if not known.keys() & set(value):
                return value  # one named twice is for the check to tell
            return list(dict.fromkeys(known.get(one, one) for one in value))
        if isinstance(value, dict):
            return self.of_fields(value, name)
        if isinstance(value, list):
            return [self.of_field(above, name, one) for one in value]
        return value

    def of_reference(self, node: dict[str, Any]) -> Any:
        """A coating of another paper; where that is this paper by now, a coating of its own."""
        old, key = node["paper"], node["coating"]
        paper = self.merged.get("papers", {}).get(old, old)
        if paper == old:
            return node
        beside = moved_key(key, old, {key})  # its own key was taken where it came to
        key = beside if (paper, beside) in self.coatings else key
        return key if paper == self.paper else {**node, "paper": paper, "coating": key}
