"""What a derived value was computed from, each input linked to the place where it was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

from records.models import Kind
from records.templatetags.values import ID, input_label, typed
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

register = template.Library()
_WORDS = {
    **{name: name for name in ("precursor", "material", "substrate", "method", "process")},
    "charge_carrier": "material",
}
"""Inputs that come from a word of the vocabulary, and whose page says so."""
_SECTIONS = {"cell_ion": "cycling", "formula": "material", "printed": "material"}
"""Inputs that a section of the coating's page shows."""


def place_on_page(record: str, what: str, printed: str) -> str:
    """The id of the element of a page that shows what is printed: ``ASC-C000036-thickness-60-nm``.
    It is what a link to a value ends in."""
    return f"{record}-{what}-{slugify(printed, allow_unicode=True)}"


@register.simple_tag
def place_id(record: str, row: Any, rows: Sequence[Any] = ()) -> SafeString:
    """The id attribute of the element that shows a printed value. ``rows`` are those that stand
    beside it: of several that print the same of a property, the first one has the id."""
    if row is None or row.missing:
        return SafeString("")
    for other in rows:
        if other == row:
            break
        if (other.property, other.printed) == (row.property, row.printed):
            return SafeString("")
    return format_html(' id="{}"', place_on_page(record, row.property, row.printed))


@register.simple_tag
def used_inputs(inputs: Sequence[Mapping[str, Any]], here: str = "") -> SafeString:
    """The inputs of a derived value or a flag, in a line: what each is, its value, and a link to
    where that was printed, on the record of this page (``here``) or another."""
    shown = []
    for i, used in enumerate(inputs):
        beside = [other for other in inputs[:i] if other.get("id") == used.get("id")]
        shown.append((_input(used, beside, here),))
    return format_html_join("; ", "{}", shown)


def _input(used: Mapping[str, Any], beside: Sequence[Mapping[str, Any]], here: str) -> SafeString:
    what, source = used["what"], str(used.get("id") or "")
    value = format_html('<span class="v">{}</span>', typed(used["value"]) if used["value"] else "")
    label = input_label(what)
    if what in _WORDS and source:
        address = reverse(_WORDS[what], args=[source])
        return format_html('{} <a href="{}">{}</a> ({})', label, address, source, value)
    if not ID.fullmatch(source):
        return format_html("{} {}", label, value)
    part = quote(_part(used, beside), safe="")
    if source == here:
        return format_html('{} <a href="#{}">{}</a>', label, part, value)
    address = reverse(Kind(source[4]).page, args=[source])
    fragment = f"#{part}" if what in PROPERTIES and source[4] != "P" else ""
    return format_html('{} {} (<a href="{}{}">{}</a>)', label, value, address, fragment, source)


def _part(used: Mapping[str, Any], beside: Sequence[Mapping[str, Any]]) -> str:
    """Which part of the record's page shows an input."""
    what, source = used["what"], used["id"]
    if what in _SECTIONS:
        return _SECTIONS[what]
    if what == "temperature" and source[4] == "C" and beside:
        return _part(
            beside[0], ()
        )  # of a measurement: it stands beside the value, the input before
    declared = PROPERTIES.get(what)
    if declared and {kind for kind, _ in declared.roles} == {"derived"}:
        return f"{source}-{what}"
    return place_on_page(source, what, str(used["value"] or ""))
