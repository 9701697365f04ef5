"""In which order a list comes: validated names, nulls last, and a key that never ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from literature.filtering.words import hint
from literature.readrows import high_column, low_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db import models


@dataclass(frozen=True)
class Ordering:
    """What a name in ``ordering`` sorts by: an interval by its low end upwards, its high end
    downwards, so that the extreme of the asked direction comes first."""

    up: str
    down: str


def by(column: str) -> Ordering:
    return Ordering(column, column)


def by_property(key: str) -> Ordering:
    return Ordering(low_column(key), high_column(key))


@dataclass(frozen=True)
class Term:
    """One column of an order."""

    column: str
    descending: bool

    @property
    def expression(self) -> OrderBy:
        # upwards, nulls last is what PostgreSQL does anyway, and what its indexes hold
        if self.descending:
            return OrderBy(F(self.column), descending=True, nulls_last=True)
        return OrderBy(F(self.column))

    def beyond(self, value: Any) -> Q:
        """Rows whose column comes after ``value`` in this order."""
        if value is None:
            return Q(pk__in=[])
        side = "lt" if self.descending else "gt"
        return Q(**{f"{self.column}__{side}": value}) | Q(**{f"{self.column}__isnull": True})

    def at(self, value: Any) -> Q:
        """Rows whose column equals ``value``."""
        if value is None:
            return Q(**{f"{self.column}__isnull": True})
        return Q(**{self.column: value})


class UnknownOrdering(ValueError):
    """A name in ``ordering`` that the list cannot sort by."""


def read_ordering(raw: str, orderings: Mapping[str, Ordering]) -> list[Term]:
    """The columns behind ``-year,material``; always ends in the primary key.

    Raises :class:`UnknownOrdering`.
    """
    terms: list[Term] = []
    for part in (piece.strip() for piece in raw.split(",")):
        name = part.removeprefix("-")
        if name not in orderings:
            near = hint(name, {key: key for key in orderings})
            raise UnknownOrdering(f"cannot sort by {name!r}{near}")
        descending = part.startswith("-")
        column = orderings[name].down if descending else orderings[name].up
        if any(term.column == column for term in terms):
            raise UnknownOrdering(f"{name!r} is named twice")
        terms.append(Term(column, descending))
    return with_primary_key(terms)


def with_primary_key(terms: Sequence[Term]) -> list[Term]:
    """``terms`` up to the primary key, which is added where it is not among them."""
    kept: list[Term] = []
    for term in terms:
        kept.append(term)
        if term.column == "pk":
            return kept
    return [*kept, Term("pk", descending=False)]


def after(terms: Sequence[Term], values: Sequence[Any]) -> Q:
    """Rows that come after the row with these ``values`` in the order of ``terms``."""
    question = Q(pk__in=[])
    same = Q()
    for term, value in zip(terms, values, strict=True):
        question |= same & term.beyond(value)
        same &= term.at(value)
    return question


def ordered(queryset: models.QuerySet[Any], terms: Sequence[Term]) -> models.QuerySet[Any]:
    return queryset.order_by(*(term.expression for term in terms))
