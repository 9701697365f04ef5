"""Child processes of ``manage.py up``: started in a group of their own, watched, stopped whole."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psutil

from asc_kb.embedded import account
from asc_kb.embedded.trouble import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_LOG_BYTES = 10_000_000
_BACK_OFF_SECONDS = (1, 2, 4, 8, 15, 30)
_STEADY_SECONDS = 60


@dataclass
class Child:
    """One process of the stack, started again with growing pauses when it dies."""

    name: str
    log: Path
    start: Callable[[], subprocess.Popen[bytes]]
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    due_at: float = 0.0

    def launch(self) -> None:
        self.process = self.start()
        self.started_at = time.monotonic()

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def watch(self) -> str | None:
        """Restart the process when it died and its pause is over; a sentence when it just did."""
        if self.process is None:
            if self.due_at and time.monotonic() >= self.due_at:
                self.launch()
            return None
        status = self.process.poll()
        if status is None:
            return None
        if time.monotonic() - self.started_at > _STEADY_SECONDS:
            self.deaths = 0
        pause = _BACK_OFF_SECONDS[min(self.deaths, len(_BACK_OFF_SECONDS) - 1)]
        self.deaths += 1
        kill_group(self.process.pid)
        self.process = None
        self.due_at = time.monotonic() + pause
        return (
            f"The {self.name} ended ({how_it_ended(status)}); it starts again in {pause} s. "
            f"Its log: {self.log}"
        )


def how_it_ended(status: int) -> str:
    if status < 0:
        return f"killed by {signal.Signals(-status).name}"
    return f"exit status {status}"


def last_words(log: Path) -> str:
    """The last line that a process wrote, for the sentence that says why it did not start."""
    try:
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    except OSError:
        return "it wrote nothing"
    lines = [line for line in lines if line]
    return lines[-1][-300:] if lines else "it wrote nothing"


def python_process(
    command: list[str], *, cwd: Path, log: Path, env: dict[str, str]
) -> subprocess.Popen[bytes]:
    """Start ``command`` in its own process group; it gets TERM when this process ends."""
    with explained(log.parent):
        if log.exists() and log.stat().st_size > _LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as file:
            return subprocess.Popen(
                [*account.run_as(None, dies_with_parent="TERM"), *command],
                cwd=cwd,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def kill_group(pgid: int) -> None:
    """End what is left of a process group whose leader is gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pgid, signal.SIGKILL)


def stop_all(children: Iterable[Child], seconds: float, hurry: Callable[[], bool]) -> None:
    """Ask every child to end, wait together, then end what is left with its grandchildren."""
    running = [child.process for child in children if child.process is not None]
    for child in children:
        if child.process is not None and child.alive:
            with contextlib.suppress(ProcessLookupError):
                child.process.send_signal(child.stop_signal)
    deadline = time.monotonic() + seconds
    while any(process.poll() is None for process in running):
        if time.monotonic() > deadline or hurry():
            break
        time.sleep(0.02)
    for process in running:
        kill_group(process.pid)
        process.wait()


@dataclass
class Register:
    """Which processes belong to the stack, on disk, so that the next start can end survivors."""

    path: Path
    _last: str = field(default="", repr=False)

    def write(self, children: Iterable[Child]) -> None:
        rows = []
        for child in children:
            if child.process is not None:
                with contextlib.suppress(psutil.Error):
                    born = psutil.Process(child.process.pid).create_time()
                    rows.append({"name": child.name, "pid": child.process.pid, "born": born})
        text = json.dumps(rows)
        if text != self._last:
            with explained(self.path.parent):
                draft = self.path.with_suffix(".draft")
                draft.write_text(text)
                draft.rename(self.path)  # whoever looks never reads a half
            self._last = text

    def end_survivors(self) -> list[str]:
        """End processes of an earlier ``up`` that was killed; a pid given anew is left alone."""
        try:
            rows = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return []
        ended = []
        for row in rows:
            try:
                process = psutil.Process(row["pid"])
                if abs(process.create_time() - row["born"]) > 1:
                    continue
                family = [process, *process.children(recursive=True)]
                for member in family:
                    member.terminate()
                _, alive = psutil.wait_procs(family, timeout=5)
                for member in alive:
                    member.kill()
                psutil.wait_procs(alive, timeout=5)
                ended.append(row["name"])
            except psutil.Error:
                continue
        self.path.unlink(missing_ok=True)
        return ended
