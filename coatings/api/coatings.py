"""REST of coatings: the list from ready-made rows, the record from everything known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from coatings.api.measurements import measurement_json
from coatings.api.processes import steps_json
from coatings.api.series import series_json
from coatings.api.shapes import CoatingItem, CoatingRecord
from coatings.filters import CoatingFilter
from coatings.linked_data import dataset
from coatings.read_row.listing import deposition_json
from coatings.read_row.record import RecordFacts, record_facts
from literature.citation_files import CitedRecordsView
from records.models import Kind, parse_public_id, public_id
from records.presentation import place_of, value_json
from records.printed_values import of_record
from records.rest import FacetedView, api_url, described, gone_or_missing, page_url, ready_made

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coatings.models import CoatingRead


@described
class CoatingView(CitedRecordsView, FacetedView):
    """Coatings: one film, grown by one process on one substrate, as one paper reports it."""

    plural = "coatings"
    what = "coating"
    ident_doc = "`ASC-C…` id."
    can_be_withdrawn = True
    kind = Kind.COATING
    reported_through = ("coatings__read",)
    filterset_class = CoatingFilter
    item_shape = CoatingItem
    shape = CoatingRecord
    subject = "coating"

    def rows(self, queryset: Any) -> Any:
        return queryset.only("coating_id", "list_json", *self.property_columns)

    def items(self, rows: Sequence[CoatingRead]) -> list[str]:
        found = []
        for row in rows:
            ident = public_id(Kind.COATING, row.pk)
            found.append(ready_made(ident, *_links(ident), row.list_json))
        return found

    def record(self, ident: str) -> dict[str, Any]:
        number = parse_public_id(ident, Kind.COATING)
        facts = None if number is None else record_facts(number)
        if facts is None:
            raise gone_or_missing(Kind.COATING, ident)
        return _record(facts)


def _links(ident: str) -> tuple[str, str]:
    return api_url("coatings", ident), page_url("coatings", ident)


def _record(facts: RecordFacts) -> dict[str, Any]:
    coating, row = facts.coating, facts.row
    url, page = _links(coating.public_id)
    computed = row.computed_at.isoformat().replace("+00:00", "Z") if row.computed_at else None
    return {
        "id": coating.public_id,
        "url": url,
        "page": page,
        **orjson.loads(row.list_json),
        "process": _process(facts),
        "deposition": deposition_json(coating),
        "measurements": [measurement_json(m, coating.paper_id) for m in facts.measurements],
        "series": [series_json(row, coating.paper_id) for row in facts.series],
        "cycling": [public_id(Kind.TEST, number) for number in facts.tests],
        "derived": row.derived,
        "computed_at": computed,
        "stale": row.stale_since is not None,
        "extraction": coating.extraction,
        "notes": [coating.note] if coating.note else [],
        "flags": row.flags,
        "json_ld": dataset(coating, row, of_record(facts.measurements)),
    }


def _process(facts: RecordFacts) -> dict[str, Any] | None:
    coating = facts.coating
    process = coating.process
    if process is None:
        return None
    values = {
        (value.step_id, value.property): value_json(
            value, place_of(value, coating), coating.paper_id
        )
        for value in facts.step_values
    }
    cycles = [m for m in facts.measurements if m.property == "cycles"]
    return {
        "key": process.key,
        "url": api_url("processes", process.key),
        "page": page_url("processes", process.key),
        "steps": steps_json(facts.steps, values),
        "cycles": [value_json(m, m, coating.paper_id, m.conditions) for m in cycles],
        "supercycle": coating.supercycle or None,
    }
