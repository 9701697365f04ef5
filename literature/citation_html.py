"""A citation line in print's manner: journal in italics, volume in bold, formulas typeset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

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
    """Every author, as the citation prints them: ``L. Chen, J. G. Connell and J. W. Elam``."""
    names = paper.csl.get("author") or paper.csl.get("editor") or []
    shown = [str(escape(_full(name))) for name in names]
    if not shown:
        return SafeString("")
    if len(shown) == 1:
        return mark_safe(shown[0])
    return mark_safe(f"{', '.join(shown[:-1])} and {shown[-1]}")


def _full(name: dict[str, str]) -> str:
    keys = ("given", "non-dropping-particle", "family", "literal")
    return " ".join(name[key] for key in keys if name.get(key))
