"""REST of single measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatings.api.shapes import MeasurementItem
from coatings.filters import MeasurementFilter
from coatings.filters.measurements import measurement_place
from coatings.models import Measurement
from literature.citation_files import CitedRecordsView
from literature.presentation import paper_json
from records.models import Kind, public_id
from records.presentation import source_json
from records.rest import api_url, described, gone_or_missing, not_found, page_url

if TYPE_CHECKING:
    from collections.abc import Sequence


def measurement_id(row: Measurement) -> str:
    """``ASC-C000001-2``: the second measurement of coating 1."""
    return f"{public_id(Kind.COATING, row.coating_id)}-{row.position + 1}"


def measurement_json(row: Measurement, paper_id: int) -> dict[str, Any]:
    """A measurement with every member always there: null where the value is missing."""
    return {
        "id": measurement_id(row),
        "property": row.property,
        "of": row.of or None,
        "method": row.method.key if row.method else None,
        "measured_on": row.measured_on or None,
        "printed": row.printed or None,
        "qualifier": row.qualifier or None,
        "low": row.low,
        "high": row.high,
        "unit": row.unit or None,
        "uncertainty": row.uncertainty,
        "missing": row.missing or None,
        "conditions": row.conditions,
        "source": source_json(row, paper_id),
        "scope": row.scope,
        "superseded": row.superseded,
        "note": row.note,
    }


@described
class MeasurementView(CitedRecordsView):
    """Measurements: single values as papers print them."""

    plural = "measurements"
    what = "measurement"
    ident_doc = "Id of the coating and number of the measurement, such as `ASC-C000001-1`."
    can_be_withdrawn = True
    reported_through = ("coatings__measurements",)
    filterset_class = MeasurementFilter
    item_shape = MeasurementItem
    shape = MeasurementItem

    def rows(self, queryset: Any) -> Any:
        related = ("coating__paper", "coating__material", "coating__substrate", "method")
        return queryset.select_related(*related)

    def items(self, rows: Sequence[Measurement]) -> list[dict[str, Any]]:
        return [
            {
                **measurement_json(row, row.coating.paper_id),
                "url": api_url("measurements", measurement_id(row)),
                "page": page_url("coatings", row.coating.public_id),
                "coating": row.coating.public_id,
                "material": row.coating.material.key,
                "substrate": row.coating.substrate.key,
                "paper": paper_json(row.coating.paper),
            }
            for row in rows
        ]

    def record(self, ident: str) -> dict[str, Any]:
        place = measurement_place(ident)
        if place is None:
            raise not_found(self.what, ident)
        coating, position = place
        row = self.rows(Measurement.objects.filter(coating=coating, position=position)).first()
        if row is None:
            problem = gone_or_missing(Kind.COATING, public_id(Kind.COATING, coating))
            raise problem if problem.status != 404 else not_found(self.what, ident)
        return self.items([row])[0]
