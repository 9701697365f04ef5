"""What is known of films, electrodes, a precursor or by an author over all papers, best evidence
first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from coatings.models import CoatingRead, Substrate
from coatings.queries.coatings import material_names, of_the_literature
from cycling.models import CyclingTest, TestRead
from cycling.strip import Answer, best_of
from explore.landing.strips import FIRST, Strip, strips_of
from explore.mapping.studied import Studied, studied_by
from explore.recipes.record import coverage
from literature.author_words import papers_by
from records.typesetting import formula
from science.properties import PROPERTIES
from science.verdict import EVIDENCE

if TYPE_CHECKING:
    from django.db.models import QuerySet

_ASKED = {
    "material": lambda keys: Q(material__in=keys),
    "substrate": lambda keys: Q(substrate__in=keys),
    "precursor": lambda keys: Q(precursors__contains=keys),
    "author": lambda keys: Q(paper__in=papers_by(keys)),
}
_BESIDE = {
    "material": "substrate",
    "substrate": "material",
    "precursor": "material",
    "author": "material",
}
_OF = {"author": "in these papers", "precursor": "grown with it", "substrate": "on it"}
_ROWS, _STRIPS, _TESTS = 10, 6, 40


@dataclass(frozen=True)
class Row:
    """The coatings on one electrode, or of one film, and how they did."""

    name: str
    url: str
    studied: Studied


class Landing:
    """The part of a page that is the same for films, electrodes, precursors and authors, for one
    or for a group of them; its coatings are told apart by what is ``beside``."""

    def __init__(self, kind: str, *keys: str, beside: str = "") -> None:
        self.kind, self.beside = kind, beside or _BESIDE[kind]
        self.query = urlencode([(kind, key) for key in keys])
        self.coatings: QuerySet[CoatingRead] = of_the_literature().filter(_ASKED[kind](keys))

    @cached_property
    def all(self) -> Studied:
        found = Studied()
        for studied in self._pairs.values():
            found.coatings += studied.coatings
            found.cycled += studied.cycled
            found.results += studied.results
        return found

    @cached_property
    def papers(self) -> int:
        return self.coatings.order_by().values("paper_id").distinct().count()

    @cached_property
    def _pairs(self) -> dict[str, Studied]:
        pairs: dict[str, Studied] = {}
        for word, *counts in studied_by(self.coatings, self.beside):
            pairs.setdefault(word, Studied()).add(counts)
        return pairs

    # --- the answer -----------------------------------------------------------------------

    @cached_property
    def answer(self) -> Answer:
        """How many coatings did how, and the test with the best evidence among them."""
        found = self.all
        if not found.coatings:
            of = _OF.get(self.kind, "of it")
            return Answer(f"No coating {of} is on record here.", "")
        papers = f"{self.papers} paper{'' if self.papers == 1 else 's'}"
        noun = "coating" if found.coatings == 1 else "coatings"
        says = f"{found.coatings} {noun} in {papers}, {found.cycled} cycled."
        best = best_of(self._tests)
        told = f"{', '.join(found.told).capitalize()}."
        return Answer(says, told + (" The best evidence among them:" if best else ""), best)

    @property
    def _tests(self) -> list[CyclingTest]:
        """Those with the best grade of evidence. What a cell with two films did is the doing of
        neither alone."""
        tests = TestRead.objects.filter(
            coated=True,
            coating_id__in=self.coatings.order_by().values("coating_id"),
            coatings__len=1,
        )
        graded = dict(tests.exclude(evidence="").order_by("pk").values_list("pk", "evidence"))
        best = next((grade for grade in EVIDENCE if grade in graded.values()), None)
        numbers = [pk for pk, grade in graded.items() if grade == best][:_TESTS]
        rows = CyclingTest.objects.filter(pk__in=numbers).select_related("read", "paper")
        return list(rows.order_by("pk"))

    # --- values ---------------------------------------------------------------------------

    @cached_property
    def _strips(self) -> list[Strip]:
        return strips_of(self.coatings)

    @property
    def first_strips(self) -> list[Strip]:
        return self._strips[:_STRIPS]

    @property
    def more_strips(self) -> list[Strip]:
        return self._strips[_STRIPS:]

    # --- on what --------------------------------------------------------------------------

    @cached_property
    def rows(self) -> list[Row]:
        """By electrode of a film, by film of an electrode or precursor; most coatings first."""
        ranked = sorted(self._pairs.items(), key=lambda pair: (-pair[1].coatings, pair[0]))
        shown = ranked if self.beside == self.kind else ranked[:_ROWS]
        names = self._names({key for key, _ in shown})
        return [
            Row(
                str(formula(names.get(key, key))) or "not known",
                self._address_of(key),
                studied,
            )
            for key, studied in shown
        ]

    def _address_of(self, key: str) -> str:
        """Of a group the page of each that is in it, else the list of the coatings of a row."""
        if self.beside == self.kind:
            return reverse(self.kind, args=[key])
        return f"{reverse('coatings')}?{self.query}&{self.beside}={key}"

    def _names(self, keys: set[str]) -> dict[str, str]:
        if self.beside == "material":
            return material_names(keys)
        return dict(Substrate.objects.filter(key__in=keys).values_list("key", "name"))

    @property
    def more_rows(self) -> int:
        return len(self._pairs) - len(self.rows)

    @property
    def map_address(self) -> str:
        return f"{reverse('explore-films')}?{self.query}&rows=material&columns=substrate"

    @property
    def evidence_address(self) -> str:
        """Its pairs beside each other; pairs know their films and electrodes."""
        return f"{reverse('evidence')}?{self.query}" if self.kind != "precursor" else ""

    # --- absent ---------------------------------------------------------------------------

    @cached_property
    def absent(self) -> list[str]:
        """What is asked of every film and printed of none of these."""
        known = {one.key for one in self._strips if one.films}
        return [PROPERTIES[key].label for key in FIRST if key not in known]

    @property
    def coverage(self) -> str:
        return coverage().among
