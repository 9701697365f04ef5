"""Lookups of our own: any number of keys as one parameter, and the beginning of a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Field, ForeignObject, Lookup, TextField

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


@ForeignObject.register_lookup
@Field.register_lookup
class OneOf(Lookup):
    """``pk__one_of=[1, 2, 3]``: ``= ANY(array)`` where ``in`` writes a placeholder for every key,
    which takes longer to prepare than the query takes for some hundred of them."""

    lookup_name = "one_of"

    def get_prep_lookup(self) -> list[Any]:
        return [self.lhs.output_field.get_prep_value(value) for value in self.rhs]

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*params, self.rhs]


@TextField.register_lookup
class BeginsWord(Lookup):
    """``search_text__begins_word="alum"``: some word of a text of folded words begins so."""

    lookup_name = "begins_word"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        left, params = self.process_lhs(compiler, connection)
        return f"' ' || {left} LIKE %s", [*params, f"% {self.rhs}%"]
