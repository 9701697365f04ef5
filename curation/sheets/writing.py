"""The template, and a document as a filled workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from curation.entry.proposing import fields_of
from curation.entry.records import texts_of
from curation.entry.specs import SPECS
from curation.lookup.terms import KINDS, LISTS, words_of
from curation.sheets.cells import HEAD, MUST, write_head, write_text
from curation.sheets.layout import (
    NEW_WORDS_TITLE,
    NUMBER,
    README_TITLE,
    SHEETS,
    WORDS_TITLE,
    Sheet,
    header,
    new_word_headers,
)
from curation.sheets.points import POINTS_ABOUT, POINTS_TITLE, write_points
from records.kinds import record_kind
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl.worksheet.worksheet import Worksheet

    from curation.entry.fields import Field

LAST_ROW = 20_001
_WIDTHS = {"s": 14, "m": 22, "l": 34, "xl": 44}
_ABOUT = (
    "One paper. Each sheet holds one kind of record, one a row; the first row names the columns.",
    "Write every value as the paper prints it: ~1 Å, <3 nm, 3.6–5 × 10⁻⁸ S cm⁻¹, 80–200 °C, RT.",
    "Coatings and tests have keys of your own; rows on other sheets name them by these keys.",
    "Where a value is missing, say in `missing` which kind: not reported, not checked, "
    "not applicable.",
    "Words (materials, precursors, substrates, methods) stand on the sheet `words`; names, "
    "acronyms and formulas are understood too. Several in one cell are separated by commas.",
    "Places (Table 2; p. 3) are separated by semicolons. Point at a column's head for a hint.",
    "No formulas, no macros: paste values. Empty rows are left out.",
)


def workbook_of(
    document: Mapping[str, Any] | None = None, vocabulary: Mapping[str, Any] | None = None
) -> bytes:
    """The workbook as .xlsx: filled with ``document`` and the words that it proposes, or the empty
    template."""
    book = Workbook()
    readme = book.active
    assert readme is not None
    _fill_readme(readme)
    rows = dict(_rows_by_sheet(document or {}))
    words = _Words(book)
    for sheet in SHEETS:
        page = book.create_sheet(sheet.title)
        _head(page, sheet.columns, sheet.headers, words)
        for row, line in enumerate(rows.get(sheet.title, ()), 2):
            _write_row(page, row, [line.get(column.name, "") for column in sheet.columns])
    write_points(book.create_sheet(POINTS_TITLE), document or {})
    _new_words(book.create_sheet(NEW_WORDS_TITLE), vocabulary or {})
    words.finish()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_row(page: Worksheet, row: int, texts: list[str]) -> None:
    for number, text in enumerate(texts, 1):
        if text:
            write_text(page.cell(row, number), text)


def _fill_readme(page: Worksheet) -> None:
    page.title = README_TITLE
    page.column_dimensions["A"].width = 22
    page.column_dimensions["B"].width = 90
    page.append(["ASC knowledge base", "A paper as a workbook"])
    page["A1"].font = page["B1"].font = Font(bold=True, size=14)
    for line in _ABOUT:
        page.append(["", line])
    page.append([])
    for sheet in SHEETS:
        page.append([sheet.title, sheet.about or sheet.spec.label])
    page.append([NEW_WORDS_TITLE, "Words that the vocabulary does not have yet, one a row."])
    page.append([POINTS_TITLE, POINTS_ABOUT])
    for row in page.iter_rows():
        row[1].alignment = Alignment(wrap_text=True, vertical="top")


def _head(page: Worksheet, columns: tuple[Field, ...], headers: list[str], words: _Words) -> None:
    for number, (column, text) in enumerate(zip(columns, headers, strict=True), 1):
        cell = page.cell(1, number, text)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = MUST if column.required else HEAD
        hint = "; ".join(t for t in (column.label, column.hint, _like(column)) if t)
        cell.comment = Comment(hint, "ASC knowledge base", width=320, height=90)
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = _WIDTHS[column.size]
        page.column_dimensions[letter].number_format = "@"
        formula = words.choice(column)
        if formula:
            rule = DataValidation("list", formula1=formula, allow_blank=True)
            rule.showErrorMessage = False  # names are understood beside keys: the upload tells
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            page.add_data_validation(rule)
    page.freeze_panes = "A2"


def _like(column: Field) -> str:
    return f"such as {column.example}" if column.example else ""


class _Words:
    """The sheet of words, one column a kind, that drop-downs refer to."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.columns: dict[str, list[tuple[str, str]]] = {
            kind: [(w.key, ", ".join(t for t in (w.name, w.short) if t)) for w in words_of(kind)]
            for kind in KINDS
            if kind in LISTS
        }

    def choice(self, column: Field) -> str:
        """The formula of a drop-down for this column; empty for free text."""
        if column.kind in LISTS and column.widget == "word":
            return self._range(column.kind)
        if column.widget != "choice":
            return ""
        labels = {value: label for _, group in column.choices for value, label in group}
        key = f"{column.name}: {'/'.join(list(labels)[:2])}"
        self.columns.setdefault(key, [(v, _unit(v, label)) for v, label in labels.items()])
        return self._range(key)

    def _range(self, key: str) -> str:
        letter = get_column_letter(2 * list(self.columns).index(key) + 1)
        last = max(len(self.columns[key]), 1) + 1
        return f"{WORDS_TITLE}!${letter}$2:${letter}${last}"

    def finish(self) -> None:
        page = self.book.create_sheet(WORDS_TITLE)
        for number, (key, words) in enumerate(self.columns.items()):
            column = 2 * number + 1
            head = page.cell(1, column, key.partition(":")[0])
            head.font = Font(bold=True)
            for row, pair in enumerate(words, 2):
                for at, text in enumerate(pair):
                    write_text(page.cell(row, column + at), text)
            page.column_dimensions[get_column_letter(column)].width = 24
            page.column_dimensions[get_column_letter(column + 1)].width = 30
        page.freeze_panes = "A2"


