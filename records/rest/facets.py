"""``…/facets/`` of a list: how many records have each word, and how values are distributed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pydantic import Field
from rest_framework.decorators import action
from rest_framework.response import Response

from records.filtering import Problem, counts, nearest_of
from records.filtering.counts import MOST_WORDS
from records.rest.problems import bad_request
from records.rest.shapes import Shape
from records.rest.views import RecordsView

if TYPE_CHECKING:
    from rest_framework.request import Request

    from records.filtering import StrictFilterSet

ASKED = ("facets", "histograms")


class FacetCount(Shape):
    """How many records of the set have this value."""

    value: str | int
    count: int


class BinCount(Shape):
    """How many records may have a value here: ranges and bounds count in every bin they meet."""

    low: int | float
    high: int | float
    count: int


class HistogramCounts(Shape):
    """The distribution of one property, counted without its own `_min` and `_max`."""

    key: str
    unit: str = Field(description="Canonical unit of the property; empty for the year.")
    log: bool = Field(description="Whether the bins are logarithmic.")
    whole: bool = Field(
        description="Whether values are whole numbers: then both ends belong to a bin, else only "
        "the lower one (and the upper one of the last bin)."
    )
    low: int | float | None = Field(
        description="Lower end of all bins; null where no record has any."
    )
    high: int | float | None = Field(description="Upper end of all bins.")
    bins: list[BinCount]
    count: int = Field(description="Records with a value.")
    without: int = Field(description="Records without one.")


class Facets(Shape):
    """Counts for each facet and histogram; one whose words widen the set is counted without its
    own filter."""

    count: int = Field(description="Exact number of records that match every filter.")
    facets: dict[str, list[FacetCount]] = Field(
        description=f"Most frequent first, at most {MOST_WORDS} words of each facet."
    )
    more: dict[str, int] = Field(
        description="How many further, rarer words each facet has that is longer than that."
    )
    histograms: dict[str, HistogramCounts]


class FacetedView(RecordsView):
    """A list with facets and histograms."""

    @action(detail=False, url_path="facets")
    def facets(self, request: Request) -> Response:
        filters = self.filterset_class
        self.only(request, *filters.base_filters, *ASKED, fields=False)
        data = request.query_params.copy()
        names = {name: data.pop(name, []) for name in ASKED}
        wanted, problems = _wanted(filters, names)
        filterset = filters(data)
        if filterset.problems or problems:
            raise bad_request([*filterset.problems, *problems])
        found = counts(filterset, **wanted)
        return Response(
            {
                "count": found.count,
                "facets": found.facets,
                "more": found.more,
                "histograms": {key: asdict(one) for key, one in found.histograms.items()},
            }
        )


def _wanted(
    filters: type[StrictFilterSet], given: dict[str, list[str]]
) -> tuple[dict[str, list[str] | None], list[Problem]]:
    """Which facets and histograms are asked for, None for all of them: where some are named,
    nothing else is counted."""
    valid = {"facets": facet_names(filters), "histograms": [*filters.HISTOGRAMS]}
    if not any(given.values()):
        return dict.fromkeys(ASKED), []
    asked: dict[str, list[str] | None] = {}
    problems = []
    for parameter, values in given.items():
        names = [n.strip() for value in values for n in value.split(",") if n.strip()]
        asked[parameter] = names
        for name in names:
            if name not in valid[parameter]:
                near = nearest_of(name, valid[parameter])
                end = f"; the nearest is {near!r}" if near else ""
                problems.append(Problem(parameter, f"there is no {name!r} here{end}"))
    return asked, problems


def facet_names(filters: type[StrictFilterSet]) -> list[str]:
    return [facet.parameter for facet in filters.FACETS]
