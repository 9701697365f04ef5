"""What ``manage.py up`` looks at before it starts anything: one sentence for each thing wrong."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import shutil
import socket
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

import psutil

from asc_kb.embedded.trouble import Trouble, explained

if TYPE_CHECKING:
    from pathlib import Path

_MIN_FREE_BYTES = 200_000_000
_SCHEME_PORTS = {"redis": 6379, "rediss": 6379, "amqp": 5672, "amqps": 5671}


def data_folder(data_dir: Path) -> None:
    """The data folder can be made and written, and has room for the database's own files."""
    with explained(data_dir):
        for folder in (data_dir, data_dir / "run", data_dir / "logs", data_dir / "metrics"):
            folder.mkdir(parents=True, exist_ok=True)
        trial = data_dir / "run" / f".trial-{os.getpid()}"
        try:
            trial.write_bytes(b"x" * 4096)
        finally:
            trial.unlink(missing_ok=True)
        free = shutil.disk_usage(data_dir).free
    if free < _MIN_FREE_BYTES:
        raise Trouble(
            f"The disk that holds {data_dir} has {free // 1_000_000} MB left; at least "
            f"{_MIN_FREE_BYTES // 1_000_000} MB are needed. Free some space or set ASC_DATA_DIR "
            "elsewhere."
        )


def only_one(data_dir: Path, address: str) -> IO[str]:
    """The lock that one ``up`` of a data folder holds; kept open for its life."""
    path = data_dir / "run" / "up.lock"
    with explained(data_dir):
        lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        who = lock.read().strip() or "another process"
        raise Trouble(f"This checkout is already running: {who}.") from None
    lock.truncate(0)
    lock.write(f"{address} (process {os.getpid()})")
    lock.flush()
    return lock


def running_port(data_dir: Path) -> int | None:
    """The port at which an ``up`` of this data folder serves now, if one does."""
    try:
        who = (data_dir / "run" / "up.lock").read_text()
    except OSError:
        return None
    said = re.fullmatch(r"http://.*:(\d+) \(process (\d+)\)", who)
    # Trying the lock itself could keep an ``up`` that starts just now from it.
    return int(said[1]) if said and psutil.pid_exists(int(said[2])) else None


def free_port(host: str, port: int) -> None:
    """The port can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.closing(socket.socket(family, socket.SOCK_STREAM)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(
                    f"Port {port} is taken by another program; choose another: "
                    f"PORT={port + 1 if port < 65535 else 8000} make run"
                ) from None
            if error.errno == errno.EACCES:
                raise Trouble(
                    f"Port {port} needs more rights than this user has; choose one above 1023: "
                    "PORT=8000 make run"
                ) from None
            raise Trouble(
                f"The web server cannot listen on {host}:{port}: {error.strerror}."
            ) from None


def broker_answers(url: str) -> None:
    """A broker named by CELERY_BROKER_URL accepts connections."""
    parts = urlsplit(url)
    port = parts.port or _SCHEME_PORTS.get(parts.scheme)
    if not parts.hostname or port is None:
        return  # a transport without a server of its own
    try:
        socket.create_connection((parts.hostname, port), timeout=5).close()
    except OSError as error:
        raise Trouble(
            f"The broker of CELERY_BROKER_URL does not answer at {parts.hostname}:{port}: "
            f"{error.strerror or error}."
        ) from None


def database_answers(url: str) -> None:
    """The server named by DATABASE_URL lets us in."""
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1]
        raise Trouble(f"The database of DATABASE_URL does not answer: {reason}") from None
