"""The embedded PostgreSQL server of a data folder, and who keeps it running.

Who needs the database holds a *lease* (a shared lock on a file). The first one starts the server,
the last one stops it; one that was killed is simply not counted any more, and the next one finds
the server running or heals what is left of it. ``manage.py up`` runs the server as its own child
instead, so that it can be restarted and never outlives it.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from asc_kb.embedded.cluster import USER, Cluster
from asc_kb.embedded.trouble import explained
from asc_kb.settings import environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATABASE = "asc_kb"
_START_SECONDS = 60
_STOP_SECONDS = 30
_TRIES = 5


@dataclass(frozen=True)
class Address:
    """Where a running server listens, and the password of its one user."""

    socket_dir: str
    port: int
    password: str

    def connection(self, database: str = DATABASE) -> dict[str, str | int]:
        """Arguments for ``psycopg.connect``."""
        return {
            "host": self.socket_dir,
            "port": self.port,
            "user": USER,
            "password": self.password,
            "dbname": database,
        }


class Server:
    """The PostgreSQL server of one data folder."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.cluster = Cluster(data_dir, durable=durable)
        self._lease: IO[str] | None = None
        self._lease_pid = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.cluster.log

    # --- leases -------------------------------------------------------------------------------

    def lease(self) -> Address:
        """Hold the server for the life of this process, starting it when it does not run."""
        if self._holds():
            address = self.address()
            if address is not None:
                return address
        with self._starting():
            self._hold()
            address = self._address_when_up()
            if address is None:
                self.cluster.prepare()
                self._process = self.cluster.spawn(dies_with_parent="")
                self._watch()
                address = self.wait_until_ready(self._process)
        return address

    def release(self) -> None:
        """Give the lease back; the last one out stops the server."""
        if self._lease is None or not self._holds():
            return  # a forked child never stops what its parent started
        self._lease.close()
        self._lease = None
        self.stop_if_unheld()

    def stop_if_unheld(self) -> None:
        """Stop the server when nobody holds a lease on it."""
        with self._starting(), self._lock_file("lease") as file:
            for _ in range(_TRIES):
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    time.sleep(0.01)  # perhaps only the watcher, which lets go at once
                else:
                    self.stop()
                    return

    def _watch(self) -> None:
        """A process that stops the server when all holders were killed."""
        subprocess.Popen(
            [sys.executable, "-m", "asc_kb.embedded.watch", str(self.cluster.data_dir)],
            cwd=environment.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _holds(self) -> bool:
        return self._lease is not None and self._lease_pid == os.getpid()

    def _hold(self) -> None:
        if not self._holds():
            self._lease = self._lock_file("lease")
            fcntl.flock(self._lease, fcntl.LOCK_SH)
            self._lease_pid = os.getpid()
            atexit.register(self.release)

    # --- life ---------------------------------------------------------------------------------

    def address(self) -> Address | None:
        """Where the server listens, or None while it does not run."""
        postmaster = self.cluster.postmaster()
        if postmaster is None or not postmaster.ready:
            return None
        return Address(postmaster.socket_dir, postmaster.port, self.cluster.password())

    def start_child(self) -> subprocess.Popen[bytes] | None:
        """Hold the server, started as a child that ends when this process ends in whatever way.

        None when another command of this data folder runs it already: then it is shared.
        """
        with self._starting():
            self._hold()
            if self._address_when_up() is not None:
                return None
            self.cluster.prepare()
            return self.cluster.spawn(dies_with_parent="INT")

    def wait_until_ready(self, process: subprocess.Popen[bytes]) -> Address:
        """Wait for a starting server, make sure of its database, and say where it listens."""
        deadline = time.monotonic() + _START_SECONDS
        while (address := self.address()) is None:
            if process.poll() is not None:
                raise self.cluster.failed("PostgreSQL did not start")
            if time.monotonic() > deadline:
                raise self.cluster.failed(f"PostgreSQL was not ready after {_START_SECONDS} s")
            time.sleep(0.02)
        _ensure_database(address)
        return address

    def stop(self) -> None:
        """Stop the server: connections are cut, what was committed is on disk."""
        for number, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 5)):
            postmaster = self.cluster.postmaster()
            if postmaster is None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(postmaster.pid, number)
            deadline = time.monotonic() + seconds
            while self.cluster.postmaster() is not None and time.monotonic() < deadline:
                time.sleep(0.01)
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)  # lets the system forget it

    def _address_when_up(self) -> Address | None:
        """The address, waiting out a server that is just starting or stopping."""
        deadline = time.monotonic() + _STOP_SECONDS
        while (postmaster := self.cluster.postmaster()) is not None:
            if postmaster.ready:
                return self.address()
            if time.monotonic() > deadline:
                raise self.cluster.failed("PostgreSQL neither starts nor stops")
            time.sleep(0.02)
        return None

    def _lock_file(self, name: str) -> IO[str]:
        with explained(self.cluster.data_dir):
            self.cluster.folders()
            return (self.cluster.run / f"postgres.{name}").open("a")

    @contextmanager
    def _starting(self) -> Iterator[None]:
        """One process at a time starts or stops the server of a data folder."""
        with self._lock_file("start") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _ensure_database(address: Address) -> None:
    import psycopg

    with psycopg.connect(**address.connection("postgres"), autocommit=True) as connection:  # type: ignore[arg-type]
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)
        ).fetchone()
        if found is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")
