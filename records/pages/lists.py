"""List pages: the query string of the REST list in, the same rows out, with what narrows them.

Rooms give the set of filters, the columns and the panel; nothing here knows a room.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.cache import patch_vary_headers

from records.data_version import one_snapshot
from records.filtering import LIST_PARAMETERS, Problem
from records.pages.built import Panel
from records.pages.columns import (
    Head,
    Offer,
    Offers,
    asked_fields,
    held_columns,
    shown_columns,
    tidied_fields,
)
from records.pages.panel import Choice, Tree, parts_of
from records.pages.phrase import OfPhrase
from records.read_rows import ReadRow
from records.rest.paging import cursor_page, filtered_page, read_paging
from records.rest.problems import ProblemResponse
from records.rest.shapes import unknown_fields
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse
    from django_htmx.middleware import HtmxDetails

    from records.filtering import StrictFilterSet
    from records.pages.columns import Column
    from records.pages.panel import Group, PeriodicTable
    from records.rest.views import RecordsView

MOST_RELAXED = 12
"""For how many filters an empty list counts what relaxing one of them would bring."""


@dataclass(frozen=True)
class Chip:
    """One active filter in words, with the query string of the list without it."""

    label: str
    value: str
    removed: str


@dataclass(frozen=True)
class Relaxed:
    """What an empty list would hold without one of its filters."""

    chip: Chip
    count: int


class ListPage(OfPhrase):
    """One page of one list, ready for its template. Paging is that of the REST list."""

    def __init__(
        self,
        path: str,
        data: QueryDict,
        filters: StrictFilterSet,
        columns: Sequence[Column],
        panel: Sequence[Group],
        table: PeriodicTable | None,
        view: type[RecordsView],
    ) -> None:
        self.path = path
        self.data = data
        self.filters = filters
        self.columns = columns
        self.fields = asked_fields(data)
        self.paging, wrong = read_paging(data)
        self.problems: list[Problem] = [*filters.problems, *wrong]
        self.problems += unknown_fields(self.fields, view.item_fields())
        self.status = HTTPStatus.BAD_REQUEST if self.problems else HTTPStatus.OK
        self.formats = view.list_formats()
        self.declared = panel
        self.table = table
        self.rows: list[Any] = []
        self.count = 0
        self.following = ""
        self.previous = ""

    def load(self) -> None:
        """Count and fetch the rows of this page; a page behind the last one is a problem."""
        try:
            if self.paging.cursor is None:
                found = filtered_page(self.filters, self._light, self.paging, self.path)
            else:
                found = cursor_page(self.filters, self._light, self.paging, self.path)
        except ProblemResponse as problem:
            self.status = problem.status
            self.problems = [Problem(e["parameter"], e["message"]) for e in problem.errors]
            return
        self.rows, self.count = found.rows, found.count
        self.following = urlsplit(found.next or "").query
        self.previous = urlsplit(found.previous or "").query

    def _light(self, rows: Any) -> Any:
        """Read rows without what no line of this list shows."""
        if not issubclass(rows.model, ReadRow):
            return rows
        return rows.for_lines(*(column.field for column in self.properties_shown))

    # --- the part on screen ---------------------------------------------------------------

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

    @property
    def selection(self) -> str:
        """The query string of the whole selection: the same list without a page."""
        return self._without("page", "page_size", "cursor", "format")

    @property
    def filtered(self) -> str:
        """The same without a choice of columns, which citations do not have."""
        return self._without("page", "page_size", "cursor", "format", "fields")

    def _without(self, *names: str) -> str:
        data = self.data.copy()
        for name in names:
            data.pop(name, None)
        return data.urlencode()

    def _with(self, **changed: str) -> str:
        data = self.data.copy()
        for name, value in changed.items():
            data[name] = value
        return data.urlencode()

    # --- columns --------------------------------------------------------------------------

    @cached_property
    def shown(self) -> list[Column]:
        if self.fields or self.problems:
            return shown_columns(self.columns, self.fields)
        ends = (name.removesuffix("_min").removesuffix("_max") for name in self.filters.values)
        named = {*ends, *self.filters.values.get("has", [])}
        asked = {key for key in named if key in PROPERTIES and PROPERTIES[key].numeric}
        return held_columns(self.columns, self.panel.counts, asked)

    @cached_property
    def shown_fields(self) -> set[str]:
        """Members whose columns are shown; "" stands for those always shown."""
        return {column.field for column in self.shown}

    @cached_property
    def offers(self) -> list[Offers]:
        """The columns to choose from, by heading, in their order; the first always stands."""
        grouped: dict[str, list[Offer]] = {}
        for column in self.columns[1:]:
            if column.field:
                shown = column.field in self.shown_fields
                offer = Offer(column.field, column.label, column.unit, shown)
                grouped.setdefault(column.group, []).append(offer)
        return [Offers(label, offers) for label, offers in grouped.items()]

    @property
    def properties_shown(self) -> list[Column]:
        """The columns of properties that were asked for."""
        return [c for c in self.shown if c.extra and c.field in PROPERTIES]

    @cached_property
    def heads(self) -> list[Head]:
        current = self.data.get("ordering") or self.filters.DEFAULT_ORDERING
        return [self._head(column, current) for column in self.shown]

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

    # --- filters --------------------------------------------------------------------------

    @cached_property
    def panel(self) -> Panel:
        return Panel(self.filters, self.declared, self.table, self.problems)

    @cached_property
    def hidden(self) -> list[tuple[str, str]]:
        """What is asked and has no place in the form: kept when it is sent. The form begins a new
        list at its first page."""
        left_out = {*self.panel.parameters, "page", "cursor", "fields"}
        return [
            (name, value)
            for name, values in self.filters.asked.items()
            if name not in left_out
            for value in values
        ]

    @property
    def everything(self) -> list[tuple[str, str]]:
        """All that is asked but the columns: kept when others are chosen."""
        left_out = {"page", "cursor", "fields"}
        asked = self.filters.asked.items()
        return [(name, v) for name, values in asked if name not in left_out for v in values]

    @cached_property
    def chips(self) -> list[Chip]:
        """The active filters in words."""
        names = self._names()
        active = self.active
        words: dict[str, list[str]] = {}
        for one in active:
            words.setdefault(one.parameter, []).append(one.value)
        labels = {name: self.filters.labels(name, values) for name, values in words.items()}
        chips = []
        for one in active:
            shown, _ = labels[one.parameter].get(one.value, (one.value, one.value))
            label = names.get(one.parameter, one.label)
            chips.append(Chip(label, shown, one.removed))
        return chips

    def _names(self) -> dict[str, str]:
        """What the page calls a parameter."""
        parts = parts_of(self.declared)
        names = {part.name: part.label for part in parts if isinstance(part, (Choice, Tree))}
        names |= {"q": "Search", "author": "Author", "plasma": "Plasma"}
        if self.table:
            names |= {self.table.has: "Holds", self.table.has_not or "": "Without"}
        return names

    @property
    def stray_problems(self) -> list[Problem]:
        """Problems of parameters that have no place in the form."""
        return [p for p in self.problems if p.parameter not in self.panel.parameters]

    @cached_property
    def relaxed(self) -> list[Relaxed]:
        """For an empty list: how many records stand behind each of its filters, most first."""
        if self.count or self.problems:
            return []
        found = []
        for chip in self.chips[:MOST_RELAXED]:
            found.append(Relaxed(chip, type(self.filters)(QueryDict(chip.removed)).count()))
        return sorted(found, key=lambda one: -one.count)

    @cached_property
    def suggestion(self) -> str:
        """Another spelling of the search that finds something, if the given one may be a slip."""
        return self.filters.did_you_mean() or ""

    @property
    def suggestion_query(self) -> str:
        return self._with(q=self.suggestion)


def list_response(
    request: HttpRequest,
    *,
    template: str,
    filters: type[StrictFilterSet],
    columns: Sequence[Column],
    panel: Sequence[Group],
    table: PeriodicTable | None = None,
    arrange: Callable[[list[Any]], list[Any]] = list,
    rest: str,
    facet: str = "",
    **context: Any,
) -> HttpResponse:
    """The list page of one kind of record: 400 with what was typed where a filter cannot be read.

    ``arrange`` turns the rows of the page into what the template shows; ``rest`` names the route
    of the REST list, whose members ``fields=`` can name and whose formats are offered. With the
    name of a ``facet``, the page of all its words. A script that asks for the list alone gets its
    part of the page, and the address to show.
    """
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    part = bool(htmx) and not (htmx and htmx.history_restore_request)
    data = _tidied(request.GET, filters, columns)
    tail = f"?{data.urlencode()}" if data else ""
    if not part and _blank(request.GET, filters, columns):
        return HttpResponseRedirect(f"{request.path}{tail}")
    page = ListPage(request.path, data, filters(data), columns, panel, table, _view(rest))
    if facet:
        return _facet_response(request, page, facet)
    context |= {
        "page": page,
        "part": part,
        "frame": "part.html" if part else "base.html",
        "rest": reverse(rest),
        "address": f"{reverse(rest)}{tail}",
    }
    with one_snapshot():
        if not page.problems:
            page.load()
        page.rows = arrange(page.rows)
        response = render(request, template, context, status=page.status)
    patch_vary_headers(response, ["HX-Request"])
    if part:
        response["HX-Push-Url"] = f"{request.path}{tail}"
    return response


def _view(rest: str) -> type[RecordsView]:
    """The view behind the route of a REST list."""
    found: type[RecordsView] = resolve(reverse(rest)).func.cls  # type: ignore[attr-defined]
    return found


def _facet_response(request: HttpRequest, page: ListPage, name: str) -> HttpResponse:
    """Every word of one facet, to tick: for facets too long for the panel."""
    parts = parts_of(page.declared)
    part = next((p for p in parts if isinstance(p, Choice) and p.name == name), None)
    if part is None:
        raise Http404(f"the list has no facet {name!r}")
    page.path = request.path.removesuffix(f"facets/{name}/")
    hidden = [
        (other, value)
        for other, values in page.filters.asked.items()
        if other not in {name, "page", "cursor"}
        for value in values
    ]
    context = {"page": page, "part": part, "items": page.panel.items(part), "hidden": hidden}
    return render(request, "facet.html", context, status=page.status)


def _blank(data: QueryDict, filters: type[StrictFilterSet], columns: Sequence[Column]) -> bool:
    """Whether a form sent this: with fields left empty, or with the usual columns ticked."""
    blank = any(
        name in filters.base_filters and not any(value.strip() for value in values)
        for name, values in data.lists()
    )
    several = len(data.getlist("fields")) > 1
    return blank or several or ("fields" in data and not tidied_fields(columns, asked_fields(data)))


def _tidied(
    data: QueryDict, filters: type[StrictFilterSet], columns: Sequence[Column]
) -> QueryDict:
    """This query without the fields that a form sent empty, its columns as one list."""
    tidy = data.copy()
    for name, values in list(tidy.lists()):
        kept = [value for value in values if value.strip()]
        if kept or name in LIST_PARAMETERS:  # an empty cursor begins a walk
            tidy.setlist(name, kept or values)
        else:
            del tidy[name]
    if "fields" in tidy:
        fields = tidied_fields(columns, asked_fields(tidy))
        if fields:
            tidy["fields"] = fields
        else:
            del tidy["fields"]
    return tidy
