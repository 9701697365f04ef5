"""The product and its floors, each under gunicorn on a free loopback port; ended by pid always."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asc_kb.embedded.children import kill_group, last_words, python_process
from asc_kb.settings.environment import BASE_DIR
from asc_kb.testing.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.database import Database

HOST = "127.0.0.1"
_START_SECONDS = 60
_STOP_SECONDS = 10
_BEGUN_SECONDS = 4  # until the first records are written
PRODUCT = "asc_kb.wsgi"
FLOOR = "bench.floors.server"


@dataclass(frozen=True)
class Site:
    """A running server."""

    name: str
    port: int
    pid: int


@contextmanager
def serving(name: str, application: str, database: Database, *, probe: str) -> Iterator[Site]:
    """Serve a WSGI application as ``manage.py up`` does, until the block ends."""
    port = free_port()
    log = database.folder / f"{name}.log"
    metrics = database.folder / f"metrics-{name}"
    metrics.mkdir(exist_ok=True)
    environment = os.environ | {
        "DATABASE_URL": database.url,
        "ASC_DATA_DIR": str(database.folder / "data"),
        "PORT": str(port),
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "RATE_LIMIT": "1000000",  # counted as ever, and never reached
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:asc_kb.operations.web", application]
    process = python_process(command, cwd=BASE_DIR, log=log, env=environment)
    try:
        _wait(process, port, log, probe)
        yield Site(name, port, process.pid)
    finally:
        _stop(process)


@contextmanager
def recomputing(database: Database) -> Iterator[None]:
    """Everything is computed anew meanwhile, by a process of its own."""
    environment = os.environ | {
        "DATABASE_URL": database.url,
        "ASC_DATA_DIR": str(database.folder / "data"),
    }
    command = [sys.executable, "manage.py", "recompute", "--all", "--here"]
    log = database.folder / "recompute.log"
    process = python_process(command, cwd=BASE_DIR, log=log, env=environment)
    try:
        time.sleep(_BEGUN_SECONDS)
        if process.poll():
            raise RuntimeError(f"recomputing failed: {last_words(log)}")
        yield
        if process.poll():
            raise RuntimeError(f"recomputing failed: {last_words(log)}")
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path, probe: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"a server did not start: {last_words(log)}")
        connection = http.client.HTTPConnection(HOST, port, timeout=_START_SECONDS)
        try:
            connection.request("GET", probe)
            response = connection.getresponse()
            body = response.read()
            if response.status == 200:
                return
            raise RuntimeError(f"{probe} answers {response.status}: {body[:400]!r}")
        except OSError:
            if time.monotonic() > deadline:
                raise RuntimeError(f"a server did not answer: {last_words(log)}") from None
            time.sleep(0.05)
        finally:
            connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the master to end, then end what is left of its group; it leads a group of its own."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    kill_group(process.pid)
    process.wait()
