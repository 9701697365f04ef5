"""Small words for the templates of the entry form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from curation.entry.states import Listed, Record, Said

register = template.Library()

_HEADINGS = {
    "step": "Steps of one cycle",
    "measurement": "Measurements",
    "condition": "Conditions",
    "result": "Results",
    "source_temperature": "Source temperatures",
    "precursor_value": "Other values of precursors",
    "withdrawal": "Withdrawn records",
}


@register.filter
def cssname(name: str) -> str:
    return name.replace(".", "-").replace("_", "-")


@register.filter
def rows(said: Said) -> int:
    """Lines that a text area shows."""
    return min(max(said.text.count("\n") + 1, 2), 12)


@register.filter
def folds(record: Record) -> bool:
    """Coatings and tests fold away: a paper may have many."""
    return record.spec.name in {"coating", "test"}


@register.filter
def tag(record: Record) -> str:
    return "details" if folds(record) else "div"


@register.filter
def prefix(record: Record) -> str:
    return f"{record.name}." if record.name else ""


@register.filter
def asjson(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@register.filter
def heading(listed: Listed) -> str:
    return _HEADINGS.get(listed.spec.name, listed.spec.label)


@register.filter
def table(listed: Listed) -> Any:
    """A list's records side by side, for the checking page."""
    from curation.entry.checking_page import table_of

    return table_of(listed)


@register.filter
def filled(record: Record) -> list[Said]:
    """The fields that say something, or should."""
    return [f for f in record.fields if f.field.widget != "hidden" and (f.text or f.problems)]
