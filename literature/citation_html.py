"""A citation line in print's manner: journal in italics, volume in bold, formulas typeset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from literature.author_words import author_key
from records.typesetting.chemistry import chem

if TYPE_CHECKING:
    from literature.models import Paper


def citation_html(paper: Paper) -> SafeString:
    """``L. Chen et al., <i>J. Mater. Chem. A</i>, 2017, <b>5</b>, 12297–12309``."""
    line = str(chem(paper.citation))
    container = str(chem(paper.csl.get("container-title") or ""))
    if container:
        line = line.replace(f", {container}, ", f", <i>{container}</i>, ", 1)
    volume = str(escape(paper.csl.get("volume") or ""))
    if volume and paper.year:
        line = line.replace(f", {paper.year}, {volume}", f", {paper.year}, <b>{volume}</b>", 1)
    return mark_safe(line)  # escaped by chem and escape


def authors_html(paper: Paper) -> SafeString:
    """Every author, as the citation prints them, each linked to what is on record of the name:
    ``L. Chen, J. G. Connell and J. W. Elam``."""
    names = paper.csl.get("author") or paper.csl.get("editor") or []
    shown = [_linked(name) for name in names]
    *others, last = shown or [SafeString("")]
    if not others:
        return last
    return format_html("{} and {}", format_html_join(", ", "{}", ((one,) for one in others)), last)


def _linked(name: dict[str, str]) -> SafeString:
    key = author_key(name.get("family") or name.get("literal") or "")
    full = full_name(name)
    if not key:
        return format_html("{}", full)
    return format_html('<a href="{}">{}</a>', reverse("author", args=[key]), full)


def full_name(name: dict[str, str]) -> str:
    """``J. G. Connell``, of a name in CSL-JSON."""
    keys = ("given", "non-dropping-particle", "family", "literal")
    return " ".join(name[key] for key in keys if name.get(key))
