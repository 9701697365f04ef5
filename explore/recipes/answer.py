"""The answer to one shelf: films as reported, films one precursor away, and leads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from explore.recipes.record import METALS, PARTNERS, Record, read_record, unknown_windows
from records.typesetting import formula, interval
from science.recipes import Growable, Lead, growable, leads

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
    substrate: str
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
        return growable(self.shelf, films, self.record.sources, self.record.delivers)

    @cached_property
    def ready(self) -> list[Line]:
        return [self._line(one) for one in self._found if not one.missing and not one.lacking]

    @cached_property
    def incomplete(self) -> list[Line]:
        """Films whose process on record lacks a source of an element: no recipes."""
        return [self._line(one) for one in self._found if one.lacking and not one.missing]

    @property
    def coverage(self) -> str:
        return self.record.coverage.in_words

    @property
    def certain(self) -> int:
        return sum(not line.unknown for line in self.ready)

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
            substrate=str(formula(self.record.substrates.get(one.film.substrate, ""))),
            doses=", ".join(
                " or ".join(self.record.name(key) for key in sorted(dose))
                for dose in dict.fromkeys(one.film.doses)
            ),
            deposition=str(interval(deposition.low, deposition.high)) if deposition else "",
            studied=film.studied,
            url=f"{reverse('coatings')}?{query}",
            unknown=unknown,
            lacking=", ".join(one.lacking),
        )

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
        found = leads(self.shelf, metals, partners, films, self.record.sources)
        return [self._lead(one) for one in found]

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
