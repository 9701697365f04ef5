"""A copy of the checkout to start, stop and kill without touching the one under test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from asc_kb.settings.environment import BASE_DIR, VARIABLES
from asc_kb.testing.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT_OUT = (".git", ".venv", "var", "node_modules", "screenshots", "tests", "docs", ".*_cache")


def get(url: str, seconds: float = 60) -> tuple[int, bytes]:
    """Status and body, whatever the status."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@dataclass
class Checkout:
    """A copy of the checkout with a data folder and a port of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return Path(self.environment.get("ASC_DATA_DIR", self.folder / "var"))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def env(self) -> dict[str, str]:
        clean = {key: value for key, value in os.environ.items() if key not in VARIABLES}
        return clean | {"PORT": str(self.port), "WEB_WORKERS": "1"} | self.environment

    def manage(self, *arguments: str, seconds: float = 600) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.folder,
            env=self.env(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def up(self) -> subprocess.Popen[str]:
        """Start ``manage.py up`` and do not wait."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=self.folder,
            env=self.env(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def serve(self, seconds: float = 600) -> tuple[subprocess.Popen[str], str]:
        """Start ``up``, wait for its address, and give back what it said until then."""
        process = self.up()
        assert process.stdout is not None
        said = ""
        deadline = time.monotonic() + seconds
        for line in process.stdout:
            said += line
            if "Serving at" in line:
                return process, said
            assert time.monotonic() < deadline, said
        raise AssertionError(f"up ended with status {process.wait()}: {said}{self.logs()}")

    def is_running(self) -> bool:
        return any(process.poll() is None for process in self.started)

    def logs(self) -> str:
        logs = sorted((self.data / "logs").glob("*.log"))
        return "".join(f"\n--- {log.name}\n{log.read_text()[-2000:]}" for log in logs)

    def processes(self) -> list[psutil.Process]:
        """Every process that works in this copy or its data folder."""
        found = []
        for process in psutil.process_iter():
            try:
                place = process.cwd()
                words = " ".join(process.cmdline())
            except psutil.Error:
                continue
            if any(str(root) in f"{place} {words}" for root in (self.folder, self.data)):
                found.append(process)
        return found

    def left_behind(self, seconds: float = 300) -> list[str]:
        """What still runs after a while, by name."""
        deadline = time.monotonic() + seconds
        while (found := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.1)
        names = []
        for process in found:
            try:
                names.append(f"{process.pid} {' '.join(process.cmdline())}")
            except psutil.Error:
                continue
        return names

    def stop(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(40)
                except subprocess.TimeoutExpired:
                    process.kill()
        for left in self.processes():
            try:
                left.kill()
            except psutil.Error:
                continue


def copy_checkout(target: Path) -> Checkout:
    shutil.copytree(BASE_DIR, target, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    return Checkout(target)


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    """A fresh copy; whatever it started is ended after the test."""
    copy = copy_checkout(tmp_path / "asc")
    yield copy
    copy.stop()


@pytest.fixture(scope="module")
def shared_checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """One copy for the tests of a module, so that migrations and fixtures load once."""
    copy = copy_checkout(tmp_path_factory.mktemp("stack") / "asc")
    yield copy
    copy.stop()
