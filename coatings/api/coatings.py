"""REST of coatings: the list from ready-made rows, the record from everything known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.db.models import Prefetch

from coatings.api.linked_data import dataset
from coatings.api.measurements import measurement_json
from coatings.api.processes import steps_json
from coatings.api.shapes import CoatingItem, CoatingRecord
from coatings.filters import CoatingFilter
from coatings.models import (
    Coating,
    CoatingRead,
    Measurement,
    ProcessStep,
    StepPrecursor,
    StepValue,
)
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

    from coatings.models.coating import CoatingQuerySet


_OWN = [field.name for field in Coating._meta.concrete_fields]
_OF_OTHERS = (
    *(f"read__{name}" for name in ("list_json", "derived", "flags", "technique", "methods")),
    *("read__computed_at", "read__stale_since"),
    *(f"paper__{name}" for name in ("csl", "type", "citation", "year", "doi")),
    *("material__name", "substrate__name", "process__key"),
)


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
    subject = "coating"

    def rows(self, queryset: Any) -> Any:
        return queryset.only("coating_id", "list_json", *self.number_columns)

    def items(self, rows: Sequence[CoatingRead]) -> list[str]:
        found = []
        for row in rows:
            ident = public_id(Kind.COATING, row.pk)
            found.append(ready_made(ident, *_links(ident), row.list_json))
        return found

    def record(self, ident: str) -> dict[str, Any]:
        coating = next(iter(_records().by_public_id(ident)), None)
        if coating is None:
            raise gone_or_missing(Kind.COATING, ident)
        return _record(coating)


def _records() -> CoatingQuerySet:
    """Coatings with what their records show and no more; each part in its own order, so that
    nothing is joined for the order's sake."""
    choices = StepPrecursor.objects.select_related("precursor").order_by("position")
    return (
        Coating.objects.order_by()
        .select_related("read", "paper", "material", "substrate", "process")
        .only(*_OWN, *_OF_OTHERS)
        .prefetch_related(
            Prefetch("measurements", Measurement.objects.order_by("position")),
            Prefetch("step_values", StepValue.objects.order_by()),
            Prefetch("process__steps", ProcessStep.objects.order_by("position")),
            Prefetch(
                "process__steps__choices",
                choices.only("step_id", "position", "precursor__key"),
            ),
        )
    )


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
    numbers = set()
    for tests in (coating.cycling_tests, coating.also_cycled_in):
        numbers |= {*tests.order_by().values_list("pk", flat=True)}
    return [public_id(Kind.TEST, number) for number in sorted(numbers)]
