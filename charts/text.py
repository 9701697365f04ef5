"""Words inside drawings: HTML sub- and superscripts as shifted spans that every viewer draws."""

from __future__ import annotations

import html
import re

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

_TAG = re.compile(r"<(/?)(sub|sup|i|b)>")
_SHIFT = {"sub": 3, "sup": -4}
_WIDTH = 0.56  # of the font's size, a letter of a sans-serif on average


def svg_markup(text: str) -> SafeString:
    """HTML of our typesetting (``10<sup>−8</sup>``) as SVG text."""
    out: list[str] = []
    end = 0
    for tag in _TAG.finditer(text):
        out.append(text[end : tag.start()])
        out.append(_span(tag[2], closing=bool(tag[1])))
        end = tag.end()
    return mark_safe("".join([*out, text[end:]]))  # the typesetting escaped it


def _span(name: str, *, closing: bool) -> str:
    if name not in _SHIFT:
        return ""
    shift = _SHIFT[name]
    if closing:
        return f'</tspan><tspan dy="{-shift}">\u200b</tspan>'
    return f'<tspan dy="{shift}" font-size="75%">'


def plain(text: str) -> str:
    """HTML as plain text."""
    return html.unescape(strip_tags(text))


def width(text: str, size: float) -> float:
    """About how wide HTML text is drawn at this font size, in the same unit."""
    return len(plain(text)) * size * _WIDTH


def attribute(text: str) -> str:
    """Text safe inside a quoted attribute."""
    return str(escape(text))
