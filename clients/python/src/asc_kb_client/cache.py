"""Answers kept on disk. Each is asked again by its ETag, so what is served is never old."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kept:
    """An answer: its headers by lower-case name, and its body."""

    headers: dict[str, str]
    content: bytes


def default_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "asc-kb-client"


class Cache:
    """A folder of answers, one file each; the oldest go when they pass ``most_bytes``."""

    def __init__(self, folder: Path | str | None = None, most_bytes: int = 256 * 2**20) -> None:
        self.folder = Path(folder) if folder is not None else default_folder()
        self.most_bytes = most_bytes
        self._size: int | None = None

    def get(self, key: str) -> Kept | None:
        """What is kept under a key; a file that cannot be read is as good as none."""
        path = self._path(key)
        try:
            head, _, content = path.read_bytes().partition(b"\n")
            headers = json.loads(head)
            os.utime(path)  # it was used: others go first
        except (OSError, ValueError):
            return None
        if not isinstance(headers, dict) or str(len(content)) != headers.get("x-kept-length"):
            return None
        return Kept(headers, content)

    def put(self, key: str, kept: Kept) -> None:
        """Keep an answer; a disk that is full or read-only only costs the next request."""
        length = {"x-kept-length": str(len(kept.content))}
        whole = json.dumps(kept.headers | length).encode() + b"\n" + kept.content
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".new")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(whole)
                os.replace(name, self._path(key))
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            self._make_room(len(whole))

    def clear(self) -> None:
        for path in self._files():
            path.unlink(missing_ok=True)
        self._size = None

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()}.answer"

    def _files(self) -> list[Path]:
        return list(self.folder.glob("*.answer"))

    def _make_room(self, added: int) -> None:
        if self._size is not None and self._size + added <= self.most_bytes:
            self._size += added
            return
        found = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in self._files())
        size = sum(one for _, one, _ in found)
        for _, one, path in found:
            if size <= self.most_bytes:
                break
            path.unlink(missing_ok=True)
            size -= one
        self._size = size
