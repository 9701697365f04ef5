"""Every write of this room: files kept and forgotten, mappings remembered."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Protocol

from django.db import transaction
from django.utils import timezone

from cyclers.models import ColumnMapping, RawFile, RawPart
from cyclers.reading.read import LARGEST_FILE
from cyclers.reading.trouble import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cyclers.reading.result import Reading

PART = 4_000_000
_SAID_OF_COLUMNS = ("columns", "units", "current")


class Source(Protocol):
    """A file as it is uploaded."""

    def read(self, size: int, /) -> bytes: ...

    def seek(self, place: int, /) -> Any: ...


@transaction.atomic
def keep_file(*, source: Source, name: str) -> RawFile:
    """Keep a file byte for byte; one that is here already is the one that is here.

    Raises :class:`Unreadable` for an empty file or one that is too large.
    """
    digest = hashlib.sha256()
    size = 0
    for block in _blocks(source):
        digest.update(block)
        size += len(block)
        if size > LARGEST_FILE:
            raise Unreadable(f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")
    if not size:
        raise Unreadable("The file is empty.")
    shown = name.replace("\x00", "").replace("\\", "/").rpartition("/")[2][-200:] or "file"
    file, new = RawFile.objects.get_or_create(
        sha256=digest.hexdigest(), defaults={"name": shown, "size": size}
    )
    if new:
        source.seek(0)
        for number, block in enumerate(_blocks(source)):
            RawPart.objects.create(file=file, number=number, data=block)
    return file


def _blocks(source: Source) -> Iterable[bytes]:
    while block := source.read(PART):
        yield block


@transaction.atomic
def note_reading(*, file: RawFile, reading: Reading, answers: dict[str, Any]) -> None:
    """Which reader made what of a file, and with which answers: so that it can be read again."""
    RawFile.objects.filter(pk=file.pk).update(
        format=reading.format[:80],
        reader=reading.reader[:80],
        reader_version=reading.reader_version[:80],
        answers=answers,
    )


@transaction.atomic
def forget_files(*, numbers: Iterable[int]) -> int:
    """Remove these files with their bytes."""
    _, each = RawFile.objects.filter(pk__in=list(numbers)).delete()
    return each.get("cyclers.RawFile", 0)


@transaction.atomic
def remember_mapping(*, owner: Any, signature: str, answers: dict[str, Any]) -> None:
    """Keep what somebody said of the columns of a table with these headers."""
    said = {name: answers[name] for name in _SAID_OF_COLUMNS if answers.get(name)}
    if said and signature:
        ColumnMapping.objects.update_or_create(
            owner=owner,
            signature=signature,
            defaults={"answers": said, "used_at": timezone.now()},
        )
