"""What people send is read in a child process that is bounded in time and memory.

One child of a kind serves one process of ours. What does not answer in time, or dies, is ended and
begun anew; nothing of what was sent is kept or logged, also then.
"""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
MOST_MEMORY = 1_500_000_000


def _limits() -> None:
    """In the child, before it becomes Python anew."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Bounded:
    """Asks ``python -m module``, which serves with :mod:`science.answering`."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0
        self._lock = Lock()

    def ask(self, body: bytes, longest: float) -> dict[str, Any] | None:
        """The answer within ``longest`` seconds, waiting for others included; else None."""
        end = time.monotonic() + longest
        if not self._lock.acquire(timeout=longest):
            return None
        try:
            return self._ask(body, end)
        finally:
            self._lock.release()

    def _ask(self, body: bytes, end: float) -> dict[str, Any] | None:
        process = self._alive()
        try:
            answer = self._exchange(process, body, end)
        except (OSError, ValueError):
            answer = None
        if answer is None:
            self.end()
            return None
        found: dict[str, Any] = json.loads(answer)
        return found

    def _alive(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
            self.owner = os.getpid()
            # nothing of ours goes with it: no secret, no address of a database
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module],
                cwd=_ROOT,
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
                     "OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                preexec_fn=_limits,
            )  # fmt: skip
            assert self.process.stdin is not None, "it was asked for"
            os.set_blocking(self.process.stdin.fileno(), False)
        return self.process

    def _exchange(self, process: subprocess.Popen[bytes], body: bytes, end: float) -> bytes | None:
        """Sends and receives without waiting beyond `end`; None where the child is gone or late."""
        assert process.stdin is not None, "it was asked for"
        assert process.stdout is not None, "it was asked for"
        left = memoryview(b"%d\n" % len(body) + body)
        got = b""
        wanted = -1
        while wanted < 0 or len(got) < wanted:
            writing = [process.stdin] if left else []
            ready = select.select([process.stdout], writing, [], max(end - time.monotonic(), 0))
            if not (ready[0] or ready[1]) or time.monotonic() > end:
                return None
            if ready[1]:
                left = left[os.write(process.stdin.fileno(), left[:65_536]) :]
            if ready[0]:
                part = os.read(process.stdout.fileno(), 1 << 20)
                if not part:
                    return None
                got += part
                if wanted < 0 and b"\n" in got:
                    head, _, got = got.partition(b"\n")
                    wanted = int(head)
        return got

    def end(self) -> None:
        if self.process is not None and self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    stream.close()
        self.process = None
