"""Sections that this room gives to the pages of the room below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from precursors import queries

if TYPE_CHECKING:
    from literature.models import Paper

register = template.Library()


@register.inclusion_tag("precursors/section_temperatures.html")
def source_temperatures_of(paper: Paper) -> dict[str, Any]:
    """The source temperatures and other values of precursors that a paper prints."""
    values = paper.precursor_measurements.select_related("precursor", "via")
    return {"temperatures": queries.source_temperatures_in(paper), "values": values}
