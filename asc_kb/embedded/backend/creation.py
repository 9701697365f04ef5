"""Test databases as copies of one that was migrated before, which takes no time."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError
from django.db.backends.postgresql import creation
from psycopg import sql

from asc_kb.settings.environment import BASE_DIR

if TYPE_CHECKING:
    from pathlib import Path

_PREFIX = "template_asc_kb_"
_LOCK = 20_250_710  # any number, the same in every process


def _shapes() -> list[Path]:
    """The files that decide what a freshly migrated database looks like."""
    found = [*BASE_DIR.glob("*/migrations/*.py"), *BASE_DIR.glob("*/models.py")]
    found += [BASE_DIR / "requirements.lock", BASE_DIR / "asc_kb" / "settings" / "base.py"]
    return sorted([*found, *BASE_DIR.glob("*/models/*.py")])


def migrated_template() -> str:
    """Name of the template of these very models; it is there once a test database was made."""
    total = hashlib.sha256()
    for path in _shapes():
        total.update(f"{path.relative_to(BASE_DIR)}\n".encode() + path.read_bytes())
    return f"{_PREFIX}{total.hexdigest()[:16]}"


class DatabaseCreation(creation.DatabaseCreation):
    def create_test_db(
        self,
        verbosity: int = 1,
        autoclobber: bool = False,
        serialize: bool | None = None,
        keepdb: bool = False,
    ) -> str:
        """Copy the migrated database of these very models, or migrate and keep a copy."""
        template = migrated_template()
        name: str = self.connection.settings_dict["TEST"]["NAME"]
        with self.connection._nodb_cursor() as cursor:  # its end lets the lock go
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            if not keepdb and self._copy(template, name):
                self.connection.close()
                settings.DATABASES[self.connection.alias]["NAME"] = name
                self.connection.settings_dict["NAME"] = name
                self.connection.ensure_connection()
                return name
            created = super().create_test_db(verbosity, autoclobber, serialize, keepdb)
            self.connection.close()
            self._keep(created, template)
            return created

    def _copy(self, template: str, name: str) -> bool:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
            if cursor.fetchone() is None:
                return False
            names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names))
            cursor.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))
        return True

    def _keep(self, name: str, template: str) -> None:
        """Keep a copy for later runs, in place of those of earlier models."""
        draft = f"{_PREFIX}draft_{os.getpid()}"
        names = {
            "name": sql.Identifier(name),
            "draft": sql.Identifier(draft),
            "template": sql.Identifier(template),
        }
        # A run beside this one may be copying or keeping too: then theirs is as good.
        with suppress(DatabaseError), self.connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_PREFIX]
            )
            for (old,) in cursor.fetchall():
                cursor.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old))
                )
            cursor.execute(sql.SQL("CREATE DATABASE {draft} TEMPLATE {name}").format(**names))
            try:
                cursor.execute(
                    sql.SQL("ALTER DATABASE {draft} RENAME TO {template}").format(**names)
                )
            except DatabaseError:
                cursor.execute(sql.SQL("DROP DATABASE {draft}").format(**names))
