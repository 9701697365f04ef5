"""The history of a record on its page: who changed it, when, why, and what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from documents.record_history import SHOWN, changes_of_item, changes_of_paper

if TYPE_CHECKING:
    from coatings.models import Coating
    from cycling.models import CyclingTest
    from documents.record_history import Change
    from literature.models import Paper

register = template.Library()


@register.inclusion_tag("curation/section_history.html")
def history_of_coating(coating: Coating) -> dict[str, Any]:
    return _shown(changes_of_item(coating.paper, "coatings", coating.key))


@register.inclusion_tag("curation/section_history.html")
def history_of_test(test: CyclingTest) -> dict[str, Any]:
    return _shown(changes_of_item(test.paper, "cycling", test.key))


@register.inclusion_tag("curation/section_history.html")
def history_of_paper(paper: Paper) -> dict[str, Any]:
    return _shown(changes_of_paper(paper))


def _shown(changes: list[Change]) -> dict[str, Any]:
    return {"changes": changes[:SHOWN], "older": max(0, len(changes) - SHOWN)}
