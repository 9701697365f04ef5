"""What a value is said of, as a parameter: of single values, and of records by their values."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q

from records.filtering import Range, StrictFilter, StrictFilterSet, Unreadable, value_condition
from records.filtering.vocabularies import hint
from records.printed_values import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models


class ScopeFilter(StrictFilter):
    """What a value is said of."""

    WORDS = (*Scope.values, "any")

    def read(self, raw: Sequence[str]) -> str:
        if raw[0] not in self.WORDS:
            near = hint(raw[0], {word: word for word in self.WORDS})
            raise Unreadable(f"expected one of {', '.join(self.WORDS)}, not {raw[0]!r}{near}")
        return raw[0]

    def condition(self, value: str) -> Q:
        return Q() if value == "any" else Q(scope=value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.WORDS), "default": Scope.RECORD.value}

    def options(self) -> list[tuple[str, str]]:
        return [(word, word) for word in self.WORDS]


class _OfRecords(ScopeFilter):
    """The same of records: it changes what the filters on values beside it ask."""

    def condition(self, value: str) -> Q:
        return Q()


class ScopedFilterSet(StrictFilterSet):
    """Filters of records of which values of a class are on record too.

    Ranges of properties, and ``has``, ask what is said of the record itself; with ``scope=any`` or
    ``class``, what is said of its class as well, or alone.
    """

    CLASS_VALUES: ClassVar[tuple[tuple[type[models.Model], str], ...]] = ()
    """The tables of printed values, each with its column of the record."""

    scope = _OfRecords(
        doc="What the values that are asked for (ranges of properties, `has`) are said of: the "
        "record itself (`record`), or a material, a process or a group of papers (`class`); `any` "
        "asks for both."
    )

    @cached_property
    def questions(self) -> list[tuple[frozenset[str], Q]]:
        found = super().questions
        scope = self.values.get("scope", Scope.RECORD)
        if scope == Scope.RECORD:
            return found
        certain = self.values.get("match") == "certain"
        asked = {
            frozenset((f"{key}_min", f"{key}_max")): (key, Range(low, high, certain))
            for key, (low, high) in self._bounds(self.values).items()
        }
        return [(names, self._scoped(scope, names, q, asked)) for names, q in found]

    def _scoped(
        self, scope: str, names: frozenset[str], own: Q, asked: dict[frozenset[str], Any]
    ) -> Q:
        if names in asked:
            key, bounds = asked[names]
            of_class = self._of_class(key, value_condition(bounds))
            return (
                of_class if scope == Scope.CLASS else self.range_condition(key, bounds) | of_class
            )
        if names == {"has"}:
            every = Q()
            for word in self.values["has"]:
                of_class = self._of_class(word, Q())
                every &= of_class if scope == Scope.CLASS else Q(has__contains=[word]) | of_class
            return every
        return own

    def _of_class(self, key: str, condition: Q) -> Q:
        """Records with such a value of their class."""
        found = Q(pk__in=[])
        for model, owner in self.CLASS_VALUES:
            rows = model._default_manager.filter(
                condition, property=key, scope=Scope.CLASS, missing=""
            )
            found |= Q(pk__in=rows.order_by().values(owner))
        return found
