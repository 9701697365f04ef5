"""What can be deposited with what is on the shelf: plain functions over plain data.

Temperatures are intervals in °C; a film is grown at *some* temperature of its window, so a range
fits where its low end does. A temperature that is not on record is unknown and never assumed to
fit: what hangs on it is told apart from what is known to fit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from science.quantities import Interval


@dataclass(frozen=True, slots=True)
class Shelf:
    """What somebody has: keys of precursors, and the hottest source and substrate in °C.

    None for a limit means that it was not given: nothing is left out for it. No `electrodes`
    means any. Every one of `required` has to be dosed; without `plasma` no step may need one.
    """

    precursors: frozenset[str]
    hottest_source: float | None = None
    hottest_substrate: float | None = None
    electrodes: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    plasma: bool = True


@dataclass(frozen=True, slots=True)
class Reported:
    """A film on record: `doses` holds the alternatives of each dose, of which one is dosed.

    `elements` are those that the process has to deliver; none where they are not on record.
    `plasma` says that a step of it needs one.
    """

    id: str
    doses: tuple[frozenset[str], ...]
    substrate: str
    deposition: Interval | None = None
    elements: frozenset[str] = frozenset()
    plasma: bool = False


Sources = dict[str, tuple[Interval, ...]]
"""Source temperatures on record for each precursor; a precursor without one is unknown."""
Elements = Mapping[str, frozenset[str]]
"""The elements that each precursor delivers."""


@dataclass(frozen=True, slots=True)
class Growable:
    """A film that the shelf does not rule out.

    `missing` names what is not at hand, each by its alternatives. `unknown` says what is not on
    record, so that whether it fits is not known. `lacking` are elements of the film that no
    precursor of the process delivers: the process is incomplete on record, and no recipe.
    """

    film: Reported
    missing: tuple[frozenset[str], ...]
    unknown: tuple[str, ...]
    lacking: tuple[str, ...] = ()


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
    shelf: Shelf, films: Iterable[Reported], sources: Sources, delivers: Elements, short: int = 1
) -> list[Growable]:
    """Films the shelf can grow as reported, those at most `short` precursors away, and those whose
    process is incomplete on record, with the elements that it lacks.

    A film is left out where its substrate is another electrode, where it was deposited hotter
    than the substrate may be, or where every alternative of a dose needs a hotter source.
    """
    found = []
    for film in films:
        answer = _one(shelf, film, sources, delivers, short)
        if answer is not None and len(answer.missing) <= short:
            found.append(answer)
    return sorted(found, key=lambda one: (bool(one.lacking), len(one.missing)))


def _one(
    shelf: Shelf, film: Reported, sources: Sources, delivers: Elements, short: int
) -> Growable | None:
    if not film.doses or (shelf.electrodes and film.substrate not in shelf.electrodes):
        return None
    if (film.plasma and not shelf.plasma) or not shelf.required <= frozenset().union(*film.doses):
        return None
    unknown = []
    if shelf.hottest_substrate is not None:
        if film.deposition is None:
            unknown.append("the deposition temperature")
        elif not fits(film.deposition, shelf.hottest_substrate):
            return None
    doses = list(dict.fromkeys(film.doses))
    if len(doses) < 2:
        unknown.append("what else is dosed: one dose alone is named")
    if not film.elements:
        unknown.append("the elements of the film")
    reachable = [
        frozenset(key for key in dose if _reach(key, shelf, sources) is not False) for dose in doses
    ]
    if not all(reachable):
        return None
    lacking = undelivered(film, delivers)
    needed = film.elements - set(lacking)
    missing = _missing(reachable, needed, shelf.precursors, delivers, short)
    if missing is None:
        return None
    for dose in reachable:
        chosen = (dose & shelf.precursors) or dose
        if all(_reach(key, shelf, sources) is None for key in chosen):
            unknown.append(f"the source temperature of {' or '.join(sorted(chosen))}")
    for key in sorted(shelf.required):
        if not any(dose == {key} for dose in doses):
            unknown.append(f"whether {key} was dosed: the paper names alternatives")
    return Growable(film, missing, tuple(unknown), lacking)


def undelivered(film: Reported, delivers: Elements) -> tuple[str, ...]:
    """Elements of the film that no choice among the alternatives delivers with the others."""
    doses = list(dict.fromkeys(film.doses))
    ways = _ways(doses, film.elements, frozenset(), delivers, None)
    most = max(ways, key=lambda way: (len(way[0]), sorted(way[0])))
    return tuple(sorted(film.elements - most[0]))


Way = tuple[frozenset[str], frozenset[str]]
"""The elements that one choice of alternatives delivers, and what of it is not at hand."""


def _ways(
    doses: Sequence[frozenset[str]],
    needed: frozenset[str],
    at_hand: frozenset[str],
    delivers: Elements,
    short: int | None,
) -> set[Way]:
    """Every way to choose one alternative of each dose, with at most `short` not at hand.

    Choices that deliver the same count once, so that many alternatives stay few ways.
    """
    ways: set[Way] = {(frozenset(), frozenset())}
    for dose in doses:
        ways = {
            (
                held | (delivers.get(key, frozenset()) & needed),
                gone if key in at_hand or short is None else gone | {key},
            )
            for held, gone in ways
            for key in dose
        }
        if short is not None:
            ways = {way for way in ways if len(way[1]) <= short}
    return ways


def _missing(
    doses: Sequence[frozenset[str]],
    needed: frozenset[str],
    at_hand: frozenset[str],
    delivers: Elements,
    short: int,
) -> tuple[frozenset[str], ...] | None:
    """What is not at hand, in the way that lacks least; None where more than `short` is.

    One precursor short, each that would do stands among the alternatives.
    """
    ways = _ways(doses, needed, at_hand, delivers, short)
    gone = [missing for held, missing in ways if held >= needed]
    if not gone:
        return None
    least = min(len(missing) for missing in gone)
    if least == 1:
        return (frozenset(key for missing in gone if len(missing) == 1 for key in missing),)
    fewest = min(sorted(missing) for missing in gone if len(missing) == least)
    return tuple(frozenset({key}) for key in fewest)


def _reach(key: str, shelf: Shelf, sources: Sources) -> bool | None:
    """Whether the source gets hot enough; None where nobody says how hot it has to be."""
    if shelf.hottest_source is None:
        return True
    least = coolest(sources.get(key, ()))
    return None if least is None else least <= shelf.hottest_source


def pairs(doses: Sequence[frozenset[str]]) -> dict[tuple[str, str], bool]:
    """Pairs of precursors that one process doses, each in the order of the alphabet.

    True where both are certain; False where one is an alternative, so that perhaps another was
    dosed in its place. Alternatives of one dose are no pair.
    """
    found: dict[tuple[str, str], bool] = {}
    for one, other in combinations(dict.fromkeys(doses), 2):
        certain = len(one) == len(other) == 1
        for first, second in product(one, other):
            if first != second:
                pair = (min(first, second), max(first, second))
                found[pair] = found.get(pair, False) or certain
    return found


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked through before something is called absent."""

    films: int
    processes: int
    papers: int

    @property
    def among(self) -> str:
        """What was looked through, for a sentence about what is not in it."""
        return (
            f"among {_count(self.films, 'film')} with {_count(self.processes, 'process')} "
            f"in {_count(self.papers, 'paper')}"
        )

    @property
    def in_words(self) -> str:
        """A sentence for beside every absence: the silence of a record is no finding."""
        return f"Not on record here, {self.among}; others may have reported it."


