"""Source temperatures as inputs of science: a fixed number of index look-ups for any number of
papers, so that deriving one coating does not grow with everything on record."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, Subquery

from precursors.models import Precursor, SourceTemperature
from records.inputs import value_input
from records.models import Kind, public_id
from records.printed_values import STANDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from science.inputs import Input

MANY = 20
"""Above this many values on record, the lowest and the highest stand for all: their hull is that
of all of them, and a list of hundreds of inputs tells a reader nothing."""


class SourceTemperatures:
    """Source temperatures (°C) of some precursors, for coatings of some papers."""

    def __init__(self, precursors: Iterable[int], papers: Iterable[int]) -> None:
        keys = list(precursors)
        known = SourceTemperature.objects.filter(missing="", **STANDS)
        ours = known.filter(precursor=OuterRef("pk"))
        coolest = ours.order_by(F("low").asc(nulls_first=True), "pk")
        hottest = ours.order_by(F("high").desc(), "pk")
        summary = Precursor.objects.filter(pk__in=keys).annotate(
            many=Exists(ours.order_by("pk")[MANY:]),
            coolest=Subquery(coolest.values("pk")[:1]),
            hottest=Subquery(hottest.values("pk")[:1]),
        )
        few: list[int] = []
        extremes: set[int] = set()
        for key, many, low, high in summary.values_list("pk", "many", "coolest", "hottest"):
            if many:
                extremes |= {low, high}
            else:
                few.append(key)
        wanted = Q(precursor__in=few) | Q(pk__in=extremes)
        own = Q(paper__in=list(papers), precursor__in=keys)
        self._all: dict[int, list[Input]] = defaultdict(list)
        self._own: dict[tuple[int, int], list[Input]] = defaultdict(list)
        short = set(few)
        for row in known.filter(wanted | own).order_by("paper_id", "position"):
            item = value_input(row, "source_temperature", public_id(Kind.PAPER, row.paper_id))
            if item is None:
                continue
            self._own[row.precursor_id, row.paper_id].append(item)
            if row.precursor_id in short or row.pk in extremes:
                self._all[row.precursor_id].append(item)

    def of(self, precursor: int, paper: int) -> tuple[Input, ...]:
        """Those that this paper gives; where it gives none, those of all papers."""
        return tuple(self._own.get((precursor, paper)) or self._all.get(precursor) or ())
