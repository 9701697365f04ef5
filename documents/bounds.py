"""How much a document may hold: no text and no list of it is longer than the rest of the house can
bear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.document.invalid import Loc, Problem, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TEXT = 20_000
"""Characters of one text: a long note has a thousand."""
LONGEST_LIST = 20_000
"""Coatings, tests or values in one list. Rows of numbers have bounds of their own."""
_OF_NUMBERS = {"rows", "points", "errors", "ticks"}


def too_large(data: Any) -> Iterator[Problem]:
    """Texts and lists beyond these bounds, each at its path."""
    waiting: list[tuple[Loc, Any]] = [((), data)]
    while waiting:
        at, node = waiting.pop()
        if isinstance(node, str):
            if len(node) > LONGEST_TEXT:
                found = f"{len(node)} characters, at most {LONGEST_TEXT}"
                yield Problem(path_of(at), f"is too long: {found}")
        elif isinstance(node, dict):
            waiting += [((*at, str(key)), item) for key, item in node.items()]
        elif isinstance(node, list) and (not at or at[-1] not in _OF_NUMBERS):
            if len(node) > LONGEST_LIST:
                yield Problem(path_of(at), f"holds {len(node)} entries, at most {LONGEST_LIST}")
            else:
                waiting += [((*at, i), item) for i, item in enumerate(node)]
