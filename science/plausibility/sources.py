"""Doubts about one value that was read in two places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from science.plausibility.flags import Flag
from science.quantities import Interval, Quantity
from science.results import UsedInput

ABOUT = 0.1
"""How far a number that is called approximate may be off, as a share of it."""


@dataclass(frozen=True, slots=True)
class SourcedValue:
    """A printed value of property `what` of record `id`, and in words where it was read;
    `first_hand` in the paper that reports it."""

    what: str
    id: str
    quantity: Quantity
    source: str
    first_hand: bool


def sources_disagree(first: SourcedValue, second: SourcedValue) -> Flag | None:
    """Two readings of one thing, in two places, that no number satisfies both of."""
    same_place = (first.source, first.first_hand) == (second.source, second.first_hand)
    if same_place or _reach(first.quantity).meets(_reach(second.quantity)):
        return None
    told = [f"{one.quantity.printed} in {one.source}" for one in (first, second)]
    own = [one for one in (first, second) if one.first_hand]
    counts = "the paper's own number counts" if len(own) == 1 else "both are kept"
    reason = f"two sources give {told[0]} and {told[1]}; {counts}"
    used = tuple(UsedInput(one.what, one.id, one.quantity.printed) for one in (first, second))
    return Flag("sources_disagree", "notice", reason, used)


def disagreements(
    values: Iterable[SourcedValue], same: Callable[[int, int], bool]
) -> tuple[Flag, ...]:
    """Flags of every pair; `same` tells by their places in `values` whether two are of one
    thing."""
    numbered = enumerate(values)
    pairs = (
        sources_disagree(one, other)
        for (i, one), (j, other) in combinations(numbered, 2)
        if same(i, j)
    )
    return tuple(flag for flag in pairs if flag)


def _reach(quantity: Quantity) -> Interval:
    """Everything that the print may mean: its uncertainty counts, and what "about" leaves open."""
    interval = quantity.interval
    least = quantity.uncertainty or 0.0
    share = ABOUT if quantity.about else 0.0
    return Interval(
        interval.low - max(least, share * abs(interval.low)),
        interval.high + max(least, share * abs(interval.high)),
    )
