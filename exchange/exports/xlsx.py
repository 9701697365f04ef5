"""XLSX: a sheet whose numbers are numbers, written to a temporary file row by row."""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from exchange.exports.columns import Column

MOST_ROWS = 1_048_575  # of the format, the heads apart
_LONGEST_TEXT = 32_767  # of a cell
_BLOCK = 64 * 1024
_FORMULA = re.compile("^=")


def xlsx_blocks(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> Iterator[bytes]:
    """The workbook in blocks. Nothing of it is a formula, whatever a text begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    bold = Font(bold=True)
    heads = []
    for column in columns:
        head = WriteOnlyCell(sheet, value=column.header)
        head.font = bold
        heads.append(head)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(value)
    elif isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)  # the format knows no time zones
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_TEXT]
    if not _FORMULA.match(text):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # text, and not the formula that openpyxl takes it for
    return cell
