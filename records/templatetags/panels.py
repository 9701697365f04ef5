"""The small parts of a panel of filters, of which a list page has hundreds: words, elements, bars.
Written here and not as templates, which took most of the time that a change of a filter takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from records import typesetting
from records.templatetags.lists import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.pages.bars import Bar
    from records.pages.built import Item, ShownSpan
    from records.pages.columns import Offer
    from records.pages.elements import Cell

register = template.Library()
_OUT = ' class="out"'


@register.simple_tag
def ticks(items: Iterable[Item], name: str, *, wrong: bool) -> SafeString:
    """Words of a facet to tick, each with its count and with those below it."""
    return mark_safe("".join(_tick(item, escape(name), wrong=wrong) for item in items))


def _tick(item: Item, name: str, *, wrong: bool) -> str:
    word = slugify(item.value)
    title = f' title="{escape(item.title)}"' if item.title != item.label else ""
    state = " checked" if item.ticked else ""
    if wrong and item.ticked:
        state += ' aria-invalid="true"'
    below = ""
    if item.below:
        held = "".join(_tick(one, name, wrong=wrong) for one in item.below)
        opened = " open" if item.opened else ""
        below = (
            f'<details class="branch" id="b-{word}"{opened}><summary><span class="away">Below '
            f"{escape(item.label)}</span></summary><ul>{held}</ul></details>"
        )
    return (
        f'<li><label{title}><input type="checkbox" id="f-{name}-{word}" name="{name}" '
        f'value="{escape(item.value)}"{state}><span>{typesetting.chem(item.label)}</span>'
        f"<i>{item.count}</i></label>{below}</li>"
    )


@register.simple_tag
def offers(columns: Iterable[Offer]) -> SafeString:
    """Columns to tick."""
    return mark_safe(
        "".join(
            f'<li><label><input type="checkbox" id="k-{one.field}" name="fields" '
            f'value="{one.field}"{" checked" if one.shown else ""}>'
            f"<span>{escape(one.label)}</span></label></li>"
            for one in columns
        )
    )


@register.simple_tag
def bars(drawn: Iterable[Bar]) -> SafeString:
    """The bars of a histogram, each saying its range and its count."""
    return mark_safe(
        "".join(
            f'<rect x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}"'
            f"{'' if bar.inside else _OUT}>"
            f"<title>{plain(bar.low)}–{plain(bar.high)}: {bar.count}</title></rect>"
            for bar in drawn
            if bar.count
        )
    )


@register.simple_tag
def span(part: ShownSpan) -> SafeString:
    """A range: its histogram, and a field for each of its ends."""
    of = part.histogram
    log = ", log" if of and of.log else ""
    unit = format_html("<small>{}{}</small>", typesetting.unit(part.unit), log) if part.unit else ""
    drawn = ""
    if of and part.bars and of.low is not None and of.high is not None:
        said = (
            f"{part.label}: {of.count} with a value between {plain(of.low)} and {plain(of.high)}, "
            f"{of.without} without"
        )
        drawn = format_html(
            '<svg class="histogram" viewBox="0 0 240 35" role="img" aria-label="{}">'
            '{}<path d="M0 34.5H240"/></svg>',
            said,
            bars(part.bars),
        )
    known = (of.low, of.high) if of else (None, None)
    low, high = (_end(part.label, *end, known=at) for end, at in zip(part.ends, known, strict=True))
    wrong = ((name, "; ".join(said)) for name, _, _, said in part.ends if said)
    return format_html(
        '<fieldset class="facet span"><legend>{} {}</legend>{}'
        '<div class="ends">{}<span aria-hidden="true">–</span>{}</div>{}</fieldset>',
        *(part.label, unit, drawn, low, high),
        format_html_join("", '<p class="problem" id="p-{}">{}</p>', wrong),
    )


def _end(
    of: str, name: str, label: str, value: str, wrong: list[str], *, known: float | None
) -> SafeString:
    state = format_html(' aria-invalid="true" aria-describedby="p-{}"', name) if wrong else ""
    return format_html(
        '<label{}><span class="away">{} {}</span>'
        '<input id="f-{}" name="{}" value="{}" placeholder="{}"{}></label>',
        SafeString(' class="wrong"' if wrong else ""),
        *(of, label, name, name, value, label if known is None else plain(known), state),
    )


@register.simple_tag
def periodic(cells: Iterable[Cell], has: str, has_not: str) -> SafeString:
    """The elements at their places, those on record with boxes to hold and to be without them."""
    return mark_safe("".join(_element(cell, has, has_not) for cell in cells))


def _element(cell: Cell, has: str, has_not: str) -> str:
    at = cell.place
    place = f"el r{at.row} c{at.column}"
    if not cell.live:
        return f'<span class="{place}" aria-hidden="true">{at.symbol}</span>'
    box = '<input type="checkbox" form="filters"'
    held = (
        f'<label class="in" title="{at.name}: {cell.count}">{box} id="e-{at.symbol}" name="{has}" '
        f'value="{at.symbol}"{" checked" if cell.has else ""}><b>{at.symbol}</b>'
        f'<span class="away"> holds {at.name}</span><i>{cell.count}</i></label>'
    )
    without = (
        f'<label class="no" title="without {at.name}">{box} id="n-{at.symbol}" name="{has_not}" '
        f'value="{at.symbol}"{" checked" if cell.has_not else ""}><span aria-hidden="true">−</span>'
        f'<span class="away">without {at.name}</span></label>'
    )
    return f'<div class="{place}">{held}{without if has_not else ""}</div>'
