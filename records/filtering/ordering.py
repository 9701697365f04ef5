"""In which order a list comes: validated names, nulls last, and a key that never ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from records.filtering.vocabularies import hint
from records.read_rows import high_column, low_column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db import models


@dataclass(frozen=True)
class Ordering:
    """What a name in ``ordering`` sorts by: an interval by its low end upwards, its high end
    downwards, so that the extreme of the asked direction comes first. What stands in no column
    is ``counted`` when it is asked for, never null, under the name given for both."""

    up: str
    down: str
    counted: Callable[[], Any] | None = None


def by(column: str) -> Ordering:
    return Ordering(column, column)


def by_count(name: str, counted: Callable[[], Any]) -> Ordering:
    """How much there is of something; ``counted`` gives the expression that tells."""
    return Ordering(name, name, counted)


def by_property(key: str) -> Ordering:
    return Ordering(low_column(key), high_column(key))


@dataclass(frozen=True)
class Term:
    """One column of an order. ``nullable`` says whether it may be empty: such rows come last."""

    column: str
    descending: bool
    nullable: bool = True
    counted: Callable[[], Any] | None = None

    @property
    def expression(self) -> OrderBy:
        # Upwards, nulls last is what PostgreSQL does anyway and what its indexes hold; downwards
        # it is said only where there can be nulls, so that an index can be read backwards.
        if self.descending and self.nullable:
            return OrderBy(F(self.column), descending=True, nulls_last=True)
        return OrderBy(F(self.column), descending=self.descending)

    def beyond(self, value: Any) -> Q:
        """Rows whose column comes after ``value`` in this order."""
        if value is None:
            return Q(pk__in=[])
        side = "lt" if self.descending else "gt"
        further = Q(**{f"{self.column}__{side}": value})
        return further | Q(**{f"{self.column}__isnull": True}) if self.nullable else further

    def at(self, value: Any) -> Q:
        """Rows whose column equals ``value``."""
        if value is None:
            return Q(**{f"{self.column}__isnull": True})
        return Q(**{self.column: value})


def nullable(model: type[models.Model], column: str) -> bool:
    """Whether a column, perhaps of a related table, may be empty."""
    empty = False
    meta = model._meta
    for name in column.split("__"):
        field: Any = meta.pk if name == "pk" else meta.get_field(name)
        empty = empty or field.null
        if field.is_relation:
            meta = field.related_model._meta
    return empty


class UnknownOrdering(ValueError):
    """A name in ``ordering`` that the list cannot sort by."""


def read_ordering(
    raw: str, orderings: Mapping[str, Ordering], model: type[models.Model] | None
) -> list[Term]:
    """The columns behind ``-year,material``; always ends in the primary key.

    ``model`` is None where the rows do not live in a table. Raises :class:`UnknownOrdering`.
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
        counted = orderings[name].counted
        empty = counted is None and model is not None and nullable(model, column)
        terms.append(Term(column, descending, empty, counted))
    return with_primary_key(terms)


def with_primary_key(terms: Sequence[Term]) -> list[Term]:
    """``terms`` up to the primary key, which is added where it is not among them."""
    kept: list[Term] = []
    for term in terms:
        kept.append(term)
        if term.column == "pk":
            return kept
    return [*kept, Term("pk", descending=False, nullable=False)]


def after(terms: Sequence[Term], values: Sequence[Any]) -> Q:
    """Rows that come after the row with these ``values`` in the order of ``terms``."""
    question = Q(pk__in=[])
    same = Q()
    for term, value in zip(terms, values, strict=True):
        question |= same & term.beyond(value)
        same &= term.at(value)
    return question


def ordered(queryset: models.QuerySet[Any], terms: Sequence[Term]) -> models.QuerySet[Any]:
    counts = {term.column: term.counted() for term in terms if term.counted}
    return queryset.annotate(**counts).order_by(*(term.expression for term in terms))
