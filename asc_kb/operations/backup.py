"""The whole database in one file, and back: nothing is believed before it was compared.

A backup is a zip of PostgreSQL's own dump, the files of the releases, and a manifest: every table's
row count and an order-free checksum over its rows, of the dump's snapshot, the migrations, and the
SHA-256 of the dump and of each release. Uploaded files lie in the database. Making one
ends with restoring it into a scratch database and comparing. Restoring one does the same first,
and only then puts the scratch database in the place of the present one, in one transaction.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from asc_kb.embedded.cluster import binaries
from asc_kb.embedded.trouble import Trouble, explained
from exchange.models import releases_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMAT = "asc-backup/1"
_DUMP = "database.dump"
_MANIFEST = "manifest.json"
_RELEASES = "releases"
_TRIED = "tried.json"
_SERVER_PLACES = "/usr/lib/postgresql/{major}/bin"

# Fixed, so that the text of a row, and with it the checksum, is the same on every server.
_SESSION = (
    "SET TIME ZONE 'UTC'",
    "SET datestyle = 'ISO'",
    "SET intervalstyle = 'postgres'",
    "SET extra_float_digits = 1",
    "SET bytea_output = 'hex'",
)

Contents = dict[str, dict[str, Any]]


def create(path: Path) -> dict[str, Any]:
    """Write a verified backup to ``path`` and return its manifest."""
    with explained(path.parent), tempfile.TemporaryDirectory(dir=path.parent) as folder:
        dump = Path(folder) / _DUMP
        with psycopg.connect(**_target()) as reader:
            reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            reader.read_only = True
            contents = _contents(reader)
            snapshot = _one(reader, "SELECT pg_export_snapshot()")
            _program(
                reader.info.server_version,
                "pg_dump",
                *["--format=custom", "--no-owner", "--no-privileges"],
                *[f"--snapshot={snapshot}", f"--file={dump}", f"--dbname={_dsn()}"],
            )
            server_version = reader.info.server_version
        releases = sorted(releases_folder().glob("*.zip"))
        manifest = {
            "format": _FORMAT,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "postgresql": server_version // 10000,
            "migrations": _migrations(),
            "sha256": _sha256(dump),
            "tables": contents,
            "releases": {release.name: _sha256(release) for release in releases},
        }
        with _scratch() as scratch:
            _load(dump, scratch, manifest)
        draft = Path(folder) / "backup.zip"
        with zipfile.ZipFile(draft, "w") as archive:
            archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
            archive.write(dump, _DUMP)
            for release in releases:
                archive.write(release, f"{_RELEASES}/{release.name}")
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    return manifest


def create_in(folder: Path, keep: int) -> Path:
    """Write a backup named by the moment into a folder, and remove all but the newest ``keep``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"asc-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup"
    create(path)
    for old in sorted(folder.glob("asc-*.backup"))[:-keep]:
        old.unlink()
    return path


def try_newest(folder: Path) -> dict[str, Any]:
    """Restore the newest backup of a folder beside the database, compare, and throw it away.

    How it went stays in the folder (``tried``); a backup that does not give back what it was made
    of raises :class:`Trouble` besides.
    """
    newest = max(folder.glob("asc-*.backup"), default=None)
    if newest is None:
        raise Trouble(f"There is no backup in {folder}.")
    began, problem = time.monotonic(), ""
    try:
        rehearse(newest)
    except (Trouble, OSError, psycopg.Error) as error:
        problem = str(error)
    told = {
        "file": newest.name,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - began, 1),
        "problem": problem,
    }
    draft = folder / f".{_TRIED}"
    draft.write_text(json.dumps(told))
    draft.replace(folder / _TRIED)
    if problem:
        raise Trouble(f"{newest.name}: {problem}")
    return told


def tried(folder: Path) -> dict[str, Any] | None:
    """How the last try went: ``file``, ``when`` in ISO 8601, ``seconds``, ``problem`` (empty: it
    gave everything back); None where none is on record."""
    try:
        told: dict[str, Any] = json.loads((folder / _TRIED).read_text())
    except (OSError, ValueError):
        return None
    return told


