"""Papers in templates: their citation typeset, linked, and ready to copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from django import template
from django.urls import reverse
from django.utils.html import format_html

from literature.citation_html import authors_html, citation_html
from literature.formats import bibtex_entry, csl_item, ris_record

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from literature.models import Paper

register = template.Library()
register.filter("citation", citation_html)
register.filter("authors", authors_html)


@dataclass(frozen=True)
class Written:
    """A citation in one format, and the address that gives it as a file."""

    name: str
    text: str
    url: str


@register.inclusion_tag("partials/cite.html")
def cite_paper(paper: Paper, record: Any = None) -> dict[str, Any]:
    """The citation of a paper; of a ``record`` too, with its address and the day."""
    address = reverse("api-papers-detail", args=[paper.public_id])
    csl = orjson.dumps(csl_item(paper), option=orjson.OPT_INDENT_2).decode()
    written = [
        Written("BibTeX", bibtex_entry(paper).strip(), f"{address}?format=bibtex"),
        Written("RIS", ris_record(paper).strip(), f"{address}?format=ris"),
        Written("CSL-JSON", csl, f"{address}?format=csl"),
    ]
    return {"paper": paper, "record": record, "written": written}


@register.filter
def paper_link(paper: Paper) -> SafeString:
    """``Chen et al. 2017``, linked."""
    return format_html('<a href="{}">{}</a>', paper.get_absolute_url(), paper.short)
