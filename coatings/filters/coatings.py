"""Filters of the list of coatings, over their read rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from coatings.document.series import varied
from coatings.filters import spoken, vocabularies
from coatings.filters.measurements import measured_keys
from coatings.filters.scope import ScopedFilterSet
from coatings.models import (
    AirSensitivity,
    Coating,
    CoatingRead,
    Crystallinity,
    Form,
    Material,
    MaterialClass,
    Measurement,
    Method,
    Purpose,
    ReactorType,
    Role,
    Substrate,
)
from literature.filters import author_filter
from literature.models import without_examples
from literature.paper_words import PaperWords
from precursors.models import Precursor
from records.filtering import (
    AllOfFilter,
    AnyOfFilter,
    CustomWordFilter,
    Facet,
    FixedWords,
    NoneOfFilter,
    Printed,
    SearchFilter,
    StoredWords,
    WholeNumberFilter,
    WordFilter,
    WrittenWords,
    by,
    by_property,
)
from records.filtering.elements import ELEMENTS
from records.printed_values import STANDS
from records.read_rows import number_keys, word_keys
from records.review_status import ReviewStatus
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable


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
_DETAILS = ("form", "crystallinity", "phase", "air_sensitivity", "reactor_type")


class CoatingFilter(ScopedFilterSet):
    """Coatings: by what they are, how they were grown, what was measured, and who said it."""

    ORDERINGS = {
        **{key: by(key) for key in word_keys("coating") if key != "elements"},
        **{name: by(column) for name, column in _COLUMNS.items()},
        **{name: by(name) for name in _DETAILS},
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
        *(Facet(key, key) for key in _DETAILS),
        Facet("sei_constituents", "sei_constituents", array=True, widens=False),
        Facet("series_of", "series_of", array=True, widens=False),
        Facet("series_against", "series_against", array=True, widens=False),
    )
    HISTOGRAMS = ("year", *number_keys("coating"))
    WATCHED = ((Measurement, "coating_id"),)
    SPOKEN = spoken.COATINGS
    CLASS_VALUES = ((Measurement, "coating"),)

    id = WordFilter("pk", vocabularies.COATINGS, doc="Just these; up to 1,000 at once.")
    q = SearchFilter(
        doc="A phrase: film, what is coated, precursors, methods, properties with their bounds, "
        "authors and years in it are read as the filters that they name (`alumina on lithium, "
        "thinner than 10 nm`), and the answer says so as `understood`. Every other word, and what "
        "stands in quotation marks, must begin some word of the record.",
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
    form = WordFilter("form", FixedWords(Form.values), doc="What is coated, as a piece.")
    crystallinity = WordFilter(
        "crystallinity", FixedWords(Crystallinity.values), doc="Whether the film is crystalline."
    )
    phase = WordFilter(
        "phase", StoredWords(vocabularies.phases), doc="Crystalline phase of the film, as named."
    )
    air_sensitivity = WordFilter(
        "air_sensitivity", FixedWords(AirSensitivity.values), doc="What air does to the film."
    )
    reactor_type = WordFilter(
        "reactor_type", FixedWords(ReactorType.values), doc="Kind of the reactor it was grown in."
    )
    reactor = CustomWordFilter(
        WrittenWords(Coating, "reactor"),
        lambda words: Q(coating__reactor__in=words),
        doc="Name of the reactor, as printed.",
    )
    carrier_gas = CustomWordFilter(
        WrittenWords(Coating, "carrier_gas"),
        lambda words: Q(coating__carrier_gas__in=words),
        doc="Gas that carries the precursors, as printed.",
    )
    anneal_atmosphere = CustomWordFilter(
        WrittenWords(Coating, "anneal_atmosphere"),
        lambda words: Q(coating__anneal_atmosphere__in=words),
        doc="What the film was annealed in, as printed.",
    )
    saturated = CustomWordFilter(
        vocabularies.PRECURSORS,
        vocabularies.saturates,
        doc="The half-cycles of every one of these (keys) were shown to saturate.",
        joined="and",
    )
    sei_constituents = AllOfFilter(
        "sei_constituents",
        StoredWords(vocabularies.sei_constituents),
        doc="The natural SEI on it was found to hold every one of these.",
    )
    series_of = AllOfFilter(
        "series_of",
        FixedWords(measured_keys),
        doc="Has a series of every one of these properties.",
    )
    series_against = AllOfFilter(
        "series_against", FixedWords(varied), doc="Has series that vary every one of these."
    )
    purpose = WordFilter("purpose", FixedWords(Purpose.values), doc="What the film is for.")
    review_status = WordFilter(
        "review_status",
        FixedWords(ReviewStatus.values),
        doc="Whether somebody other than its author has looked at the record as it stands.",
    )
    plasma = CustomWordFilter(
        FixedWords(("no", "yes")),
        vocabularies.grown_with_plasma,
        doc="`no`: by a process on record of which no step needs a plasma; `yes`: by one that has "
        "such a step.",
    )
    author = author_filter("paper")
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
        return without_examples(CoatingRead.objects.all())

    def printed(self, key: str) -> Printed | None:
        if key not in PROPERTIES or not PROPERTIES[key].has_role("measured", "coating"):
            return None
        return Printed(Measurement.objects.filter(property=key, **STANDS), "coating")

    def several(self, key: str) -> Q:
        return Q(several__contains=[key])

    def searched_words(self) -> Iterable[str]:
        for model in (Material, Substrate, Precursor, Method):
            yield from model._default_manager.order_by().values_list("search_text", flat=True)
