"""REST of deposition processes, and the ordered steps that coatings show too."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from coatings.api.shapes import ProcessItem, ProcessRecord
from coatings.api.vocabulary import coatings_by, list_url
from coatings.filters import ProcessFilter
from coatings.models import Process
from coatings.queries.steps import StepLine
from literature.api import updated
from literature.citation_files import CitedRecordsView
from records.rest import FacetedView, KeyedRecordsView, described

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def steps_json(
    lines: Iterable[StepLine], values: Mapping[tuple[int, str], Any]
) -> list[dict[str, Any]]:
    """The steps in order, sub-cycles nested; ``values`` holds times and temperatures of one
    coating by step and property."""
    below: dict[int | None, list[StepLine]] = defaultdict(list)
    for line in lines:
        below[line.parent].append(line)

    def entry(line: StepLine) -> dict[str, Any]:
        return {
            "action": line.action,
            "precursor": line.keys[0] if line.keys else None,
            "alternatives": line.keys[1:],
            "time": values.get((line.number, "time")),
            "temperature": values.get((line.number, "temperature")),
            "every": line.every,
            "repeat": line.repeat,
            "steps": [entry(child) for child in below[line.number]],
        }

    return [entry(line) for line in below[None]]


def _lines(process: Process) -> list[StepLine]:
    """Needs ``steps__choices__precursor`` prefetched."""
    return [
        StepLine(
            number=step.pk,
            parent=step.parent_id,
            action=step.action,
            every=step.every,
            repeat=step.repeat,
            keys=[choice.precursor.key for choice in step.choices.all()],
        )
        for step in process.steps.all()
    ]


@described
class ProcessView(CitedRecordsView, FacetedView, KeyedRecordsView):
    """Deposition processes: chemistry and order of steps."""

    plural = "processes"
    what = "process"
    model = Process
    reported_through = ("coatings__process",)
    filterset_class = ProcessFilter
    item_shape = ProcessItem
    shape = ProcessRecord

    def rows(self, queryset: Any) -> Any:
        steps = "steps__choices__precursor"
        return queryset.select_related("material").prefetch_related(steps)

    def queryset(self) -> Any:
        return self.rows(Process.objects.all())

    def items(self, rows: Sequence[Process]) -> list[dict[str, Any]]:
        counts = coatings_by("process", [row.key for row in rows])
        return [
            {
                "key": row.key,
                **self.links(row.key),
                "material": {
                    "key": row.material.key,
                    "name": row.material.name,
                    "formula": row.material.formula or None,
                },
                "precursors": row.precursor_keys,
                "steps": steps_json(_lines(row), {}),
                "used_in": counts.get(row.key, 0),
                "updated": updated(row),
            }
            for row in rows
        ]

    def record(self, ident: str) -> dict[str, Any]:
        row: Process = self.row(ident)
        return {
            **self.items([row])[0],
            "coatings_url": list_url("coatings", "process", row.key),
        }
