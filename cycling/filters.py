"""Filters of the list of cycling tests, over their read rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, OuterRef, Q, When

from coatings.filters.vocabularies import COATINGS, MATERIALS, SUBSTRATES, worded_properties
from coatings.models import Material, Substrate
from cycling.models import CellType, TestPoint, TestRead, TestResult
from literature.paper_words import PaperWords
from records.filtering import (
    AllOfFilter,
    AnyOfFilter,
    Facet,
    FixedWords,
    FlagFilter,
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
from records.read_rows import high_column, low_column, number_keys, word_keys
from records.review_status import ReviewStatus
from science.properties import PROPERTIES, properties

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

_COLUMNS = {
    "id": "pk",
    "material": "material",
    "substrate": "substrate",
    "cell_type": "cell_type",
    "coating": "coating_id",
    "paper": "paper",
    "year": "year",
    "updated": "updated",
}
_COUNTED_LIVES = ("lifetime", "stable_cycles")


def has_words() -> Iterable[str]:
    """What ``has`` can ask of a test."""
    keys = {
        *properties("condition", "test"),
        *properties("result", "test"),
        *properties("derived", "test"),
    }
    return sorted({*keys, "points", "outcome", "controls"})


def _ran(cycles: int) -> Q:
    """Some stated result, stated life or recorded point lies at this cycle or later."""
    at = Q(at_cycle_high__gte=cycles) | Q(at_cycle_low__isnull=False, at_cycle_high__isnull=True)
    result = TestResult.objects.filter(at, test=OuterRef("pk"))
    point = TestPoint.objects.filter(test=OuterRef("pk"), cycle__gte=cycles)
    question = Q(Exists(result)) | Q(Exists(point))
    for key in _COUNTED_LIVES:
        question |= Q(**{f"{high_column(key)}__gte": cycles})
    return question


class TestFilter(StrictFilterSet):
    """Cycling tests: by cell, coating, conditions, results and comparison."""

    __test__ = False
    ORDERINGS = {
        **{key: by(key) for key in word_keys("test")},
        **{name: by(column) for name, column in _COLUMNS.items()},
        **{key: by_property(key) for key in number_keys("test")},
    }
    FACETS = (
        Facet("material", "materials", array=True),
        Facet("substrate", "substrate"),
        Facet("control", "coated"),
        Facet("cell_type", "cell_type"),
        Facet("comparable", "comparable"),
        Facet("shown", "shown"),
        Facet("claimed", "claimed"),
        Facet("evidence", "evidence"),
        Facet("review_status", "review_status"),
        Facet("paper", "paper"),
        Facet("via", "via", array=True),
        Facet("year", "year", whole=True),
        Facet("has", "has", array=True, widens=False),
    )
    HISTOGRAMS = ("year", *number_keys("test"))

    q = SearchFilter(
        "search",
        doc="Full text: label, electrode, counter electrode, electrolyte, coating and citation.",
    )
    coating = AnyOfFilter("coatings", COATINGS, doc="`ASC-C…` id of a coating in the cell.")
    material = AnyOfFilter("materials", MATERIALS, doc="Key of the material of a coating in it.")
    substrate = WordFilter("substrate", SUBSTRATES, doc="Key of the electrode under test.")
    control = FlagFilter(
        "coated", words=("coated", "bare"), doc="Whether any electrode in the cell is coated."
    )
    cell_type = WordFilter("cell_type", FixedWords(CellType.values), doc="Kind of cell.")
    review_status = WordFilter(
        "review_status",
        FixedWords(ReviewStatus.values),
        doc="Whether somebody other than its author has looked at the record as it stands.",
    )
    paper = WordFilter("paper", PaperWords(), doc="Paper that reports it: key or `ASC-P…` id.")
    via = AnyOfFilter("via", PaperWords(), doc="Review or compilation it was read in: key or id.")
    year_min = WholeNumberFilter("year", lookup="gte", doc="Reported in this year or later.")
    year_max = WholeNumberFilter("year", lookup="lte", doc="Reported in this year or earlier.")
    cycles_min = WholeNumberFilter(
        "",
        build=_ran,
        doc="Cycled at least so often: some result, stated life or point lies at this cycle or "
        "later.",
    )
    has = AllOfFilter(
        "has",
        FixedWords(has_words),
        doc="Has a value of this property, `points`, an `outcome`, or `controls`: every one "
        "asked for.",
    )

    class Meta:
        model = TestRead
        fields: list[str] = []

    @classmethod
    def properties(cls) -> Iterable[str]:
        return number_keys("test")

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        found = super().get_filters()
        for key, choices in worded_properties("test").items():
            if key not in found:
                doc = f"{PROPERTIES[key].label}. {PROPERTIES[key].doc}"
                found[key] = WordFilter(key, FixedWords(choices), doc=doc)
        return found

    def default_queryset(self) -> Any:
        return TestRead.objects.all()

    def range_condition(self, key: str, asked: Range) -> Q:
        """A test may state several results of a property: the hull in the columns narrows, and
        one of the results must meet the asked interval by itself."""
        low, high = low_column(key), high_column(key)
        hull = interval_condition(low, high, asked)
        if not _is_result(key):
            return hull
        stated = TestResult.objects.filter(test=OuterRef("pk"), property=key, missing="")
        one_of_them = Q(Exists(stated.filter(value_condition(asked))))
        none_stated = ~Q(Exists(stated))
        if asked.certain:
            return one_of_them | (hull & none_stated)
        return hull & (Q(**{low: F(high)}) | one_of_them | none_stated)

    def single_interval(self, key: str) -> tuple[Any, Any]:
        """A hull with a width may be that of several results: those are counted one by one."""
        low, high = self.interval(key)
        if not _is_result(key):
            return low, high
        stated = TestResult.objects.filter(test=OuterRef("pk"), property=key, missing="")
        one = Q(**{low_column(key): high}) | ~Q(Exists(stated))
        return Case(When(one, then=low)), Case(When(one, then=high))

    def several_intervals(self, key: str, rows: QuerySet[Any]) -> QuerySet[Any] | None:
        if not _is_result(key):
            return None
        wide = rows.exclude(**{low_column(key): F(high_column(key))}).values("pk")
        return intervals_of(TestResult.objects.filter(property=key, test__in=wide), "test")

    def searched_words(self) -> Iterable[str]:
        for model in (Material, Substrate):
            yield from model._default_manager.order_by().values_list("search_text", flat=True)
        yield from TestRead.objects.order_by().values_list("search_text", flat=True)


def _is_result(key: str) -> bool:
    return key in PROPERTIES and PROPERTIES[key].has_role("result", "test")
