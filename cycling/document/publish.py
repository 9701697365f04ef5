"""The cycling tests of a checked document, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from coatings.models import Coating, Substrate
from cycling.actions import TestLinks, TestParts, link_tests, save_tests
from cycling.document.check import reference_pair
from cycling.models import Outcome, TestCondition, TestPoint, TestResult
from records.document.rows import value_columns
from records.printed_values import put_first_hand_first
from science.quantities import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cycling.document.schema import Points, TestEntry
    from records.document.rows import Placed, Sources

_Coatings: TypeAlias = "Mapping[tuple[str, str], Coating]"


def publish_tests(
    cells: Sequence[Placed[TestEntry]], sources: Sources, numbers: Mapping[str, int]
) -> None:
    """Write these tests and all that is theirs, in a number of queries that does not grow with
    them. ``numbers`` are those of every test of the paper: a control may be any of them."""
    words = {cell.entry.cell.electrode for cell in cells} - {None}
    substrates = Substrate.objects.in_bulk(words, field_name="key")
    coatings = _coatings_named([cell.entry for cell in cells], sources.paper.key)
    save_tests(_parts(cell, substrates, coatings, sources) for cell in cells)
    link_tests(
        TestLinks(
            number=cell.number,
            controls=[numbers[key] for key in cell.entry.controls],
            outcomes=_outcomes(cell.entry, numbers, sources),
        )
        for cell in cells
    )


def _parts(
    cell: Placed[TestEntry],
    substrates: Mapping[str, Substrate],
    coatings: _Coatings,
    sources: Sources,
) -> TestParts:
    entry, own = cell.entry, sources.paper.key
    electrode = entry.cell.electrode
    columns: dict[str, Any] = {
        "paper": sources.paper,
        "key": entry.key,
        "position": cell.position,
        "label": entry.label or "",
        "coating": coatings[reference_pair(entry.coating, own)] if entry.coating else None,
        "cell_type": entry.cell.type,
        "electrode": substrates[electrode] if electrode else None,
        "counter": entry.cell.counter or "",
        "electrolyte": entry.cell.electrolyte or "",
        "cells": entry.cell.cells,
        "points_unit": entry.points.unit if entry.points else "",
        "points_columns": entry.points.columns if entry.points else [],
        **sources.of(entry),
    }
    return TestParts(
        number=cell.number,
        columns=columns,
        also_coated=[coatings[reference_pair(one, own)] for one in entry.also_coated],
        conditions=_conditions(entry, sources),
        results=_results(entry, sources),
        points=_points(entry.points),
    )


def _coatings_named(entries: Sequence[TestEntry], paper: str) -> _Coatings:
    """Every coating that the tests name, of this paper or of others, by (paper, key)."""
    named = {
        reference_pair(reference, paper)
        for entry in entries
        for reference in (entry.coating, *entry.also_coated)
        if reference is not None
    }
    rows = Coating.objects.filter(
        paper__key__in={owner for owner, _ in named}, key__in={key for _, key in named}
    )
    return {(row.paper.key, row.key): row for row in rows.select_related("paper")}


def _outcomes(entry: TestEntry, numbers: Mapping[str, int], sources: Sources) -> list[Outcome]:
    return [
        Outcome(
            position=position,
            than_id=numbers[result.than] if result.than else None,
            outcome=result.outcome,
            aspect=result.aspect or "",
            statement=result.statement or "",
            **sources.stated(result, entry),
        )
        for position, result in enumerate(entry.results)
        if result.outcome
    ]


def _conditions(entry: TestEntry, sources: Sources) -> list[TestCondition]:
    return [
        TestCondition(
            property=key,
            position=position,
            **value_columns(key, stated.value, stated.missing),
            **sources.stated(stated, entry),
        )
        for position, (key, stated) in enumerate(entry.stated_conditions().items())
    ]


def _results(entry: TestEntry, sources: Sources) -> list[TestResult]:
    rows = []
    for position, result in enumerate(entry.results):
        if result.outcome:
            continue
        cycle = read(result.at_cycle, unit="cycles") if result.at_cycle is not None else None
        rows.append(
            TestResult(
                property=result.property_key,
                position=position,
                at_cycle_printed=result.at_cycle or "",
                at_cycle_low=cycle.low if cycle else None,
                at_cycle_high=cycle.high if cycle else None,
                **value_columns(result.property_key, result.value, None),
                **sources.stated(result, entry),
            )
        )
    put_first_hand_first(rows, TestResult.same_thing)
    return rows


def _points(points: Points | None) -> Sequence[TestPoint]:
    if points is None:
        return []
    return [
        TestPoint(position=position, cycle=row[0] or 0.0, values=row[1:])
        for position, row in enumerate(points.rows)
    ]
