"""The shelf as the address gives it, strict as every filter: errors name the parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coatings.filters.vocabularies import PRECURSORS, SUBSTRATES
from coatings.models import CoatingRead
from coatings.queries.coatings import of_the_literature
from records.filtering import AnyOfFilter, FixedWords, StrictFilterSet, WordFilter, by
from records.filtering.filters import BoundFilter
from science.recipes import Shelf

if TYPE_CHECKING:
    from typing import Any


class ShelfFilter(StrictFilterSet):
    """What is at hand: precursors, the hottest source and substrate, the electrode."""

    ORDERINGS = {"id": by("pk")}

    precursor = AnyOfFilter("precursors", PRECURSORS, doc="Keys of the precursors at hand.")
    must = AnyOfFilter("precursors", PRECURSORS, doc="Keys of precursors that have to be dosed.")
    plasma = WordFilter("process", FixedWords(("no",)), doc="`no`: without any plasma.")
    electrode = WordFilter("substrate", SUBSTRATES, doc="Key of what is to be coated.")
    source_max = BoundFilter("source_temperature", "max")
    substrate_max = BoundFilter("deposition_temperature", "max")

    class Meta:
        model = CoatingRead
        fields: list[str] = []

    def default_queryset(self) -> Any:
        return of_the_literature()

    @property
    def shelf(self) -> Shelf:
        required = frozenset(self.values.get("must", ()))
        return Shelf(
            precursors=frozenset(self.values.get("precursor", ())) | required,
            hottest_source=self.values.get("source_max"),
            hottest_substrate=self.values.get("substrate_max"),
            electrodes=frozenset(self.values.get("electrode", ())),
            required=required,
            plasma="plasma" not in self.values,
        )
