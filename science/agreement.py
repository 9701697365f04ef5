"""Whether what several records state is the same, differs, or cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Literal, TypeVar

from science.quantities import Interval

Verdict = Literal["same", "differs", "unknown"]
_STRONGEST: tuple[Verdict, ...] = ("differs", "unknown", "same")
Item = TypeVar("Item")


def words_agree(stated: Sequence[str]) -> Verdict:
    """Words, case and spacing apart; "" is not stated. Two known ones that differ decide."""
    known = {" ".join(text.split()).casefold() for text in stated} - {""}
    if len(known) > 1:
        return "differs"
    return "same" if known and all(text.strip() for text in stated) else "unknown"


def sets_agree(stated: Sequence[Iterable[str]]) -> Verdict:
    """Lists of words in whatever order; an empty one is not stated."""
    known = [frozenset(words) for words in stated]
    if len({words for words in known if words}) > 1:
        return "differs"
    return "same" if known and all(known) else "unknown"


def pairwise(stated: Sequence[Item], agree: Callable[[Item, Item], Verdict]) -> Verdict:
    """Several of them by a rule for two: one pair that differs decides, then one not known."""
    verdicts = {agree(first, second) for first, second in combinations(stated, 2)}
    return next((v for v in _STRONGEST if v in verdicts), "unknown")


def intervals_agree(
    stated: Sequence[Interval | None], *, overlapping: Verdict = "unknown"
) -> Verdict:
    """Readings in one unit; None is not stated. Two known ones without a common number decide.

    Bounded ranges that overlap without being equal (RT and 25 °C) may be one value: the caller
    says what that counts as. An open bound that overlaps may be anything.
    """
    known = [interval for interval in stated if interval is not None]
    pairs = list(combinations(known, 2))
    if any(not first.meets(second) for first, second in pairs):
        return "differs"
    if not known or len(known) < len(stated):
        return "unknown"
    unequal = [(first, second) for first, second in pairs if first != second]
    if any(not (first.is_bounded and second.is_bounded) for first, second in unequal):
        return "unknown"
    return overlapping if unequal else "same"
