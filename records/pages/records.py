"""Records on pages: found, withdrawn, with excerpts of lists and their derived values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from records.merged import moved_address
from records.models import Kind, PublicId, parse_public_id
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models
    from django.http import HttpRequest, HttpResponse

    from science.registry import Property

M = TypeVar("M", bound="models.Model")


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
    """410: what was here, why it is gone, and what took its place; 301 where it was merged into
    another, which is the same record."""
    if entry.merged:
        address = moved_address(request.get_full_path(), str(entry), entry.successor)
        return HttpResponsePermanentRedirect(address)
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
    queryset: models.QuerySet[Any],
    arrange: Callable[[list[Any]], list[Any]],
    query: str,
    *,
    shown: int = SHOWN,
) -> Excerpt:
    """The first rows of ``queryset``, arranged for their table, with the count of all."""
    return Excerpt(arrange(list(queryset[:shown])), queryset.count(), query)


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
