"""Pages of cycling tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.shortcuts import render

from cycling import queries
from cycling.charts.capacity import chart_of
from cycling.charts.profiles import profiles_of, read_off_charts
from cycling.charts.recorded import panels
from cycling.derive import curves_by_test
from cycling.filters import TestFilter
from cycling.linked_data import dataset
from cycling.list_pages import COLUMNS, PANEL
from cycling.profiles import read_off
from cycling.sidebyside.beside import side_by_side
from cycling.strip import answer, what_is_coated
from records.models import Kind
from records.pages import Withdrawn, derived_rows, find_record, list_response, withdrawn_response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def tests(request: HttpRequest, facet: str) -> HttpResponse:
    return list_response(
        request,
        template="cycling/tests.html",
        filters=TestFilter,
        columns=COLUMNS,
        panel=PANEL,
        rest="api-cycling-list",
        arrange=queries.test_lines,
        facet=facet,
    )


def test(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        found = find_record(queries.test_records(), Kind.TEST, public_id)
    except Withdrawn as gone:
        return withdrawn_response(request, gone.entry)
    controls = queries.controls_of(found)
    control_of = queries.controlled_by(found)
    curves = curves_by_test([found, *controls]).get(found.pk, [])
    prefetch_related_objects(curves, "via")
    drawn = panels(found, controls) if curves else []
    in_figures = read_off(found)
    profiles = profiles_of(found, curves, request.GET.get("cycles", ""))
    context = {
        "test": found,
        "answer": answer([found]) if found.coating or found.also_coated_links.all() else None,
        "controls": controls,
        "control_of": control_of,
        "coated": what_is_coated([found] if found.coating else control_of),
        "beside": side_by_side([*controls, found]),
        "chart": chart_of([*controls, found]),
        "derived": derived_rows(found.read.derived),
        "cells": queries.cell_lines(curves),
        "panels": drawn,
        "rings": any(panel.rings for panel in drawn),
        "profiles": profiles,
        "in_figures": in_figures,
        "in_figures_drawn": read_off_charts(found, in_figures),
        "linked": dataset(found, found.read),
    }
    return render(request, "cycling/test.html", context)
