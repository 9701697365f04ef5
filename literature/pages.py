"""What every page shares: lists with filters, order and paging; records that may be withdrawn.

A list page takes the query string of its REST list and shows the same rows. Rooms give the set of
filters, the columns and the fields of the form; nothing here knows a room.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from literature.filtering import LIST_PARAMETERS, Problem
from literature.models import Kind, PublicId, parse_public_id
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db import models
    from django.http import HttpRequest, HttpResponse, QueryDict

    from literature.filtering import StrictFilterSet
    from science.registry import Property

PAGE_SIZE = 50
MOST_PER_PAGE = 1000
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


@dataclass
class ListPage:
    """One page of one list, ready for its template."""

    data: QueryDict
    filters: StrictFilterSet
    columns: Sequence[Column]
    fields: Sequence[Field]
    rows: list[Any] = field(default_factory=list)
    count: int = 0

    @cached_property
    def problems(self) -> list[Problem]:
        found = list(self.filters.problems)
        for name, most in (("page", None), ("page_size", MOST_PER_PAGE)):
            found += _number_problems(name, self.data.get(name, ""), most)
        return found

    @cached_property
    def page_size(self) -> int:
        return int(self.data.get("page_size") or PAGE_SIZE)

    @cached_property
    def number(self) -> int:
        return int(self.data.get("page") or 1)

    @property
    def pages(self) -> int:
        return max(1, math.ceil(self.count / self.page_size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.page_size + 1 if self.count else 0

    @property
    def last(self) -> int:
        return min(self.number * self.page_size, self.count)

    def load(self) -> None:
        """Count and fetch the rows of this page; a page behind the last one is a problem."""
        self.count = self.filters.qs.count()
        if self.number > self.pages:
            message = f"there are {self.pages}; the last is page {self.pages}"
            self.problems.append(Problem("page", message))
            return
        start = (self.number - 1) * self.page_size
        self.rows = list(self.filters.qs[start : start + self.page_size])

    @property
    def query(self) -> str:
        """The query string of what is on screen, the same for REST."""
        return self.data.urlencode()

    @property
    def previous(self) -> str:
        return self._with(page=str(self.number - 1)) if self.number > 1 else ""

    @property
    def following(self) -> str:
        return self._with(page=str(self.number + 1)) if self.number < self.pages else ""

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
        """Another spelling of the search that finds something, where the given one may be a slip."""
        return self.filters.did_you_mean() or ""

    @property
    def suggestion_query(self) -> str:
        return self._with(q=self.suggestion)

    @property
    def folded_open(self) -> bool:
        asked = self.filters.asked
        return any(f.more and (f.active or f.name in asked) for f in self.form)


def _number_problems(name: str, raw: str, most: int | None) -> Iterable[Problem]:
    if not raw:
        return
    if not raw.isascii() or not raw.isdigit() or len(raw) > 9 or int(raw) < 1:
        yield Problem(name, f"expected a whole number from 1, not {raw!r}")
    elif most and int(raw) > most:
        yield Problem(name, f"at most {most} rows fit on a page")


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
    if any(name in filters.base_filters or name in LIST_PARAMETERS for name in blank):
        return HttpResponseRedirect(_tidied(request))
    page = ListPage(request.GET, filters(request.GET), columns, fields)
    if not page.problems:
        page.load()
        page.rows = arrange(page.rows)
    status = 400 if page.problems else 200
    return render(request, template, {"page": page, **context}, status=status)


def _tidied(request: HttpRequest) -> str:
    """This address without the fields that a form sent empty."""
    data = request.GET.copy()
    for name, values in list(data.lists()):
        kept = [value for value in values if value.strip()]
        if kept:
            data.setlist(name, kept)
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


@dataclass(frozen=True)
class DerivedRow:
    """A derived property of a record: its declaration, and the value or why there is none."""

    declared: Property
    value: dict[str, Any]

    @property
    def missing(self) -> str:
        return str(self.value.get("missing", ""))


def derived_rows(derived: dict[str, Any]) -> list[DerivedRow]:
    """The derived values of a read row in the order of their declarations."""
    return [DerivedRow(PROPERTIES[key], derived[key]) for key in PROPERTIES if key in derived]
