"""A lookup that sends any number of keys as one parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Field, Lookup

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


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
