"""Sections that this room gives to the pages of the rooms below it: processes and films."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.db.models import Q

from coatings.queries import coatings as queries

if TYPE_CHECKING:
    from coatings.models import Coating
    from coatings.queries.steps import Step
    from literature.models import Paper
    from precursors.models import Precursor

register = template.Library()


@register.inclusion_tag("coatings/section_uses.html")
def uses_of_precursor(precursor: Precursor) -> dict[str, Any]:
    """Processes and coatings that use a precursor, and what it is dosed with."""
    return {
        "precursor": precursor,
        "processes": queries.processes_with(precursor),
        "coatings": queries.coatings_where(
            Q(precursors__contains=[precursor.key]), f"precursor={precursor.key}"
        ),
        "partners": queries.partners(precursor),
    }


@register.inclusion_tag("coatings/section_paper.html")
def coatings_of_paper(paper: Paper) -> dict[str, Any]:
    """Every coating of a paper with its recipe and its measurements."""
    coatings = queries.coatings_of(paper)
    return {
        "paper": paper,
        "films": [(coating, queries.coating_steps(coating)) for coating in coatings],
    }


_DETAILS = {
    "film": (
        ("crystallinity", "Crystallinity"),
        ("phase", "Phase"),
        ("air_sensitivity", "In air"),
        ("sei_constituents", "Natural SEI on it holds"),
    ),
    "grown": (
        ("pretreatment", "Pretreatment"),
        ("reactor_type", "Reactor"),
        ("reactor", "Named"),
        ("carrier_gas", "Carrier gas"),
        ("saturated", "Shown to saturate"),
        ("not_saturated", "Shown not to saturate"),
        ("anneal_atmosphere", "Annealed in"),
    ),
}


@register.inclusion_tag("coatings/details.html")
def details_of(coating: Coating, part: str) -> dict[str, Any]:
    """What the paper says in words of the film, or of how it was grown; nothing of what it does
    not say."""
    lines = [
        {"name": name, "label": label, "words": _in_words(getattr(coating, name), name)}
        for name, label in _DETAILS[part]
        if getattr(coating, name)
    ]
    return {"coating": coating, "lines": lines}


def _in_words(said: str | list[str], name: str) -> str:
    if isinstance(said, str):
        return said
    names = queries.precursor_names(said) if name.endswith("saturated") else {}
    return ", ".join(names.get(one, one) for one in said)


@register.inclusion_tag("coatings/steps.html")
def steps_list(
    steps: list[Step], coating: Coating | None = None, place: str = "steps"
) -> dict[str, Any]:
    """The steps of a recipe as an ordered list, sub-cycles inside. With the coating that was grown
    so, a problem with each time and temperature can be reported, at its place in the document."""
    placed = [(step, f"{place}[{i}]") for i, step in enumerate(steps)]
    return {"steps": placed, "coating": coating}


@register.inclusion_tag("coatings/steps_line.html")
def steps_line(steps: list[Step]) -> dict[str, Any]:
    """The doses of a recipe in one line: TMA, H₂O."""
    return {"steps": steps}
