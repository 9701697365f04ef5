"""Cells of a workbook, written so that nothing of them is lost or run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEAD = PatternFill("solid", fgColor="12343B")
MUST = PatternFill("solid", fgColor="2A6E67")
_LARGEST = 1e300


def write_text(cell: Any, text: str) -> None:
    """A text as it is, without the characters that no workbook holds."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"  # what begins with "=" is text here, never a formula
    cell.number_format = "@"


def write_number(cell: Any, value: Any) -> None:
    """A number as such where a workbook keeps all its digits (16), else as text."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and abs(value) < _LARGEST and float(f"{value:.15g}") == value:
        cell.value = value
    elif value not in (None, ""):
        write_text(cell, repr(value) if isinstance(value, float) else str(value))


def write_head(page: Worksheet, headers: list[str]) -> None:
    for number, text in enumerate(headers, 1):
        cell = page.cell(1, number)
        write_text(cell, text)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = MUST if number <= 2 else HEAD
        page.column_dimensions[get_column_letter(number)].width = 18
