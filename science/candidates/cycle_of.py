"""At which cycle a result stood: by the cycles that its sentence names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from science.candidates.choosing import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from science.candidates.amounts import Amount

Cycle = tuple[int, int, str]
"""Where a cycle is named, and its number."""
_CYCLES_IN_TURN = re.compile(
    r"(?:cycles? \d+(?:, \d+)*,? and \d+|\d+(?:, \d+)*,? and \d+ cycles)(?=[^.;]*respectively)"
    r"|(?<![\d.])[\d,]+(?:/[\d,]+)+ cycles"
)
"""87 % and 70 % at cycle 100 and 400, respectively"""
_NOTED = re.compile(r"\([^()]*\)")
"""What is said beside a value in brackets: "134 mAh/g (89 % retention) after 400 cycles"."""
_NO_CYCLE = frozenset(("lifetime", "lifetime_hours", "stable_cycles", "lifetime_ratio"))
_KEPT = re.compile(r"retention|retain|maintain|of its (?:initial|original|first)", re.IGNORECASE)


@dataclass
class Seen:
    """A number of a sentence with what was decided of it."""

    amount: Amount
    clause: int
    choice: Choice = field(default_factory=Choice)
    keys: tuple[str, ...] = ()


def at_cycle(
    one: Seen,
    text: str,
    clauses: Sequence[tuple[int, int, bool]],
    named: Sequence[Cycle],
    seen: Sequence[Seen],
) -> str:
    """The cycle of a result; empty where none is told, or it is told of another."""
    if one.choice.key in _NO_CYCLE:
        return ""
    begin, end, leaning = clauses[one.clause]
    position = one.amount.start
    if one.amount.of > 1 and (listed := _CYCLES_IN_TURN.search(text, begin, end)):
        thousands = re.sub(r",(?=\d{3}(?!\d))", "", listed[0])
        numbers: list[str] = re.findall(r"\d+", thousands)
        if len(numbers) == one.amount.of:
            return numbers[one.amount.place]
    cycles = [c for c in named if not _is_of_another(c, one, text, seen)]
    found = [c for c in cycles if begin <= c[0] < end]
    if not found and leaning:
        before = clauses[one.clause - 1][0]
        found = [c for c in cycles if before <= c[0] < begin]
    if not found:
        found = [c for c in cycles if c[0] < position and ";" not in text[c[0] : position]]
    if one.choice.key == "capacity":  # "200 mAh/g and a retention of 85 % after 500 cycles"
        found = [c for c in found if not _KEPT.search(_NOTED.sub("", text[one.amount.end : c[0]]))]
    for cycle in found:
        gap = text[one.amount.end : cycle[0]]
        if cycle[0] >= one.amount.end and re.fullmatch(
            r"\s*(?:even\s|still\s)?(?:in|at|after|for|during|over)?\s?(?:the\s)?", gap
        ):
            return cycle[2]
    nearest = min(
        found, key=lambda c: min(abs(c[0] - position), abs(c[1] - position)), default=None
    )
    return nearest[2] if nearest else ""


def _is_of_another(cycle: Cycle, one: Seen, text: str, seen: Sequence[Seen]) -> bool:
    """ "an initial capacity of 200 and 150 mAh/g after 50": the first one is initial alone."""
    if not re.match(r"initial|first", text[cycle[0] : cycle[1]], re.IGNORECASE):
        return False
    between = (s for s in seen if cycle[1] <= s.amount.start < one.amount.start)
    return any(
        s.choice.key == one.choice.key and s.amount.group != one.amount.group for s in between
    )
