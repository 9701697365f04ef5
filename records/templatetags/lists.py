"""What the templates of list pages need beside values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from records.read_rows import property_json
from records.templatetags.values import EMPTY, cell, derived

if TYPE_CHECKING:
    from collections.abc import Collection

    from records.read_rows import ReadRow

register = template.Library()
_LARGE, _SMALL = 1e5, 1e-3


_FORMATS = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "parquet": "Parquet",
    "jsonl": "JSON Lines",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl": "CSL-JSON",
}
CITATIONS = ("bibtex", "ris", "csl")


@register.filter
def format_label(name: str) -> str:
    """What a format is called."""
    return _FORMATS.get(name, name)


@register.filter
def is_citation(name: str) -> bool:
    """Whether a format gives the papers of a selection and not its records."""
    return name in CITATIONS


@register.simple_tag
def boost(show: str = "none") -> SafeString:
    """Links inside replace only the list, and keep Back working; without a script they are plain
    links. ``show`` is ``top`` where the reader begins to read anew."""
    place = "#browse:top" if show == "top" else show
    return mark_safe(
        f' hx-boost="true" hx-target="#browse" hx-swap="outerHTML show:{place}" hx-push-url="true"'
    )


@register.filter
def plain(value: float) -> str:
    """A bound as somebody would type it: ``1e-8``, ``250``, ``0.5``."""
    if value and not _SMALL <= abs(value) < _LARGE:
        return f"{value:.3g}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e")
    return f"{value:.6g}"


@register.filter
def shows(fields: Collection[str] | None, field: str) -> bool:
    """Whether a column is shown: tables outside the list pages choose none, and show them all."""
    return not fields or field in fields


@register.simple_tag
def property_cell(row: ReadRow, key: str) -> SafeString:
    """A property of a read row: a number in the unit of its column's head, or words."""
    found = property_json(row, key)
    if found is None:
        return EMPTY
    return cell(found) if isinstance(found, dict) else derived({"value": found})
