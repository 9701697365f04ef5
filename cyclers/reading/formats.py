"""Which kind of file it is, by what it holds and not by its name."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from cyclers.reading.trouble import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

NDA, NDAX, MPR, RES, WORKBOOK, PARQUET, TEXT = (
    "nda",
    "ndax",
    "mpr",
    "res",
    "workbook",
    "parquet",
    "text",
)
_MAGIC = (
    (0, b"NEWARE", NDA),
    (0, b"BIO-LOGIC MODULAR FILE", MPR),
    (4, b"Standard Jet DB", RES),
    (4, b"Standard ACE DB", RES),
    (0, b"\xd0\xcf\x11\xe0", WORKBOOK),
    (0, b"PAR1", PARQUET),
)
_OTHERS = (
    (b"%PDF", "a PDF: paste its tables into the draft, and read its figures with the digitiser"),
    (b"\x89PNG", "a picture (PNG): read it with the digitiser"),
    (b"\xff\xd8\xff", "a picture (JPEG): read it with the digitiser"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
)
_NAMED = {
    "nda": NDA,
    "ndax": NDAX,
    "mpr": MPR,
    "res": RES,
    "xlsx": WORKBOOK,
    "xls": WORKBOOK,
    "parquet": PARQUET,
}
LARGEST_UNPACKED = 4_000_000_000
_MOST_PARTS = 2000


def kind_of(path: Path) -> str:
    """The kind of file, by its content. Raises :class:`Unreadable` for none that is known."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise Unreadable("The file is empty.")
    for place, magic, kind in _MAGIC:
        if head[place : place + len(magic)] == magic:
            return kind
    for magic, words in _OTHERS:
        if head.startswith(magic):
            raise Unreadable(f"The file is {words}.")
    if head.startswith(b"PK"):
        return _kind_of_zip(path)
    return TEXT


def mislabelled(name: str, kind: str) -> str:
    """A warning where the file's name says another kind, else empty."""
    named = _NAMED.get(name.rpartition(".")[2].casefold(), "")
    if not named or named == kind:
        return ""
    return f"It is named {name.rpartition('.')[2]} and holds {kind}: read as what it holds."


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable("The file is a zip archive that is cut off or damaged.") from error
    names = {part.filename for part in parts}
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable("Unpacked, this archive would be far larger than any cycler's file.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("The file has a password: save it without one.")
    if any(name.endswith(".ndc") for name in names):
        return NDAX
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names or "content.xml" in names:
        return WORKBOOK
    raise Unreadable("The file is a zip archive and neither a Neware .ndax nor a workbook.")
