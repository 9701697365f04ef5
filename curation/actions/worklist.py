"""The worklist grows, is shared out, and becomes drafts."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from django.db import transaction
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils import timezone

from accounts.permissions import May, NotAllowed, may, role_of
from curation.actions.submissions import create_submission, unstorable
from curation.entry.finishing import finish
from curation.lookup.crossref import CrossrefUnavailable, UnknownDoi, look_up
from curation.lookup.same import Citations, year_of
from curation.models import ListedPaper, LookUp, Submission
from curation.permissions import may_see
from curation.worklist.drafts import citation_of
from literature.models import Paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from curation.worklist.reading import Entry

log = logging.getLogger(__name__)

Outcome = Literal["new", "listed", "draft", "public", "twice", "unreadable"]
MOST_LISTED = 20_000
ATTEMPTS = 5
AT_MOST_S = 60.0
"""Seconds that one batch of look-ups takes, after which other work has its turn."""
_PAUSE = timedelta(minutes=10)


@dataclass
class Taken:
    """What became of one entry of a list."""

    entry: Entry
    outcome: Outcome
    listed: ListedPaper | None = None
    draft: Submission | None = None
    paper: Paper | None = None
    said: str = ""


class TooManyListed(ValueError):
    """The list is as long as it may be."""


@transaction.atomic
def add_to_list(*, by: Any, entries: Sequence[Entry], tell: Callable[[], None]) -> list[Taken]:
    """Put what is new on the list; the same again changes nothing. ``tell`` is called after commit
    where Crossref is to be asked. Raises :class:`NotAllowed`, :class:`TooManyListed`."""
    if not may(by, May.ENTER):
        raise NotAllowed(f"a {role_of(by).value} may not enter papers")
    entries = [_storable(entry) for entry in entries]
    citations = [entry.citation for entry in entries if entry.citation]
    known = _Known(citations)
    here: Citations[bool] = Citations()
    rows = []
    for entry in entries:
        taken = _taken(entry, known, here)
        if entry.citation:
            here.add(entry.citation, True)
        if taken.outcome == "new":
            taken.listed = _listed(entry.citation, by)
        rows.append(taken)
    new = [row.listed for row in rows if row.outcome == "new" and row.listed]
    if ListedPaper.objects.count() + len(new) > MOST_LISTED:
        raise TooManyListed(f"more than {MOST_LISTED} papers would be listed: drop some first")
    ListedPaper.objects.bulk_create(new)
    if any(row.look_up == LookUp.WAITING for row in new):
        transaction.on_commit(tell)
    return rows


def _storable(entry: Entry) -> Entry:
    """The entry; without its citation, and told why, where no database could keep it."""
    wrong = unstorable(entry.citation)
    return replace(entry, citation={}, problem=wrong) if wrong else entry


def _taken(entry: Entry, known: _Known, here: Citations[bool]) -> Taken:
    if not entry.citation:
        return Taken(entry, "unreadable")
    if here.find(entry.citation):
        return Taken(entry, "twice")
    if paper := known.papers.find(entry.citation):
        return Taken(entry, "public", paper=paper)
    if draft := known.drafts.find(entry.citation):
        return Taken(entry, "draft", draft=draft)
    if listed := known.listed.find(entry.citation):
        return Taken(entry, "listed", listed=listed)
    return Taken(entry, "new")


def _listed(citation: dict[str, Any], by: Any) -> ListedPaper:
    bare = set(citation) <= {"type", "DOI"}
    return ListedPaper(
        doi=str(citation.get("DOI") or "").lower(),
        citation=citation,
        look_up=LookUp.WAITING if bare else LookUp.NOT_NEEDED,
        added_by_id=by.pk,
        touched=timezone.now(),
    )


class _Known:
    """What is public, begun or listed of these citations: three queries for all of them."""

    def __init__(self, citations: Iterable[dict[str, Any]]) -> None:
        years: set[int] = set()
        dois = set()
        for citation in citations:
            dois.add(str(citation.get("DOI") or "").lower())
            year = year_of(citation)
            years |= {year - 1, year, year + 1} if year else set()
        self.papers: Citations[Paper] = Citations()
        for paper in Paper.objects.filter(Q(doi__in=dois) | Q(year__in=years)).order_by("pk"):
            self.papers.add(paper.csl, paper)
        self.drafts: Citations[Submission] = Citations()
        drafts = Submission.objects.under_way().listed()
        for draft in drafts.annotate(cited=KT("document__citation")):
            self.drafts.add(citation_of(draft) or {}, draft)
        self.listed: Citations[ListedPaper] = Citations()
        for row in ListedPaper.objects.all():
            self.listed.add(row.citation, row)


@transaction.atomic
def begin(*, number: int, by: Any) -> Submission:
    """The draft of a listed paper: the one that is begun, else a new one.

    Raises :class:`NotAllowed` where somebody else's cannot be seen."""
    row = ListedPaper.objects.select_for_update().get(pk=number)
    draft = row.submission
    if draft is not None and draft.state != "withdrawn":
        if not may_see(by, draft):
            raise NotAllowed(f"{draft.author} has begun this paper")
        return draft
    others = Submission.objects.under_way().values_list("paper_key", flat=True)
    document = finish({"schema": "asc-paper/1", "citation": row.citation}, taken=list(others))
    row.submission = create_submission(by=by, document=document)
    row.assignee_id = row.assignee_id or by.pk
    row.save(update_fields=["submission", "assignee"])
    return row.submission


