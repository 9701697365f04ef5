"""A throw-away database: on the server of DATABASE_URL, else embedded in a temp folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from asc_kb.embedded.postgres import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER_PREFIX = "asc-bench-"


@dataclass(frozen=True)
class Database:
    """The database of this run, and where everything else of the run is written."""

    admin_url: str
    name: str
    folder: Path
    embedded: bool

    @property
    def url(self) -> str:
        """As DATABASE_URL has it."""
        return urlsplit(self.admin_url)._replace(path=f"/{self.name}").geturl()

    def create(self) -> None:
        """Make it, empty; one of an earlier size goes first."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)'.encode())
            connection.execute(f'CREATE DATABASE "{self.name}"'.encode())

    def drop(self) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)'.encode())

    def there(self) -> str | None:
        """What was noted of it when it had been filled; None where it is not there."""
        with psycopg.connect(self.admin_url) as connection:
            row = connection.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [self.name],
            ).fetchone()
        return row[0] if row else None

    def note(self, text: str) -> None:
        """Note that it is filled, and with what."""
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(self.name), sql.Literal(text)))

    def bytes(self) -> int:
        with psycopg.connect(self.admin_url) as connection:
            row = connection.execute("SELECT pg_database_size(%s)", [self.name]).fetchone()
        assert row is not None
        return int(row[0])


@contextmanager
def throw_away() -> Iterator[Database]:
    """A database for this run alone, gone at the end with all that was written beside it."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
    folder.chmod(0o755)  # the account that PostgreSQL runs as has to enter it
    try:
        with _served(folder, f"asc_bench_{os.getpid()}") as database:
            try:
                yield database
            finally:
                if not database.embedded:
                    database.drop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept(folder: Path, coatings: int) -> Iterator[Database]:
    """A database that stays, to be measured again; an embedded one stays in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    with _served(folder, f"asc_bench_{coatings}_kept") as database:
        yield database


@contextmanager
def _served(folder: Path, name: str) -> Iterator[Database]:
    given = os.environ.get("DATABASE_URL", "").strip()
    if given:
        yield Database(given, name, folder, embedded=False)
        return
    server = Server(folder / "data")
    try:
        address = server.lease().connection()
        host, user = quote(str(address["host"]), safe=""), quote(str(address["user"]))
        password = quote(str(address["password"]), safe="")
        port, admin = address["port"], address["dbname"]
        url = f"postgres://{user}:{password}@{host}:{port}/{admin}"
        yield Database(url, name, folder, embedded=True)
    finally:
        server.release()
