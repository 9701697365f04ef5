"""JSON-LD in pages: what a record says, for programs that read pages."""

from __future__ import annotations

from typing import Any

import orjson
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(body: dict[str, Any]) -> SafeString:
    """A block of data, which no browser runs; nothing in it can end it."""
    text = orjson.dumps(body).decode().translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
