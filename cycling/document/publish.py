"""The cycling tests of a checked document, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from coatings.models import Coating, Substrate
from cycling.actions import TestLinks, TestParts, ask_for_series, link_tests, save_tests
from cycling.document.check import reference_pair
from cycling.models import Outcome, TestCondition, TestCurve, TestResult
from cycling.models.curve import packed
from cycling.tasks import enqueue_series
from figures.inputs import digitised_rows, figures_of
from records.document.rows import value_columns
from records.printed_values import put_first_hand_first
from science.cycling.from_figure import by_cycle
from science.quantities import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from cycling.document.points import Points
    from cycling.document.schema import TestEntry
    from figures.document import FigureEntry
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
    read_off = any(points.figure for cell in cells for _, points in cell.entry.curves())
    figures = figures_of(sources.paper) if read_off else {}
    parts = [_parts(cell, substrates, coatings, sources, figures) for cell in cells]
    save_tests(parts)
    ask_for_series(curves=[curve for one in parts for curve in one.curves], tell=enqueue_series)
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
    figures: Mapping[str, FigureEntry],
) -> TestParts:
    entry, own = cell.entry, sources.paper.key
    electrode, counter = entry.cell.electrode, entry.cell.counter_coating
    curves = _curves(entry, sources, figures)
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
        "cell_format": entry.cell.format or "",
        "composition": entry.cell.composition or "",
        "reference": entry.cell.reference or "",
        "separator": entry.cell.separator or "",
        "electrolyte_parts": plain(entry.cell.electrolyte_parts),
        "segments": [plain(segment) for segment in entry.segments],
        "profiles": [plain(profile) for profile in entry.profiles],
        "points_unit": curves[0].unit if curves else "",
        "points_columns": curves[0].columns if curves else [],
        **sources.of(entry),
    }
    return TestParts(
        number=cell.number,
        columns=columns,
        also_coated=[coatings[reference_pair(one, own)] for one in entry.also_coated],
        conditions=_conditions(entry, sources),
        results=_results(entry, sources),
        counter_coating=coatings[reference_pair(counter, own)] if counter else None,
        curves=curves,
    )


def _coatings_named(entries: Sequence[TestEntry], paper: str) -> _Coatings:
    """Every coating that the tests name, of this paper or of others, by (paper, key)."""
    named = {
        reference_pair(reference, paper)
        for entry in entries
        for reference in (entry.coating, entry.cell.counter_coating, *entry.also_coated)
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


def plain(entry: BaseModel) -> dict[str, Any]:
    """An entry as a document has it, without what is left open."""
    return entry.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def _curves(
    entry: TestEntry, sources: Sources, figures: Mapping[str, FigureEntry]
) -> list[TestCurve]:
    own = entry.points is not None
    return [
        TestCurve(
            position=position,
            own=own and position == 0,
            label=label,
            unit=points.unit,
            per=points.per or "",
            columns=points.columns,
            figure=points.figure.figure if points.figure else "",
            series=points.series_of_figure(),
            sha256=points.sha256,
            **_values(points, figures),
            **sources.of(points, entry),
        )
        for position, (label, points) in enumerate(entry.curves())
    ]


def _values(points: Points, figures: Mapping[str, FigureEntry]) -> dict[str, Any]:
    """The values of a curve as the document has them, or as they are read off its figure."""
    values = {column: points.column(column) for column in points.columns}
    errors: dict[str, Any] = points.errors
    if points.figure is not None:
        figure = figures[points.figure.figure]
        read = points.series_of_figure()
        rows = {column: digitised_rows(figure, series) for column, series in read.items()}
        cycles, found = by_cycle(rows)
        values = {"cycle": [*cycles], **{column: pair[0] for column, pair in found.items()}}
        errors = {column: pair[1] for column, pair in found.items()}
    last = max((cycle or 0.0 for cycle in values["cycle"]), default=None)
    data = packed(values[column] for column in points.columns)
    return {"last_cycle": last, "errors": errors, "data": data}
