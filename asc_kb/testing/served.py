"""The product as ``manage.py up`` serves it, over the database of this test run."""

from __future__ import annotations

import os
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest

from asc_kb.embedded.children import kill_group, python_process
from asc_kb.settings.environment import BASE_DIR
from asc_kb.testing.database import database_url
from asc_kb.testing.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START_SECONDS = 600


@pytest.fixture
def web_server(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """Address of the site under gunicorn. It keeps its connections, as Django's own test server
    does not: what asks thousands of questions asks here."""
    with served(tmp_path, DATABASE_URL=database_url()) as address:
        yield address


@contextmanager
def served(folder: Path, *, code: Path = BASE_DIR, **variables: str) -> Iterator[str]:
    """The site under gunicorn with these variables, and its address; ``code`` is the checkout."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "asc_kb.settings.development",
        "ASC_DATA_DIR": str(folder / "data"),
        "PORT": str(port),
        "PUBLIC_URL": address,
        "WEB_WORKERS": "1",
        "RATE_LIMIT": "0",
        "CROSSREF_URL": "http://127.0.0.1:9",
        **variables,
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:asc_kb.operations.web"]
    log = folder / "web.log"
    process = python_process([*command, "asc_kb.wsgi"], cwd=code, log=log, env=environment)
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(address):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(_START_SECONDS)
        kill_group(process.pid)


def _answers(address: str) -> bool:
    with suppress(URLError, OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5):
        return True
    return False
