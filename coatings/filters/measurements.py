"""Filters of the list of measurements: single values as papers print them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from coatings.filters import vocabularies
from coatings.filters.scope import ScopeFilter
from coatings.models import MeasuredOn, Measurement
from literature.models import without_examples
from literature.paper_words import PaperWords
from records.filtering import (
    CustomWordFilter,
    FixedWords,
    Idents,
    Range,
    StrictFilterSet,
    WholeNumberFilter,
    WordFilter,
    by,
    value_condition,
)
from records.filtering.elements import ELEMENTS
from records.models import Kind, parse_public_id
from records.printed_values import Extraction, Missing, Qualifier, Scope
from science.properties import PROPERTIES, properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def measured_keys() -> list[str]:
    return sorted(properties("measured", "coating"))


_IDENT = re.compile(r"(ASC-C\d{6,9})-(\d{1,4})")


def measurement_place(ident: str) -> tuple[int, int] | None:
    """(number of the coating, position) in ``ASC-C000001-2``, the second of coating 1."""
    match = _IDENT.fullmatch(ident)
    number = parse_public_id(match[1], Kind.COATING) if match else None
    return (number, int(match[2]) - 1) if match and number is not None else None


def _measurements(ids: Sequence[str]) -> dict[str, Any]:
    asked = {ident: measurement_place(ident) for ident in ids}
    rows = Measurement.objects.filter(coating__in=[one[0] for one in asked.values() if one])
    places = rows.values_list("pk", "coating", "position")
    held = {(coating, position): pk for pk, coating, position in places}
    return {ident: held[place] for ident, place in asked.items() if place in held}


def _read_on_web(asked: list[str]) -> Q:
    on_web = Q(url="")
    return Q() if {"no", "yes"} <= {*asked} else on_web if "no" in asked else ~on_web


class MeasurementFilter(StrictFilterSet):
    """Measurements: by property, value, coating and provenance."""

    ORDERINGS = {
        "id": by("pk"),
        "coating": by("coating"),
        "position": by("position"),
        "property": by("property"),
        "low": by("low"),
        "high": by("high"),
        "paper": by("coating__paper__key"),
        "year": by("coating__paper__year"),
    }
    DEFAULT_ORDERING = "coating,position"

    id = WordFilter("pk", Idents(_measurements), doc="Just these; up to 1,000 at once.")
    property = WordFilter("property", FixedWords(measured_keys), doc="Property that was measured.")
    coating = WordFilter("coating", vocabularies.COATINGS, doc="`ASC-C…` id of the coating.")
    material = WordFilter(
        "coating__material__key", vocabularies.MATERIALS, doc="Key of the film's material."
    )
    substrate = WordFilter(
        "coating__substrate__key", vocabularies.SUBSTRATES, doc="Key of what is coated."
    )
    paper = WordFilter("coating__paper__key", PaperWords(), doc="Paper that reports it: key or id.")
    via = WordFilter("via__key", PaperWords(), doc="Review or compilation it was read in.")
    year_min = WholeNumberFilter(
        "coating__paper__year", lookup="gte", doc="Reported in this year or later."
    )
    year_max = WholeNumberFilter(
        "coating__paper__year", lookup="lte", doc="Reported in this year or earlier."
    )
    of = WordFilter("of", ELEMENTS, doc="Of which element, of a content.")
    method = WordFilter("method__key", vocabularies.METHODS, doc="Measured by (key).")
    measured_on = WordFilter(
        "measured_on",
        FixedWords(MeasuredOn.values),
        doc="On the coated substrate itself, or on a witness beside it.",
    )
    qualifier = WordFilter("qualifier", FixedWords(Qualifier.values), doc="How exact the value is.")
    extraction = WordFilter(
        "extraction", FixedWords(Extraction.values), doc="How it was taken from the paper."
    )
    scope = ScopeFilter(
        doc="Said of the film itself (`record`), or of a material, a process or a group of papers "
        "(`class`); `any` gives both."
    )
    read_on_web = CustomWordFilter(
        FixedWords(("no", "yes")),
        _read_on_web,
        doc="Whether it was read on a page of the web, whose address and day stand beside it.",
    )
    missing = WordFilter("missing", FixedWords(Missing.values), doc="Which kind of missing.")

    class Meta:
        model = Measurement
        fields: list[str] = []

    @classmethod
    def properties(cls) -> Iterable[str]:
        return [key for key in measured_keys() if PROPERTIES[key].numeric]

    def default_queryset(self) -> Any:
        return without_examples(Measurement.objects.all(), "coating__paper__key")

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        return found if "scope" in self.values else found.filter(scope=Scope.RECORD)

    def range_condition(self, key: str, asked: Range) -> Q:
        """Values of this property that meet the asked interval; other properties do not."""
        return Q(property=key) & value_condition(asked)
