"""Sections that this room gives to the pages of the rooms below it: cells and what came out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django import template
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cycling import queries
from cycling.charts.capacity import chart_of
from cycling.charts.sparklines import HEIGHT, WIDTH, Tried, tried
from cycling.sidebyside.beside import side_by_side
from cycling.strip import answer
from records import typesetting
from records.templatetags.inputs import place_on_page
from science.effects import MEASURES_IN_WORDS
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from coatings.models import Coating, Substrate
    from cycling.models import CyclingTest, Outcome, TestResult
    from literature.models import Paper

register = template.Library()


@register.simple_tag
def cycling_of(coating: Coating) -> dict[str, Any]:
    """The coating's tests with their controls, drawn together and side by side, and the answer
    they give."""
    tests = queries.tests_of_coating(coating)
    return _together(tests) | {"answer": answer(tests)}


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


@register.simple_tag
def how_they_did(lines: list[Any]) -> Tried:
    """How the coatings of a list did in their tests; one query for all of them."""
    return tried(line.row.pk for line in lines)


@register.simple_tag
def verdicts(did: Tried, number: int) -> SafeString:
    """The verdicts on one coating against its controls, each with its number of tests."""
    counted: dict[str, int] = did.verdicts.get(number, Counter())
    return format_html_join(
        "",
        '<span class="pair{}">{}{}</span>',
        (
            (
                f" outcome {said.split()[1]}" if said.startswith("shown") else "",
                said,
                f" in {tests} tests" if tests > 1 else "",
            )
            for said, tests in counted.items()
        ),
    )


@register.simple_tag
def spark(did: Tried, number: int) -> SafeString:
    """One coating's line of retention, with the last value in words; nothing without one."""
    line = did.sparks.get(number)
    if line is None:
        return SafeString("")
    words = f"Retention {line.words}"
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}"><title>{}</title><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="1.8"/></svg> ',
        *(WIDTH, HEIGHT, WIDTH, HEIGHT, words, words, line.points, line.x, line.y),
    )


@register.simple_tag
def outcome_id(outcome: Outcome) -> SafeString:
    """The id attribute of a stated outcome, where one of its kind is first shown."""
    same = (o for o in outcome.test.outcomes.all() if o.outcome == outcome.outcome)
    if next(same) != outcome:
        return SafeString("")
    name = place_on_page(outcome.test.public_id, "outcome", outcome.outcome)
    return format_html(' id="{}"', name)


@register.simple_tag
def measure_in_words(key: str) -> str:
    """What an effect is measured in; by its own name where that is a property."""
    return PROPERTIES[key].label if key in PROPERTIES else MEASURES_IN_WORDS[key]


@register.simple_tag
def effect_in_words(effect: dict[str, Any]) -> SafeString:
    """The size of an effect with its uncertainty, and its 95 % interval: 4 ± 0.8 points (1.7 to
    6.3); that the spread between cells behind it is assumed is said beside it."""
    low, high, uncertainty = effect["low"], effect["high"], effect["uncertainty"]
    inside = typesetting.interval(low, high, 3)
    if effect["effect"] is None:
        return format_html("{} {}", inside, typesetting.unit(effect["unit"]))
    size = typesetting.reading_text(
        "exact",
        effect["effect"],
        effect["effect"],
        effect["unit"],
        uncertainty=float(f"{uncertainty:.2g}") if uncertainty else None,
        digits=typesetting.digits_known(effect["effect"], None, uncertainty),
    )
    assumed = ", spread between cells assumed" if effect["spread"] == "assumed" else ""
    return format_html('{} <span class="sub">95 %: {}{}</span>', size, inside, assumed)


@register.simple_tag
def cycle_id(result: TestResult) -> SafeString:
    """The id attribute of the cycle that a result of a test is stated at, where first shown."""
    same = (r for r in result.test.results.all() if r.at_cycle_printed == result.at_cycle_printed)
    if next(same) != result:
        return SafeString("")
    name = place_on_page(result.test.public_id, "at_cycle", result.at_cycle_printed)
    return format_html(' id="{}"', name)
