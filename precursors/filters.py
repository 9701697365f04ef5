"""Filters of the list of precursors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from literature.paper_words import PaperWords
from precursors.models import (
    InAir,
    Precursor,
    PrecursorKind,
    PrecursorMeasurement,
    SourceTemperature,
    State,
)
from precursors.queries import used_in
from records.filtering import (
    AllOfFilter,
    AnyOfFilter,
    CustomWordFilter,
    Facet,
    FixedWords,
    NoneOfFilter,
    NumberFilter,
    Printed,
    SearchFilter,
    StoredWords,
    StrictFilterSet,
    TableWords,
    WordFilter,
    by,
    by_count,
)
from records.filtering.elements import ELEMENTS
from records.filtering.reference import has_filter, reference_held
from records.phrases import Spoken
from records.printed_values import STANDS

if TYPE_CHECKING:
    from collections.abc import Iterable


_TEMPERATURES = SourceTemperature.objects.filter(precursor=OuterRef("pk"), **STANDS)
_MEASURED = PrecursorMeasurement.objects.filter(
    precursor=OuterRef("pk"), property="vapor_pressure", **STANDS
)
_REFERENCE = reference_held("precursor")
_HAS = {
    **_REFERENCE,
    "vapor_pressure": _REFERENCE["vapor_pressure"] | Q(Exists(_MEASURED)),
    "source_temperature": Q(Exists(_TEMPERATURES)),
    "smiles": ~Q(smiles=""),
    "cas": ~Q(cas=""),
    "molar_mass": Q(molar_mass_g_mol__isnull=False),
}


def _reported_by(papers: list[str]) -> Q:
    rows = SourceTemperature.objects.filter(precursor=OuterRef("pk"), paper__key__in=papers)
    return Q(Exists(rows))


def _families() -> Iterable[str]:
    rows = Precursor.objects.order_by().values_list("families", flat=True)
    return sorted({family for families in rows for family in families})


def _hazards() -> Iterable[str]:
    rows = Precursor.objects.order_by().values_list("hazards", flat=True)
    return sorted({code for codes in rows for code in codes})


PRECURSORS = TableWords(
    Precursor,
    names=("name", "acronym", "formula", "formula_printed"),
    short=("acronym", "formula_printed"),
    dashes=True,
)


class PrecursorFilter(StrictFilterSet):
    """Precursors: by text, kind, composition, and by the source temperatures on record."""

    ORDERINGS = {
        "id": by("pk"),
        "key": by("key"),
        "name": by("name"),
        "acronym": by("acronym"),
        "formula": by("formula"),
        "kind": by("kind"),
        "molar_mass": by("molar_mass_g_mol"),
        "used_in": by_count("used_in", used_in),
        "updated": by("updated"),
    }
    DEFAULT_ORDERING = "key"
    FACETS = (
        Facet("kind", "kind"),
        Facet("element", "elements", array=True, widens=False),
        Facet("state", "state"),
        Facet("air_sensitivity", "air_sensitivity"),
        Facet("family", "families", array=True),
        Facet("hazard", "hazards", array=True),
        Facet("paper", "source_temperatures__paper__key", several=True),
        Facet("has", widens=False),
    )
    HISTOGRAMS = ("source_temperature", "vapor_pressure", "molar_mass")
    SPOKEN = Spoken(
        terms=("id", "kind", "state", "air_sensitivity", "family", "element"),
        phrases={"organic": (("kind", "organic"),), "solid": (("state", "solid"),)},
        named=("precursors", "precursor", "source", "sources"),
    )
    POINTS = {"molar_mass": "molar_mass_g_mol"}

    id = WordFilter("key", PRECURSORS, doc="Just these; up to 1,000 at once.")
    q = SearchFilter(
        doc="Names, acronyms, formulas, elements and kinds are read as the filters that they name, "
        "and the answer says so as `understood`; other words are searched for in names, aliases, "
        "InChIKey and CAS number."
    )
    kind = WordFilter(
        "kind", FixedWords(PrecursorKind.values), doc="What it brings to the film: metal, organic."
    )
    element = AllOfFilter("elements", ELEMENTS, doc="Holds every one of these elements.")
    without_element = NoneOfFilter("elements", ELEMENTS, doc="Holds none of these elements.")
    state = WordFilter("state", FixedWords(State.values), doc="State in its source.")
    air_sensitivity = WordFilter(
        "air_sensitivity", FixedWords(InAir.values), doc="What air does to it."
    )
    family = AnyOfFilter("families", StoredWords(_families), doc="Family, such as MOᵗBu.")
    paper = CustomWordFilter(
        PaperWords(), _reported_by, doc="Paper (key or id) that reports a source temperature."
    )
    hazard = AnyOfFilter(
        "hazards",
        StoredWords(_hazards),
        doc="Hazard statement (GHS), such as H250, that some page gives. That none is on record "
        "says nothing.",
    )
    has = has_filter(_HAS)
    molar_mass_min = NumberFilter("molar_mass_g_mol", lookup="gte", doc="Molar mass, g/mol.")
    molar_mass_max = NumberFilter("molar_mass_g_mol", lookup="lte", doc="Molar mass, g/mol.")

    class Meta:
        model = Precursor
        fields: list[str] = []

    @classmethod
    def properties(cls) -> Iterable[str]:
        return ("source_temperature", "vapor_pressure")

    def default_queryset(self) -> Any:
        return Precursor.objects.all()

    def printed(self, key: str) -> Printed | None:
        if key == "molar_mass":
            return None
        if key == "source_temperature":
            return Printed(SourceTemperature.objects.filter(**STANDS), "precursor")
        return Printed(PrecursorMeasurement.objects.filter(property=key, **STANDS), "precursor")

    def searched_words(self) -> Iterable[str]:
        return Precursor.objects.order_by().values_list("search_text", flat=True)
