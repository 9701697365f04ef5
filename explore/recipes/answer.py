"""The answer to one shelf: films as reported, films one precursor away, and leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from explore.recipes.record import METALS, PARTNERS, Record, read_record, unknown_windows
from records.typesetting import formula, interval
from science.recipes import Growable, Lead, Shelf, growable, leads

if TYPE_CHECKING:
    from explore.mapping.studied import Studied
    from explore.recipes.shelf import ShelfFilter
    from precursors.models import Precursor

SHOWN = 100
_KINDS = (("metal", "Metal sources"), ("co-reactant", "Co-reactants"), ("organic", "Organic"))


@dataclass(frozen=True)
class Line:
    """One film that can be grown, or nearly."""

    film: str
    film_url: str
    substrate: str
    substrate_url: str
    doses: str
    deposition: str
    studied: Studied
    url: str
    unknown: str
    lacking: str = ""


@dataclass(frozen=True)
class Away:
    """What one more precursor would open; ``choices`` are keys and names of those that would."""

    name: str
    choices: list[tuple[str, str]]
    lines: list[Line]
    query: str


@dataclass(frozen=True)
class LeadLine:
    """A lead in words."""

    metal: str
    metal_key: str
    partner: str
    partner_key: str
    overlap: str
    reason: str


class Answer:
    def __init__(self, filters: ShelfFilter) -> None:
        self.filters = filters
        self.shelf = filters.shelf

    @cached_property
    def record(self) -> Record:
        return read_record()

    @property
    def asked(self) -> bool:
        """Whether anything stands on the shelf."""
        return bool(self.shelf.precursors) and not self.filters.problems

    @cached_property
    def melting(self) -> tuple[str, float] | None:
        """What melts first of the electrode asked for, and its melting point in °C."""
        known = [found for key in self.shelf.electrodes if (found := self.record.melting.get(key))]
        return min(known, key=lambda found: found[1]) if known else None

    @cached_property
    def limits(self) -> Shelf:
        """The shelf, no hotter than the electrode stands."""
        if self.melting is None:
            return self.shelf
        asked = self.shelf.hottest_substrate
        hottest = self.melting[1] if asked is None else min(asked, self.melting[1])
        return replace(self.shelf, hottest_substrate=hottest)

    @cached_property
    def whole(self) -> str:
        """The query of everything on the shelf."""
        data = self.filters.data.copy()
        data.setlist("precursor", list(self.record.precursors))
        return data.urlencode()

    @cached_property
    def shelves(self) -> list[tuple[str, list[tuple[Precursor, str, bool]]]]:
        """Every precursor of the vocabulary by kind: row, name, whether it is at hand."""
        rows = self.record.precursors.values()
        held = self.shelf.precursors
        return [
            (
                title,
                [(r, self.record.name(r.key), r.key in held) for r in rows if r.kind == kind],
            )
            for kind, title in _KINDS
        ]

    @cached_property
    def _found(self) -> list[Growable]:
        films = (film.reported for film in self.record.films.values())
        return growable(self.limits, films, self.record.sources, self.record.delivers)

    @cached_property
    def ready(self) -> list[Line]:
        return [self._line(one) for one in self._found if not one.missing and not one.lacking]

    @cached_property
    def known(self) -> list[Line]:
        """Films of which everything is known to fit."""
        return [line for line in self.ready if not line.unknown]

    @cached_property
    def possible(self) -> list[Line]:
        """Films that nothing rules out, of which something is not on record."""
        return [line for line in self.ready if line.unknown]

    @cached_property
    def elsewhere(self) -> list[Line]:
        """Films that the shelf grows within the electrode's limits, reported on something else: how
        they grow on this electrode is not on record."""
        if not self.shelf.electrodes or self.limits.hottest_substrate is None:
            return []
        anywhere = replace(self.limits, electrodes=frozenset())
        films = [film.reported for film in self.record.films.values()]
        here = {film.elements for film in films if film.substrate in self.shelf.electrodes}
        others = [
            film
            for film in films
            if film.substrate not in self.shelf.electrodes and film.elements not in here
        ]
        found = growable(anywhere, others, self.record.sources, self.record.delivers, short=0)
        return [self._line(one) for one in found if not (one.lacking or one.unknown)]

    @cached_property
    def incomplete(self) -> list[Line]:
        """Films whose process on record lacks a source of an element: no recipes."""
        return [self._line(one) for one in self._found if one.lacking and not one.missing]

    @property
    def coverage(self) -> str:
        return self.record.coverage.in_words

    @cached_property
    def away(self) -> list[Away]:
        """What each precursor that is lacking would open, the one that opens most first."""
        grouped: dict[frozenset[str], list[Growable]] = {}
        for one in self._found:
            if one.missing and not one.lacking:
                grouped.setdefault(one.missing[0], []).append(one)
        found = [self._away(keys, held) for keys, held in grouped.items()]
        return sorted(found, key=lambda away: (-len(away.lines), away.name))

    def _away(self, keys: frozenset[str], held: list[Growable]) -> Away:
        choices = [(key, self.record.name(key)) for key in sorted(keys)]
        names = " or ".join(name for _, name in choices)
        data = self.filters.data.copy()
        data.appendlist("precursor", min(keys))
        return Away(names, choices, [self._line(one) for one in held], data.urlencode())

    def _line(self, one: Growable) -> Line:
        film = self.record.films[one.film.id]
        query = urlencode({"process": film.process, "substrate": one.film.substrate})
        unknown = ", ".join(self._named(words) for words in one.unknown)
        deposition = one.film.deposition
        return Line(
            film=str(formula(self.record.materials.get(film.material, film.material))),
            film_url=reverse("material", args=[film.material]),
            substrate=str(formula(self.record.substrates.get(one.film.substrate, ""))),
            substrate_url=reverse("substrate", args=[one.film.substrate]),
            doses=", ".join(
                " or ".join(self._linked(key) for key in sorted(dose))
                for dose in dict.fromkeys(one.film.doses)
            ),
            deposition=str(interval(deposition.low, deposition.high, about=film.about))
            if deposition
            else "",
            studied=film.studied,
            url=f"{reverse('coatings')}?{query}",
            unknown=unknown,
            lacking=", ".join(one.lacking),
        )

    def _linked(self, key: str) -> str:
        name = mark_safe(self.record.name(key))  # typeset by us
        return str(format_html('<a href="{}">{}</a>', reverse("precursor", args=[key]), name))

    def _named(self, words: str) -> str:
        """The keys in a sentence of the logic by their names."""
        lead, of, keys = words.partition("the source temperature of ")
        if not of:
            return words
        return f"{lead}{of}{' or '.join(self.record.name(key) for key in keys.split(' or '))}"

    @cached_property
    def leads(self) -> list[LeadLine]:
        films = [film.reported for film in self.record.films.values()]
        metals, partners = self.record.of_kind(*METALS), self.record.of_kind(*PARTNERS)
        if not self.shelf.plasma:
            partners = [key for key in partners if not self.record.is_plasma(key)]
        found = leads(self.limits, metals, partners, films, self.record.sources)
        required = self.shelf.required
        return [self._lead(one) for one in found if required <= {one.metal, one.partner}]

    def _lead(self, one: Lead) -> LeadLine:
        metal, partner = self.record.name(one.metal), self.record.name(one.partner)
        own, other = one.metal_window, one.partner_window
        reason = (
            f"{metal} was used at {interval(own.low, own.high)}\u202f°C "
            f"({_films(one.metal_films)}), {partner} at {interval(other.low, other.high)}\u202f°C "
            f"({_films(one.partner_films)}); no film on record here has both."
        )
        for key in one.unknown_sources:
            reason += f" At which temperature {self.record.name(key)} is kept, is not on record."
        overlap = f"{interval(one.overlap.low, one.overlap.high)}\u202f°C"
        return LeadLine(metal, one.metal, partner, one.partner, overlap, reason)

    @cached_property
    def without_window(self) -> list[str]:
        """Names of what is on the shelf and has no deposition temperature on record."""
        return [self.record.name(key) for key in unknown_windows(self.record, self.shelf)]


def _films(count: int) -> str:
    return "1 film" if count == 1 else f"{count:,} films"
