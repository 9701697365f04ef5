"""``make screenshots``: pictures of every kind of page into ``screenshots/``."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

from asc_kb.settings import environment
from asc_kb.testing.browser import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def site() -> Iterator[str]:
    """The address of the running stack, started for as long as it is needed if none runs."""
    address = f"http://127.0.0.1:{environment.port()}"
    try:
        urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
    except OSError:
        pass
    else:
        yield address
        return
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=environment.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        if not any("Serving at" in line for line in process.stdout):
            raise SystemExit("The stack did not start; the lines above say why.")
        yield address
    finally:
        process.terminate()
        process.wait()


def main() -> int:
    if chromium() is None:
        sys.stdout.write("Chromium is not installed: no pictures (Debian: apt install chromium).\n")
        return 1
    folder = environment.BASE_DIR / "screenshots"
    folder.mkdir(exist_ok=True)
    with site() as address:
        command = [sys.executable, "-m", "tests.screenshots", address, str(folder)]
        return subprocess.run(command, cwd=environment.BASE_DIR, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
