"""Filters of the list of coatings, over their read rows."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, When

from coatings.filters import vocabularies
from coatings.models import (
    CoatingChange,
    CoatingRead,
    CoatingSegment,
    Material,
    MaterialClass,
    Measurement,
    Method,
    Purpose,
    Role,
    Substrate,
)
from literature.paper_words import PaperWords
from precursors.models import Precursor
from records.data_version import one_snapshot
from records.filtering import (
    AllOfFilter,
    AnyOfFilter,
    Facet,
    FixedWords,
    NoneOfFilter,
    Range,
    SearchFilter,
    StrictFilterSet,
    WholeNumberFilter,
    WordFilter,
    by,
    by_property,
    interval_condition,
    intervals_of,
    value_condition,
)
from records.filtering.elements import ELEMENTS
from records.read_rows import high_column, low_column, number_keys, word_keys
from records.review_status import ReviewStatus
from records.segments import SegmentTally, Store
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

_COLUMNS = {
    "id": "pk",
    "material": "material",
    "purpose": "purpose",
    "substrate": "substrate",
    "role": "role",
    "process": "process",
    "paper": "paper",
    "year": "year",
    "updated": "updated",
}


class CoatingFilter(StrictFilterSet):
    """Coatings: by what they are, how they were grown, what was measured, and who said it."""

    ORDERINGS = {
        **{key: by(key) for key in word_keys("coating") if key != "elements"},
        **{name: by(column) for name, column in _COLUMNS.items()},
        **{key: by_property(key) for key in number_keys("coating")},
    }
    FACETS = (
        Facet("material", "material"),
        Facet("material_class", "material_class"),
        Facet("element", "elements", array=True, widens=False),
        Facet("technique", "technique"),
        Facet("purpose", "purpose"),
        Facet("precursor", "precursors", array=True, widens=False),
        Facet("substrate", "substrate"),
        Facet("role", "role"),
        Facet("method", "method_closure", array=True, widens=False),
        Facet("review_status", "review_status"),
        Facet("paper", "paper"),
        Facet("via", "via", array=True),
        Facet("year", "year", whole=True),
        Facet("has", "has", array=True, widens=False),
        *(Facet(key, key) for key in vocabularies.CONTAINS),
    )
    HISTOGRAMS = ("year", *number_keys("coating"))
    STORE: ClassVar[Store]

    q = SearchFilter(
        "search",
        doc="Full text: names, acronyms, formulas and aliases of material, substrate and "
        "precursors, and the citation. Every word must begin some word of the record.",
    )
    material = WordFilter("material", vocabularies.MATERIALS, doc="Key of the film's material.")
    material_class = WordFilter(
        "material_class", FixedWords(MaterialClass.values), doc="inorganic, hybrid or organic."
    )
    element = AllOfFilter("elements", ELEMENTS, doc="The film holds every one of these elements.")
    without_element = NoneOfFilter(
        "elements", ELEMENTS, doc="The film holds none of these elements."
    )
    technique = WordFilter(
        "technique", FixedWords(vocabularies.TECHNIQUES), doc="ALD, MLD or ALD/MLD."
    )
    precursor = AllOfFilter(
        "precursors", vocabularies.PRECURSORS, doc="Grown from every one of these (keys)."
    )
    without_precursor = NoneOfFilter(
        "precursors", vocabularies.PRECURSORS, doc="Grown from none of these (keys)."
    )
    process = WordFilter("process", vocabularies.PROCESSES, doc="Key of the deposition process.")
    substrate = WordFilter("substrate", vocabularies.SUBSTRATES, doc="Key of what is coated.")
    role = WordFilter("role", FixedWords(Role.values), doc="Role of what is coated.")
    method = AllOfFilter(
        "method_closure",
        vocabularies.METHODS,
        doc="Characterized by every one of these, or by a method below it in the tree: SEM finds "
        "FE-SEM too.",
    )
    purpose = WordFilter("purpose", FixedWords(Purpose.values), doc="What the film is for.")
    review_status = WordFilter(
        "review_status",
        FixedWords(ReviewStatus.values),
        doc="Whether somebody other than its author has looked at the record as it stands.",
    )
    paper = WordFilter("paper", PaperWords(), doc="Paper that reports it: key or `ASC-P…` id.")
    via = AnyOfFilter("via", PaperWords(), doc="Review or compilation it was read in: key or id.")
    year_min = WholeNumberFilter("year", lookup="gte", doc="Reported in this year or later.")
    year_max = WholeNumberFilter("year", lookup="lte", doc="Reported in this year or earlier.")
    has = AllOfFilter(
        "has",
        FixedWords(vocabularies.has_words),
        doc="Has a value of this property, or `cycling`: every one asked for.",
    )

    class Meta:
        model = CoatingRead
        fields: list[str] = []

    @classmethod
    def properties(cls) -> Iterable[str]:
        return number_keys("coating")

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        found = super().get_filters()
        for key, choices in vocabularies.worded_properties("coating").items():
            if key not in found:
                doc = f"{PROPERTIES[key].label}. {PROPERTIES[key].doc}"
                found[key] = WordFilter(key, FixedWords(choices), doc=doc)
        return found

    def default_queryset(self) -> Any:
        return CoatingRead.objects.all()

    def range_condition(self, key: str, asked: Range) -> Q:
        """The hull in the columns answers for one value; where a coating has several printed
        values of the property, one of them must meet the asked interval by itself."""
        hull = interval_condition(low_column(key), high_column(key), asked)
        if not _measured(key):
            return hull
        if not asked.certain and None in (asked.minimum, asked.maximum):
            return hull  # the end of the hull on the asked side is that of one of the values
        several = Q(several__contains=[key])
        values = Measurement.objects.filter(coating=OuterRef("pk"), property=key)
        one_of_them = Q(Exists(values.filter(value_condition(asked))))
        if asked.certain:
            return (hull & ~several) | (several & one_of_them)
        return hull & (~several | one_of_them)

    def single_interval(self, key: str) -> tuple[Any, Any]:
        low, high = self.interval(key)
        if not _measured(key):
            return low, high
        one = ~Q(several__contains=[key])
        return Case(When(one, then=low)), Case(When(one, then=high))

    def several_intervals(self, key: str, rows: QuerySet[Any]) -> QuerySet[Any] | None:
        if not _measured(key):
            return None
        several = rows.filter(several__contains=[key]).values("pk")
        return intervals_of(
            Measurement.objects.filter(property=key, coating__in=several), "coating"
        )

    def count(self) -> int:
        """From segments, where words and intervals alone are asked for: counting row by row
        takes longer the more there are."""
        if "q" in self.values:
            return super().count()
        with nullcontext() if connection.in_atomic_block else one_snapshot():
            total = self.tally().total()
            return super().count() if total is None else total

    def tally(self) -> SegmentTally:
        return SegmentTally(self, self.STORE)

    def searched_words(self) -> Iterable[str]:
        for model in (Material, Substrate, Precursor, Method):
            yield from model._default_manager.order_by().values_list("search_text", flat=True)


def _measured(key: str) -> bool:
    return key in PROPERTIES and PROPERTIES[key].has_role("measured", "coating")


CoatingFilter.STORE = Store(
    CoatingSegment, CoatingChange, CoatingFilter, beside=((Measurement, "coating_id"),)
)
