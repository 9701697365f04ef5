"""Sections that this room gives to the pages of the rooms below it: cells and what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.db.models import Q

from cycling import queries
from cycling.charts import chart_of
from cycling.sidebyside import side_by_side

if TYPE_CHECKING:
    from coatings.models import Coating, Substrate
    from cycling.models import CyclingTest
    from literature.models import Paper

register = template.Library()


@register.inclusion_tag("cycling/section_beside.html")
def tests_of_coating(coating: Coating) -> dict[str, Any]:
    """The coating's tests with their controls, drawn together and side by side."""
    return _together(queries.tests_of_coating(coating)) | {"coating": coating}


@register.inclusion_tag("cycling/section_beside.html")
def tests_of_paper(paper: Paper) -> dict[str, Any]:
    """Everything a paper says about cycling, tests with their controls side by side."""
    return _together(queries.tests_of_paper(paper)) | {"paper": paper}


def _together(tests: list[CyclingTest]) -> dict[str, Any]:
    groups = queries.with_controls(tests)
    shown = {test.pk: test for group in groups for test in group}
    return {
        "groups": [side_by_side(group) for group in groups],
        "chart": chart_of(list(shown.values())),
    }


@register.inclusion_tag("cycling/section_tests.html")
def tests_on_substrate(substrate: Substrate) -> dict[str, Any]:
    """Tests of this electrode, bare or coated."""
    return {"tests": queries.tests_where(Q(substrate=substrate.key), f"substrate={substrate.key}")}


@register.inclusion_tag("cycling/section_tests.html")
def tests_of_material(key: str) -> dict[str, Any]:
    """Tests of cells that hold a film of this material."""
    return {"tests": queries.tests_where(Q(materials__contains=[key]), f"material={key}")}
