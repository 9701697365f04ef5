"""A pasted table as a grid of cells, spans unfolded; raised signs stay raised, footnote marks stand
beside their cell."""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import dataclass, field
from typing import Any

LARGEST = 2_000_000
"""Bytes of markup."""
MOST_CELLS = 20_000
MOST_COLUMNS = 200
MOST_ROWS = 2_000
LONGEST_CELL = 500

_RAISED = str.maketrans("0123456789+-−–‐‑—()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁻⁻⁻⁽⁾")
_SIGNS = re.compile(r"[0-9+\-−–‐‑—()\s]+")
_ORDINAL = re.compile(r"st|nd|rd|th")
_MARK = re.compile(r"[a-z](?:\s?,\s?[a-z])*|[*†‡§¶#]+|\[[a-z0-9]\]")


class TooLarge(ValueError):
    """More than can be read at once; the message says how much is."""


@dataclass(frozen=True)
class Cell:
    """``mark`` is a footnote letter or star, which is no part of the text."""

    text: str = ""
    mark: str = ""
    head: bool = False
    copied: bool = False
    """unfolded from a cell that spans it"""

    @property
    def shown(self) -> str:
        return f"{self.text}^{self.mark}" if self.mark else self.text


@dataclass
class Grid:
    cells: list[list[Cell]]
    caption: str = ""
    decimal_comma: bool = False
    plain: bool = False
    """raised signs are lost in it"""
    guessed: bool = False
    """the borders of its cells are guessed"""
    notes: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.cells), default=0)

    def transposed(self) -> Grid:
        turned = [
            [row[c] if c < len(row) else Cell() for row in self.cells] for c in range(self.width)
        ]
        return Grid(turned, self.caption, self.decimal_comma, self.plain, self.guessed)


