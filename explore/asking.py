"""What a chart's address asks: the chart's own parameters, and the filters of the list it draws.

The filters are those of the list, with the same query string; the chart's own parameters are taken
out of it first. What belongs to a list alone (its order and its paging) means nothing here and is
left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from records.filtering import LIST_PARAMETERS, Problem
from records.filtering.vocabularies import hint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet
    from django.http import QueryDict

    from records.filtering import StrictFilterSet


_NAMED_ONE_BY_ONE = 8
"""More records than these, named by their ids, are one active filter."""


@dataclass(frozen=True)
class Choice:
    """A parameter of the chart that takes one word of several; the first is its default."""

    words: Sequence[str]


@dataclass(frozen=True)
class Number:
    """A parameter of the chart that takes a number: an end of an axis."""


@dataclass(frozen=True)
class Word:
    """A parameter of the chart that takes a word of an axis; the chart knows which there are."""


Own = Choice | Number | Word


@dataclass(frozen=True)
class FilterField:
    """A filter as a field of the form."""

    name: str
    label: str
    kind: str = "choice"
    hint: str = ""


@dataclass(frozen=True)
class ShownField:
    """A field as one request fills it; the names are those of ``partials/field.html``."""

    name: str
    label: str
    kind: str
    hint: str
    value: str
    options: list[tuple[str, str]]
    problems: list[str]
    adds: bool = False
    more: bool = False


class Asked:
    """One address, read: ``own`` holds the chart's parameters, ``filters`` the list's."""

    def __init__(
        self, data: QueryDict, own: Mapping[str, Own], filters: type[StrictFilterSet]
    ) -> None:
        self.data = data.copy()
        for name in LIST_PARAMETERS:
            self.data.pop(name, None)
        self._declared = own
        rest = self.data.copy()
        for name in own:
            rest.pop(name, None)
        self.filters = filters(rest)
        self.own: dict[str, Any] = {}
        self.problems: list[Problem] = []
        for name, declared in own.items():
            self.own[name] = self._read(name, declared)
        self.problems += self.filters.problems

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """What fits the filters; of synthetic examples, those asked for by their paper or ids."""
        if {"paper", "id"} & self.filters.asked.keys():
            everything = self.filters._meta.model._default_manager.all()
            return type(self.filters)(self.filters.data, queryset=everything).qs
        return self.filters.qs

    def _read(self, name: str, declared: Own) -> Any:
        given = [value for value in self.data.getlist(name) if value.strip()]
        if len(given) > 1:
            self._wrong(name, f"is given {len(given)} times; it takes one value")
        if isinstance(declared, Word):
            return given[0] if given else ""
        if isinstance(declared, Number):
            return self._number(name, given[0]) if given else None
        if not given:
            return declared.words[0]
        if given[0] not in declared.words:
            near = hint(given[0], {word: word for word in declared.words})
            self._wrong(name, f"there is no {given[0]!r} to choose{near}")
            return declared.words[0]
        return given[0]

    def _number(self, name: str, text: str) -> float | None:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if value != value or abs(value) == float("inf"):
            self._wrong(name, f"expected a number in the unit of the axis, not {text!r}")
            return None
        return value

    def _wrong(self, name: str, message: str) -> None:
        self.problems.append(Problem(name, message))

    # --- addresses ------------------------------------------------------------------------

    def query(self, **changed: Any) -> str:
        """This address with some of the chart's parameters changed; None takes one away."""
        data = self.data.copy()
        for name, value in changed.items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = str(value)
        for name, values in list(data.lists()):
            if not any(value.strip() for value in values):
                del data[name]
        return data.urlencode()

    @cached_property
    def filter_query(self) -> str:
        """The query string of the list of what is drawn."""
        data = self.filters.data.copy()
        for name, values in list(data.lists()):
            if not any(value.strip() for value in values):
                del data[name]
        return data.urlencode()

    def filtered_by(self, **also: Any) -> str:
        """The query string of the list, narrowed further."""
        data = self.filters.data.copy()
        for name, value in also.items():
            data.setlist(name, list(value) if isinstance(value, list | tuple) else [str(value)])
        for name, values in list(data.lists()):
            if not any(value.strip() for value in values):
                del data[name]
        return data.urlencode()

    # --- the form -------------------------------------------------------------------------

    def fields(self, declared: Sequence[FilterField]) -> list[ShownField]:
        return [self._field(field) for field in declared]

    def _field(self, field: FilterField) -> ShownField:
        given = self.filters.asked.get(field.name, [])
        wrong = [message for name, message in self.problems if name == field.name]
        options = self.filters.options(field.name) if field.kind == "choice" else []
        first = given[0] if given else ""
        return ShownField(field.name, field.label, field.kind, field.hint, first, options, wrong)

    def hidden(self, shown: Sequence[str]) -> list[tuple[str, str]]:
        """What is asked and not in a visible field: kept when the form is sent."""
        kept = []
        for name, values in self.filters.asked.items():
            kept += [(name, value) for value in (values[1:] if name in shown else values)]
        return kept

    @cached_property
    def chips(self) -> list[tuple[str, str, str]]:
        """The active filters: label, value, and the address of the chart without it."""
        found = []
        filters = self.filters
        named = filters.asked.get("id", [])
        if len(named) > _NAMED_ONE_BY_ONE:
            data = self.data.copy()
            del data["id"]
            found.append(("just", f"{len(named)} named records", data.urlencode()))
            rest = filters.data.copy()
            del rest["id"]
            filters = type(filters)(rest)
        for active in filters.describe():
            data = self.data.copy()
            left = [v for v in data.getlist(active.parameter) if v != active.value]
            data.setlist(active.parameter, left)
            if not left:
                del data[active.parameter]
            options = dict(self.filters.options(active.parameter))
            found.append((active.label, options.get(active.value, active.value), data.urlencode()))
        return found
