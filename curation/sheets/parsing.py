"""A filled workbook as a document, with every cell that cannot be taken named."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from curation.entry.finishing import finish
from curation.entry.proposing import entry_of, fields_of
from curation.entry.records import record_of
from curation.entry.shapes import fold_test, unfold_test
from curation.entry.states import form_of
from curation.lookup.terms import LISTS
from curation.sheets.guard import UnsafeFile, check_file
from curation.sheets.layout import (
    NEW_WORDS_TITLE,
    NUMBER,
    PAPER_SHEET,
    README_TITLE,
    SHEETS,
    WORD_KIND,
    WORDS_TITLE,
    Sheet,
    header,
    new_word_headers,
)
from curation.sheets.points import POINTS_KNOWN, POINTS_TITLE, CellsOfTests
from curation.sheets.raised import with_raised_characters
from documents.rehearsal import check_draft
from records.document.invalid import nearest
from records.kinds import record_kind, record_kinds
from science.cycling.columns import POINT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from curation.entry.states import Record

MOST_ROWS = 20_000
MOST_POINTS = 200_000
MOST_COLUMNS = 80
LONGEST_CELL = 5_000
MOST_ERRORS = 500


# What crooked parts make openpyxl and the XML parser raise; the parser's is a SyntaxError.
_CROOKED = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError, OSError,
    zipfile.BadZipFile,
)  # fmt: skip


@dataclass(frozen=True)
class CellError:
    """A cell that cannot be taken. ``row`` 0 stands for the whole sheet."""

    sheet: str
    row: int
    column: str
    found: str
    expected: str


@dataclass
class Filled:
    """What a workbook says: the document, and every error in it."""

    document: dict[str, Any] = field(default_factory=dict)
    vocabulary: dict[str, Any] = field(default_factory=dict)
    """words that it proposes"""
    errors: list[CellError] = field(default_factory=list)


@dataclass
class _Line:
    """A row with something in it: its number in the sheet, and the text of each column."""

    row: int
    texts: dict[str, str]


def read_workbook(
    data: bytes,
    *,
    taken: list[str] | None = None,
    told: Callable[[str, int, int], None] | None = None,
) -> Filled:
    """The document in an uploaded workbook. Raises :class:`UnsafeFile` for one that is not opened.

    Cells of the wrong type, unknown columns, rows that belong to nothing, and everything the
    check finds are errors at their cells; the document holds what could be taken. ``told`` hears
    how far it is: (step, done, total).
    """
    check_file(data)
    try:
        whole = io.BytesIO(with_raised_characters(data))
        book = load_workbook(whole, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # whatever a crooked part makes openpyxl raise
        raise UnsafeFile("the workbook cannot be read: save it anew as .xlsx") from error
    filled = Filled()
    try:
        return _Builder(filled, told or _tell_nobody).build(book, taken or [])
    except _CROOKED as error:
        raise UnsafeFile("the workbook cannot be read: save it anew as .xlsx") from error
    finally:
        book.close()


def _tell_nobody(step: str, done: int, total: int) -> None:
    """Small files are read before anybody asks."""


class _Builder:
    def __init__(self, filled: Filled, told: Callable[[str, int, int], None]) -> None:
        self.filled = filled
        self.told = told
        self.rows_of: dict[str, tuple[Sheet, int]] = {}
        """sheet and row of each record, by its name in the form"""
        self.new_words: dict[str, int] = {}
        """row of each proposed word, by its path in the vocabulary"""

    def error(self, sheet: str, row: int, column: str, found: Any, expected: str) -> None:
        if len(self.filled.errors) < MOST_ERRORS:
            shown = "" if found is None else str(found)[:80]
            self.filled.errors.append(CellError(sheet, row, column, shown, expected))

    def build(self, book: Any, taken: list[str]) -> Filled:
        self._check_titles(book.sheetnames)
        lines = {s.title: list(self._lines(book, s)) for s in SHEETS if s.title in book.sheetnames}
        document = self._paper(lines.get("paper", []))
        for sheet in SHEETS[1:]:
            if not sheet.owner:
                records = [self._record(sheet, line) for line in lines.get(sheet.title, [])]
                for i, line in enumerate(lines.get(sheet.title, [])):
                    self.rows_of[f"{sheet.inside}[{i}]"] = (sheet, line.row)
                if records:
                    document[sheet.inside] = records
        for sheet in SHEETS[1:]:
            if sheet.owner:
                self._inner(document, sheet, lines.get(sheet.title, []))
        if POINTS_TITLE in book.sheetnames:
            self._points(document, book[POINTS_TITLE])
        if NEW_WORDS_TITLE in book.sheetnames:
            self._new_words(book[NEW_WORDS_TITLE])
        self.filled.document = finish(_folded(document), self.filled.vocabulary, taken=taken)
        self._check()
        return self.filled

    def _check_titles(self, titles: list[str]) -> None:
        apart = (POINTS_TITLE, NEW_WORDS_TITLE, README_TITLE, WORDS_TITLE)
        known = [*(sheet.title for sheet in SHEETS), *apart]
        for title in titles:
            if title not in known:
                self.error(title, 0, "", title, f"a sheet of the template{nearest(title, known)}")
        if PAPER_SHEET.title not in titles:
            self.error("paper", 0, "", "", "the sheet `paper` of the template")

    # --- cells ----------------------------------------------------------------------------------
    def _lines(self, book: Any, sheet: Sheet) -> Iterator[_Line]:
        names = {header(column): column.name for column in sheet.columns}
        columns: dict[int, str] = {}
        for row, cells in self._rows(book[sheet.title], sheet.title, MOST_ROWS):
            if row == 1:
                columns = self._columns(sheet.title, cells, names)
                continue
            texts = {
                columns[place]: text
                for place, cell in cells
                if place in columns and (text := self._text(sheet.title, row, columns[place], cell))
            }
            for place, cell in cells:
                if place not in columns:
                    letter = get_column_letter(place)
                    self.error(sheet.title, row, letter, cell.value, "a head for this column")
            if texts:
                yield _Line(row, texts)

    def _rows(self, page: Any, title: str, most: int) -> Iterator[tuple[int, list[Any]]]:
        """Rows with the cells that hold something, by place; a bounded number of either."""
        page.reset_dimensions()  # what the file claims of its size is not believed
        for row, cells in enumerate(page.iter_rows(), 1):
            if row > most + 1:
                self.error(title, row, "", "", f"at most {most} rows: send the paper in parts")
                return
            if len(cells) > MOST_COLUMNS:
                if any(c.value not in (None, "") for c in cells[MOST_COLUMNS:]):
                    self.error(title, row, "", "", f"at most {MOST_COLUMNS} columns")
                cells = cells[:MOST_COLUMNS]
            said = [(p, c) for p, c in enumerate(cells, 1) if c.value not in (None, "")]
            if row % 200 == 0:
                self.told(f"reads the sheet {title}", row, page.max_row or 0)
            if said or row == 1:
                yield row, said

    def _columns(self, title: str, cells: list[Any], names: dict[str, str]) -> dict[int, str]:
        columns: dict[int, str] = {}
        for place, cell in cells:
            text = " ".join(str(cell.value).replace("_", " ").split()).lower()
            name = names.get(text) or {k.lower(): v for k, v in names.items()}.get(text)
            letter = get_column_letter(place)
            if name is None:
                expected = f"a column of the template{nearest(text, names)}"
                self.error(title, 1, letter, cell.value, expected)
            elif name in columns.values():
                self.error(title, 1, letter, cell.value, "each column once")
            else:
                columns[place] = name
        return columns

    def _text(self, title: str, row: int, column: str, cell: Any) -> str:
        """What a cell says, as text; empty where it cannot be taken, which is an error."""
        value = cell.value
        if cell.data_type == "f":
            expected = "a value, not a formula: paste it as a value"
        elif cell.data_type == "e":
            expected = "a value; the spreadsheet shows an error here"
        elif isinstance(value, bool):
            expected = "text or a number, not TRUE or FALSE"
        elif isinstance(value, datetime.date | datetime.time | datetime.timedelta):
            expected = "text; the spreadsheet made a date of it: format the cell as text"
        elif isinstance(value, int | float):
            return _number(value)
        elif len(str(value)) > LONGEST_CELL:
            expected = f"at most {LONGEST_CELL} characters"
        elif any(ord(char) < 32 and char not in "\n\r\t" for char in str(value)):
            expected = "text without control characters"
        else:
            return str(value).strip()
        self.error(title, row, column.replace(".", " ").replace("_", " "), value, expected)
        return ""

    # --- records --------------------------------------------------------------------------------
    def _paper(self, lines: list[_Line]) -> dict[str, Any]:
        for line in lines[1:]:
            self.error("paper", line.row, "", "", "one row: one paper a workbook")
        self.rows_of[""] = (PAPER_SHEET, lines[0].row if lines else 2)
        paper = self._record(PAPER_SHEET, lines[0]) if lines else {}
        return {"schema": "asc-paper/1", **paper}

    def _record(self, sheet: Sheet, line: _Line) -> dict[str, Any]:
        """The row, still in the form's shape where it has lists inside."""
        texts = {n: t for n, t in line.texts.items() if n not in {sheet.owner, NUMBER.name}}
        if sheet.spec.name == "test":
            row = record_of(sheet.spec, texts, {}, {})
            return {k: v for k, v in row.items() if k != "conditions"}
        return record_of(sheet.spec, texts, {}, {})

    def _inner(self, document: dict[str, Any], sheet: Sheet, lines: list[_Line]) -> None:
        outer = record_kind(sheet.owner).section
        owners = {str(r.get("key", "")): (i, r) for i, r in enumerate(document.get(outer, []))}
        steps: dict[tuple[str, str], tuple[str, list[Any]]] = {}
        for line in lines:
            if len(self.filled.errors) >= MOST_ERRORS:
                return
            key = line.texts.get(sheet.owner, "")
            if key not in owners:
                where = f"{sheet.owner}s"
                expected = f"a key of the sheet {where}{nearest(key, owners) if key else ''}"
                self.error(sheet.title, line.row, sheet.owner, key, expected)
                continue
            index, owner = owners[key]
            name, items = f"{outer}[{index}].{sheet.inside}", owner.setdefault(sheet.inside, [])
            number = line.texts.get(NUMBER.name, "") if sheet.spec.name == "step" else ""
            above = number.rpartition(".")[0]
            if above:
                if (key, above) not in steps:
                    expected = f"a step {above} of {key} above this row"
                    self.error(sheet.title, line.row, NUMBER.name, number, expected)
                    continue
                name, items = steps[key, above]
            record = self._record(sheet, line)
            if sheet.spec.name == "condition":
                record = {**_condition(line, record)}
            at = f"{name}[{len(items)}]"
            self.rows_of[at] = (sheet, line.row)
            items.append(record)
            if "steps" in record:
                steps[key, number or str(len(items))] = (f"{at}.steps", record["steps"])

    def _new_words(self, page: Any) -> None:
        """Proposed words, by their kinds."""
        columns: dict[int, str] = {}
        for row, cells in self._rows(page, NEW_WORDS_TITLE, MOST_ROWS):
            if row == 1:
                columns = self._columns(NEW_WORDS_TITLE, cells, {h: h for h in new_word_headers()})
                continue
            texts = {
                columns[place]: self._text(NEW_WORDS_TITLE, row, columns[place], cell)
                for place, cell in cells
                if place in columns
            }
            kind = texts.pop(WORD_KIND, "")
            if kind not in LISTS:
                expected = f"one of {', '.join(LISTS)}{nearest(kind, LISTS) if kind else ''}"
                self.error(NEW_WORDS_TITLE, row, WORD_KIND, kind, expected)
                continue
            named = {header(f): f.name for f in fields_of(kind)}
            for head in texts.keys() - named.keys():
                self.error(NEW_WORDS_TITLE, row, head, texts[head], f"nothing for a {kind}")
            words = self.filled.vocabulary.setdefault(LISTS[kind], [])
            self.new_words[f"{LISTS[kind]}[{len(words)}]"] = row
            words.append(entry_of(kind, {named[h]: t for h, t in texts.items() if h in named}))

    def _points(self, document: dict[str, Any], page: Any) -> None:
        tests = {str(t.get("key", "")): t for t in document.get("cycling", [])}
        columns: dict[int, str] = {}
        cells_of = CellsOfTests()
        for row, cells in self._rows(page, POINTS_TITLE, MOST_POINTS):
            if row == 1:
                columns = self._heads_of_points(cells)
                continue
            texts = {
                columns[place]: self._text(POINTS_TITLE, row, columns[place], cell)
                for place, cell in cells
                if place in columns
            }
            key = texts.get("test", "")
            if key not in tests:
                expected = f"a key of the sheet tests{nearest(key, tests) if key else ''}"
                self.error(POINTS_TITLE, row, "test", key, expected)
                continue
            for name, text in cells_of.add(texts).items():
                self.error(POINTS_TITLE, row, name, text, "a number")
        cells_of.put_into(tests, list(columns.values()))

    def _heads_of_points(self, cells: list[Any]) -> dict[int, str]:
        columns: dict[int, str] = {}
        for place, cell in cells:
            name = str(cell.value).strip().lower()
            letter = get_column_letter(place)
            if name not in POINTS_KNOWN:
                expected = f"one of {', '.join(POINT_COLUMNS)}{nearest(name, POINTS_KNOWN)}"
                self.error(POINTS_TITLE, 1, letter, cell.value, expected)
            elif name in columns.values():
                self.error(POINTS_TITLE, 1, letter, cell.value, "each column once")
            else:
                columns[place] = name
        return columns

    # --- the check ------------------------------------------------------------------------------
    def _check(self) -> None:
        """Problems of the document at the cells they come from."""
        document = self.filled.document
        total = sum(len(document.get(kind.section, [])) for kind in record_kinds())
        self.told("checks words and values", 0, total)
        problems = check_draft(document, self.filled.vocabulary)
        for problem in problems:
            if problem.path.startswith("vocabulary."):
                at, _, column = problem.path.removeprefix("vocabulary.").partition(".")
                shown = column.replace("_", " ")
                self.error(NEW_WORDS_TITLE, self.new_words.get(at, 0), shown, "", problem.message)
        form = form_of(document, [p for p in problems if not p.path.startswith("vocabulary.")])
        self.told("puts what it found beside the cells", total, total)
        for record in _walk(form):
            sheet, row = self._row_of(record.name)
            for text in record.problems:
                self.error(sheet.title, row, "", "", text)
            for said in record.fields:
                for text in said.problems:
                    self.error(sheet.title, row, header(said.field), said.text, text)

    def _row_of(self, name: str) -> tuple[Sheet, int]:
        while name not in self.rows_of and name:
            name = name.rpartition(".")[0]
        return self.rows_of[name]


def _condition(line: _Line, record: dict[str, Any]) -> dict[str, Any]:
    return {"property": line.texts.get("property", ""), **record}


def _folded(document: dict[str, Any]) -> dict[str, Any]:
    """Conditions, collected as rows, in the shape of the document."""
    tests = document.get("cycling")
    if not tests:
        return document
    folded = []
    for test in tests:
        rows = test.pop("conditions", None)
        row = unfold_test(test)
        folded.append(fold_test({**row, **({"conditions": rows} if rows else {})}))
    return {**document, "cycling": folded}


def _walk(record: Record) -> Iterator[Record]:
    yield record
    for listed in record.lists:
        for item in listed.items:
            yield from _walk(item)


def _number(value: float) -> str:
    """``5.0`` as 5: spreadsheets know no whole numbers."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)
