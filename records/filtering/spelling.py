"""A near miss in a search offers the spelling that is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from records.search import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR_ENOUGH = 75.0
_SHORTEST = 3


def suggest(asked: str, texts: Iterable[str]) -> str | None:
    """``asked`` with each unknown word replaced by the nearest known one; None where every word
    is known, or one has nothing near it."""
    known = {word for text in texts for word in text.split()}
    corrected = []
    for word in words(asked):
        if any(other.startswith(word) for other in known):
            corrected.append(word)
            continue
        if len(word) < _SHORTEST:
            return None
        found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
        if found is None:
            return None
        corrected.append(found[0])
    suggestion = " ".join(corrected)
    return suggestion if suggestion != " ".join(words(asked)) else None
