"""From rows back to the paper document: what was published, rebuilt from the rows alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from coatings.models import Action, Coating, ProcessStep
from cycling.models import CyclingTest
from documents.models import PaperVersion
from documents.schema import PaperDocument, canonical
from records.models import Kind, PublicId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from literature.models import Paper
    from records.printed_values import PrintedValue, Provenance


_WORDS = {Kind.TEST: "test", Kind.COATING: "coating", Kind.PAPER: "paper"}


def export_paper(paper: Paper) -> dict[str, Any]:
    """The canonical document of ``paper``; loading it gives the same rows."""
    document = {
        "schema": "asc-paper/1",
        "key": paper.key,
        "id": paper.public_id,
        "citation": paper.csl,
        "via": _via(paper),
        "note": paper.note or None,
        "source_temperatures": [
            {
                "precursor": row.precursor.key,
                **_value(row),
                **_provenance(row, paper),
            }
            for row in paper.source_temperatures.select_related("precursor", "via")
        ],
        "precursor_values": [
            {"precursor": row.precursor.key, **_measurement(row, paper)}
            for row in paper.precursor_measurements.select_related("precursor", "via")
        ],
        "coatings": [_coating(coating, paper) for coating in _coatings(paper)],
        "cycling": [_test(test, paper) for test in _tests(paper)],
        "withdrawn": list(_withdrawn(paper)),
    }
    return canonical(PaperDocument.model_validate(document))


def withdrawn_documents() -> Iterable[tuple[str, dict[str, Any]]]:
    """Key and last document of each paper that was withdrawn: its tombstone, to be loaded."""
    gone = PublicId.objects.filter(kind=Kind.PAPER, withdrawn_at__isnull=False, merged=False)
    rows = PaperVersion.objects.filter(paper__in=gone.values("number"))
    for version in (
        rows.order_by("paper_id", "-number").distinct("paper_id").select_related("paper")
    ):
        yield version.paper.key, version.document


def _coatings(paper: Paper) -> Iterable[Coating]:
    related = ("material", "substrate", "process", "via")
    prefetched = (
        "measurements__via",
        "method_links__method",
        "step_values",
        "process__steps__choices__precursor",
    )
    ordered = Coating.objects.filter(paper=paper).order_by("position")
    return ordered.select_related(*related).prefetch_related(*prefetched)


def _tests(paper: Paper) -> Iterable[CyclingTest]:
    related = ("coating__paper", "electrode", "via")
    prefetched = (
        "conditions__via",
        "results__via",
        "outcomes__via",
        "outcomes__than",
        "control_links__control",
        "also_coated_links__coating__paper",
        "points",
    )
    ordered = CyclingTest.objects.filter(paper=paper).order_by("position")
    return ordered.select_related(*related).prefetch_related(*prefetched)


def _via(row: Any) -> dict[str, Any] | None:
    return {"paper": row.via.key, "number": row.via_number} if row.via else None


def _value(row: PrintedValue) -> dict[str, Any]:
    return {"missing": row.missing} if row.missing else {"value": row.printed}


def _provenance(row: Provenance, paper: Paper) -> dict[str, Any]:
    """Where the row was read; ``via`` is left to the paper's own where it is the same."""
    inherited = row.via_id == paper.via_id and row.via_number == paper.via_number
    via = _via(row) or {"paper": paper.key}
    return {
        "at": row.at or None,
        "extraction": row.extraction or None,
        "via": None if inherited else via,
        "note": row.note or None,
    }


def _coating(coating: Coating, paper: Paper) -> dict[str, Any]:
    return {
        "key": coating.key,
        "id": coating.public_id,
        "material": coating.material.key,
        "material_printed": coating.material_printed or None,
        "purpose": coating.purpose,
        "steps": _steps(coating),
        "supercycle": coating.supercycle or None,
        "substrate": {
            "material": coating.substrate.key,
            "role": coating.role if coating.role_stated else None,
            "preparation": coating.preparation or None,
        },
        "methods": [link.method.key for link in coating.method_links.all()],
        **_provenance(coating, paper),
        "measurements": [_measurement(row, paper) for row in coating.measurements.all()],
    }


def _measurement(row: Any, paper: Paper) -> dict[str, Any]:
    return {
        "property": row.property,
        **_value(row),
        "conditions": {key: value["printed"] for key, value in row.conditions.items()},
        **_provenance(row, paper),
    }


def _steps(coating: Coating) -> list[dict[str, Any]]:
    values: dict[tuple[int, str], str] = {
        (value.step_id, value.property): value.printed for value in coating.step_values.all()
    }
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
        return {
            **body,
            "time": values.get((step.pk, "time")),
            "temperature": values.get((step.pk, "temperature")),
            "every": None if step.every == 1 else step.every or "some",
        }

    return [entry(step) for step in below[None]]


def _test(test: CyclingTest, paper: Paper) -> dict[str, Any]:
    results = [
        (row.position, {row.property: row.printed, "at_cycle": row.at_cycle_printed or None}, row)
        for row in test.results.all()
    ]
    outcomes = [
        (
            row.position,
            {
                "outcome": row.outcome,
                "than": row.than.key if row.than else None,
                "aspect": row.aspect or None,
                "statement": row.statement,
            },
            row,
        )
        for row in test.outcomes.all()
    ]
    return {
        "key": test.key,
        "id": test.public_id,
        "label": test.label or None,
        "coating": _reference(test.coating, paper) if test.coating else None,
        "also_coated": [_reference(link.coating, paper) for link in test.also_coated_links.all()],
        "cell": {
            "type": test.cell_type,
            "electrode": test.electrode.key if test.electrode else None,
            "counter": test.counter or None,
            "electrolyte": test.electrolyte or None,
            "cells": test.cells,
        },
        "conditions": {row.property: _condition(row, paper) for row in test.conditions.all()},
        "controls": [link.control.key for link in test.control_links.all()],
        **_provenance(test, paper),
        "results": [
            {**body, **_provenance(row, paper)}
            for _, body, row in sorted(
                [*results, *outcomes],
                key=lambda item: item[0],
            )
        ],
        "points": _points(test),
    }


def _reference(coating: Coating, paper: Paper) -> str | dict[str, str]:
    if coating.paper_id == paper.pk:
        return coating.key
    return {"paper": coating.paper.key, "coating": coating.key}


def _condition(row: Any, paper: Paper) -> Any:
    provenance = _provenance(row, paper)
    if row.missing or any(provenance.values()):
        return {**_value(row), **provenance}
    return row.printed


def _points(test: CyclingTest) -> dict[str, Any] | None:
    if not test.points_columns:
        return None
    rows = [[point.cycle, *point.values] for point in test.points.all()]
    return {"unit": test.points_unit, "columns": test.points_columns, "rows": rows}


def _withdrawn(paper: Paper) -> Iterable[dict[str, Any]]:
    gone = PublicId.objects.filter(paper_key=paper.key, withdrawn_at__isnull=False)
    here = PublicId.objects.filter(kind=Kind.PAPER, merged=True, successor=paper.public_id)
    for entry in (gone | here).order_by("kind", "number"):
        yield {
            "kind": _WORDS[Kind(entry.kind)],
            "key": entry.item_key or entry.paper_key,
            "id": str(entry),
            "reason": entry.reason,
            "successor": entry.successor or None,
            "merged": entry.merged or None,
        }
