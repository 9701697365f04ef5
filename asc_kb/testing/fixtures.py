"""Fixtures for every room: the review, Celery in this process and for real, a browser."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as Profile

from asc_kb.celery import app
from asc_kb.testing.browser import browser, page
from asc_kb.testing.database import database_url
from asc_kb.testing.review import (
    committed_review,
    review,
    review_database,
    review_of_module,
)
from asc_kb.testing.served import web_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest_django

__all__ = [
    "browser",
    "committed_review",
    "eager_celery",
    "no_request_outlives_its_test",
    "page",
    "review",
    "review_database",
    "review_of_module",
    "tables_emptied_by_deleting",
    "web_server",
    "worker",
]

_WORKER_SECONDS = 600
_REQUEST_SECONDS = 120
_OF_MIGRATIONS = {"django_content_type", "auth_permission"}
_AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type = 'client backend' AND state <> 'idle'
"""


# The suite tries the same examples every time and gives them the time they need, so that a busy
# machine fails nobody; ``--hypothesis-profile=search`` looks for new ones.
_PATIENT = Profile(deadline=None, suppress_health_check=[HealthCheck.too_slow])
Profile.register_profile("same", _PATIENT, derandomize=True, database=None)
Profile.register_profile("search", _PATIENT, print_blob=True)
Profile.load_profile("same")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(settings.CELERY_BROKER_TRANSPORT_OPTIONS["folder"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> None:
    """Before the test database is made: drop those of runs that were killed."""
    if settings.DATABASE_URL:
        return  # another machine's runs may use that server
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_asc\\_kb\\_%'")
        for (name,) in cursor.fetchall():
            pid = name.removeprefix("test_asc_kb_").split("_")[0]
            if pid.isdigit() and not psutil.pid_exists(int(pid)):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session", autouse=True)
def tables_emptied_by_deleting() -> Iterator[None]:
    """After a test that commits, rows are deleted. Django would truncate a hundred tables, which
    makes all their files anew, and write content types, permissions and triggers again."""
    with pytest.MonkeyPatch.context() as patch:
        if not settings.DATABASE_URL:  # it needs the rights of an administrator of the server
            patch.setattr(TransactionTestCase, "_fixture_teardown", _delete_all_rows)
        yield


def _delete_all_rows(case: TransactionTestCase) -> None:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    statements = [f"DELETE FROM {name}" for name in tables if name not in _OF_MIGRATIONS]
    with transaction.atomic(), connection.cursor() as cursor:
        # as a replica it looks at no key between tables and calls no trigger
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("; ".join(statements))


@pytest.fixture
def eager_celery() -> Iterator[None]:
    """Tasks run at once, in this process, when they are sent; their errors are raised."""
    before = app.conf.task_always_eager, app.conf.task_eager_propagates
    app.conf.task_always_eager = app.conf.task_eager_propagates = True
    yield
    app.conf.task_always_eager, app.conf.task_eager_propagates = before


class Worker:
    """A real Celery worker on the test database; start and kill it as the test wants.

    It takes tasks of both ``queues`` with one process, unless a test asks otherwise;
    ``environment`` goes over that of this process.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str = "worker",
        queues: str = "edits,bulk",
        processes: int = 1,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.name = name
        self.queues = queues
        self.processes = processes
        self.environment = environment or {}
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes tasks."""
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "asc_kb.settings.test",
            "ASC_TEST_RUN": settings.RUN,
            **self.environment,
        }
        command = [sys.executable, "-m", "celery", "-A", "asc_kb", "worker", "--loglevel=INFO"]
        command += [f"--concurrency={self.processes}", f"--queues={self.queues}"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        command += [f"--hostname={self.name}-{settings.RUN}@localhost"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + _WORKER_SECONDS
        while " ready." not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def has_ended(self) -> bool:
        """Whether it was started and has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def kill(self) -> None:
        """End it without any chance to tidy up, as a power cut would."""
        if self.process is not None:
            with suppress(ProcessLookupError):  # it may have ended by itself
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def _forget_messages() -> None:
    """Empty the broker; its folders stay, since open connections know them."""
    folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["folder"])
    for message in folder.rglob("*"):
        if message.is_file():
            message.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def no_request_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a closed page asked last is answered before the tables are emptied under it."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # so that this ends before the tables are emptied
    yield
    deadline = time.monotonic() + _REQUEST_SECONDS
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(_AT_WORK)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.05)


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    """A worker process of this run's database and broker, not yet started."""
    _forget_messages()
    handle = Worker(tmp_path)
    yield handle
    handle.kill()
    _forget_messages()