def rehearse(path: Path) -> dict[str, Any]:
    """Restore a backup into a database of its own and compare every table; its manifest."""
    with tempfile.TemporaryDirectory() as folder:
        manifest = _open(path, Path(folder))
        with _scratch() as scratch:
            _load(Path(folder) / _DUMP, scratch, manifest)
    return manifest


def restore(path: Path) -> dict[str, Any]:
    """Put the backup at ``path`` in the place of the present database, once it was compared."""
    with tempfile.TemporaryDirectory() as folder:
        manifest = _open(path, Path(folder))
        _check_migrations(manifest)
        with _scratch() as scratch:
            _load(Path(folder) / _DUMP, scratch, manifest)
            _swap(scratch)
        for name in manifest.get("releases", {}):
            _put_back(Path(folder) / _RELEASES / name)
    return manifest


def _put_back(release: Path) -> None:
    """A release never changes: one that is here already is left alone."""
    target = releases_folder() / release.name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(release, target.with_suffix(".part"))
        target.with_suffix(".part").replace(target)


def check(path: Path) -> dict[str, Any]:
    """The manifest of a backup whose file is whole; a sentence otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        return _open(path, Path(folder))


# --- the file -----------------------------------------------------------------------------------


def _open(path: Path, folder: Path) -> dict[str, Any]:
    if not path.is_file():
        raise Trouble(f"There is no file {path}.")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
            if manifest.get("format") != _FORMAT:
                raise Trouble(f"{path} is not a backup of this program ({_FORMAT}).")
            archive.extract(_DUMP, folder)
            for name in manifest.get("releases", {}):
                archive.extract(f"{_RELEASES}/{name}", folder)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise Trouble(f"{path} is damaged or no backup: nothing was changed.") from error
    held = {_DUMP: manifest["sha256"]}
    held |= {f"{_RELEASES}/{name}": told for name, told in manifest.get("releases", {}).items()}
    if any(_sha256(folder / name) != told for name, told in held.items()):
        raise Trouble(f"{path} is damaged (its checksum differs): nothing was changed.")
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _migrations() -> list[str]:
    """The migrations that the database has, as ``app.name``."""
    applied = MigrationLoader(connection).applied_migrations
    return sorted(f"{app}.{name}" for app, name in applied)


def _check_migrations(manifest: dict[str, Any]) -> None:
    """A backup of another state of the code would not fit what is about to read it."""
    loader = MigrationLoader(None)
    here = {f"{app}.{name}" for app, name in loader.disk_migrations}
    merged = {
        f"{app}.{name}" for one in loader.disk_migrations.values() for app, name in one.replaces
    }
    there = set(manifest["migrations"]) - merged  # a database from before keeps their names
    if there == here:
        return
    unknown, lacking = sorted(there - here), sorted(here - there)
    parts = []
    if unknown:
        parts.append(f"it has {unknown[0]}, which this code does not know")
    if lacking:
        parts.append(f"it lacks {lacking[0]}")
    raise Trouble(
        f"The backup was made by another version of the code ({'; '.join(parts)}): check out "
        "that version, restore, then migrate. Nothing was changed."
    )


# --- the database -------------------------------------------------------------------------------


def _target(database: str | None = None) -> dict[str, Any]:
    """Connection arguments of the configured database, or of another on the same server."""
    params = connection.get_connection_params()
    kept = {key: params[key] for key in ("host", "port", "user", "password") if params.get(key)}
    options = {key: params[key] for key in ("sslmode", "sslrootcert") if params.get(key)}
    return kept | options | {"dbname": database or params["dbname"]}


def _dsn(database: str | None = None) -> str:
    """The same for PostgreSQL's programs; the password goes by the environment."""
    params = _target(database)
    params.pop("password", None)
    return psycopg.conninfo.make_conninfo(**params)


def _one(reader: psycopg.Connection[Any], statement: str) -> Any:
    row = reader.execute(statement).fetchone()
    return row[0] if row else None


