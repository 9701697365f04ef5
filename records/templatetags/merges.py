"""What was merged into a word or paper: when, by whom, why."""

from __future__ import annotations

from typing import Any

from django import template

from records.models import Kind, MergedKey, PublicId

register = template.Library()


@register.inclusion_tag("partials/merged_here.html")
def merged_here(kind: str, key: str) -> dict[str, Any]:
    """``kind`` is the name of the model; a paper goes by its id."""
    if kind == "paper":
        gone = PublicId.objects.filter(kind=Kind.PAPER, merged=True, successor=key)
        found = [(str(one), one.withdrawn_at, "", one.reason, True) for one in gone]
    else:
        rows = MergedKey.objects.filter(kind=kind, into=key).select_related("merged_by")
        found = [
            (row.key, row.merged_at, str(row.merged_by or ""), row.reason, False) for row in rows
        ]
    return {"found": found}
