"""An upload is looked at before it is opened: its size, its directory, what hides in it."""

from __future__ import annotations

import io
import re
import zipfile

LARGEST_FILE = 12_000_000
"""Bytes as uploaded; a thousand coatings with all their values have about one million."""
LARGEST_UNPACKED = 120_000_000
MOST_PARTS = 400
MOST_ROWS = 210_000
"""Rows of one sheet, counted before it is opened: the longest is that of the points."""
MOST_CELLS = 2_000_000
MOST_CELLS_IN_ROW = 2_000
"""Cells cost memory also where they are empty: counted before any is built."""
_LARGEST_STRINGS = 40_000_000
_MAGIC_OLE = b"\xd0\xcf\x11\xe0"
_FORBIDDEN = re.compile(r"vbaproject|\.bin$|externallinks|embeddings|activex|\.exe$|\.dll$", re.I)
_DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.I)
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)[\s/>]")
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_PRINTER = re.compile(r"printersettings\d*\.bin$", re.I)


class UnsafeFile(ValueError):
    """A file that is not opened; the message says why, and what is expected."""


def check_file(data: bytes) -> int:
    """How many cells it has. Raises :class:`UnsafeFile` for what is no plain .xlsx workbook of a
    bearable size."""
    if not data:
        raise UnsafeFile("the file is empty")
    if len(data) > LARGEST_FILE:
        limit = LARGEST_FILE // 1_000_000
        raise UnsafeFile(f"the file is larger than {limit} MB: send the paper in parts")
    if data.startswith(_MAGIC_OLE):
        raise UnsafeFile("an old .xls or a workbook with a password: save it as .xlsx without one")
    if not data.startswith(b"PK"):
        raise UnsafeFile(
            "not an .xlsx workbook: fill in the template, or save the sheet as .xlsx. A table of a "
            "paper (.csv, .ods) is pasted into its draft"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive)
            return _check_parts(archive)
    except UnsafeFile:
        raise
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnsafeFile("not an .xlsx workbook, or a damaged one") from error
    except Exception as error:  # zlib's and the decoders' own
        raise UnsafeFile("the workbook is damaged") from error


def _check_directory(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "mimetype" in names and "content.xml" in names:
        raise UnsafeFile("an .ods sheet: save it as .xlsx, or paste its table into the draft")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise UnsafeFile("a zip file, and no .xlsx workbook in it")
    if len(parts) > MOST_PARTS or len(names) != len(parts):
        raise UnsafeFile("more parts than a workbook has, or one of them twice")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnsafeFile("unpacked it would be far too large")
    for part in parts:
        if _FORBIDDEN.search(part.filename) and not _PRINTER.search(part.filename):
            raise UnsafeFile(
                f"it carries macros, programs or links ({part.filename}): save it as plain .xlsx"
            )
        if part.flag_bits & 1:
            raise UnsafeFile("it has a password: save it without one")
        if part.filename == "xl/sharedStrings.xml" and part.file_size > _LARGEST_STRINGS:
            raise UnsafeFile("it holds far more text than a paper")


def _check_parts(archive: zipfile.ZipFile) -> int:
    """Every XML part is UTF-8 and declares no entities: those blow up, or read other files. Counts
    the cells of all sheets."""
    cells = 0
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        counted = _Counted(part.filename)
        tail = b""
        with archive.open(part) as stream:
            head = stream.read(400)
            _check_encoding(head.lstrip(b"\xef\xbb\xbf"), part.filename)
            while head:
                if _DECLARED.search(tail + head):
                    raise UnsafeFile(f"{part.filename} declares entities, which no workbook needs")
                counted.more(head)
                if cells + counted.cells > MOST_CELLS:
                    raise UnsafeFile(f"it has more than {MOST_CELLS} cells, empty ones among them")
                tail = head[-40:]
                head = stream.read(1_000_000)
        cells += counted.cells
    return cells


class _Counted:
    """Rows and cells of one part, as far as it was read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = self.cells = self.in_row = 0
        self._left = b""

    def more(self, data: bytes) -> None:
        """A tag that is cut in two is counted with what comes next."""
        data = self._left + data
        begun = data.rfind(b"<")
        cut = begun if begun >= max(len(data) - 40, 0) and b">" not in data[begun:] else len(data)
        data, self._left = data[:cut], data[cut:]
        for tag in _ROW_OR_CELL.finditer(data):
            if tag[1] == b"row":
                self.rows, self.in_row = self.rows + 1, 0
            else:
                self.cells, self.in_row = self.cells + 1, self.in_row + 1
            if self.rows > MOST_ROWS:
                raise UnsafeFile(f"{self.name} has more than {MOST_ROWS} rows")
            if self.in_row > MOST_CELLS_IN_ROW:
                raise UnsafeFile(f"{self.name} has more than {MOST_CELLS_IN_ROW} cells in a row")


def _check_encoding(head: bytes, name: str) -> None:
    said = _ENCODING.match(head)
    other = said and said[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}
    if other or head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise UnsafeFile(f"{name} is not in UTF-8: save the workbook anew")