def _count(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


@dataclass(frozen=True, slots=True)
class Lead:
    """A pair that is not on record here though both were used in processes whose temperature
    windows overlap: a lead, not a result.

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


def certainly_dosed(film: Reported) -> set[str]:
    """The precursors that a process doses without alternative; none of a process of one dose."""
    doses = set(film.doses)
    return {key for dose in doses if len(dose) == 1 for key in dose} if len(doses) > 1 else set()


def leads(
    shelf: Shelf,
    metals: Iterable[str],
    partners: Iterable[str],
    films: Sequence[Reported],
    sources: Sources,
) -> list[Lead]:
    """Pairs on the shelf that no film on record has, whose deposition windows overlap.

    Both have a process on record: a window counts where a precursor is certainly dosed, with at
    least one other. A pair that a process may have dosed, as alternatives, is no lead. The part of
    the overlap that the substrate can reach counts. A pair is left out where a source is known to
    need more heat than there is. Widest overlap first.
    """
    tried: set[tuple[str, str]] = set()
    seen: dict[str, list[Interval]] = {}
    for film in films:
        tried |= pairs(film.doses).keys()
        for key in certainly_dosed(film):
            if film.deposition is not None and film.deposition.is_bounded:
                seen.setdefault(key, []).append(film.deposition)
    found = []
    for metal, partner in product(sorted(set(metals)), sorted(set(partners))):
        if (min(metal, partner), max(metal, partner)) in tried or not {
            metal,
            partner,
        } <= shelf.precursors:
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
