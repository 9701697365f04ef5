"""Filters of the list of series."""

from __future__ import annotations

from typing import Any

from coatings.document.series import varied
from coatings.filters import vocabularies
from coatings.filters.measurements import ScopeFilter, measured_keys
from coatings.models import MeasuredOn, Series
from literature.paper_words import PaperWords
from records.filtering import FixedWords, StrictFilterSet, WholeNumberFilter, WordFilter, by
from records.filtering.elements import ELEMENTS
from records.printed_values import Extraction, Scope


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
        return Series.objects.all()

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        return found if "scope" in self.values else found.filter(scope=Scope.RECORD)
