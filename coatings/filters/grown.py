"""Questions to a word (a process, a material, a substrate) about the coatings that have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from coatings.models import CoatingRead
from literature.models import SYNTHETIC, without_examples
from records.filtering import CustomWordFilter, Facet, by_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.filtering import Ordering, Words


def coating_count(own: str, outer: str = "key") -> Coalesce:
    """How many coatings have this row's ``outer`` in the column ``own`` of their read row."""
    counted = (
        without_examples(CoatingRead.objects.filter(**{own: OuterRef(outer)}))
        .order_by()
        .values(own)
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def by_coatings(own: str) -> Ordering:
    """The order by how many coatings there are."""
    return by_count("used_in", lambda: coating_count(own))


def grown(own: str, column: str, words: Words, doc: str) -> CustomWordFilter:
    """Rows whose key some coating has in ``own``, and one of the words asked for in ``column``."""

    def question(asked: list[str]) -> Q:
        coatings = CoatingRead.objects.filter(**{own: OuterRef("key"), f"{column}__in": asked})
        return Q(Exists(without_examples(coatings)))

    return CustomWordFilter(words, question, doc=doc)


def grown_facets(*columns: str) -> Iterator[Facet]:
    """Of some rows, how many have a coating with each word of a column; a facet for each column."""
    but = ("coatings__read__paper", SYNTHETIC)
    return (Facet(column, f"coatings__read__{column}", several=True, but=but) for column in columns)
