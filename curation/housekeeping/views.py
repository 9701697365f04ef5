"""The page of housekeeping, each of its chapters as CSV, and the merge of two records."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from curation.actions.duplicates import mergeable
from curation.housekeeping.duplicates import duplicate_papers, duplicate_records, duplicate_words
from curation.housekeeping.lacking import coverage, not_checked, orphans, unexplained, waiting
from curation.housekeeping.merge_records import merge_records
from documents.publishing.merging_terms import CannotMerge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from curation.housekeeping.tables import Table

CHAPTERS: dict[str, Callable[[], Table]] = {
    "waiting": waiting,
    "duplicate-papers": duplicate_papers,
    "duplicate-records": duplicate_records,
    "duplicate-words": duplicate_words,
    "orphans": orphans,
    "not-checked": not_checked,
    "unexplained": unexplained,
    "coverage": coverage,
}
SHOWN = 100


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every chapter with its first lines; all of them are in its CSV."""
    tables = [make() for make in CHAPTERS.values()]
    chapters = [(table, table.lines[:SHOWN], len(table.lines) - SHOWN) for table in tables]
    context = {"chapters": chapters, "kinds": mergeable()}
    return render(request, "entry/housekeeping.html", context)


@require_safe
def as_csv(request: HttpRequest, chapter: str) -> HttpResponseBase:
    """One chapter, whole."""
    if chapter not in CHAPTERS:
        raise Http404
    table = CHAPTERS[chapter]()
    answer = StreamingHttpResponse(_csv(table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{table.key}.csv"'
    return answer


class _Echo:
    """What the CSV writer writes comes back as its value."""

    def write(self, text: str) -> str:
        return text


def _csv(table: Table) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(table.columns)
    for line in table.lines:
        yield writer.writerow([_harmless(text) for text in line.texts])


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """Make the draft in which one of two records is withdrawn in favour of the other."""
    kept, _, gone = request.POST.get("merge", "").partition(" ")
    try:
        draft = merge_records(kept=kept, gone=gone, by=request.user)
    except CannotMerge as error:
        messages.error(request, str(error))
        return redirect("housekeeping")
    return redirect("submission-check", draft.pk)
