"""How much a document may hold: no text and no list of it is longer than the rest of the house can
bear."""

from __future__ import annotations

from typing import Any

from records.document.invalid import Loc, Problem, path_of

LONGEST_TEXT = 20_000
"""Characters of one text: a long note has a thousand."""
LONGEST_LIST = 20_000
"""Coatings, tests or values in one list. Rows of numbers have bounds of their own."""
MOST_OBJECTS = 200_000
"""Records, steps and values in all: three thousand coatings with their tests have half of it."""
_OF_NUMBERS = {"rows", "points", "errors", "ticks"}


def too_large(data: Any) -> tuple[list[Problem], list[Problem]]:
    """Texts beyond these bounds, and what holds too much to look further into, each at its path."""
    texts: list[Problem] = []
    many: list[Problem] = []
    waiting: list[tuple[Loc, Any]] = [((), data)]
    objects = 0
    while waiting:
        at, node = waiting.pop()
        if isinstance(node, str):
            if len(node) > LONGEST_TEXT:
                found = f"{len(node)} characters, at most {LONGEST_TEXT}"
                texts.append(Problem(path_of(at), f"is too long: {found}"))
        elif isinstance(node, dict):
            objects += 1
            if objects > MOST_OBJECTS:
                told = f"holds more than {MOST_OBJECTS} records, steps and values"
                return texts, [*many, Problem("", told)]
            waiting += [((*at, str(key)), item) for key, item in node.items()]
        elif isinstance(node, list) and (not at or at[-1] not in _OF_NUMBERS):
            if len(node) > LONGEST_LIST:
                told = f"holds {len(node)} entries, at most {LONGEST_LIST}"
                many.append(Problem(path_of(at), told))
            else:
                waiting += [((*at, i), item) for i, item in enumerate(node)]
    return texts, many
