"""What pages of films, electrodes and precursors show of all papers."""

from __future__ import annotations

from django import template

from explore.landing.record import Landing

register = template.Library()


@register.simple_tag
def landing(kind: str, key: str) -> Landing:
    return Landing(kind, key)
