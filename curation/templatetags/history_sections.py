"""The history of a record on its page: who changed it, when, why, and what."""

from __future__ import annotations

from typing import Any

from django import template

from documents.record_history import SHOWN, changes_of_item, changes_of_paper
from records.kinds import record_kind_or_none

register = template.Library()


@register.inclusion_tag("curation/section_history.html")
def history_of(record: Any) -> dict[str, Any]:
    """Of a paper, or of a record of one."""
    kind = record_kind_or_none(record.public_id[4])
    changes = (
        changes_of_item(record.paper, kind.section, record.key)
        if kind
        else changes_of_paper(record)
    )
    return {"changes": changes[:SHOWN], "older": max(0, len(changes) - SHOWN)}