def squared(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows of one length, without empty ones at the ends and empty columns at the right."""
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    while rows and not any(cell.text for cell in rows[0]):
        rows.pop(0)
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if cell.text), default=0)
    return [[*row[:width], *[Cell()] * (width - len(row))] for row in rows]


# --- HTML ---------------------------------------------------------------------------------------
def from_markup(html: str, plain: str = "") -> Grid:
    """The largest table of the markup. Raises TooLarge, and ValueError where there is none.

    `plain` is the same copy as plain text: it has the numbers where a narrow column shows ####.
    """
    from lxml import html as markup  # type: ignore[import-untyped]

    data = html.encode("utf-8", "replace")
    if len(data) > LARGEST:
        raise TooLarge(f"a table has at most {LARGEST // 1_000_000} MB of markup")
    parser = markup.HTMLParser(
        encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = markup.document_fromstring(data, parser=parser)
    except (markup.etree.ParserError, markup.etree.XMLSyntaxError, ValueError) as error:
        raise ValueError("there is no table in it") from error
    tables = [(t, sum(1 for _ in t.iter("td", "th"))) for t in root.iter("table")]
    if not tables:
        raise ValueError("there is no table in it")
    table, count = max(tables, key=lambda found: found[1])
    if count > MOST_CELLS:
        raise TooLarge(f"a table has at most {MOST_CELLS} cells")
    caption = " ".join(_text(c)[0] for c in table.iter("caption"))
    grid = Grid(squared(_unfolded(table)), caption[:1000])
    if plain:
        _repair(grid, plain)
    return grid


def _unfolded(table: Any) -> list[list[Cell]]:
    """Every cell at its places; spans are cut where the table is too large."""
    rows: list[list[Cell | None]] = []
    total = 0
    for index, tr in enumerate(r for r in table.iter("tr") if _owner(r) is table):
        if index >= MOST_ROWS:
            raise TooLarge(f"a table has at most {MOST_ROWS} rows")
        while len(rows) <= index:
            rows.append([])
        column = 0
        for td in (c for c in tr if c.tag in ("td", "th")):
            while column < len(rows[index]) and rows[index][column] is not None:
                column += 1
            text, mark = _text(td)
            wide, high = _span(td, "colspan", MOST_COLUMNS), _span(td, "rowspan", MOST_ROWS)
            total += wide * high
            if total > MOST_CELLS or column + wide > MOST_COLUMNS:
                raise TooLarge(f"a table has at most {MOST_CELLS} cells in {MOST_COLUMNS} columns")
            head = td.tag == "th" and td.get("scope") != "row"
            for down in range(high):
                while len(rows) <= index + down:
                    rows.append([])
                row = rows[index + down]
                row.extend([None] * (column + wide - len(row)))
                for right in range(wide):
                    row[column + right] = Cell(text, mark, head, copied=bool(down or right))
            column += wide
    return [[cell or Cell() for cell in row] for row in rows]


def _owner(element: Any) -> Any:
    return next(element.iterancestors("table"), None)


def _span(td: Any, name: str, most: int) -> int:
    said = str(td.get(name) or "1").strip()
    return (
        min(max(int(said), 1), most) if said.isascii() and said.isdigit() and len(said) < 6 else 1
    )


def _text(element: Any) -> tuple[str, str]:
    """The text of a cell, and its footnote mark."""
    parts: list[tuple[str, str]] = []
    _collect(element, "", parts, 0)
    out, marks = "", []
    for number, (text, place) in enumerate(parts):
        following = "".join(t for t, _ in parts[number + 1 :]).strip()
        bare = text.strip()
        if place != "super" or not bare:
            out += text
        elif _SIGNS.fullmatch(bare):
            out += bare.translate(_RAISED)
        elif _ORDINAL.fullmatch(bare):
            out += bare
        elif _MARK.fullmatch(bare) and not following[:1].isalnum():
            marks.append(bare.strip("[]"))
        else:
            out += text
    return " ".join(out.split())[:LONGEST_CELL], ",".join(marks)


def _collect(element: Any, place: str, parts: list[tuple[str, str]], depth: int) -> None:
    if not isinstance(element.tag, str) or (element.tag in ("script", "style", "table") and depth):
        if element.tail and depth:
            parts.append((element.tail, place))
        return
    inner = place
    style = (element.get("style") or "").replace(" ", "").lower()
    if element.tag == "sup" or "vertical-align:super" in style:
        inner = "super"
    elif element.tag == "sub" or "vertical-align:sub" in style:
        inner = "sub"
    if element.tag in ("br", "p", "div", "li") and parts:
        parts.append((" ", ""))
    if element.text:
        parts.append((element.text, inner))
    if depth < 60:
        for child in element:
            _collect(child, inner, parts, depth + 1)
            if (
                child.tail
                and isinstance(child.tag, str)
                and child.tag not in ("script", "style", "table")
            ):
                parts.append((child.tail, inner))


def _repair(grid: Grid, plain: str) -> None:
    """ "####" is a number that a narrow column did not show: the plain text has it."""
    rows = [line.split("\t") for line in plain.replace("\r\n", "\n").split("\n")]
    for r, row in enumerate(grid.cells):
        for c, cell in enumerate(row):
            if re.fullmatch(r"#{2,}", cell.text):
                there = rows[r][c].strip() if r < len(rows) and c < len(rows[r]) else ""
                if there and not there.startswith("#") and len(rows[r]) == len(row):
                    grid.cells[r][c] = Cell(there, cell.mark, cell.head)


# --- plain text ---------------------------------------------------------------------------------
def from_delimited(text: str) -> Grid:
    """Tabs, else semicolons, commas or bars: separator and decimal sign decided for the whole.

    Raises TooLarge, and ValueError where no two cells stand in one line.
    """
    if len(text) > LARGEST:
        raise TooLarge(f"a table has at most {LARGEST // 1_000_000} MB")
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip("\n")
    found = None
    for separator in "\t;,|":
        rows = _split(text, separator)
        widths = [len(row) for row in rows if any(row)]
        wide = [w for w in widths if w > 1]
        if len(wide) >= 2 and len(wide) * 2 >= len(widths):
            steady = max(wide.count(w) for w in set(wide)) / len(wide)
            if separator in "\t;" or steady >= 0.7:
                found = (separator, rows)
                break
    if found is None:
        rows = [re.split(r"\s{2,}", line.strip()) for line in text.split("\n") if line.strip()]
        if sum(len(row) > 1 for row in rows) < 2:
            rows = _by_blanks(text) or _by_lines(text)
        if sum(len(row) > 1 for row in rows) < 2:
            raise ValueError("there is no table in it: no two cells stand side by side")
        return Grid(_cells(rows), plain=True, guessed=True)
    separator, rows = found
    grid = Grid(_cells(rows), plain=True)
    if separator != ",":
        numbers = [
            cell.text for row in grid.cells for cell in row if re.search(r"^\D?\d", cell.text)
        ]
        commas = sum(bool(re.fullmatch(r"[~<>≤≥]?\s?[-−–]?\d+,\d+.{0,12}", n)) for n in numbers)
        points = sum(bool(re.search(r"\d\.\d", n)) for n in numbers)
        grid.decimal_comma = commas > points
    return grid


def _split(text: str, separator: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error:
        rows = [line.split(separator) for line in text.split("\n")]
    if len(rows) > MOST_ROWS or sum(map(len, rows)) > MOST_CELLS:
        raise TooLarge(f"a table has at most {MOST_ROWS} rows and {MOST_CELLS} cells")
    return rows


def _by_blanks(text: str) -> list[list[str]]:
    """What a PDF gives: a blank between cells, numbers glued to their ±, power and unit, heads to
    theirs in brackets."""
    glued = re.sub(r"(?<=\d)\s*([±×x])\s*(?=\d)", "\u00a0\\1\u00a0", text)
    glued = re.sub(r"(?<=[^\W\d_])[ ](?=[(\[][^()\[\]]{1,24}[)\]](?:\s|$))", "\u00a0", glued)
    rows = [line.split(" ") for line in glued.split("\n") if line.strip()]
    widths = [len(row) for row in rows]
    common = max(set(widths), key=widths.count, default=0)
    if common < 2 or widths.count(common) * 2 < len(rows):
        return []
    return [[cell.replace("\u00a0", " ") for cell in row] for row in rows]


def _by_lines(text: str) -> list[list[str]]:
    """What a PDF gives, too: a cell a line, the heads first or each above its column."""
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    values = [bool(_VALUE.match(line)) for line in lines]
    if any(len(line) > LONGEST_CELL for line in lines) or not any(values) or values[0]:
        return []
    wide = values.index(True)
    if wide > 1 and len(lines) % wide == 0 and all(values[wide:]):
        return [lines[i : i + wide] for i in range(0, len(lines), wide)]
    starts = [i for i, value in enumerate(values) if not value]
    high = {b - a for a, b in itertools.pairwise([*starts, len(lines)])}
    if len(starts) > 1 and len(high) == 1 and high != {1}:
        return [[lines[start + down] for start in starts] for down in range(high.pop())]
    return []


_VALUE = re.compile(r"[~≈<>≤≥]?\s?[-−–]?\d[\d.,]*|[-−–]$|n\.?[ad]\.?$", re.IGNORECASE)


def _cells(rows: list[list[str]]) -> list[list[Cell]]:
    if len(rows) > MOST_ROWS or sum(map(len, rows)) > MOST_CELLS:
        raise TooLarge(f"a table has at most {MOST_ROWS} rows and {MOST_CELLS} cells")
    if max((len(row) for row in rows), default=0) > MOST_COLUMNS:
        raise TooLarge(f"a table has at most {MOST_COLUMNS} columns")
    return squared([[Cell(" ".join(text.split())[:LONGEST_CELL]) for text in row] for row in rows])
