"""Questions to a word (a process, a material, a substrate) about the coatings that have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from coatings.models import CoatingRead
from literature.filtering import by_count

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from literature.filtering import Ordering


def coating_count(own: str, outer: str = "key") -> Coalesce:
    """How many coatings have this row's ``outer`` in the column ``own`` of their read row."""
    counted = (
        CoatingRead.objects.filter(**{own: OuterRef(outer)})
        .order_by()
        .values(own)
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def by_coatings(own: str) -> Ordering:
    """The order by how many coatings there are."""
    return by_count("used_in", lambda: coating_count(own))


def in_coatings(own: str, column: str) -> Callable[[list[str]], Q]:
    """Rows whose key some coating has in ``own``, and one of the words in ``column``."""

    def question(asked: list[str]) -> Q:
        grown = CoatingRead.objects.filter(**{own: OuterRef("key"), f"{column}__in": asked})
        return Q(Exists(grown))

    return question


def counted_in_coatings(own: str, column: str) -> Callable[[QuerySet[Any]], Any]:
    """Of some rows, how many have a coating with each word of ``column``."""

    def counting(rows: QuerySet[Any]) -> Any:
        keys = rows.order_by().values("key")
        grown = CoatingRead.objects.filter(**{f"{own}__in": keys}).order_by()
        return grown.values_list(column).annotate(number=Count(own, distinct=True))

    return counting
