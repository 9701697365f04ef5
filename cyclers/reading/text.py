"""Tables of text: found by their headers, read a block at a time."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import csv as arrow_csv

from cyclers.reading.dialects import dialect_of, is_header
from cyclers.reading.tables import headers_of, raw_of
from cyclers.reading.trouble import Unreadable
from cyclers.reading.units import COLUMNS, Header, unit_named

if TYPE_CHECKING:
    from pathlib import Path

    from cyclers.reading.answers import Answers
    from cyclers.reading.raw import Raw

_HEAD = 400_000
_MOST_LINES = 1000
_DELIMITERS = ("\t", ";", ",", "|")
_COMMA = re.compile(r"^\s*[-+]?\d+,\d+(?:[eE][-+]?\d+)?\s*$")
_POINT = re.compile(r"^\s*[-+]?\d+\.\d+(?:[eE][-+]?\d+)?\s*$")
_NUMBER = re.compile(r"^\s*[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?\s*$")
_NOTHING = ["", "NaN", "nan", "NAN", "N/A", "n/a", "NA", "-", "--", "null", "NULL", "None", " "]
_MOST_ODD = 0.01


@dataclass(frozen=True)
class Layout:
    """Where the table begins and how it is written."""

    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    units: tuple[str, ...]
    start: int
    """byte at which the first row of data begins"""
    decimal: str


def read_text(path: Path, answers: Answers, folder: Path) -> Raw:
    """Any table of text with headers that are recognised, or that ``answers`` name."""
    path = _as_utf8(path, folder)
    layout = layout_of(path, answers)
    dialect = dialect_of(layout.headers)
    headers = headers_of(layout.headers, dialect, answers, layout.units)
    odd: list[int] = []
    table = _load(path, layout, headers, odd)
    columns = {place: table.column(str(place)) for place in headers}
    raw = raw_of(
        columns, headers, dialect, reader=("pyarrow", pa.__version__), texts=layout.headers
    )
    if not raw.rows:
        raise Unreadable("The file has headers and no rows.")
    if len(odd) > max(1, _MOST_ODD * raw.rows):
        raise Unreadable(
            f"{len(odd)} of {raw.rows + len(odd)} lines do not have the number of columns of the "
            "header: this is not the table it says it is."
        )
    if odd:
        raw.warnings.append(_of_odd_lines(path, layout, len(odd)))
    return raw


def _as_utf8(path: Path, folder: Path) -> Path:
    """The file, or a copy of it in UTF-8 where it is in UTF-16."""
    with path.open("rb") as file:
        if file.read(2) not in {b"\xff\xfe", b"\xfe\xff"}:
            return path
    copy = folder / "utf8.txt"
    try:
        with (
            path.open(encoding="utf-16", newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            while block := source.read(1_000_000):
                target.write(block)
    except UnicodeError:
        raise Unreadable("The file begins as text in UTF-16 and does not go on as such.") from None
    return copy


def layout_of(path: Path, answers: Answers) -> Layout:
    """Raises :class:`Unreadable` where no line names columns."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    encoding = _encoding(head)
    text = head.decode(encoding, errors="replace")
    lines = io.StringIO(text, newline="").readlines()
    said = {one.strip() for one in answers.columns | answers.units}
    for number, line in enumerate(lines[:_MOST_LINES]):
        for delimiter in _DELIMITERS:
            if delimiter not in line:
                continue
            cells = _cells(line, delimiter)
            if len(cells) < 2:
                continue
            if (said and said <= {c.strip() for c in cells}) or is_header(cells):
                return _layout(lines, number, delimiter, cells, encoding)
    for number, line in enumerate(lines[:_MOST_LINES]):
        for delimiter in _DELIMITERS:
            cells = _cells(line, delimiter)
            if _heads_numbers(cells, lines[number + 1 : number + 7], delimiter):
                return _layout(lines, number, delimiter, cells, encoding)
    raise Unreadable(
        "No line of this text names the columns of a cycler (voltage and current, or capacities "
        "per cycle)."
    )


def _heads_numbers(cells: list[str], below: list[str], delimiter: str) -> bool:
    """Whether a line of words stands above lines of as many numbers: headers of no known kind."""
    if len(cells) < 2 or any(_NUMBER.match(one) for one in cells) or len(below) < 2:
        return False
    rows = [_cells(line, delimiter) for line in below]
    return all(
        len(row) == len(cells) and sum(bool(_NUMBER.match(one)) for one in row) > len(row) / 2
        for row in rows
    )


