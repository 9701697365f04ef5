"""Charts in templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from charts.svg import draw

if TYPE_CHECKING:
    from charts.chart import Chart

register = template.Library()


@register.filter
def drawn(chart: Chart) -> SafeString:
    """The chart as SVG, in the colours of the page."""
    return draw(chart)


@register.filter
def html(text: str) -> SafeString:
    """HTML that our own typesetting made."""
    return mark_safe(text)
