"""The review as ``tests/review/`` holds it, published and derived, in a database of its own.

The first process that needs it makes it as ``manage.py prepare`` does for a new checkout. It is
kept as a template from run to run, so that everyone after takes a copy, which takes no time.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

from asc_kb.embedded.backend.creation import migrated_template
from asc_kb.settings.environment import BASE_DIR
from coatings.filters import CoatingFilter
from cycling.filters import TestFilter
from records.index.tables import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest_django
    from django.db.backends.utils import CursorWrapper

_PREFIX = "review_asc_kb_"
_LOCK = 20_250_711  # any number, the same in every process

_WRITTEN = """
    SELECT (
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
    ), tup_inserted + tup_updated + tup_deleted
    FROM pg_stat_database WHERE datname = current_database()
"""

_SHOWING = {
    *("tests", "testing", "bench", "clients", "explore"),
    *("templatetags", "urls.py", "views.py", "admin.py", "charts.py"),
}
"""Folders and files of code that only shows rows: what changes in them changes no row."""


def decides(path: Path) -> bool:
    """Whether a file of the checkout may decide what the review's world looks like."""
    parts = path.relative_to(BASE_DIR).parts
    return not {"migrations", "rest"}.isdisjoint(parts) or _SHOWING.isdisjoint(parts)


def _template() -> str:
    """Name of the template that belongs to the files as they are now."""
    folders = [path for path in BASE_DIR.iterdir() if (path / "__init__.py").is_file()]
    files = [path for folder in folders for path in folder.rglob("*.py") if decides(path)]
    files += [path for path in settings.FIXTURES_DIR.rglob("*") if path.is_file()]
    total = hashlib.sha256()
    for path in sorted([*files, BASE_DIR / "requirements.lock"]):
        content = path.read_bytes()
        total.update(f"{path.relative_to(BASE_DIR)} {len(content)}\n".encode() + content)
    return f"{_PREFIX}{total.hexdigest()[:16]}"


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """Whoever connects in the meantime, other threads too, gets the database of that name."""
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


class ReviewDatabase:
    """This process's copy of the review's world."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.untouched = False
        self.template = _template()

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Connect to the copy, made anew unless the last one is untouched."""
        if not self.untouched:
            with self._alone() as cursor:
                self._make_template(cursor)
                _drop(cursor, self.name)
                _create(cursor, self.name, self.template)
            self.untouched = True
        with _connected_to(self.name):
            yield

    def drop(self) -> None:
        with self._alone() as cursor:
            _drop(cursor, self.name)

    @contextmanager
    def _alone(self) -> Iterator[CursorWrapper]:
        """One process at a time makes, copies or drops such databases."""
        with connection._nodb_cursor() as cursor:  # its end lets the lock go
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            yield cursor

    def _make_template(self, cursor: CursorWrapper) -> None:
        """Make it unless it is there, in place of those of earlier files."""
        cursor.execute("SELECT datname FROM pg_database")
        there = {name for (name,) in cursor.fetchall()}
        if self.template in there:
            return
        for old in there:
            if old.startswith(_PREFIX):
                _drop(cursor, old)
        draft = f"{_PREFIX}draft_{os.getpid()}"
        migrated = migrated_template()
        _create(cursor, draft, migrated if migrated in there else "template1")
        with _connected_to(draft):
            call_command("prepare", verbosity=0)
            for filters in (CoatingFilter, TestFilter):
                fold(filters)  # as the sweep does: else each request of a test reads every row
            with connection.cursor() as inside:
                inside.execute("VACUUM ANALYZE")
        names = {"draft": sql.Identifier(draft), "template": sql.Identifier(self.template)}
        cursor.execute(sql.SQL("ALTER DATABASE {draft} RENAME TO {template}").format(**names))


def _drop(cursor: CursorWrapper, name: str) -> None:
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _create(cursor: CursorWrapper, name: str, template: str) -> None:
    names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
    cursor.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))


def _rows_written() -> int | None:
    """Rows of the connected database that were ever written, those of the catalogue too; None while
    others are connected, whose last writing may not be counted yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(_WRITTEN)
        (others, rows) = cursor.fetchone()
    return None if others else int(rows)


@pytest.fixture(scope="session")
def review_database(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[ReviewDatabase]:
    """This process's copy of the review's world, made when it is first connected to."""
    database = ReviewDatabase(f"{connection.settings_dict['NAME']}_review")
    yield database
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="module")
def review_of_module(
    review_database: ReviewDatabase, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """The review for a module of tests; what the module changes is rolled back after it."""
    with django_db_blocker.unblock(), review_database.connected(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def review(review_of_module: None, db: None) -> None:
    """The review, published and derived; changes are rolled back after the test."""


@pytest.fixture
def committed_review(review_database: ReviewDatabase, transactional_db: None) -> Iterator[None]:
    """The review, committed, for tests whose server or worker has its own connection."""
    with review_database.connected():
        review_database.untouched = False
        before = _rows_written()
        yield
        review_database.untouched = before is not None and before == _rows_written()
