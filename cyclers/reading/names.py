"""Names of people and computers that a file carries, to be told before it is public."""

from __future__ import annotations

import mmap
import re
import zipfile
from itertools import islice
from typing import TYPE_CHECKING

from cyclers.reading.formats import NDAX, TEXT, WORKBOOK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_END = 200_000
"""Bytes at the beginning and at the end of a file: binary ones name people there."""
_IN_FOLDERS = re.compile(rb":(?:\\Users\\|\x00\\\x00U\x00s\x00e\x00r\x00s\x00\\\x00)")
_LARGEST_PART = 5_000_000
_MOST = 20
_FOLDER = re.compile(
    r"[A-Za-z]:\\{1,2}(?:Users|Documents and Settings)\\{1,2}([^\\/:*?\"<>|\x00-\x1f]{1,40})"
)
_ADDRESS = re.compile(
    r"(?<![\d.])(?!\d\.)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])"
)
_MAIL = re.compile(r"[A-Za-z0-9][\w.+-]{2,40}@[A-Za-z0-9-]{3,40}(?:\.[A-Za-z]{2,8}){1,3}\b")
_BESIDE = re.compile(
    r"^\s*[\"']?(User(?: ?name)?|Operator(?: name)?|Technician|Creator|Created by|Requestor|Owner|"
    r"Computer(?: name)?|PC name|Host(?: ?name)?|Saved by)[\"']?\s*[:=\t,;]+\s*"
    r"(.{1,80}?)[\"',;\s]*$",
    re.IGNORECASE | re.MULTILINE,
)
_IN_XML = re.compile(
    r"<(?:\w+:)?(creator|lastModifiedBy)>([^<]{1,80})</"
    r"|\b(UserName|Creator|PCName)=\"([^\"]{1,80})\""
)
_NOBODY = {"127.0.0.1", "0.0.0.0", "255.255.255.255", "public", "default", "openpyxl", "none", "-"}


def names_in_file(path: Path, kind: str) -> list[tuple[str, str]]:
    """(what, text), each once: users in paths, addresses, operators; at most twenty."""
    found: dict[tuple[str, str], None] = {}
    for text in _texts(path, kind):
        for what, pattern in (("user", _FOLDER), ("e-mail", _MAIL), ("computer", _ADDRESS)):
            for one in pattern.finditer(text):
                found[what, (one[1] if pattern is _FOLDER else one[0]).strip()] = None
        if kind == TEXT:
            for one in _BESIDE.finditer(text):
                found[one[1].casefold(), one[2].strip(" ,;\t\"'")] = None
        for one in _IN_XML.finditer(text):
            found[(one[1] or one[3]).casefold(), (one[2] or one[4]).strip()] = None
        if len(found) > 10 * _MOST:
            break
    named = [pair for pair in found if pair[1] and pair[1].casefold() not in _NOBODY]
    return named[:_MOST]


def _texts(path: Path, kind: str) -> Iterator[str]:
    """The file as text: the head of a table, the XML of an archive, both ends of a binary file and
    where it speaks of a user's folder; as bytes and as the two-byte text of Windows."""
    if kind in {NDAX, WORKBOOK}:
        yield from _parts(path)
        return
    with path.open("rb") as file:
        if kind == TEXT:
            yield file.read(_END).decode("utf-8", errors="replace")
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            yield from _both_ways(whole[:_END])
            if len(whole) > _END:
                yield from _both_ways(whole[max(_END, len(whole) - _END) :])
            for sign in islice(_IN_FOLDERS.finditer(whole), _MOST):
                at = sign.start()
                yield from _both_ways(whole[max(0, at - 20) : at + 200])


def _both_ways(data: bytes) -> Iterator[str]:
    yield data.decode("latin-1")
    if b"\x00\\\x00" in data:
        yield data.replace(b"\x00", b"").decode("latin-1")


def _parts(path: Path) -> Iterator[str]:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            told = part.filename.endswith(".xml") and "/worksheets/" not in part.filename
            if told and part.file_size <= _LARGEST_PART:
                yield archive.read(part).decode("utf-8", errors="replace")
