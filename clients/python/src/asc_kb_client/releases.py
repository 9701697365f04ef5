"""Releases: the data pinned, one file each."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from asc_kb_client.errors import BrokenFileError

if TYPE_CHECKING:
    from asc_kb_client.asking import Asker
    from asc_kb_client.values import Json


class Release:
    """One pinned state of the data: ``version``, ``date``, ``size`` in bytes, ``sha256``,
    ``counts``."""

    def __init__(self, asker: Asker, told: Json) -> None:
        self._asker = asker
        self.version: str = told["version"]
        self.date: str = told["date"]
        self.size: int = told["size"]
        self.sha256: str = told["sha256"]
        self.counts: dict[str, int] = told["counts"]

    def save(self, path: str | Path) -> Path:
        """Its file (a zip), whole and with the right checksum, or not at all. Raises
        :class:`BrokenFileError`."""
        target = Path(path)
        # the server may stand behind another name than the one in the release's address
        address = self._asker.http.base_url.join(f"/releases/{quote(self.version, safe='')}/")
        self._asker.save(str(address), [], target)
        with target.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != self.sha256:
            target.unlink()
            raise BrokenFileError(
                f"release {self.version} came with checksum {found}, not {self.sha256}"
            )
        return target

    def __repr__(self) -> str:
        return f"<Release {self.version}>"
