"""Filters of the list of precursors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, FloatField, Max, Min, OuterRef, Q, Subquery, Value

from literature.paper_words import PaperWords
from precursors.models import (
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
    Range,
    SearchFilter,
    StoredWords,
    StrictFilterSet,
    WordFilter,
    by,
    by_count,
    intervals_of,
    value_condition,
)
from records.filtering.elements import ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

_HAS = {
    "source_temperature": Q(Exists(SourceTemperature.objects.filter(precursor=OuterRef("pk")))),
    "smiles": ~Q(smiles=""),
    "cas": ~Q(cas=""),
    "molar_mass": Q(molar_mass_g_mol__isnull=False),
}


def _has(asked: list[str]) -> Q:
    question = Q()
    for word in asked:
        question &= _HAS[word]
    return question


def _reported_by(papers: list[str]) -> Q:
    rows = SourceTemperature.objects.filter(precursor=OuterRef("pk"), paper__key__in=papers)
    return Q(Exists(rows))


def _families() -> Iterable[str]:
    rows = Precursor.objects.order_by().values_list("families", flat=True)
    return sorted({family for families in rows for family in families})


def _printed(key: str) -> QuerySet[Any]:
    """Printed values of a property of precursors."""
    if key == "source_temperature":
        return SourceTemperature.objects.all()
    return PrecursorMeasurement.objects.filter(property=key)


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
        Facet("family", "families", array=True),
        Facet("paper", "source_temperatures__paper__key", several=True),
        Facet("has", widens=False),
    )
    HISTOGRAMS = ("source_temperature", "vapor_pressure", "molar_mass")

    q = SearchFilter(doc="Name, acronym, formula, alias, InChIKey or CAS number.")
    kind = WordFilter(
        "kind", FixedWords(PrecursorKind.values), doc="What it brings to the film: metal, organic."
    )
    element = AllOfFilter("elements", ELEMENTS, doc="Holds every one of these elements.")
    without_element = NoneOfFilter("elements", ELEMENTS, doc="Holds none of these elements.")
    state = WordFilter("state", FixedWords(State.values), doc="State in its source.")
    family = AnyOfFilter("families", StoredWords(_families), doc="Family, such as MOᵗBu.")
    paper = CustomWordFilter(
        PaperWords(), _reported_by, doc="Paper (key or id) that reports a source temperature."
    )
    has = CustomWordFilter(
        FixedWords(sorted(_HAS)), _has, joined="and", doc="What is on record; every one asked for."
    )
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

    def range_condition(self, key: str, asked: Range) -> Q:
        """Any one of its printed values meets the asked interval."""
        rows = _printed(key).filter(precursor=OuterRef("pk"))
        return Q(Exists(rows.filter(value_condition(asked))))

    def interval(self, key: str) -> tuple[Any, Any]:
        if key == "molar_mass":
            return F("molar_mass_g_mol"), F("molar_mass_g_mol")
        values = _printed(key).filter(precursor=OuterRef("pk")).order_by().values("precursor")
        return (
            Subquery(values.annotate(least=Min("low")).values("least")),
            Subquery(values.annotate(most=Max("high")).values("most")),
        )

    def single_interval(self, key: str) -> tuple[Any, Any]:
        if key == "molar_mass":
            return self.interval(key)
        return Value(None, FloatField()), Value(None, FloatField())

    def several_intervals(self, key: str, rows: QuerySet[Any]) -> QuerySet[Any] | None:
        if key == "molar_mass":
            return None
        return intervals_of(_printed(key).filter(precursor__in=rows.values("pk")), "precursor")

    def searched_words(self) -> Iterable[str]:
        return Precursor.objects.order_by().values_list("search_text", flat=True)
