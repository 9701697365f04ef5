"""What can be deposited with what is on the shelf: plain functions over plain data.

Temperatures are intervals in °C; a film is grown at *some* temperature of its window, so a range
fits where its low end does. A temperature that is not on record is unknown and never assumed to
fit: what hangs on it is told apart from what is known to fit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from science.quantities import Interval


@dataclass(frozen=True, slots=True)
class Shelf:
    """What somebody has: keys of precursors, and the hottest source and substrate in °C.

    None for a limit means that it was not given: nothing is left out for it. No `electrodes`
    means any.
    """

    precursors: frozenset[str]
    hottest_source: float | None = None
    hottest_substrate: float | None = None
    electrodes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reported:
    """A film on record: `doses` holds the alternatives of each dose (one of them is enough)."""

    id: str
    doses: tuple[frozenset[str], ...]
    substrate: str
    deposition: Interval | None = None


Sources = dict[str, tuple[Interval, ...]]
"""Source temperatures on record for each precursor; a precursor without one is unknown."""


@dataclass(frozen=True, slots=True)
class Growable:
    """A film that the shelf does not rule out.

    `missing` names the doses for which nothing is at hand, each by its alternatives. `unknown`
    says which temperatures are not on record, so that whether they fit is not known.
    """

    film: Reported
    missing: tuple[frozenset[str], ...]
    unknown: tuple[str, ...]


def coolest(intervals: Iterable[Interval]) -> float | None:
    """The lowest temperature at which somebody kept this source; None where nobody says.

    A bound "below 60" says no temperature that surely works but 60 itself.
    """
    ends = [i.high if math.isinf(i.low) else i.low for i in intervals]
    return min(ends) if ends else None


def fits(interval: Interval, limit: float | None) -> bool:
    """True when some temperature of the interval that is known to work does not pass the limit."""
    if limit is None:
        return True
    return (interval.high if math.isinf(interval.low) else interval.low) <= limit


def growable(
    shelf: Shelf, films: Iterable[Reported], sources: Sources, short: int = 1
) -> list[Growable]:
    """Films the shelf can grow as reported, and those at most `short` precursors away.

    A film is left out where its substrate is another electrode, where it was deposited hotter
    than the substrate may be, or where every alternative of a dose needs a hotter source.
    """
    found = []
    for film in films:
        answer = _one(shelf, film, sources)
        if answer is not None and len(answer.missing) <= short:
            found.append(answer)
    return sorted(found, key=lambda one: len(one.missing))


def _one(shelf: Shelf, film: Reported, sources: Sources) -> Growable | None:
    if not film.doses:
        return None
    if shelf.electrodes and film.substrate not in shelf.electrodes:
        return None
    unknown = []
    if shelf.hottest_substrate is not None:
        if film.deposition is None:
            unknown.append("the deposition temperature")
        elif not fits(film.deposition, shelf.hottest_substrate):
            return None
    if len(set(film.doses)) < 2:
        unknown.append("what else is dosed: one dose alone is named")
    missing = []
    for dose in dict.fromkeys(film.doses):
        reachable = {key for key in dose if _reach(key, shelf, sources) is not False}
        if not reachable:
            return None
        at_hand = reachable & shelf.precursors
        if not at_hand:
            missing.append(frozenset(reachable))
        chosen = at_hand or reachable
        if all(_reach(key, shelf, sources) is None for key in chosen):
            unknown.append(f"the source temperature of {' or '.join(sorted(chosen))}")
    return Growable(film, tuple(missing), tuple(unknown))


def _reach(key: str, shelf: Shelf, sources: Sources) -> bool | None:
    """Whether the source gets hot enough; None where nobody says how hot it has to be."""
    if shelf.hottest_source is None:
        return True
    least = coolest(sources.get(key, ()))
    return None if least is None else least <= shelf.hottest_source


@dataclass(frozen=True, slots=True)
class Lead:
    """A pair that nobody reports though its temperature windows overlap: a lead, not a result.

    `overlap` is where both were used for deposition, in °C; `metal_films` and `partner_films` the
    films that make the windows; `unknown_sources` those whose source temperature nobody states.
    """

    metal: str
    partner: str
    overlap: Interval
    metal_window: Interval
    partner_window: Interval
    metal_films: int
    partner_films: int
    unknown_sources: tuple[str, ...] = ()


def window(intervals: Sequence[Interval]) -> Interval | None:
    """The span of deposition temperatures; None without a value that is bounded on both sides.

    A bound says that something worked somewhere beyond it, not where: it widens nothing.
    """
    known = [i for i in intervals if i.is_bounded]
    if not known:
        return None
    return Interval(min(i.low for i in known), max(i.high for i in known))


def leads(
    shelf: Shelf,
    metals: Iterable[str],
    partners: Iterable[str],
    films: Sequence[Reported],
    sources: Sources,
) -> list[Lead]:
    """Pairs on the shelf that no film on record has, whose deposition windows overlap.

    The part of the overlap that the substrate can reach counts. A pair is left out where a source
    is known to need more heat than there is. Widest overlap first.
    """
    tried: set[tuple[str, str]] = set()
    seen: dict[str, list[Interval]] = {}
    for film in films:
        keys = {key for dose in film.doses for key in dose}
        tried |= {(a, b) for a in keys for b in keys}
        for key in keys:
            if film.deposition is not None and film.deposition.is_bounded:
                seen.setdefault(key, []).append(film.deposition)
    found = []
    for metal, partner in product(sorted(set(metals)), sorted(set(partners))):
        if (metal, partner) in tried or not {metal, partner} <= shelf.precursors:
            continue
        reach = {key: _reach(key, shelf, sources) for key in (metal, partner)}
        if False in reach.values():
            continue
        first, second = window(seen.get(metal, [])), window(seen.get(partner, []))
        if first is None or second is None:
            continue
        overlap = _overlap(first, second, shelf.hottest_substrate)
        if overlap is not None:
            counts = (len(seen[metal]), len(seen[partner]))
            unknown = tuple(key for key, answer in reach.items() if answer is None)
            found.append(Lead(metal, partner, overlap, first, second, *counts, unknown))
    return sorted(found, key=lambda one: (one.overlap.low - one.overlap.high, one.metal))


def _overlap(first: Interval, second: Interval, limit: float | None) -> Interval | None:
    low = max(first.low, second.low)
    high = min(first.high, second.high, math.inf if limit is None else limit)
    return Interval(low, high) if low <= high else None