@transaction.atomic
def share_out(*, numbers: Iterable[int], to: Any | None, by: Any) -> int:
    """Give papers to somebody, or to nobody. Whoever may not review takes them for themselves."""
    if not may(by, May.REVIEW) and (to is None or to.pk != by.pk):
        raise NotAllowed("papers are given to others by curators")
    if to is not None and not may(to, May.ENTER):
        raise NotAllowed(f"{to} may not enter papers")
    rows = ListedPaper.objects.filter(pk__in=list(numbers))
    return rows.update(assignee_id=to.pk if to else None)


@transaction.atomic
def drop(*, numbers: Iterable[int], by: Any) -> int:
    """Take papers off the list: one's own, and for curators anybody's. Drafts stay."""
    rows = ListedPaper.objects.filter(pk__in=list(numbers))
    if not may(by, May.REVIEW):
        rows = rows.filter(added_by_id=by.pk)
    return rows.delete()[0]


def next_of(by: Any) -> ListedPaper | None:
    """The paper to go on with: one given to this person, else one that nobody has."""
    waiting = ListedPaper.objects.filter(
        Q(submission__isnull=True) | Q(submission__state="withdrawn")
    )
    public = Paper.objects.exclude(doi=None).values("doi")
    waiting = waiting.exclude(doi__in=public)
    own = waiting.filter(assignee_id=by.pk).first()
    return own or waiting.filter(assignee__isnull=True).first()


# --- Crossref ------------------------------------------------------------------------------------
def look_up_waiting(*, clock: Callable[[], float] = time.monotonic) -> int:
    """Ask Crossref for those that wait, one after the other; a failure stops none of the others.
    Where Crossref itself is away, the rest waits for the next time. How many were asked for."""
    end, asked, away = clock() + AT_MOST_S, 0, 0
    rows = ListedPaper.objects.filter(look_up=LookUp.WAITING)
    ready = Q(attempts=0) | Q(touched__lt=timezone.now() - _PAUSE)
    for row in rows.filter(ready).order_by("attempts", "pk").iterator():
        if clock() > end or away >= 3:
            break
        asked += 1
        away = away + 1 if _look_up(row) == LookUp.WAITING else 0
    return asked


def _look_up(row: ListedPaper) -> LookUp:
    found: dict[str, Any] = {}
    state, why = LookUp.FOUND, ""
    try:
        found = {"look_up": state, "citation": look_up(row.doi), "why": ""}
    except UnknownDoi as error:
        state, why = LookUp.FAILED, str(error)
    except CrossrefUnavailable as error:
        state = LookUp.WAITING if row.attempts + 1 < ATTEMPTS else LookUp.FAILED
        why = str(error)
    found |= {"look_up": state, "why": why}
    ListedPaper.objects.filter(pk=row.pk, look_up=LookUp.WAITING).update(
        attempts=row.attempts + 1, touched=timezone.now(), **found
    )
    return state
