"""The reads of this room by name: each in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from literature.models import Paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

# what a paper can report, by the reverse relation that holds it: those rooms stand above this one
REPORTED = {
    "coating_count": "coatings",
    "test_count": "cycling_tests",
    "temperature_count": "source_temperatures",
}


def papers_with_counts() -> QuerySet[Paper]:
    """Papers, each with how many coatings, tests and source temperatures it reports."""
    counts = {name: reported_count(relation) for name, relation in REPORTED.items()}
    return Paper.objects.select_related("via").annotate(**counts)


def reported_count(relation: str) -> Coalesce:
    """How much of something a paper reports, by the reverse relation that holds it."""
    model = Paper._meta.get_field(relation).related_model
    counted = (
        model._default_manager.filter(paper=OuterRef("pk"))  # type: ignore[union-attr]
        .order_by()
        .values("paper")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def paper_lines(rows: Sequence[Paper]) -> list[Paper]:
    """The rows of a list page with their counts."""
    ids = [row.pk for row in rows]
    by_id = {paper.pk: paper for paper in papers_with_counts().filter(pk__in=ids)}
    return [by_id[number] for number in ids]


def papers_read_in(review: Paper) -> list[Paper]:
    """The reference list entered from a review, in its own numbers, with what each reports."""
    return list(papers_with_counts().filter(via=review).order_by("via_number", "pk"))