def _layout(
    lines: list[str], number: int, delimiter: str, cells: list[str], encoding: str
) -> Layout:
    after = number + 1
    units: tuple[str, ...] = ()
    if after < len(lines):
        below = _cells(lines[after], delimiter)
        named = [c for c in below if unit_named(c.strip(" ()[]{}"))]
        if named and not any(_NUMBER.match(c) and c.strip() not in {"1", "-"} for c in below):
            units, after = tuple(below), after + 1
    while after < len(lines) and not lines[after].strip(" \t,;|\r\n"):
        after += 1
    rows = [_cells(line, delimiter) for line in lines[after : after + 200]]
    width = max((len(row) for row in rows[:20]), default=len(cells))
    if width > len(cells):
        cells = [*cells, *[""] * (width - len(cells))]
    elif rows and all(len(row) == width for row in rows[:20]) and not any(cells[width:]):
        cells = cells[:width]
    numbers = [c for row in rows for c in row]
    commas = sum(bool(_COMMA.match(c)) for c in numbers)
    decimal = "," if commas > sum(bool(_POINT.match(c)) for c in numbers) else "."
    start = len("".join(lines[:after]).encode(encoding))
    return Layout(encoding, delimiter, tuple(cells), units, start, decimal)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []


def _encoding(head: bytes) -> str:
    if b"\x00" in head:
        raise Unreadable("This is neither text nor a cycler's file of a kind that is known here.")
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        head[: len(head) - 4 if len(head) == _HEAD else len(head)].decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _load(path: Path, layout: Layout, headers: dict[int, Header], odd: list[int]) -> pa.Table:
    words = {"clock", "mode"}
    types = {
        str(place): pa.string()
        if one.name in words or COLUMNS[one.name].dimension == "time"
        else pa.float64()
        for place, one in headers.items()
    }
    first = _first_row(path, layout)
    for place, one in headers.items():
        plain = place < len(first) and _NUMBER.match(first[place] or "")
        if plain and (COLUMNS[one.name].dimension == "time" or one.name == "clock"):
            types[str(place)] = pa.float64()

    def leave_out(row: Any) -> str:
        odd.append(row.actual_columns)
        return "skip"

    with path.open("rb") as source:
        source.seek(layout.start)
        try:
            return arrow_csv.read_csv(
                source,
                read_options=arrow_csv.ReadOptions(
                    column_names=[str(n) for n in range(len(layout.headers))],
                    block_size=8_000_000,
                    encoding="latin-1" if layout.encoding == "latin-1" else "utf8",
                    use_threads=False,
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=layout.delimiter, invalid_row_handler=leave_out
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=types,
                    include_columns=list(types),
                    null_values=_NOTHING,
                    strings_can_be_null=True,
                    decimal_point=layout.decimal,
                ),
            )
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                raise Unreadable("The file has headers and no rows.") from None
            raise Unreadable(_said(str(error), layout)) from None


def _first_row(path: Path, layout: Layout) -> list[str]:
    with path.open("rb") as file:
        file.seek(layout.start)
        line = file.readline(100_000).decode(layout.encoding, errors="replace")
    return _cells(line, layout.delimiter)


def _said(error: str, layout: Layout) -> str:
    """What Arrow says of a cell, in our words."""
    place = re.search(r"In CSV column #(\d+)", error)
    value = re.search(r"invalid value '([^']{0,60})", error)
    if place and value:
        header = layout.headers[int(place[1])].strip()
        return f"The column “{header}” holds “{value[1]}”, expected a number."
    if "straddl" in error:
        return "A line of this text is longer than any row of a table."
    return f"The table cannot be read: {error.splitlines()[0][:160]}."


def _of_odd_lines(path: Path, layout: Layout, count: int) -> str:
    with path.open("rb") as file:
        file.seek(0, io.SEEK_END)
        file.seek(max(layout.start, file.tell() - 100_000))
        lines = file.read().decode(layout.encoding, errors="replace").rstrip().splitlines()
    if lines and count == 1 and len(_cells(lines[-1], layout.delimiter)) != len(layout.headers):
        return "The last line is cut off and was left out."
    return f"{count} lines do not have the number of columns of the header and were left out."
