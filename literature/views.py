"""Pages of papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render

from literature import queries
from literature.filters import PaperFilter
from literature.linked_data import paper_record
from literature.models import Paper
from records.models import Kind
from records.pages import (
    Choice,
    Column,
    Group,
    Search,
    Span,
    Withdrawn,
    find_record,
    list_response,
    withdrawn_response,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


COLUMNS = [
    Column("Paper", field="authors"),
    Column("Citation", "citation", field="citation"),
    Column("Year", "year", numeric=True, field="year"),
    Column("Coatings", "coatings", numeric=True, field="coatings"),
    Column("Tests", "cycling", numeric=True, field="cycling"),
    Column("Source temp.", numeric=True, field="source_temperatures"),
    Column("Id", "id", field="id"),
]
PANEL = [
    Group("", [Search("authors, journal, title")]),
    Group(
        "Contents",
        [
            Choice("has", "Reports"),
            Span("year", "Year", unit=""),
            Choice("type", "Kind"),
            Choice("via", "Read in"),
        ],
    ),
]


def papers(request: HttpRequest, facet: str = "") -> HttpResponse:
    return list_response(
        request,
        template="literature/papers.html",
        filters=PaperFilter,
        columns=COLUMNS,
        panel=PANEL,
        rest="api-papers-list",
        arrange=queries.paper_lines,
        facet=facet,
    )


def paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything one paper reports; a paper's key leads to the address with its id."""
    try:
        found = find_record(Paper.objects.select_related("via"), Kind.PAPER, public_id)
    except Withdrawn as gone:
        return withdrawn_response(request, gone.entry)
    except Http404:
        known = Paper.objects.filter(key=public_id).first()
        if known is None:
            raise
        return redirect(known)
    context = {
        "paper": found,
        "references": queries.papers_read_in(found),
        "linked": paper_record(found),
    }
    return render(request, "literature/paper.html", context)
