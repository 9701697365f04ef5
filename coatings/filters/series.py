"""Filters of the list of series."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from coatings.document.series import varied
from coatings.filters import vocabularies
from coatings.filters.measurements import measured_keys
from coatings.filters.scope import ScopeFilter
from coatings.models import MeasuredOn, Series
from literature.models import without_examples
from literature.paper_words import PaperWords
from records.filtering import (
    FixedWords,
    Idents,
    StrictFilterSet,
    WholeNumberFilter,
    WordFilter,
    by,
)
from records.filtering.elements import ELEMENTS
from records.models import Kind, parse_public_id
from records.printed_values import Extraction, Scope

if TYPE_CHECKING:
    from collections.abc import Sequence


_IDENT = re.compile(r"(ASC-C\d{6,9})-s(\d{1,4})")


def series_place(ident: str) -> tuple[int, int] | None:
    """(number of the coating, position) in ``ASC-C000001-s2``, the second of coating 1."""
    match = _IDENT.fullmatch(ident)
    number = parse_public_id(match[1], Kind.COATING) if match else None
    return (number, int(match[2]) - 1) if match and number is not None else None


def _series(ids: Sequence[str]) -> dict[str, Any]:
    asked = {ident: series_place(ident) for ident in ids}
    rows = Series.objects.filter(coating__in=[one[0] for one in asked.values() if one])
    held = {(coating, at): pk for pk, coating, at in rows.values_list("pk", "coating", "position")}
    return {ident: held[place] for ident, place in asked.items() if place in held}


class SeriesFilter(StrictFilterSet):
    """Series: by property, what was varied, coating and provenance."""

    ORDERINGS = {
        "id": by("pk"),
        "coating": by("coating"),
        "position": by("position"),
        "property": by("property"),
        "against": by("against"),
        "paper": by("coating__paper__key"),
        "year": by("coating__paper__year"),
    }
    DEFAULT_ORDERING = "coating,position"

    id = WordFilter("pk", Idents(_series), doc="Just these; up to 1,000 at once.")
    property = WordFilter("property", FixedWords(measured_keys), doc="Property that was measured.")
    of = WordFilter("of", ELEMENTS, doc="Of which element, of a content.")
    against = WordFilter("against", FixedWords(varied), doc="Quantity that was varied.")
    coating = WordFilter("coating", vocabularies.COATINGS, doc="`ASC-C…` id of the coating.")
    material = WordFilter(
        "coating__material__key", vocabularies.MATERIALS, doc="Key of the film's material."
    )
    substrate = WordFilter(
        "coating__substrate__key", vocabularies.SUBSTRATES, doc="Key of what is coated."
    )
    method = WordFilter("method__key", vocabularies.METHODS, doc="Measured by (key).")
    measured_on = WordFilter(
        "measured_on",
        FixedWords(MeasuredOn.values),
        doc="On the coated substrate itself, or on a witness beside it.",
    )
    paper = WordFilter("coating__paper__key", PaperWords(), doc="Paper that reports it: key or id.")
    via = WordFilter("via__key", PaperWords(), doc="Review or compilation it was read in.")
    year_min = WholeNumberFilter(
        "coating__paper__year", lookup="gte", doc="Reported in this year or later."
    )
    year_max = WholeNumberFilter(
        "coating__paper__year", lookup="lte", doc="Reported in this year or earlier."
    )
    extraction = WordFilter(
        "extraction", FixedWords(Extraction.values), doc="How it was taken from the paper."
    )
    scope = ScopeFilter(
        doc="Said of the film itself (`record`), or of a material, a process or a group of papers "
        "(`class`); `any` gives both."
    )

    class Meta:
        model = Series
        fields: list[str] = []

    def default_queryset(self) -> Any:
        return without_examples(Series.objects.all(), "coating__paper__key")

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        return found if "scope" in self.values else found.filter(scope=Scope.RECORD)
