"""REST of series: one property of a film against what was varied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatings.api.shapes import SeriesItem
from coatings.filters.series import SeriesFilter, series_place
from coatings.models import Series
from literature.citation_files import CitedRecordsView
from literature.presentation import paper_json
from records.models import Kind, public_id
from records.presentation import conditions_json, source_json
from records.rest import api_url, described, gone_or_missing, not_found, page_url
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence


def series_id(row: Series) -> str:
    """``ASC-C000001-s2``: the second series of coating 1."""
    return f"{public_id(Kind.COATING, row.coating_id)}-s{row.position + 1}"


def series_json(row: Series, paper_id: int) -> dict[str, Any]:
    return {
        "id": series_id(row),
        "property": row.property,
        "of": row.of or None,
        "unit": PROPERTIES[row.property].unit,
        "against": row.against,
        "against_unit": PROPERTIES[row.against].unit,
        "points": row.points,
        "digitised": isinstance(row.given, dict),
        "method": row.method.key if row.method else None,
        "measured_on": row.measured_on or None,
        "conditions": conditions_json(row.conditions),
        "source": source_json(row, paper_id),
        "scope": row.scope,
        "superseded": row.superseded,
        "note": row.note,
    }


@described
class SeriesView(CitedRecordsView):
    """Series: a property of one film against a quantity that was varied, as points."""

    plural = "series"
    what = "series"
    ident_doc = "Id of the coating and number of the series, such as `ASC-C000001-s1`."
    can_be_withdrawn = True
    reported_through = ("coatings__series",)
    filterset_class = SeriesFilter
    item_shape = SeriesItem
    shape = SeriesItem

    def rows(self, queryset: Any) -> Any:
        related = ("coating__paper", "coating__material", "coating__substrate", "method")
        return queryset.select_related(*related)

    def items(self, rows: Sequence[Series]) -> list[dict[str, Any]]:
        return [
            {
                **series_json(row, row.coating.paper_id),
                "url": api_url("series", series_id(row)),
                "page": page_url("coatings", row.coating.public_id),
                "coating": row.coating.public_id,
                "material": row.coating.material.key,
                "substrate": row.coating.substrate.key,
                "paper": paper_json(row.coating.paper),
            }
            for row in rows
        ]

    def record(self, ident: str) -> dict[str, Any]:
        place = series_place(ident)
        if place is None:
            raise not_found(self.what, ident)
        found = self.rows(Series.objects.filter(coating=place[0], position=place[1]))
        row = found.first()
        if row is None:
            problem = gone_or_missing(Kind.COATING, public_id(Kind.COATING, place[0]))
            raise problem if problem.status != 404 else not_found(self.what, ident)
        return self.items([row])[0]
