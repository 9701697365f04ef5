"""Columns of a list: which are shown, what sorts by them.

The choice of columns is the ``fields=`` of REST: one parameter says which members a list carries,
on the page as columns, in REST as members. So the address of a page is that of its REST list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import QueryDict


@dataclass(frozen=True)
class Column:
    """A column of a list. ``ordering`` is its name in the list's orderings, "" where it has none;
    a numeric one is aligned by its figures and has its ``unit`` in the head. ``field`` is its
    member in the REST list, by which it is chosen; one without is always shown, as is the first.
    ``extra`` columns are shown only where they are asked for; ``group`` is the heading under
    which they are offered. ``held_by`` is the facet that counts what it holds."""

    label: str
    ordering: str = ""
    unit: str = ""
    numeric: bool = False
    field: str = ""
    extra: bool = False
    group: str = ""
    held_by: str = ""


@dataclass(frozen=True)
class Head:
    """A column's head; ``query`` sorts by it, ``direction`` is what it is sorted by now."""

    column: Column
    query: str
    direction: str


@dataclass(frozen=True)
class Offer:
    """A column that can be shown or hidden."""

    field: str
    label: str
    unit: str
    shown: bool


@dataclass(frozen=True)
class Offers:
    """Columns that are offered under one heading."""

    label: str
    offers: list[Offer]

    @property
    def used(self) -> bool:
        return any(offer.shown for offer in self.offers)


def columns_of_properties(group: str, keys: Iterable[str]) -> list[Column]:
    """A column for each of these properties, shown where it is asked for."""
    return [
        Column(
            PROPERTIES[key].label,
            key,
            "" if PROPERTIES[key].unit in (None, "1") else str(PROPERTIES[key].unit),
            numeric=PROPERTIES[key].numeric,
            field=key,
            extra=True,
            group=group,
        )
        for key in keys
    ]


def asked_fields(data: QueryDict) -> list[str]:
    """The members that ``fields=`` names, each once, in order."""
    parts = [part.strip() for given in data.getlist("fields") for part in given.split(",")]
    return list(dict.fromkeys(part for part in parts if part))


def shown_columns(columns: Sequence[Column], asked: Sequence[str]) -> list[Column]:
    """The columns to show: those asked for, else all that are not extra."""
    if not asked:
        return [column for column in columns if not column.extra]
    return [
        column
        for i, column in enumerate(columns)
        if i == 0 or not column.field or column.field in asked
    ]


def held_columns(
    columns: Sequence[Column], counts: Mapping[str, Mapping[str, int]], asked: Iterable[str]
) -> list[Column]:
    """The usual columns of which the list holds anything, and those of the properties that its
    filters ask for. What a column holds is counted where it is a facet, or a word of ``has``."""
    has, wanted = counts.get("has", {}), set(asked)

    def holds(column: Column) -> bool:
        if column.held_by in counts:
            return bool(counts[column.held_by])
        return column.field not in PROPERTIES or not has or column.field in has

    return [c for c in columns if (not c.extra and holds(c)) or c.field in wanted]


def tidied_fields(columns: Sequence[Column], asked: Sequence[str]) -> str:
    """``fields=`` as the address holds it: one list with commas, "" where it is the usual one.
    The first column's member and the id always travel along."""
    usual = {column.field for column in columns if column.field and not column.extra}
    if not asked or set(asked) == usual:
        return ""
    return ",".join(asked)
