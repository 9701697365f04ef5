"""REST of coatings: the list from ready-made rows, the record from everything known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from coatings.api.linked_data import dataset
from coatings.api.measurements import measurement_json
from coatings.api.processes import steps_json
from coatings.api.shapes import CoatingItem, CoatingRecord
from coatings.filters import CoatingFilter
from coatings.models import Coating, CoatingRead
from literature.models import Kind, public_id
from literature.presentation import value_json
from literature.rest import (
    FacetedView,
    api_url,
    described,
    gone_or_missing,
    page_url,
    ready_made,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@described
class CoatingView(FacetedView):
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

    def rows(self, queryset: Any) -> Any:
        return queryset.only("coating_id", "list_json")

    def items(self, rows: Sequence[CoatingRead]) -> list[str]:
        found = []
        for row in rows:
            ident = public_id(Kind.COATING, row.pk)
            found.append(ready_made(ident, *_links(ident), row.list_json))
        return found

    def record(self, ident: str) -> dict[str, Any]:
        related = ("read", "paper", "via", "material", "substrate", "process")
        prefetched = ("measurements", "step_values", "process__steps__choices__precursor")
        found = Coating.objects.by_public_id(ident).select_related(*related)
        coating = found.prefetch_related(*prefetched).first()
        if coating is None:
            raise gone_or_missing(Kind.COATING, ident)
        return _record(coating)


def _links(ident: str) -> tuple[str, str]:
    return api_url("coatings", ident), page_url("coatings", ident)


def _record(coating: Coating) -> dict[str, Any]:
    row = coating.read
    url, page = _links(coating.public_id)
    measurements = [measurement_json(m, coating.paper_id) for m in coating.measurements.all()]
    computed = row.computed_at.isoformat().replace("+00:00", "Z") if row.computed_at else None
    return {
        "id": coating.public_id,
        "url": url,
        "page": page,
        **orjson.loads(row.list_json),
        "process": _process(coating),
        "measurements": measurements,
        "cycling": _cycling(coating),
        "derived": row.derived,
        "computed_at": computed,
        "stale": row.stale_since is not None,
        "extraction": coating.extraction,
        "notes": [coating.note] if coating.note else [],
        "flags": row.flags,
        "json_ld": dataset(coating, row),
    }


def _process(coating: Coating) -> dict[str, Any] | None:
    process = coating.process
    if process is None:
        return None
    values = {
        (value.step_id, value.property): value_json(value, coating, coating.paper_id)
        for value in coating.step_values.all()
    }
    cycles = [m for m in coating.measurements.all() if m.property == "cycles"]
    return {
        "key": process.key,
        "url": api_url("processes", process.key),
        "page": page_url("processes", process.key),
        "steps": steps_json(process, values),
        "cycles": [value_json(m, m, coating.paper_id, m.conditions) for m in cycles],
        "supercycle": coating.supercycle or None,
    }


def _cycling(coating: Coating) -> list[str]:
    """Tests of a cell that holds this coating, asked through the reverse relations: the room of
    the tests stands above this one."""
    direct = coating.cycling_tests.order_by().values_list("pk", flat=True)
    beside = coating.also_cycled_in.order_by().values_list("pk", flat=True)
    return [public_id(Kind.TEST, number) for number in sorted({*direct.union(beside)})]
