"""The tests of a paper, from rows back to entries of its document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cycling.models import CyclingTest
from records.document.rows import source_entry, stated_entry, value_entry

if TYPE_CHECKING:
    from coatings.models import Coating
    from cycling.models import TestCurve
    from literature.models import Paper


def test_entries(paper: Paper) -> list[dict[str, Any]]:
    related = ("coating__paper", "electrode", "via")
    prefetched = (
        "conditions__via",
        "results__via",
        "outcomes__via",
        "outcomes__than",
        "control_links__control",
        "also_coated_links__coating__paper",
        "curves__via",
    )
    ordered = CyclingTest.objects.filter(paper=paper).order_by("position")
    rows = ordered.select_related(*related).prefetch_related(*prefetched)
    return [_test(row, paper) for row in rows]


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
    links = test.also_coated_links.all()
    curves = [(curve, _points(curve, paper, test)) for curve in test.curves.all()]
    return {
        "key": test.key,
        "id": test.public_id,
        "label": test.label or None,
        "coating": _reference(test.coating, paper) if test.coating else None,
        "also_coated": [_reference(link.coating, paper) for link in links if not link.counter],
        "cell": {
            "type": test.cell_type,
            "electrode": test.electrode.key if test.electrode else None,
            "counter": test.counter or None,
            "electrolyte": test.electrolyte or None,
            "cells": test.cells,
            "format": test.cell_format or None,
            "composition": test.composition or None,
            "counter_coating": next(
                (_reference(link.coating, paper) for link in links if link.counter), None
            ),
            "reference": test.reference or None,
            "separator": test.separator or None,
            "electrolyte_parts": test.electrolyte_parts,
        },
        "conditions": {row.property: _condition(row, paper, test) for row in test.conditions.all()},
        "controls": [link.control.key for link in test.control_links.all()],
        **source_entry(test, paper),
        "results": [
            {**body, **stated_entry(row, paper, test)}
            for _, body, row in sorted(
                [*results, *outcomes],
                key=lambda item: item[0],
            )
        ],
        "segments": test.segments,
        "points": next((points for curve, points in curves if curve.own), None),
        "replicates": [
            {"label": curve.label or None, "points": points}
            for curve, points in curves
            if not curve.own
        ],
        "profiles": test.profiles,
    }


def _reference(coating: Coating, paper: Paper) -> str | dict[str, str]:
    if coating.paper_id == paper.pk:
        return coating.key
    return {"paper": coating.paper.key, "coating": coating.key}


def _condition(row: Any, paper: Paper, test: CyclingTest) -> Any:
    provenance = stated_entry(row, paper, test)
    if row.missing or any(provenance.values()):
        return {**value_entry(row), **provenance}
    return row.printed


def _points(curve: TestCurve, paper: Paper, test: CyclingTest) -> dict[str, Any]:
    """``via`` stands only where it is not that of the paper."""
    figure = {"figure": curve.figure, "series": curve.series} if curve.figure else None
    rows = {"rows": [list(row) for row in curve.rows()], "errors": curve.errors}
    return {
        "unit": curve.unit,
        "per": curve.per or None,
        "columns": curve.columns,
        **({"figure": figure} if figure else rows),
        "sha256": curve.sha256,
        **source_entry(curve, paper, test),
    }
