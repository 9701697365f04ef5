"""Filters of the list of cycling tests, over their read rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q

from coatings.filters.scope import ScopedFilterSet
from coatings.filters.vocabularies import COATINGS, MATERIALS, SUBSTRATES, worded_properties
from coatings.models import Material, Substrate
from cycling.models import (
    CellType,
    CyclingTest,
    TestCondition,
    TestCurve,
    TestRead,
    TestResult,
)
from cycling.spoken import SPOKEN
from literature.filters import author_filter
from literature.models import without_examples
from literature.paper_words import PaperWords
from records.filtering import (
    AllOfFilter,
    AnyOfFilter,
    CustomWordFilter,
    Facet,
    FixedWords,
    FlagFilter,
    Printed,
    PublicIds,
    SearchFilter,
    WholeNumberFilter,
    WordFilter,
    WrittenWords,
    by,
    by_property,
)
from records.models import Kind
from records.printed_values import STANDS
from records.read_rows import high_column, low_column, number_keys, word_keys
from records.review_status import ReviewStatus
from science.properties import PROPERTIES, properties

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    return sorted({*keys, "points", "profiles", "outcome", "controls"})


def _ran(cycles: int) -> Q:
    """Some stated result, stated life or recorded point lies at this cycle or later."""
    at = Q(at_cycle_high__gte=cycles) | Q(at_cycle_low__isnull=False, at_cycle_high__isnull=True)
    result = TestResult.objects.filter(at, test=OuterRef("pk"), **STANDS)
    point = TestCurve.objects.filter(test=OuterRef("pk"), last_cycle__gte=cycles)
    question = Q(Exists(result)) | Q(Exists(point))
    for key in _COUNTED_LIVES:
        question |= Q(**{f"{high_column(key)}__gte": cycles})
    return question


class TestFilter(ScopedFilterSet):
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
    WATCHED = ((TestResult, "test_id"),)
    SPOKEN = SPOKEN
    CLASS_VALUES = ((TestCondition, "test"), (TestResult, "test"))

    id = WordFilter("pk", PublicIds(CyclingTest, Kind.TEST), doc="Just these; up to 1,000 at once.")
    q = SearchFilter(
        doc="A phrase: film, electrode, conditions and results with their bounds, what the paper "
        "claims, authors and years in it are read as the filters that they name, and the answer "
        "says so as `understood`. Every other word must begin some word of label, electrode, "
        "counter electrode, electrolyte, coating or citation.",
    )
    coating = AnyOfFilter("coatings", COATINGS, doc="`ASC-C…` id of a coating in the cell.")
    material = AnyOfFilter("materials", MATERIALS, doc="Key of the material of a coating in it.")
    substrate = WordFilter("substrate", SUBSTRATES, doc="Key of the electrode under test.")
    control = FlagFilter(
        "coated", words=("coated", "bare"), doc="Whether any electrode in the cell is coated."
    )
    cell_type = WordFilter("cell_type", FixedWords(CellType.values), doc="Kind of cell.")
    cell_format = CustomWordFilter(
        WrittenWords(CyclingTest, "cell_format"),
        lambda words: Q(test__cell_format__in=words),
        doc="Format of the cell, as printed.",
    )
    separator = CustomWordFilter(
        WrittenWords(CyclingTest, "separator"),
        lambda words: Q(test__separator__in=words),
        doc="Separator of the cell, as printed.",
    )
    review_status = WordFilter(
        "review_status",
        FixedWords(ReviewStatus.values),
        doc="Whether somebody other than its author has looked at the record as it stands.",
    )
    author = author_filter("paper")
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
        return without_examples(TestRead.objects.all())

    def printed(self, key: str) -> Printed | None:
        if key not in PROPERTIES or not PROPERTIES[key].has_role("result", "test"):
            return None
        return Printed(TestResult.objects.filter(property=key, **STANDS), "test")

    def several(self, key: str) -> Q:
        """A hull with a width may be that of several results."""
        wide = ~Q(**{low_column(key): F(high_column(key))})
        printed = TestResult.objects.filter(property=key, missing="", **STANDS)
        return wide & Q(Exists(printed.filter(test=OuterRef("pk"))))

    def searched_words(self) -> Iterable[str]:
        for model in (Material, Substrate):
            yield from model._default_manager.order_by().values_list("search_text", flat=True)
        yield from TestRead.objects.order_by().values_list("search_text", flat=True)
