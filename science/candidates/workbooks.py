"""A sheet of a workbook as a grid; raised characters stay raised, merged cells are unfolded."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from typing import Any

from science.candidates.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Grid,
    TooLarge,
    squared,
)

_RAISED = str.maketrans("0123456789+-−–()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾")


def sheets(data: bytes) -> list[tuple[str, Grid]]:
    """Name and grid of each sheet of an .xlsx workbook that has cells.

    The bytes are checked by the caller (size, entities, macros). Raises TooLarge and ValueError.
    """
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


def _grid(sheet: Any) -> Grid:
    rows, columns = sheet.max_row or 0, sheet.max_column or 0
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise TooLarge(
            f"a sheet has at most {MOST_ROWS} rows, {MOST_COLUMNS} columns and {MOST_CELLS} cells"
        )
    cells = [[_cell(cell) for cell in row] for row in sheet.iter_rows()]
    for merged in sheet.merged_cells.ranges:
        origin = cells[merged.min_row - 1][merged.min_col - 1]
        for r in range(merged.min_row - 1, min(merged.max_row, len(cells))):
            for c in range(merged.min_col - 1, min(merged.max_col, len(cells[r]))):
                if (r, c) != (merged.min_row - 1, merged.min_col - 1):
                    cells[r][c] = Cell(origin.text, origin.mark, copied=True)
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
