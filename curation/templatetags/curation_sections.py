"""What this room adds to the pages of records: open reports, explained flags, history."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Q

from curation.models import FlagAnswer
from curation.templatetags.reporting import open_reports
from records.kinds import record_kind_or_none

register = template.Library()


@register.inclusion_tag("curation/record_notes.html", takes_context=True)
def record_notes(context: Any, record: Any) -> dict[str, Any]:
    """Open reports on a coating, test or paper, what curators said of the flags
    that it has now, and links."""
    kind = record_kind_or_none(record.public_id[4])
    section = kind.place(record.key) if kind else ""
    paper_key = record.paper.key if kind else record.key
    of_record = Q(paper_key=paper_key, section=section)
    found = FlagAnswer.objects.filter(of_record).select_related("answered_by") if section else []
    read = getattr(record, "read", None)
    raised = {(flag["code"], flag["reason"]) for flag in read.flags} if read else set()
    return {
        "record": record,
        "reports": open_reports(context).get(record.public_id, []),
        "answers": [answer for answer in found if (answer.code, answer.reason) in raised],
        "review_status": getattr(record, "review_status", ""),
    }
