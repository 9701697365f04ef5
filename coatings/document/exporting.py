"""The coatings of a paper, from rows back to entries of its document."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from coatings.document.series import series_entry
from coatings.models import DETAILS, Action, Coating, ProcessStep
from records.document.rows import measurement_entry, source_entry, stated_entry

if TYPE_CHECKING:
    from coatings.models import Measurement
    from literature.models import Paper


def coating_entries(paper: Paper) -> list[dict[str, Any]]:
    related = ("material", "substrate", "process", "via")
    prefetched = (
        "measurements__via",
        "measurements__method",
        "series__via",
        "series__method",
        "method_links__method",
        "step_values__via",
        "process__steps__choices__precursor",
    )
    ordered = Coating.objects.filter(paper=paper).order_by("position")
    rows = ordered.select_related(*related).prefetch_related(*prefetched)
    return [_coating(row, paper) for row in rows]


def _coating(coating: Coating, paper: Paper) -> dict[str, Any]:
    return {
        "key": coating.key,
        "id": coating.public_id,
        "material": coating.material.key,
        "material_printed": coating.material_printed or None,
        "technique": coating.technique or None,
        "purpose": coating.purpose,
        "steps": _steps(coating, paper),
        "supercycle": coating.supercycle or None,
        "substrate": {
            "material": coating.substrate.key,
            "role": coating.role if coating.role_stated else None,
            "form": coating.form or None,
            "preparation": coating.preparation or None,
        },
        **{name: said for name in DETAILS if name != "form" and (said := getattr(coating, name))},
        "methods": [link.method.key for link in coating.method_links.all()],
        **source_entry(coating, paper),
        "measurements": [_value(row, paper, coating) for row in coating.measurements.all()],
        "series": [series_entry(row, paper, coating) for row in coating.series.all()],
    }


def _value(row: Measurement, paper: Paper, coating: Coating) -> dict[str, Any]:
    return {
        **measurement_entry(row, paper, coating),
        "of": row.of or None,
        "method": row.method.key if row.method else None,
        "measured_on": row.measured_on or None,
    }


def _steps(coating: Coating, paper: Paper) -> list[dict[str, Any]]:
    values = {(value.step_id, value.property): value for value in coating.step_values.all()}
    below: dict[int | None, list[ProcessStep]] = defaultdict(list)
    for step in coating.process.steps.all() if coating.process else ():
        below[step.parent_id].append(step)

    def entry(step: ProcessStep) -> dict[str, Any]:
        choices = [choice.precursor.key for choice in step.choices.all()]
        body: dict[str, Any]
        if step.action == Action.SUBCYCLE:
            body = {"repeat": step.repeat, "steps": [entry(child) for child in below[step.pk]]}
        elif step.action == Action.PURGE:
            body = {"purge": True}
        else:
            body = {str(step.action): choices}
        time, temperature = values.get((step.pk, "time")), values.get((step.pk, "temperature"))
        stated = time or temperature
        return {
            **body,
            "time": time.printed if time else None,
            "temperature": temperature.printed if temperature else None,
            **(stated_entry(stated, paper, coating) if stated else {}),
            "every": None if step.every == 1 else step.every or "some",
        }

    return [entry(step) for step in below[None]]
