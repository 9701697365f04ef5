"""Small words for the templates of the entry form."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from records.kinds import record_kinds

if TYPE_CHECKING:
    from curation.entry.fields import Choices
    from curation.entry.states import Listed, Record, Said

register = template.Library()

_HEADINGS = {
    "step": "Steps of one cycle",
    "measurement": "Measurements",
    "series": "Series: one property against what varies",
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
def options(said: Said) -> SafeString:
    """The options of a choice; one that is not offered stays, and is called unknown."""
    return _options(said.field.choices, said.text, said.unlisted)


@lru_cache(maxsize=2048)
def _options(choices: Choices, chosen: str, unlisted: bool) -> SafeString:
    """Made once for each list and choice: a paper has hundreds of them."""
    parts = [mark_safe('<option value=""></option>')]
    for group, pairs in choices:
        inside = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((v, mark_safe(" selected") if v == chosen else "", label) for v, label in pairs),
        )
        wrapped = format_html('<optgroup label="{}">{}</optgroup>', group, inside)
        parts.append(wrapped if group else inside)
    if unlisted:
        text = '<option value="{0}" selected>{0} (unknown)</option>'
        parts.append(format_html(text, chosen))
    return mark_safe("".join(parts))  # each part is escaped


@register.filter
def described(said: Said) -> SafeString:
    """What an input points at for its problem, its reading and its hint."""
    named = [f"{said.id}-wrong"]
    if said.field.widget == "printed":
        named.append(f"{said.id}-read")
    elif said.field.hint:
        named.append(f"{said.id}-hint")
    wrong = mark_safe(' aria-invalid="true"') if said.problems else ""
    return format_html(' aria-describedby="{}"{}', " ".join(named), wrong)


@register.filter
def folds(record: Record) -> bool:
    """Coatings and tests fold away: a paper may have many."""
    return any(kind.word == record.spec.name for kind in record_kinds())


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