def _contents(reader: psycopg.Connection[Any]) -> Contents:
    """Rows and checksum of every table, in the reader's snapshot."""
    for statement in _SESSION:
        reader.execute(statement)
    tables = reader.execute(
        "SELECT schemaname, tablename FROM pg_tables "
        "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
    ).fetchall()
    contents: Contents = {}
    for schema, table in tables:
        row = reader.execute(
            sql.SQL(
                "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text "
                "FROM {} t"
            ).format(sql.Identifier(schema, table))
        ).fetchone()
        assert row is not None
        contents[f"{schema}.{table}"] = {"rows": row[0], "checksum": row[1]}
    return contents


@contextmanager
def _scratch() -> Iterator[str]:
    """An empty database on the same server, gone afterwards unless it took another's place."""
    name = f"asc_scratch_{secrets.token_hex(6)}"
    identifier = sql.Identifier(name)
    with psycopg.connect(**_target("postgres"), autocommit=True) as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(identifier))
        except psycopg.errors.InsufficientPrivilege as error:
            raise Trouble(
                "The database user may not create databases, so that nothing can be compared: "
                "grant it CREATEDB."
            ) from error
        try:
            yield name
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))


def _load(dump: Path, scratch: str, manifest: dict[str, Any]) -> None:
    """Restore into the scratch database and compare every table with the manifest."""
    with psycopg.connect(**_target(scratch)) as reader:
        version = reader.info.server_version
    _program(
        version,
        "pg_restore",
        *["--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={_dsn(scratch)}"],
        str(dump),
    )
    with psycopg.connect(**_target(scratch)) as reader:
        found = _contents(reader)
    expected: Contents = manifest["tables"]
    for table in sorted(expected.keys() | found.keys()):
        if expected.get(table) != found.get(table):
            raise Trouble(
                f"The backup does not give back table {table} as it was: nothing was changed."
            )


def _swap(scratch: str) -> None:
    """The scratch database takes the place of the present one, in one transaction."""
    target = _target()["dbname"]
    old = f"asc_replaced_{secrets.token_hex(6)}"
    connections.close_all()
    with psycopg.connect(**_target("postgres"), autocommit=True) as server:
        names = {
            "target": sql.Identifier(target),
            "old": sql.Identifier(old),
            "scratch": sql.Identifier(scratch),
        }
        # Nobody may connect in between; who is connected is cut off and connects again.
        server.execute(sql.SQL("ALTER DATABASE {target} ALLOW_CONNECTIONS false").format(**names))
        try:
            server.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname IN (%s, %s)",
                (target, scratch),
            )
            with server.transaction():
                server.execute(sql.SQL("ALTER DATABASE {target} RENAME TO {old}").format(**names))
                server.execute(
                    sql.SQL("ALTER DATABASE {scratch} RENAME TO {target}").format(**names)
                )
        except psycopg.Error:
            server.execute(
                sql.SQL("ALTER DATABASE {target} ALLOW_CONNECTIONS true").format(**names)
            )
            raise
        server.execute(sql.SQL("DROP DATABASE {old} WITH (FORCE)").format(**names))


# --- PostgreSQL's programs ----------------------------------------------------------------------


def _program(server_version: int, name: str, *arguments: str) -> None:
    """Run ``pg_dump`` or ``pg_restore``, of the server's own version where it is installed."""
    command = [str(_find(name, server_version // 10000)), *arguments]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    password = _target().get("password")
    if password:
        environment["PGPASSWORD"] = str(password)
    result = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if result.returncode:
        said = result.stderr.strip().splitlines() or ["no reason"]
        raise Trouble(f"{name} failed: {said[0]}")


def _find(name: str, major: int) -> Path:
    candidates = [Path(_SERVER_PLACES.format(major=major)) / name]
    if found := shutil.which(name):
        candidates.append(Path(found))
    candidates.append(binaries() / name)
    versions = {path: _version(path) for path in candidates if path.is_file()}
    for path, version in versions.items():
        if version == major:
            return path
    newest = max(versions, key=lambda path: versions[path])
    if versions[newest] < major:
        raise Trouble(f"{name} is of version {versions[newest]}, older than the server ({major}).")
    return newest


def _version(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else 0
