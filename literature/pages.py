"""What every page shares: lists with filters, order and paging; records that may be withdrawn.

A list page takes the query string of its REST list and shows the same rows. Rooms give the set of
filters, the columns and the fields of the form; nothing here knows a room.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from literature.filtering import LIST_PARAMETERS, Problem
from literature.models import Kind, PublicId, parse_public_id
from literature.rest.paging import cursor_page, numbered_page, read_paging
from literature.rest.problems import ProblemResponse
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db import models
    from django.http import HttpRequest, HttpResponse

    from literature.filtering import StrictFilterSet
    from science.registry import Property

M = TypeVar("M", bound="models.Model")


@dataclass(frozen=True)
class Column:
    """A column of a list. ``ordering`` is its name in the list's orderings, "" where it has none;
    a numeric one is aligned by its figures and has its ``unit`` in the head."""

    label: str
    ordering: str = ""
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Field:
    """A field of the filter form. ``kind`` is ``search``, ``text`` or ``choice``; ``more`` fields
    stand behind a fold."""

    name: str
    label: str
    kind: str = "choice"
    hint: str = ""
    more: bool = False


@dataclass(frozen=True)
class FormField:
    """A field as it stands in the form of one request."""

    name: str
    label: str
    kind: str
    hint: str
    more: bool
    value: str
    options: list[tuple[str, str]]
    problems: list[str]
    adds: bool
    """a further value narrows the list: what is chosen already stays"""

    @property
    def active(self) -> bool:
        return bool(self.value or self.problems)


@dataclass(frozen=True)
class Chip:
    """One active filter in words, with the query string of the list without it."""

    label: str
    value: str
    removed: str


@dataclass(frozen=True)
class Head:
    """A column's head; ``query`` sorts by it, ``direction`` is what it is sorted by now."""

    column: Column
    query: str
    direction: str


class ListPage:
    """One page of one list, ready for its template. Paging is that of the REST list."""

    def __init__(
        self,
        request: HttpRequest,
        filters: StrictFilterSet,
        columns: Sequence[Column],
        fields: Sequence[Field],
    ) -> None:
        self.path = request.path
        self.data = request.GET
        self.filters = filters
        self.columns = columns
        self.fields = fields
        self.paging, wrong = read_paging(request.GET)
        self.problems: list[Problem] = [*filters.problems, *wrong]
        self.status = HTTPStatus.BAD_REQUEST if self.problems else HTTPStatus.OK
        self.rows: list[Any] = []
        self.count = 0
        self.following = ""
        self.previous = ""

    def load(self) -> None:
        """Count and fetch the rows of this page; a page behind the last one is a problem."""
        try:
            if self.paging.cursor is None:
                found = numbered_page(self.filters.qs, self.paging, self.path, self.data)
            else:
                found = cursor_page(self.filters, lambda rows: rows, self.paging, self.path)
        except ProblemResponse as problem:
            self.status = problem.status
            self.problems = [Problem(e["parameter"], e["message"]) for e in problem.errors]
            return
        self.rows, self.count = found.rows, found.count
        self.following = urlsplit(found.next or "").query
        self.previous = urlsplit(found.previous or "").query

    @property
    def numbered(self) -> bool:
        """Pages have numbers, unless a cursor walks the list."""
        return self.paging.cursor is None

    @property
    def number(self) -> int:
        return self.paging.page

    @property
    def pages(self) -> int:
        return max(1, math.ceil(self.count / self.paging.size))

    @property
    def first(self) -> int:
        return (self.paging.page - 1) * self.paging.size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def query(self) -> str:
        """The query string of what is on screen, the same for REST."""
        return self.data.urlencode()

    def _with(self, **changed: str) -> str:
        data = self.data.copy()
        for name, value in changed.items():
            data[name] = value
        return data.urlencode()

    @cached_property
    def heads(self) -> list[Head]:
        current = self.data.get("ordering") or self.filters.DEFAULT_ORDERING
        return [self._head(column, current) for column in self.columns]

    def _head(self, column: Column, current: str) -> Head:
        if column.ordering not in self.filters.ORDERINGS:
            return Head(column, "", "")
        direction = {column.ordering: "ascending", f"-{column.ordering}": "descending"}.get(
            current.split(",")[0], ""
        )
        turned = f"-{column.ordering}" if direction == "ascending" else column.ordering
        data = self.data.copy()
        for name in ("page", "cursor"):
            data.pop(name, None)
        data["ordering"] = turned
        return Head(column, data.urlencode(), direction)

    @cached_property
    def form(self) -> list[FormField]:
        return [self._form_field(declared) for declared in self.fields]

    def _form_field(self, declared: Field) -> FormField:
        given = self.filters.asked.get(declared.name, [])
        adds = getattr(self.filters.filters[declared.name], "joined", "or") == "and"
        wrong = [message for name, message in self.problems if name == declared.name]
        choice = declared.kind == "choice"
        return FormField(
            name=declared.name,
            label=declared.label,
            kind=declared.kind,
            hint=declared.hint,
            more=declared.more,
            value=given[0] if given and not (adds and not wrong) else "",
            options=self.filters.options(declared.name) if choice else [],
            problems=wrong,
            adds=adds,
        )

    @cached_property
    def hidden(self) -> list[tuple[str, str]]:
        """What is asked and not in a visible field: kept when the form is sent."""
        shown = {f.name: f.value for f in self.form}
        kept = []
        for name, values in self.filters.asked.items():
            if name in {"page", "cursor"}:
                continue
            rest = values[1:] if shown.get(name) else values
            kept += [(name, value) for value in rest]
        return kept

    @cached_property
    def chips(self) -> list[Chip]:
        """The active filters in words."""
        names = {f.name: (f.label, dict(f.options)) for f in self.form}
        chips = []
        for active in self.filters.describe():
            label, options = names.get(active.parameter, (active.label, {}))
            shown = options.get(active.value, active.value)
            chips.append(Chip(label, shown, active.removed))
        return chips

    @property
    def stray_problems(self) -> list[Problem]:
        """Problems of parameters that have no field in the form."""
        shown = {declared.name for declared in self.fields}
        return [problem for problem in self.problems if problem.parameter not in shown]

    @property
    def has_more(self) -> bool:
        return any(declared.more for declared in self.fields)

    @cached_property
    def suggestion(self) -> str:
        """Another spelling of the search that finds something, if the given one may be a slip."""
        return self.filters.did_you_mean() or ""

    @property
    def suggestion_query(self) -> str:
        return self._with(q=self.suggestion)

    @property
    def folded_open(self) -> bool:
        asked = self.filters.asked
        return any(f.more and (f.active or f.name in asked) for f in self.form)


