"""What is migrated together gives the database that Django makes one operation at a time."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from asc_kb.operations.migrating import Executor
from asc_kb.testing.heavy import HEAVY

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(not HEAVY, reason="half a minute of migrations: in make test-heavy"),
    pytest.mark.django_db(transaction=True),
]

_SHAPE = (
    """SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default
       FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace""",
    """SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
       WHERE NOT tgisinternal""",
    "SELECT app, name FROM django_migrations",
)


@contextmanager
def _empty_database() -> Iterator[None]:
    name, before = f"migrating_{os.getpid()}", connection.settings_dict["NAME"]
    made = {"name": sql.Identifier(name)}
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {name}").format(**made))
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        with connection._nodb_cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**made))


def _shape() -> list[list[tuple[object, ...]]]:
    with _empty_database():
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            return [sorted(cursor.execute(query).fetchall(), key=repr) for query in _SHAPE]


def test_the_database_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = _shape()
    assert migrate.MigrationExecutor is Executor  # type: ignore[attr-defined]
    monkeypatch.setattr(migrate, "MigrationExecutor", MigrationExecutor)
    assert ours == _shape()
    assert all(ours), "each of the questions has an answer"
