"""Pages of papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render

from literature import queries
from literature.filters import PaperFilter
from literature.models import Kind, Paper
from literature.pages import (
    Column,
    Field,
    Withdrawn,
    find_record,
    list_response,
    withdrawn_response,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def papers(request: HttpRequest) -> HttpResponse:
    return list_response(
        request,
        template="literature/papers.html",
        filters=PaperFilter,
        columns=[
            Column("Paper"),
            Column("Citation"),
            Column("Year", "year", numeric=True),
            Column("Coatings", numeric=True),
            Column("Tests", numeric=True),
            Column("Source temp.", numeric=True),
            Column("Id", "id"),
        ],
        fields=[
            Field("q", "Search", "search", "authors, journal, title"),
            Field("has", "Reports"),
            Field("year_min", "Year from", "text"),
            Field("year_max", "Year to", "text"),
        ],
        arrange=queries.paper_lines,
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
    context = {"paper": found, "references": queries.papers_read_in(found)}
    return render(request, "literature/paper.html", context)