def list_response(
    request: HttpRequest,
    *,
    template: str,
    filters: type[StrictFilterSet],
    columns: Sequence[Column],
    fields: Sequence[Field],
    arrange: Callable[[list[Any]], list[Any]] = list,
    **context: Any,
) -> HttpResponse:
    """The list page of one kind of record: 400 with what was typed where a filter cannot be read.

    ``arrange`` turns the rows of the page into what the template shows.
    """
    blank = [name for name, values in request.GET.lists() if not any(v.strip() for v in values)]
    if any(name in filters.base_filters for name in blank):
        return HttpResponseRedirect(_tidied(request))
    page = ListPage(request, filters(request.GET), columns, fields)
    if not page.problems:
        page.load()
    page.rows = arrange(page.rows)
    return render(request, template, {"page": page, **context}, status=page.status)


def _tidied(request: HttpRequest) -> str:
    """This address without the fields that a form sent empty."""
    data = request.GET.copy()
    for name, values in list(data.lists()):
        kept = [value for value in values if value.strip()]
        if kept or name in LIST_PARAMETERS:  # an empty cursor begins a walk
            data.setlist(name, kept or values)
        else:
            del data[name]
    return f"{request.path}?{data.urlencode()}" if data else request.path


class Withdrawn(Exception):  # a state of a record, told to the reader
    """The record behind an id was withdrawn; carries its entry in the register of ids."""

    def __init__(self, entry: PublicId) -> None:
        super().__init__(str(entry))
        self.entry = entry


def find_record(queryset: models.QuerySet[M], kind: Kind, text: str) -> M:
    """The record with this public id. Raises Http404, or :class:`Withdrawn`."""
    number = parse_public_id(text, kind)
    if number is None:
        raise Http404(f"{text} is not the id of a {kind.label}")
    found = queryset.filter(pk=number).first()
    if found is not None:
        return found
    entry = PublicId.objects.tombstone(kind, number)
    if entry is not None:
        raise Withdrawn(entry)
    raise Http404(f"there is no {kind.label} {text}")


def withdrawn_response(request: HttpRequest, entry: PublicId) -> HttpResponse:
    """410: what was here, why it is gone, and what took its place."""
    context = {"entry": entry, "kind": Kind(entry.kind).label}
    return render(request, "410.html", context, status=410)


SHOWN = 50
"""How many rows of another list a record page shows; it says so, and links to all of them."""


@dataclass(frozen=True)
class Excerpt:
    """The first rows of a list on a record's page, and the query of the list that has them all."""

    rows: list[Any]
    count: int
    query: str

    @property
    def cut(self) -> bool:
        return self.count > len(self.rows)


def excerpt(
    queryset: models.QuerySet[Any], arrange: Callable[[list[Any]], list[Any]], query: str
) -> Excerpt:
    """The first rows of ``queryset``, arranged for their table, with the count of all."""
    return Excerpt(arrange(list(queryset[:SHOWN])), queryset.count(), query)


@dataclass(frozen=True)
class DerivedRow:
    """A derived property of a record: its declaration, and the value or why there is none."""

    declared: Property
    value: dict[str, Any]

    @property
    def missing(self) -> str:
        return str(self.value.get("missing", ""))

    @property
    def computed(self) -> bool:
        """Whether the formula was used: a value that is printed is taken as it stands."""
        own = {self.declared.key}
        return any(used["what"] not in own for used in self.value.get("inputs", []))


def derived_rows(derived: dict[str, Any]) -> list[DerivedRow]:
    """The derived values of a read row in the order of their declarations."""
    return [DerivedRow(PROPERTIES[key], derived[key]) for key in PROPERTIES if key in derived]
