"""The whole paper on one page that can be printed: every value, its reading and its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import NotAllowed
from curation.actions import submit
from curation.actions.submissions import current_version
from curation.actions.worklist import next_of
from curation.checking import checked
from curation.entry.paging import page_of, sort_out
from curation.entry.states import form_of
from curation.entry.views import draft_of
from curation.files.named import files_told
from curation.lookup.same import same_papers
from curation.permissions import STEPS, may_save
from curation.review.acting import whole
from curation.states import OPEN, WrongState, open_steps
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from curation.entry.fields import Field
    from curation.entry.states import Listed, Record, Said


@dataclass
class Column:
    """A column of a table of records: shown where any of them says something there."""

    field: Field
    name: str


@dataclass
class Row:
    record: Record
    cells: list[Said | None]


@dataclass
class Table:
    """The records of a list, side by side."""

    listed: Listed
    columns: list[Column]
    rows: list[Row]


def table_of(listed: Listed) -> Table:
    """The records of a list with the fields that any of them fills."""
    shown = [
        f
        for f in listed.spec.fields
        if f.widget != "hidden" and any(_says(item.one(f.name)) for item in listed.items)
    ]
    rows = [Row(item, [item.one(f.name) for f in shown]) for item in listed.items]
    return Table(listed, [Column(f, f.name) for f in shown], rows)


def _says(said: Said | None) -> bool:
    return said is not None and bool(said.text or said.problems)


@dataclass
class Link:
    """The way from what is to be mended to its field."""

    words: str
    text: str
    address: str


MOST_LINKS = 60


def links_of(form: Record, address: str) -> list[Link]:
    """Where each problem is mended, in the order of the form."""
    found: list[Link] = []
    waiting = [form]
    while waiting and len(found) < MOST_LINKS:
        record = waiting.pop(0)
        title = record.title or "Paper"
        found += [Link(title, text, f"{address}#{record.id}") for text in record.problems]
        for said in record.fields:
            words = f"{title}: {said.field.label}"
            found += [Link(words, text, f"{address}#{said.id}") for text in said.problems]
        waiting[:0] = [item for listed in record.lists for item in listed.items]
    return found[:MOST_LINKS]


@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest, number: int) -> HttpResponse:
    """Everything the draft says, what is wrong with it, what looks implausible; from here it is
    handed in."""
    draft = draft_of(request, number)
    if request.method == "POST":
        try:
            submit(submission=draft, by=request.user)
        except (DocumentInvalid, NotAllowed, WrongState) as error:
            messages.error(request, str(error))
        return redirect("submission-check", draft.pk)
    found = checked(draft)
    problems, rehearsal = found.problems, found.seen
    page = page_of(draft.document, whole(request.GET.get("page"), 1))
    here, elsewhere = sort_out(page, problems)
    seen = [(path, f.reason) for f in rehearsal.flags if (path := page.here(f.path)) is not None]
    form = form_of(page.part(draft.document), here, seen)
    citation = draft.document.get("citation")
    same = same_papers(citation) if isinstance(citation, dict) else []
    context = {
        "draft": draft,
        "form": form,
        "page": page,
        "links": links_of(form, _form_page(draft.pk, page.number)),
        "elsewhere": elsewhere,
        "steps": [s for s in open_steps(draft.state) if STEPS[s](request.user, draft)],
        "lists": {listed.name: listed for listed in form.lists},
        "problems": problems,
        "flags": rehearsal.flags,
        "rehearsal_problem": rehearsal.problem,
        "same": [s for s in same if s.paper.key != draft.document.get("key")],
        "files": files_told(draft),
        "vocabulary": _proposed(draft.vocabulary),
        "outdated": _outdated(draft),
        "next": next_of(request.user) if draft.listed.exists() else None,
        "may_write": "save" in open_steps(draft.state) and may_save(request.user, draft),
    }  # fmt: skip
    return render(request, "entry/check.html", context)


def _outdated(draft: Any) -> bool:
    """Whether the paper was published anew since the draft began."""
    began_from = draft.base if draft.state in OPEN else None
    return began_from is not None and current_version(draft.paper_key) != began_from


def _proposed(vocabulary: dict[str, Any]) -> list[tuple[str, Any]]:
    """Every proposed word with its kind."""
    lists = {kind: entries for kind, entries in vocabulary.items() if isinstance(entries, list)}
    return [(kind, entry) for kind, entries in lists.items() for entry in entries]


def _form_page(number: int, page: int) -> str:
    address = reverse("submission", args=[number])
    return f"{address}?page={page}" if page > 1 else address
