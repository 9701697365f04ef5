"""A page that draws a chart brings the colours and sizes of charts, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
_INCLUDED = re.compile(r'{% include "([^"]+)"')
_EXTENDS = re.compile(r'{% extends "([^"]+)"')


def _with_parts(name: str) -> str:
    """The text of a template with all that it is made of."""
    waiting, read = [name], dict[str, str]()
    while waiting:
        one = waiting.pop()
        if one not in read:
            read[one] = text = (TEMPLATES / one).read_text()
            waiting += [*_INCLUDED.findall(text), *_EXTENDS.findall(text)]
    return "".join(read.values())


def test_every_page_with_a_chart_has_the_style_of_charts() -> None:
    pages = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if _EXTENDS.search(path.read_text())
    ]
    drawing = [name for name in pages if "|drawn" in _with_parts(name)]
    assert "coatings/coating.html" in drawing
    assert [name for name in drawing if "css/plot.css" not in _with_parts(name)] == []
