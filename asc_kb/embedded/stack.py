"""``manage.py up``: PostgreSQL, worker, beat and web server as one, from start to the last stop.

This process imports neither Django nor the rooms, so that it is up at once and small; whatever
needs them is a child. A warm start asks the database for one row to know that it has this
checkout's migrations and fixtures already.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import IO, TYPE_CHECKING

from asc_kb.embedded import account, preflight
from asc_kb.embedded.children import (
    Child,
    Register,
    how_it_ended,
    kill_group,
    last_words,
    python_process,
    stop_all,
)
from asc_kb.embedded.postgres import Server
from asc_kb.embedded.trouble import Trouble
from asc_kb.operations.prepared import digest
from asc_kb.settings import environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

_ANSWER_SECONDS = 120
_STOP_SECONDS = 12


class Stopped(Exception):
    """The user asked to stop."""


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Stack:
    """Everything ``up`` starts, and the order in which it starts and stops."""

    def __init__(self) -> None:
        self.base_dir = environment.BASE_DIR
        self.data_dir = environment.data_dir()
        self.logs = self.data_dir / "logs"
        self.host = environment.text("WEB_HOST", "127.0.0.1")
        self.port = environment.port()
        self.address = f"http://{self.host}:{self.port}"
        self.database_url = environment.text("DATABASE_URL")
        self.broker_url = environment.text("CELERY_BROKER_URL")
        self.server = None if self.database_url else Server(self.data_dir)
        self.register = Register(self.data_dir / "run" / "children.json")
        self.reload = environment.flag("RELOAD", False)
        self.signals = 0
        self.lock: IO[str] | None = None
        self.children: list[Child] = []
        self.environment = os.environ | {
            "ASC_SUPERVISED": "1",
            "PROMETHEUS_MULTIPROC_DIR": str(self.data_dir / "metrics"),
            "DJANGO_SETTINGS_MODULE": environment.text(
                "DJANGO_SETTINGS_MODULE", "asc_kb.settings.development"
            ),
            "PYTHONUNBUFFERED": "1",
        }

    # --- the whole course -----------------------------------------------------------------------

    def run(self) -> None:
        began = time.monotonic()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        preflight.data_folder(self.data_dir)
        self.lock = preflight.only_one(self.data_dir, self.address)
        try:
            for name in self.register.end_survivors():
                say(f"Ended the {name} that an earlier run had left behind.")
            preflight.free_port(self.host, self.port)
            if self.broker_url:
                preflight.broker_answers(self.broker_url)
            self._start_database()
            self._prepare()
            self._start_processes()
            say(f"Serving at {self.address} after {time.monotonic() - began:.1f} s. Ctrl-C stops.")
            self._supervise()
        except Stopped:
            pass
        finally:
            self._stop()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.signals += 1

    def _check_signals(self) -> None:
        if self.signals:
            raise Stopped

    def _stop(self) -> None:
        if self.children:
            say("Stopping …")
        hurry_after = self.signals + 1
        database = [child for child in self.children if child.name == "PostgreSQL server"]
        others = [child for child in self.children if child not in database]
        stop_all(others, _STOP_SECONDS, lambda: self.signals >= hurry_after)
        stop_all(database, 30, lambda: False)
        if self.server is not None:
            self.server.release()
        self.register.path.unlink(missing_ok=True)
        if self.children:
            say("Stopped.")

    # --- steps ----------------------------------------------------------------------------------

    def _start_database(self) -> None:
        if self.server is None:
            preflight.database_answers(self.database_url)
            return
        process = self.server.start_child()
        if process is None:
            say("Using the PostgreSQL server that another command of this checkout started.")
            return
        child = Child(
            "PostgreSQL server", self.server.log, self._restart_database, signal.SIGINT, process
        )
        child.started_at = time.monotonic()
        self.children.append(child)
        self.register.write(self.children)
        self.server.wait_until_ready(process)

    def _restart_database(self) -> subprocess.Popen[bytes]:
        assert self.server is not None
        process = self.server.start_child()
        if process is None:
            raise Trouble("Another PostgreSQL server runs in this data folder.")
        return process

    def _connection(self) -> dict[str, str | int]:
        if self.server is None:
            return {"conninfo": self.database_url}
        address = self.server.address()
        if address is None:
            raise Trouble(f"PostgreSQL ended: {last_words(self.server.log)}")
        return address.connection()

    def _is_prepared(self, state: str) -> bool:
        import psycopg

        try:
            with psycopg.connect(**self._connection()) as connection:  # type: ignore[arg-type]
                row = connection.execute("SELECT digest FROM asc_kb_prepared").fetchone()
        except psycopg.errors.UndefinedTable:
            return False
        return row is not None and row[0] == state

    def _prepare(self) -> None:
        """Migrations and fixtures, unless the database has this checkout's already."""
        state = digest(self.base_dir)
        if self._is_prepared(state):
            return
        process = subprocess.Popen(
            [
                *account.run_as(None, dies_with_parent="TERM"),
                *[sys.executable, "manage.py", "prepare", "--state", state],
            ],
            cwd=self.base_dir,
            env=self.environment,
            start_new_session=True,
        )
        try:
            while process.poll() is None:
                self._check_signals()
                time.sleep(0.02)
        finally:
            if process.poll() is None:
                process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(5)
            kill_group(process.pid)
        if process.returncode:
            raise Trouble(
                "The database could not be prepared; the lines above say why "
                f"({how_it_ended(process.returncode)})."
            )

    def _start_processes(self) -> None:
        metrics = self.data_dir / "metrics"
        shutil.rmtree(metrics, ignore_errors=True)
        metrics.mkdir()
        celery = [sys.executable, "-m", "celery", "-A", "asc_kb"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        level = environment.text("LOG_LEVEL", "INFO")
        commands = {
            "web server": [
                *[sys.executable, "-m", "gunicorn", "-c", "python:asc_kb.operations.web"],
                "asc_kb.wsgi",
            ],
            # A worker of its own for each queue: a full recompute never delays an edit.
            "worker": [
                *[*celery, "worker", f"--loglevel={level}", "--queues=edits", "--concurrency=1"],
                *["--hostname=asc@localhost", *quiet],
            ],
            "bulk worker": [
                *[*celery, "worker", f"--loglevel={level}", "--queues=bulk"],
                f"--concurrency={environment.number('WORKER_PROCESSES', 1)}",
                *["--hostname=bulk@localhost", *quiet],
            ],
            "beat": [
                *celery,
                "beat",
                f"--loglevel={level}",
                f"--schedule={self.data_dir / 'run' / 'beat-schedule'}",
                "--pidfile=",
            ],
        }
        for name, command in commands.items():
            log = self.logs / f"{name.split()[0]}.log"
            self.children.append(Child(name, log, self._starter(command, log)))
        # The page first: on a small machine the others would take its processor time.
        web = next(child for child in self.children if child.name == "web server")
        web.launch()
        self.register.write(self.children)
        self._wait_for_page(web)
        for child in self.children:
            if child.process is None:
                child.launch()
        self.register.write(self.children)

    def _starter(self, command: list[str], log: Path) -> Callable[[], subprocess.Popen[bytes]]:
        return lambda: python_process(command, cwd=self.base_dir, log=log, env=self.environment)

    def _wait_for_page(self, web: Child) -> None:
        """Until the first page answers; a web server that cannot start says why and ends it all."""
        deadline = time.monotonic() + _ANSWER_SECONDS
        while not self._page_answers():
            self._check_signals()
            for child in self.children:
                child.watch()
            if web.deaths:
                raise Trouble(
                    f"The web server does not start: {last_words(web.log)} "
                    f"(the whole log is {web.log})."
                )
            if time.monotonic() > deadline:
                raise Trouble(
                    f"The web server did not answer in {_ANSWER_SECONDS} s; its log is {web.log}."
                )
            time.sleep(0.02)

    def _newest_code(self) -> float:
        """When a file of code was written last. gunicorn looks after its own; Celery does not."""
        rooms = (path.parent for path in self.base_dir.glob("*/__init__.py"))
        return max(file.stat().st_mtime for room in rooms for file in room.rglob("*.py"))

    def _end_workers(self) -> None:
        """Let the workers end: they are started again at once, with the code as it is now."""
        for child in self.children:
            if "worker" in child.name and child.process is not None and child.alive:
                child.process.terminate()

    def _page_answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        connection = http.client.HTTPConnection(host, self.port, timeout=30)
        try:
            connection.request("GET", "/", headers={"Host": f"127.0.0.1:{self.port}"})
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()

    def _supervise(self) -> None:
        code = self._newest_code() if self.reload else 0.0
        while True:
            self._check_signals()
            if self.reload and (newest := self._newest_code()) > code:
                code = newest
                self._end_workers()
            for child in self.children:
                try:
                    message = child.watch()
                except Trouble as trouble:
                    message = str(trouble)
                    child.due_at = time.monotonic() + 5
                if message:
                    say(message)
            self.register.write(self.children)
            time.sleep(0.2)


def main() -> None:
    """Run the stack; trouble is one sentence and exit status 1."""
    try:
        Stack().run()
    except Trouble as trouble:
        sys.exit(str(trouble))
