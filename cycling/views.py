"""Pages of cycling tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from cycling import queries
from cycling.charts import chart_of
from cycling.filters import TestFilter
from cycling.sidebyside import side_by_side
from literature.models import Kind
from literature.pages import (
    Column,
    Field,
    Withdrawn,
    derived_rows,
    find_record,
    list_response,
    withdrawn_response,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def tests(request: HttpRequest) -> HttpResponse:
    return list_response(
        request,
        template="cycling/tests.html",
        filters=TestFilter,
        columns=[
            Column("Test", "id"),
            Column("Electrode", "substrate"),
            Column("Film", "material"),
            Column("Cell", "cell_type"),
            Column("Conditions"),
            Column("Stated results"),
            Column("Against control"),
            Column("Paper", "paper"),
        ],
        fields=[
            Field("q", "Search", "search", "label, electrode, electrolyte, authors"),
            Field("substrate", "Electrode"),
            Field("material", "Film"),
            Field("control", "Coated or bare"),
            Field("has", "Has a value of"),
            Field("cell_type", "Cell", more=True),
            Field("rate_min", "C-rate from", "text", "C/5, 0.2C or h⁻¹", more=True),
            Field("rate_max", "C-rate to", "text", "4C", more=True),
            Field("cycles_min", "Cycled at least", "text", "cycles", more=True),
            Field("paper", "Paper", more=True),
            Field("year_min", "Year from", "text", more=True),
            Field("year_max", "Year to", "text", more=True),
        ],
        arrange=queries.test_lines,
    )


def test(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        found = find_record(queries.test_records(), Kind.TEST, public_id)
    except Withdrawn as gone:
        return withdrawn_response(request, gone.entry)
    controls = queries.controls_of(found)
    context = {
        "test": found,
        "controls": controls,
        "control_of": queries.controlled_by(found),
        "beside": side_by_side([*controls, found]),
        "chart": chart_of([*controls, found]),
        "derived": derived_rows(found.read.derived),
        "points": found.points.count(),
    }
    return render(request, "cycling/test.html", context)
