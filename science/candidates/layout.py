# ruff: noqa: E501 - a pattern stands on one line, however long
"""Where the heads of a table end, and what its cells look like."""

from __future__ import annotations

import re

from science.candidates.grid import Cell, Grid
from science.candidates.heads import read_head

DASH = r"\-\u2010-\u2015\u2212"
_PLAIN_NUMBER = re.compile(
    rf"[~≈<>≤≥]*\s?[{DASH}+]?\(?(?:\d+(?:[.,]\d+)*|10[⁰¹²³⁴-⁹⁻]+)(?:\(\d+\))?"
    rf"(?:\s?[×x*·]\s?10[⁰¹²³⁴-⁹⁻{DASH}^\d]+)?(?:\s?(?:±|\+/-|/|[{DASH}]|to)\s?[\d.,]+\)?(?:\s?[×x]\s?10[⁰¹²³⁴-⁹⁻]+)?)?"
    r"\s?[a-z*†‡]?"
)
CONDITION_HEAD = re.compile(
    r"\d+(?:[.,]\d+)?\s?C|C\s?/\s?\d+|\d+\s?(?:st|nd|rd|th)(?: cycles?)?|[\d.]+\s?°\s?C|RT",
    re.IGNORECASE,
)
MISSING = re.compile(
    rf"[{DASH}]+|n\.?\s?/?\s?[amdrst]\.?|n/?[amdr]|not (?:determined|measured|reported|available|applicable)|/|\.{{2,3}}|…|\?|nil",
    re.IGNORECASE,
)
TRAILING_MARK = re.compile(r"(?<=[\d)])([a-z*†‡§]|\^[a-z])$")
_UNIT_ROW = re.compile(r"[(\[].*[)\]]|%|[^\W\d_]{1,3}(?:[/ ].*)?")


def is_number(cell: Cell) -> bool:
    return bool(_PLAIN_NUMBER.fullmatch(cell.text)) and not CONDITION_HEAD.fullmatch(cell.text)


def single(row: list[Cell]) -> bool:
    return len({cell.text for cell in row if cell.text}) == 1


def head_rows_of(grid: Grid) -> int:
    """Titles, rows of head cells, and leading rows without a value."""
    rows = grid.cells
    count = 0
    while count < len(rows) - 1 and len(rows[count]) > 1 and single(rows[count]):
        count += 1  # a title above
    titles = count
    while count < len(rows) - 1 and all(cell.head or not cell.text for cell in rows[count]):
        count += 1
    while count < len(rows) - 1:
        row = rows[count]
        if count > titles and any(
            c.copied and c.text and c.text == up.text and not is_number(c)
            for c, up in zip(row, rows[count - 1], strict=False)
        ):
            count += 1  # a head is merged down into this row
            continue
        if any(is_number(cell) for cell in row) or any(_with_unit(c) for c in row[1:]):
            break
        if count > titles and not _goes_on(rows, count):
            break
        count += 1
    return max(count, titles + 1 if titles < len(rows) else titles)


def _with_unit(cell: Cell) -> bool:
    return bool(re.match(r"[~<>]?\d[\d.,]*\s?(?:°C|nm|Å|%|mAh|eV|S|h|s|V)\b", cell.text)) and not (
        CONDITION_HEAD.fullmatch(cell.text)
    )


def _goes_on(rows: list[list[Cell]], count: int) -> bool:
    """Whether a second leading row still belongs to the heads: units, conditions, or cells under a
    merged head; a row of words alone is data where the row above has heads of all columns."""
    row, above = rows[count], rows[count - 1]
    for cell, upper in zip(row, above, strict=False):
        if cell.copied and cell.text == upper.text:
            return True
        if CONDITION_HEAD.fullmatch(cell.text) or (
            cell.text and _UNIT_ROW.fullmatch(cell.text) and re.match(r"[(\[]", cell.text)
        ):
            return True
        if cell.text and not upper.text:
            return True
    return False


def head_columns(grid: Grid, head_rows: int) -> int:
    """Where columns are records: the first column has the heads; a second one their units."""
    if grid.width < 3:
        return 1
    body = grid.cells[head_rows:]
    second = [row[1].text for row in body if row[1].text]
    units = sum(bool(read_head([f"x ({text})"]).unit) for text in second)
    return 2 if second and units * 2 > len(body) else 1


def footnotes(grid: Grid) -> dict[str, str]:
    """What the marks beside cells stand for, as far as caption or last rows say it."""
    marks = {m for row in grid.cells for cell in row for m in cell.mark.split(",") if m}
    texts = [grid.caption, *(row[0].text for row in grid.cells[-4:] if single(row))]
    found = {}
    for mark in marks:
        for text in texts:
            match = re.search(
                rf"(?:^|[.;]\s){re.escape(mark)}[)\s:.]\s*(\S[^.;]{{2,160}})"
                rf"|\s{re.escape(mark)}[)\s:.]\s*([A-Z][^.;]{{2,160}})", text
            )  # fmt: skip
            if match:
                found[mark] = match[1] or match[2]
    return found
