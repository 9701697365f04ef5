"""Migrations of a new database without drawing every model anew for every column.

Django renders a model and all that refer to it once for each field that a migration adds: some
16,000 classes for an empty database. What a migration states in a row is done together here, with
the models rendered once.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations import Migration
    from django.db.migrations.state import ProjectState

_KINDS = {
    operations.CreateModel: "tables",  # with all that the model has by then, so apart from the rest
    operations.AddField: "parts",
    operations.AlterField: "parts",
    operations.AddIndex: "parts",
    operations.AddConstraint: "parts",
}
"""What needs of the models no more than how they are before a run of its kind and after it."""


class Together(Operation):
    """Operations that follow each other, between one state of the models and the next."""

    def __init__(self, stated: Sequence[Operation]) -> None:
        self.stated = stated

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered again when it is next asked for
        for one in self.stated:
            one.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for one in self.stated:
            one.database_forwards(app_label, schema_editor, from_state, to_state)


def together(stated: Sequence[Operation]) -> Iterator[Operation]:
    """The same operations in the same order; runs of what can be are done together."""
    for kind, run in groupby(stated, lambda one: _KINDS.get(type(one))):
        if kind:
            yield Together(list(run))
        else:
            yield from run


class Executor(MigrationExecutor):
    """Django's, on its way forwards."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, *args: Any, **kwargs: Any
    ) -> ProjectState:
        whole = migration.operations
        migration.operations = list(together(whole))  # type: ignore[misc]
        try:
            return super().apply_migration(state, migration, *args, **kwargs)
        finally:
            migration.operations = whole  # type: ignore[misc]
