"""Reads by name: a kept file as a file, its reading, a mapping that fits."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cyclers.models import ColumnMapping, RawFile, RawPart
from cyclers.reading.answers import answers_of
from cyclers.reading.read import read_file, read_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cyclers.reading.result import Reading


def bytes_of(file: RawFile) -> Iterator[bytes]:
    """The file, a part at a time."""
    parts = RawPart.objects.filter(file=file).order_by("number").values_list("data", flat=True)
    for data in parts.iterator(chunk_size=1):
        yield bytes(data)


@contextmanager
def on_disk(file: RawFile) -> Iterator[Path]:
    """The file as a file, for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="raw-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as target:
            for part in bytes_of(file):
                target.write(part)
        yield path


def reading_of(
    file: RawFile,
    answers: dict[str, Any] | None = None,
    *,
    told: Callable[[float], None] | None = None,
) -> Reading:
    """What a kept file says, with ``per_cycle`` and ``series``; with the answers that it was last
    read with, unless others are given. Raises what :func:`cyclers.reading.read.read_file` raises;
    may take minutes: for a worker."""
    said = answers_of(file.answers if answers is None else answers)
    with on_disk(file) as path:
        return read_file(path, said, name=file.name, told=told)


def reading_of_all(
    files: Sequence[RawFile],
    answers: dict[str, Any] | None = None,
    *,
    told: Callable[[float], None] | None = None,
) -> Reading:
    """What kept files say that are one test in parts, with the answers of the first; of one file,
    what :func:`reading_of` gives."""
    if len(files) == 1:
        return reading_of(files[0], answers, told=told)
    said = answers_of(files[0].answers if answers is None else answers)
    with ExitStack() as stack:
        paths = [(stack.enter_context(on_disk(file)), file.name) for file in files]
        return read_files(paths, said, told=told)


def remembered(owner: Any, signature: str) -> tuple[dict[str, Any], bool]:
    """What was said of a table with these headers: by this person, else by anybody; and whether
    it was this person."""
    rows = ColumnMapping.objects.filter(signature=signature) if signature else ()
    for row in sorted(rows, key=lambda one: (one.owner_id != owner.pk, -one.used_at.timestamp())):
        return row.answers, row.owner_id == owner.pk
    return {}, False