def _unit(value: str, label: str) -> str:
    unit = PROPERTIES[value].unit if value in PROPERTIES else ""
    return f"{PROPERTIES[value].label}, read in {unit}" if unit and unit != "1" else label


# --- a document as rows -------------------------------------------------------------------------
Line = dict[str, str]


def _rows_by_sheet(document: Mapping[str, Any]) -> Iterator[tuple[str, list[Line]]]:
    if not document:
        return
    paper, _ = texts_of(SPECS["paper"], dict(document))
    yield "paper", [paper]
    for sheet in SHEETS[1:]:
        if not sheet.owner:
            yield (
                sheet.title,
                [texts_of(sheet.spec, r)[0] for r in _records(document, sheet.inside)],
            )
        elif sheet.spec.name == "step":
            yield sheet.title, [line for c in _records(document, "coatings") for line in _steps(c)]
        else:
            yield sheet.title, list(_inner(document, sheet))


def _inner(document: Mapping[str, Any], sheet: Sheet) -> Iterator[Line]:
    outer = SPECS[sheet.owner]
    for record in _records(document, record_kind(sheet.owner).section):
        for item in _records(outer.unfold(record), sheet.inside):
            yield {sheet.owner: str(record.get("key", "")), **texts_of(sheet.spec, item)[0]}


def _steps(coating: Mapping[str, Any]) -> Iterator[Line]:
    def walk(steps: list[dict[str, Any]], above: str) -> Iterator[Line]:
        for number, step in enumerate(steps, 1):
            name = f"{above}{number}"
            texts = texts_of(SPECS["step"], step)[0]
            yield {"coating": str(coating.get("key", "")), NUMBER.name: name, **texts}
            yield from walk(_records(step, "steps"), f"{name}.")

    yield from walk(_records(coating, "steps"), "")


def _records(record: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    items = record.get(name)
    return [i for i in items if isinstance(i, dict)] if isinstance(items, list) else []


def _new_words(page: Worksheet, vocabulary: Mapping[str, Any]) -> None:
    """Proposed words, one a row: its kind, then what may be said of any kind."""
    headers = new_word_headers()
    write_head(page, headers)
    row = 1
    for kind, name in LISTS.items():
        named = {header(field): field for field in fields_of(kind)}
        for entry in _records(vocabulary, name):
            row += 1
            texts = [f.write(entry.get(f.name)) if (f := named.get(h)) else "" for h in headers]
            _write_row(page, row, [kind, *texts[1:]])
    page.freeze_panes = "A2"
