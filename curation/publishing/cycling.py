"""One cycling test of a checked document, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatings.models import Coating, Substrate
from curation.document.check import reference_pair
from curation.publishing.papers import columns_of, provenance_of, read_count
from cycling.actions import link_test, save_test
from cycling.models import Outcome, TestCondition, TestPoint, TestResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from curation.document.schema import CoatingElsewhere, PaperDocument, Points, TestEntry
    from literature.models import Paper


def write_test(
    entry: TestEntry, *, number: int, position: int, document: PaperDocument, paper: Paper
) -> None:
    """Write the test and what is its own; links to other tests follow when all are there."""
    electrode = entry.cell.electrode
    columns: dict[str, Any] = {
        "paper": paper,
        "key": entry.key,
        "position": position,
        "label": entry.label or "",
        "coating": _coating(entry.coating, paper) if entry.coating else None,
        "cell_type": entry.cell.type,
        "electrode": Substrate.objects.get(key=electrode) if electrode else None,
        "counter": entry.cell.counter or "",
        "electrolyte": entry.cell.electrolyte or "",
        "cells": entry.cell.cells,
        "points_unit": entry.points.unit if entry.points else "",
        "points_columns": entry.points.columns if entry.points else [],
        **provenance_of(entry, document),
    }
    save_test(
        number=number,
        columns=columns,
        also_coated=[_coating(reference, paper) for reference in entry.also_coated],
        conditions=_conditions(entry, document),
        results=_results(entry, document),
        points=_points(entry.points),
    )


def link_tests(entry: TestEntry, *, numbers: Mapping[str, int], document: PaperDocument) -> None:
    """Controls and stated outcomes: what a test says about other tests of the paper."""
    outcomes = [
        Outcome(
            position=position,
            than_id=numbers[result.than] if result.than else None,
            outcome=result.outcome,
            aspect=result.aspect or "",
            statement=result.statement or "",
            **provenance_of(result, document),
        )
        for position, result in enumerate(entry.results)
        if result.outcome
    ]
    controls = [numbers[key] for key in entry.controls]
    link_test(number=numbers[entry.key], controls=controls, outcomes=outcomes)


def _coating(reference: str | CoatingElsewhere, paper: Paper) -> Coating:
    owner, key = reference_pair(reference, paper.key)
    return Coating.objects.get(paper__key=owner, key=key)


def _conditions(entry: TestEntry, document: PaperDocument) -> list[TestCondition]:
    return [
        TestCondition(
            property=key,
            position=position,
            **columns_of(key, stated.value, stated.missing),
            **provenance_of(stated, document),
        )
        for position, (key, stated) in enumerate(entry.stated_conditions().items())
    ]


def _results(entry: TestEntry, document: PaperDocument) -> list[TestResult]:
    rows = []
    for position, result in enumerate(entry.results):
        if result.outcome:
            continue
        cycle = read_count(result.at_cycle)
        rows.append(
            TestResult(
                property=result.property_key,
                position=position,
                at_cycle_printed=result.at_cycle or "",
                at_cycle_low=cycle.low if cycle else None,
                at_cycle_high=cycle.high if cycle else None,
                **columns_of(result.property_key, result.value, None),
                **provenance_of(result, document),
            )
        )
    return rows


def _points(points: Points | None) -> Sequence[TestPoint]:
    if points is None:
        return []
    return [
        TestPoint(position=position, cycle=row[0] or 0.0, values=row[1:])
        for position, row in enumerate(points.rows)
    ]
