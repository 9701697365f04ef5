"""Workbooks: the sheets that hold records, one after another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cyclers.reading.dialects import Dialect, dialect_of, is_header
from cyclers.reading.tables import headers_of, raw_of
from cyclers.reading.trouble import Asked, Question, Unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from cyclers.reading.answers import Answers
    from cyclers.reading.raw import Raw

_HEAD_ROWS = 60
_SHEETS = 60


def read_workbook(path: Path, answers: Answers) -> Raw:
    """The sheets of a workbook whose headers are those of a cycler; sheets with the same headers
    and numbered names (``Channel_11_1``, ``Channel_11_2``) go on from one another."""
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
    except Exception as error:
        raise Unreadable("The workbook is damaged, has a password, or is none.") from error
    names = book.sheet_names[:_SHEETS]
    if answers.sheet and answers.sheet not in names:
        raise Unreadable(f"There is no sheet “{answers.sheet}”; there are {', '.join(names)}.")
    found = {}
    for name in [answers.sheet] if answers.sheet else names:
        if head := _head(book, name, answers):
            found[name] = head
    if not found:
        raise Unreadable(
            "No sheet of this workbook has a row that names the columns of a cycler (voltage and "
            "current, or capacities per cycle)."
        )
    chosen = _records(found)
    _, cells = found[chosen[0]]
    dialect = dialect_of(cells)
    if dialect.name == "a table with headers":
        dialect = Dialect("a workbook with headers")
    headers = headers_of(cells, dialect, answers)
    parts = [_columns(book, name, found[name][0], headers) for name in chosen]
    columns = {
        column: pa.chunked_array([part[column] for part in parts])
        if len({part[column].type for part in parts}) == 1
        else pa.chunked_array([part[column].cast(pa.string()) for part in parts])
        for column in headers
    }
    raw = raw_of(
        columns, headers, dialect, reader=("fastexcel", fastexcel.__version__), texts=cells
    )
    if not raw.rows:
        raise Unreadable("The sheet has headers and no rows.")
    raw.format += " workbook" if "workbook" not in raw.format else ""
    raw.names += _names(book, names)
    if len(chosen) > 1:
        raw.warnings.append(f"{len(chosen)} sheets were joined: {', '.join(chosen)}.")
    return raw


def _head(book: Any, name: str, answers: Answers) -> tuple[int, tuple[str, ...]] | None:
    """The row of headers of a sheet, if it has one."""
    try:
        sheet = book.load_sheet(name, header_row=None, n_rows=_HEAD_ROWS, dtypes="string")
    except Exception:  # an empty or broken sheet beside a good one
        return None
    rows = zip(*(column.to_pylist() for column in sheet.to_arrow().columns), strict=True)
    said = {one.strip() for one in answers.columns | answers.units}
    for place, row in enumerate(rows):
        cells = tuple((one or "").strip() for one in row)
        if (said and said <= set(cells)) or is_header(cells):
            return place, cells
    return None


def _records(found: dict[str, tuple[int, tuple[str, ...]]]) -> list[str]:
    """The sheets of one channel. Raises :class:`Asked` where there are several."""
    groups: dict[tuple[str, ...], list[str]] = {}
    by_channel: dict[str, list[str]] = {}
    for name, (_, cells) in found.items():
        stem, _, number = name.rpartition("_")
        channel = stem if stem and number.isdigit() else name
        groups.setdefault(cells, []).append(name)
        by_channel.setdefault(channel, []).append(name)
    with_voltage = {
        channel: names
        for channel, names in by_channel.items()
        if any("volt" in cell.casefold() for cell in found[names[0]][1])
    } or by_channel
    if len(with_voltage) == 1:
        return next(iter(with_voltage.values()))
    names = [name for group in with_voltage.values() for name in group]
    raise Asked(
        Question(
            "sheet",
            f"Several sheets hold records ({', '.join(names)}), each a cell of its own: say which.",
            tuple(names),
        )
    )


def _columns(book: Any, name: str, place: int, headers: Any) -> dict[int, pa.Array]:
    sheet = book.load_sheet(name, header_row=None, skip_rows=place + 1).to_arrow()
    if sheet.num_columns <= max(headers):
        raise Unreadable(f"The rows of sheet “{name}” have fewer columns than its header.")
    return {column: sheet.column(column) for column in headers}


def _names(book: Any, sheets: list[str]) -> list[tuple[str, str]]:
    """Names beside words like creator, on the sheet that Arbin calls Global_Info."""
    if "Global_Info" not in sheets:
        return []
    try:
        rows = book.load_sheet(
            "Global_Info", header_row=None, n_rows=20, dtypes="string"
        ).to_arrow()
    except Exception:  # the data are read; what is told besides is not worth refusing them
        return []
    grid = list(zip(*(column.to_pylist() for column in rows.columns), strict=True))
    found = []
    for above, below in pairwise(grid):
        for head, value in zip(above, below, strict=True):
            if head in {"Creator", "Schedule File Name"} and value:
                found.append((head.casefold(), value))
    return found
