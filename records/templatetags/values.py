"""How templates print values, formulas, units and places: the one module that does.

A value is either a row of :class:`records.printed_values.PrintedValue` or the contract's
dictionary of one, so that record pages (rows) and list pages (ready-made JSON) print alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.html import escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

from records import typesetting
from records.models import Kind
from records.typesetting.formulas import formula_mathml
from science.properties import PROPERTIES
from science.quantities import says_about

if TYPE_CHECKING:
    pass

register = template.Library()
EMPTY = mark_safe('<span class="none">–</span>')
_SYMBOL = re.compile(r"^(?P<base>[^_]+)(?:_(?P<index>.+))?$")
_DIGIT = re.compile(r"\d")
ID = re.compile(r"\bASC-([CPT])\d{6,9}\b")

register.filter("chem", typesetting.chem)
register.filter("formula", typesetting.formula)
register.filter("unit", typesetting.unit)
register.filter("subscripts", typesetting.plain_subscripts)
register.filter("svg", typesetting.svg_text)


def _field(value: Any, name: str, default: Any = None) -> Any:
    if isinstance(value, Mapping):
        return value.get(name, default)
    return getattr(value, name, default)


@register.simple_tag(name="value")
def value_tag(value: Any) -> SafeString:
    """The value as printed, or which kind of missing; under it the reading where it says more."""
    if value is None or value == "":
        return EMPTY
    missing = _field(value, "missing")
    if missing:
        return format_html('<span class="missing">{}</span>', missing) + said_of(value)
    return _shown(value) + said_of(value)


@register.simple_tag
def said_of(value: Any) -> SafeString:
    """Quietly, that a value or statement is not of this film or cell alone, or does not count."""
    said = []
    if _field(value, "scope") == "class":
        said.append("said of the class")
    if _field(value, "superseded"):
        said.append("the paper itself was read: its own number counts")
    return format_html_join("", ' <span class="how">{}</span>', ((words,) for words in said))


def _shown(value: Any) -> SafeString:
    shown = typesetting.printed(_field(value, "printed"))
    read = reading(value)
    if not _field(value, "printed"):
        return format_html('<span class="v">{}</span>', read)
    if _same(shown, read):
        return format_html('<span class="v">{}</span>', shown)
    return format_html(
        '<span class="v">{}</span> <span class="read">read as <span class="v">{}</span></span>',
        shown,
        read,
    )


@register.simple_tag
def printed(value: Any) -> SafeString:
    """Only what is printed, or which kind of missing."""
    if value is None or value == "":
        return EMPTY
    if _field(value, "missing"):
        return format_html('<span class="missing">{}</span>', _field(value, "missing"))
    text = typesetting.printed(_field(value, "printed")) or reading(value)
    return format_html('<span class="v">{}</span>', text) + said_of(value)


@register.simple_tag
def reading(value: Any) -> SafeString:
    """The reading in the canonical unit, with its qualifier."""
    return typesetting.reading_text(
        _field(value, "qualifier", ""),
        _field(value, "low"),
        _field(value, "high"),
        _field(value, "unit", ""),
        uncertainty=_field(value, "uncertainty"),
        printed=_field(value, "printed", "") or "",
    )


@register.simple_tag
def derived(value: Mapping[str, Any]) -> SafeString:
    """A derived value to the digits that its uncertainty, or the print of its inputs, leaves (REST
    has all of them); words as they are."""
    words = value.get("value")
    if words is not None and value.get("low") is None and value.get("high") is None:
        if isinstance(words, list):
            return mark_safe(", ".join(str(typesetting.chem(str(word))) for word in words))
        if isinstance(words, bool):
            return mark_safe("yes" if words else "no")
        return typesetting.chem(str(words))
    uncertainty = value.get("uncertainty")
    rests_on = [str(one["value"]) for one in value.get("inputs") or ()]
    shown = typesetting.reading_text(
        value.get("qualifier", "exact"),
        value.get("low"),
        value.get("high"),
        value.get("unit") or "",
        uncertainty=float(f"{uncertainty:.2g}") if uncertainty else None,
        printed="; ".join(rests_on) if value.get("qualifier") == "range" else "",
        digits=typesetting.digits_known(value.get("low"), value.get("high"), uncertainty, rests_on),
    )
    return format_html('<span class="v">{}</span>', shown) if shown else EMPTY


@register.simple_tag
def cell(value: Any) -> SafeString:
    """A list's cell: the bare reading, its unit in the column's head; about and bounds kept."""
    if value is None or value == "" or _field(value, "missing"):
        return EMPTY
    said, print_ = _field(value, "qualifier"), _field(value, "printed", "") or ""
    about = said == "about" or (said == "range" and says_about(print_)) or _field(value, "about")
    bare = typesetting.interval(_field(value, "low"), _field(value, "high"), about=bool(about))
    return format_html('<span class="v">{}</span>', bare)


def _same(shown: str, read: str) -> bool:
    """Print and reading say the same, typography and the sign of "about" apart."""
    return _bare(shown) == _bare(read)


def _bare(text: str) -> str:
    plain = html.unescape(strip_tags(text))
    folded = re.sub(r"[\s\u202f()]", "", plain).replace("≈", "~").replace("/", "")
    folded = folded.replace("-1", "").replace("−1", "")
    return folded.replace("−3", "3").replace("³", "3")


@register.simple_tag
def label(key: str) -> str:
    """The label of a property."""
    declared = PROPERTIES.get(key)
    return declared.label if declared else key.replace("_", " ")


@register.simple_tag(name="property")
def property_link(key: str) -> SafeString:
    """The label of a property, linked to its entry in the data dictionary."""
    declared = PROPERTIES.get(key)
    if declared is None:
        return format_html("{}", key.replace("_", " "))
    return format_html('<a href="{}#{}">{}</a>', reverse("data"), key, declared.label)


@register.filter
def symbol(text: str) -> SafeString:
    """``σ_ion`` → an italic σ with an upright index."""
    match = _SYMBOL.match(text or "")
    if match is None:
        return SafeString("")
    base = escape(match["base"])
    shown = base if len(match["base"]) > 2 else format_html("<i>{}</i>", match["base"])
    if not match["index"]:
        return mark_safe(shown)
    return format_html("{}<sub>{}</sub>", mark_safe(shown), match["index"])


@register.filter
def number(value: float | None, digits: int = 6) -> SafeString:
    return EMPTY if value is None else typesetting.number(float(value), digits)


@register.filter
def mass(value: float | None) -> SafeString:
    """A molar mass (g/mol) to two decimals, so that a column of them is aligned."""
    return EMPTY if value is None else mark_safe(f"{value:.2f}")


@register.simple_tag
def place(row: Any) -> SafeString:
    """Where a fact was read: place, the review it was read in with the number there, and how."""
    parts = []
    if row.at:
        parts.append(format_html("{}", row.place))
    if row.section:
        parts.append(format_html("{}", row.section))
    if row.via_id:
        parts.append(_via(row))
    elif row.at or row.section or row.url:
        parts.append(format_html("{}", "in the paper itself"))
    if row.url:
        parts.append(_page(row))
    if not parts:
        return EMPTY
    where = mark_safe(", ".join(parts))  # formatted piece by piece
    how = format_html(' <span class="how">{}</span>', row.extraction) if row.extraction else ""
    return format_html('<span class="place">{}{}</span>', where, how)


@register.simple_tag
def read_in(row: Any) -> SafeString:
    """Where a fact was read, and the note on it."""
    if not row.note:
        return place(row)
    return place(row) + format_html('<span class="remark">{}</span>', typesetting.chem(row.note))


def _page(row: Any) -> SafeString:
    """The page on the web, by the name of its site, and the day on which it was read."""
    site = urlsplit(row.url).hostname or row.url
    day = format_html(", read {}", date_format(row.read_on, "j F Y")) if row.read_on else ""
    link = '<a href="{}" rel="external nofollow">{}</a>{}'
    return format_html(link, row.url, site.removeprefix("www."), day)


@register.simple_tag
def page_read(reference: Mapping[str, Any]) -> SafeString:
    """The page of a value of reference (:mod:`records.document.reference`), with its day."""
    site = urlsplit(reference["url"]).hostname or reference["url"]
    day = date_format(date.fromisoformat(reference["read_on"]), "j F Y")
    link = '<a href="{}" rel="external nofollow">{}</a>, read {}'
    return format_html(link, reference["url"], site.removeprefix("www."), day)


def _via(row: Any) -> SafeString:
    number_there = f" [{row.via_number}]" if row.via_number else ""
    return format_html(
        '<a href="{}">{}</a>{}', row.via.get_absolute_url(), row.via.short, number_there
    )


@register.simple_tag
def conditions(stated: Mapping[str, Any]) -> SafeString:
    """The conditions of a measurement: ``temperature RT``."""
    if not stated:
        return EMPTY
    return format_html_join(
        mark_safe("; "),
        "{} {}",
        ((label(key).lower(), printed(value)) for key, value in stated.items()),
    )


@register.simple_tag
def measured_how(row: Any) -> SafeString:
    """The conditions of a measurement, by what it was measured, and on what."""
    said = [conditions(row.conditions)] if row.conditions else []
    if row.method:
        link = '<a href="{}" title="{}">{}</a>'
        method = row.method
        said.append(format_html(link, method.get_absolute_url(), method.name, method.key))
    if row.measured_on:
        said.append(format_html("on {}", row.measured_on))
    return format_html_join("; ", "{}", ((one,) for one in said)) or EMPTY


@register.filter
def linked(text: Any) -> SafeString:
    """Text with formulas typeset and every public id in it linked to its page."""
    shown = str(typesetting.chem(str(text)))
    return mark_safe(ID.sub(_id_link, shown))  # chem escapes


def _id_link(match: re.Match[str]) -> str:
    return f'<a href="{reverse(Kind(match[1]).page, args=[match[0]])}">{match[0]}</a>'


@register.simple_tag
def rest(name: str, *args: str, query: str = "") -> str:
    """The REST address of a list or record, from the root of the site."""
    path = reverse(f"api-{name}", args=args)
    return f"{path}?{query}" if query else path


@register.filter
def absolute(path: str) -> str:
    """An address of this site as the outside knows it."""
    return f"{settings.PUBLIC_URL}{path}"


@register.filter
def typed(text: Any) -> SafeString:
    """A printed value, or words, that an input of a derived value carries."""
    return typesetting.printed(str(text)) if _DIGIT.search(str(text)) else typesetting.chem(text)


@register.filter
def input_label(what: str) -> str:
    """The label of the property that went in, lower case after the first of a sentence."""
    declared = PROPERTIES.get(what)
    return declared.label.lower() if declared else what.replace("_", " ")


@register.filter
def short_name(record: Any) -> str:
    """How a table names a record. A molecule: acronym, printed formula or name. A film: formula
    as read (a misprint is not what it is called by), as printed, or name. Others: the name."""
    if not hasattr(record, "formula_printed"):
        return str(record.name)
    if hasattr(record, "acronym"):
        return str(record.acronym or record.formula_printed or record.name)
    return str(record.formula or record.formula_printed or record.name)


@register.filter
def film(coating: Any) -> SafeString:
    """A film and what it is grown on, as a heading names a coating."""
    on = typesetting.formula(coating.substrate.upon)
    return typesetting.formula(short_name(coating.material)) + on


@register.filter
def film_link(coating: Any) -> SafeString:
    """That name, leading to the coating."""
    return format_html('<a href="{}">{}</a>', coating.get_absolute_url(), film(coating))


@register.filter
def record_link(record: Any) -> SafeString:
    """How a table names a record, leading to it."""
    name = typesetting.formula(short_name(record))
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), name)


@register.filter
def record_links(records: Iterable[Any], between: str = ", ") -> SafeString:
    """Several of them in a row."""
    return format_html_join(between, "{}", ((record_link(record),) for record in records))


@register.simple_tag
def tallies(**counts: int) -> SafeString:
    """How many there are of each, where there are any: ``tallies test=2 source_temperature=1``."""
    counted = [(n, word.replace("_", " ") + pluralize(n)) for word, n in counts.items() if n]
    return format_html_join("", '<span class="tally">{} {}</span>', counted)


@register.filter
def or_missing(shown: Any, words: str) -> Any:
    """What is on record, or in words that nothing is."""
    return shown or format_html('<span class="missing">{}</span>', words)


@register.simple_tag
def regroup_missing(rows: list[Any]) -> list[Any]:
    """Of the derived rows, those without a value."""
    return [row for row in rows if row.missing]


@register.filter
def mathml(latex: str) -> SafeString:
    """A declared formula, typeset."""
    return mark_safe(formula_mathml(latex))
