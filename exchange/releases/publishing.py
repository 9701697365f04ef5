"""A written release as one file that is listed and served."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from exchange.models import Release, releases_folder
from exchange.releases.package import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exchange.releases.writing import Written

_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file knows: no entry tells when it was written


@contextmanager
def previous_release(version: str = "") -> Iterator[Path | None]:
    """The newest published release but this one, unpacked; None where there is none."""
    last = Release.objects.exclude(version=version).first()
    if last is None or not last.path.exists():
        yield None
        return
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(last.path) as packed:
        packed.extractall(name)
        yield Path(name)


def publish(folder: Path, written: Written) -> Release:
    """Pack the folder and list it. Raises FileExistsError where the version holds other data."""
    known = Release.objects.filter(version=written.version).first()
    if known is not None:
        if known.digest != written.digest:
            raise FileExistsError(f"release {written.version} holds other data; name a new version")
        return known
    releases_folder().mkdir(parents=True, exist_ok=True)
    changes = orjson.loads((folder / "CHANGES.json").read_bytes())
    release = Release(
        version=written.version,
        date=written.date,
        digest=written.digest,
        counts=written.counts,
        changes=changes,
    )
    pack(folder, release.path)
    release.checksum = sha256(release.path)
    release.size = release.path.stat().st_size
    release.full_clean()
    release.save()
    return release


def pack(folder: Path, target: Path) -> None:
    """The folder as a zip file, the same bytes for the same files."""
    partial = target.with_suffix(".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                packed.writestr(entry, path.read_bytes())
    partial.replace(target)
