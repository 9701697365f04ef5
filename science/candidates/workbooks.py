"""A sheet of a workbook as a grid; raised characters stay raised, merged cells are unfolded.

An .ods has no raised characters for us: its reader gives the values alone.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from science.candidates.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Grid,
    TooLarge,
    squared,
)

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
LARGEST_UNPACKED = 60_000_000
"""Bytes of a workbook's parts."""
_RAISED = str.maketrans("0123456789+-−–()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾")


def sheets(data: bytes) -> list[tuple[str, Grid]]:
    """Name and grid of each sheet of an .xlsx or .ods workbook that has cells.

    The bytes are checked by the caller (size, entities, macros). Raises TooLarge and ValueError.
    """
    if _is_ods(data):
        return _of_ods(data)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), rich_text=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its parts do
        raise ValueError("not an .xlsx workbook, or a damaged one") from error
    found = []
    for sheet in book.worksheets[:20]:
        grid = _grid(sheet)
        if grid.cells:
            found.append((str(sheet.title), grid))
    return found


def _is_ods(data: bytes) -> bool:
    """Whether it is an OpenDocument sheet. Raises TooLarge, and ValueError for no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise TooLarge("unpacked the workbook would be far too large")
            names = archive.namelist()
            kind = archive.read("mimetype") if "mimetype" in names else b""
            if kind.startswith(_ODS):  # calamine never ends on XML that is broken
                etree.fromstring(archive.read("content.xml"), etree.XMLParser(no_network=True))
    except (
        KeyError,
        etree.XMLSyntaxError,
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        zlib.error,
    ) as error:
        raise ValueError("no .xlsx or .ods workbook, or a damaged one") from error
    return kind.startswith(_ODS)


def _of_ods(data: bytes) -> list[tuple[str, Grid]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = []
        for name in book.sheet_names[:20]:
            sheet = book.get_sheet_by_name(name)
            _bounded(sheet.total_height, sheet.total_width)
            rows = sheet.to_python(skip_empty_area=False)
            cells = squared([[_plain(value) for value in row] for row in rows])
            for (r, c), last in sheet.merged_cell_ranges or []:
                _unfold(cells, r, c, *last)
            if cells:
                found.append((name, Grid(cells, plain=True)))
    except (CalamineError, OSError) as error:
        raise ValueError("not an .ods workbook, or a damaged one") from error
    return found


def _plain(value: Any) -> Cell:
    if isinstance(value, str):
        return Cell(" ".join(value.split())[:500])
    if isinstance(value, float | int) and not isinstance(value, bool):
        return Cell(_number(value, ""))
    return Cell(str(value).upper() if isinstance(value, bool) else value.isoformat())


def _bounded(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise TooLarge(
            f"a sheet has at most {MOST_ROWS} rows, {MOST_COLUMNS} columns and {MOST_CELLS} cells"
        )


def _unfold(cells: list[list[Cell]], r0: int, c0: int, r1: int, c1: int) -> None:
    """The cells that one cell spans say what it says."""
    if r0 >= len(cells) or c0 >= len(cells[r0]):
        return
    origin = cells[r0][c0]
    for r in range(r0, min(r1 + 1, len(cells))):
        for c in range(c0, min(c1 + 1, len(cells[r]))):
            if (r, c) != (r0, c0):
                cells[r][c] = Cell(origin.text, origin.mark, copied=True)


def _grid(sheet: Any) -> Grid:
    _bounded(sheet.max_row or 0, sheet.max_column or 0)
    cells = [[_cell(cell) for cell in row] for row in sheet.iter_rows()]
    for span in sheet.merged_cells.ranges:
        _unfold(cells, span.min_row - 1, span.min_col - 1, span.max_row - 1, span.max_col - 1)
    return Grid(squared(cells))


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    if isinstance(value, str) and not isinstance(value, list):
        return Cell(" ".join(value.split())[:500])
    if isinstance(value, list):
        return _rich(value)
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if isinstance(value, datetime | date | time):
        return Cell(value.isoformat())
    return Cell(_number(value, str(cell.number_format or "")))


def _rich(runs: list[Any]) -> Cell:
    out, mark = "", ""
    for number, run in enumerate(runs):
        text = str(getattr(run, "text", run))
        font = getattr(run, "font", None)
        bare = text.strip()
        last = not "".join(str(getattr(r, "text", r)) for r in runs[number + 1 :]).strip()
        if font is None or getattr(font, "vertAlign", None) != "superscript":
            out += text
        elif re.fullmatch(r"[0-9+\-−–()\s]+", bare):
            out += bare.translate(_RAISED)
        elif re.fullmatch(r"[a-z](?:,[a-z])*|[*†‡§]+", bare) and last:
            mark = bare
        else:
            out += text
    return Cell(" ".join(out.split())[:500], mark)


def _number(value: float | int, shown_as: str) -> str:
    """The number with the decimals that the sheet shows."""
    places = re.fullmatch(r"#?,?#*0(?:\.(0+))?(%?)(?:_.*)?", shown_as)
    if places:
        decimals = len(places[1] or "")
        if places[2]:
            return f"{value * 100:.{decimals}f} %"
        return f"{value:.{decimals}f}"
    return f"{value:.12g}" if isinstance(value, float) else str(value)
