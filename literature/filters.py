"""Filters of the lists of papers and of properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from literature.author_words import AuthorWords, papers_by
from literature.models import Paper, without_examples
from literature.paper_words import PaperWords
from literature.queries import reported_count
from records.filtering import (
    CustomWordFilter,
    Facet,
    FixedWords,
    SearchFilter,
    StrictFilterSet,
    TextFilter,
    WholeNumberFilter,
    WordFilter,
    by,
    by_count,
)
from records.phrases import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterable


# What a paper can report, and the reverse relation that holds it: the rooms of coatings and
# tests stand above this one, and only whether there is such a row is asked.
_REPORTS = {
    "coatings": "coatings",
    "cycling": "cycling_tests",
    "source_temperatures": "source_temperatures",
}


def _reports(asked: list[str]) -> Q:
    question = Q()
    for word in asked:
        if word == "doi":
            question &= Q(doi__isnull=False)
        else:
            rows = Paper.objects.filter(**{f"{_REPORTS[word]}__isnull": False})
            question &= Q(Exists(rows.filter(pk=OuterRef("pk")).order_by()))
    return question


def author_filter(column: str) -> CustomWordFilter:
    """Papers by their authors; ``column`` holds the key of the paper."""
    return CustomWordFilter(
        AuthorWords(),
        lambda names: Q(**{f"{column}__in": papers_by(names)}),
        joined="and",
        doc="Family name of an author of the paper; every one asked for.",
    )


def _paper_types() -> Iterable[str]:
    return ("article-journal", "book", "chapter", "paper-conference", "report", "thesis")


class PaperFilter(StrictFilterSet):
    """Papers: by text, year, type, and by what they report."""

    ORDERINGS = {
        "id": by("pk"),
        "key": by("key"),
        "year": by("year"),
        "citation": by("citation"),
        "container": by("container"),
        "number": by("via_number"),
        "coatings": by_count("coating_count", lambda: reported_count("coatings")),
        "cycling": by_count("test_count", lambda: reported_count("cycling_tests")),
        "updated": by("updated"),
    }
    FACETS = (
        Facet("type", "type"),
        Facet("via", "via__key"),
        Facet("year", "year", whole=True),
        Facet("has", widens=False),
    )
    HISTOGRAMS = ("year",)
    SPOKEN = Spoken(
        terms=("author", "type"),
        phrases={"with a doi": (("has", "doi"),)},
        after={"by": "author"},
        named=("papers", "paper", "publications", "articles", "references", "studies", "study"),
    )

    id = WordFilter("key", PaperWords(), doc="Just these, by id or key; up to 1,000 at once.")
    q = SearchFilter(
        doc="Authors and years are read as the filters that they name (`Karppinen since 2020`), "
        "and the answer says so as `understood`; other words are searched for in citation, title, "
        "DOI, key and id."
    )
    author = author_filter("key")
    paper = WordFilter("key", PaperWords(), doc="Key or `ASC-P…` id of a paper.")
    type = WordFilter("type", FixedWords(_paper_types), doc="Kind of publication, as in CSL.")
    year_min = WholeNumberFilter("year", lookup="gte", doc="Published in this year or later.")
    year_max = WholeNumberFilter("year", lookup="lte", doc="Published in this year or earlier.")
    doi = TextFilter("doi", doc="DOI, without the address of the resolver.")
    via = WordFilter(
        "via__key", PaperWords(), doc="Key or id of the review or compilation it was read in."
    )
    has = CustomWordFilter(
        FixedWords(sorted([*_REPORTS, "doi"])),
        _reports,
        joined="and",
        doc="What the paper reports; every one asked for.",
    )

    class Meta:
        model = Paper
        fields: list[str] = []

    def default_queryset(self) -> Any:
        return without_examples(Paper.objects.all(), "key")

    def searched_words(self) -> Iterable[str]:
        return Paper.objects.order_by().values_list("search_text", flat=True)
