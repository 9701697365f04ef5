"""A paper goes down as a workbook and comes up the same; every cell that is wrong is named."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from curation.sheets.layout import SHEETS
from curation.sheets.parsing import read_workbook
from curation.sheets.writing import workbook_of
from documents.schema import PaperDocument, canonical
from documents.tests.documents import paper

pytestmark = pytest.mark.django_db


def changed(document: dict[str, Any], cells: dict[tuple[str, str], Any]) -> bytes:
    """The filled workbook with some cells (sheet, "B2") typed over."""
    book = load_workbook(io.BytesIO(workbook_of(document)))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def errors(data: bytes) -> list[tuple[str, int, str]]:
    return [(e.sheet, e.row, e.column) for e in read_workbook(data).errors]


def cell_of(sheet: str, column: str, row: int) -> tuple[str, str]:
    headers = next(s for s in SHEETS if s.title == sheet).headers
    from openpyxl.utils import get_column_letter

    return sheet, f"{get_column_letter(headers.index(column) + 1)}{row}"


@pytest.mark.usefixtures("vocabulary")
def test_a_paper_comes_back_from_its_workbook_unchanged() -> None:
    filled = read_workbook(workbook_of(paper()))
    assert filled.errors == []
    assert canonical(PaperDocument.model_validate(filled.document)) == canonical(
        PaperDocument.model_validate(paper())
    )


@pytest.mark.usefixtures("vocabulary")
def test_the_template_has_a_sheet_for_each_kind_and_drop_downs_of_our_words() -> None:
    book = load_workbook(io.BytesIO(workbook_of()))
    assert [s.title for s in SHEETS] == book.sheetnames[1:-3]
    rules = {str(r.sqref): r.formula1 for r in book["coatings"].data_validations.dataValidation}
    letter = cell_of("coatings", "material", 2)[1][0]
    sheet, area = rules[f"{letter}2:{letter}20001"].split("!")
    first = area.replace("$", "").split(":")[0]
    assert book[sheet][first].value == "al2o3"
    text = " ".join(str(c.value) for row in book["words"].iter_rows() for c in row if c.value)
    assert "Film thickness, read in nm" in text


@pytest.mark.usefixtures("vocabulary")
def test_an_empty_template_says_what_is_missing() -> None:
    assert ("paper", 2, "") in errors(workbook_of()) or errors(workbook_of())


@pytest.mark.usefixtures("vocabulary")
@pytest.mark.parametrize(
    ("sheet", "column", "row", "value", "expected"),
    [
        ("measurements", "value", 2, "5 mbar", "unit"),
        ("measurements", "value", 2, "=1+1", "formula"),
        ("measurements", "value", 2, True, "TRUE"),
        ("measurements", "property", 2, "thicknes", "did you mean"),
        ("measurements", "coating", 2, "al2o3-on-l", "did you mean"),
        ("coatings", "material", 2, "unobtainium", "no material"),
        ("coatings", "purpose", 2, "fun", "protective barrier"),
        ("steps", "precursors", 2, "tmaa", "did you mean"),
        ("steps", "number", 2, "7.1", "a step 7"),
        ("results", "at cycle", 2, "many", "cannot read"),
        ("tests", "controls", 3, "nobody", "no test"),
        ("conditions", "value", 2, "5 nm", "cannot read"),
        ("paper", "citation issued", 2, "20x7", "expected a year"),
        ("points", "charge", 2, "a lot", "a number"),
    ],
)
def test_a_wrong_cell_is_named_with_what_was_expected(
    sheet: str, column: str, row: int, value: Any, expected: str
) -> None:
    place = ("points", "C2") if sheet == "points" else cell_of(sheet, column, row)
    found = read_workbook(changed(paper(), {place: value})).errors
    here = [e for e in found if (e.sheet, e.row, e.column) == (sheet, row, column)]
    assert here, found
    assert any(expected in e.expected for e in here), here


@pytest.mark.usefixtures("vocabulary")
def test_a_date_that_the_spreadsheet_made_is_named() -> None:
    import datetime

    place = cell_of("measurements", "value", 2)
    data = changed(paper(), {place: datetime.datetime(2020, 3, 5)})  # noqa: DTZ001
    assert ("measurements", 2, "value") in errors(data)


@pytest.mark.usefixtures("vocabulary")
def test_unknown_columns_and_sheets_are_named() -> None:
    book = load_workbook(io.BytesIO(workbook_of(paper())))
    book["coatings"]["A1"] = "materiel"
    book.create_sheet("coatngs")
    out = io.BytesIO()
    book.save(out)
    found = read_workbook(out.getvalue()).errors
    assert any(e.sheet == "coatngs" and "coatings" in e.expected for e in found)
    assert any((e.sheet, e.row, e.column) == ("coatings", 1, "A") for e in found)


@pytest.mark.usefixtures("vocabulary")
def test_text_that_looks_like_a_formula_goes_down_as_text() -> None:
    document = paper(note="=HYPERLINK(A1)")
    book = load_workbook(io.BytesIO(workbook_of(document)))
    kinds = {c.data_type for row in book["paper"].iter_rows() for c in row}
    assert "f" not in kinds
    assert read_workbook(workbook_of(document)).document["note"] == "=HYPERLINK(A1)"


@pytest.mark.usefixtures("vocabulary")
def test_numbers_and_names_are_understood() -> None:
    cells = {
        cell_of("coatings", "material", 2): "alumina",
        cell_of("paper", "citation volume", 2): 5,
        cell_of("paper", "citation issued", 2): 2020,
    }
    filled = read_workbook(changed(paper(), cells))
    assert filled.errors == []
    assert filled.document["coatings"][0]["material"] == "al2o3"


@pytest.mark.usefixtures("vocabulary")
def test_a_thousand_coatings_are_read_and_checked_in_few_queries(
    django_assert_max_num_queries: Any,
) -> None:
    one = paper()["coatings"][0]
    many = paper(coatings=[{**one, "key": f"film-{n}"} for n in range(1000)], cycling=[])
    data = workbook_of(many)
    with django_assert_max_num_queries(20):
        filled = read_workbook(data)
    assert filled.errors == []
    assert len(filled.document["coatings"]) == 1000


def raised(before: str, run: str, after: str) -> CellRichText:
    return CellRichText(before, TextBlock(InlineFont(vertAlign="superscript"), run), after)


@pytest.mark.usefixtures("vocabulary")
@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("10", "-8", " S/cm"), "10⁻⁸ S/cm"),
        (("10", "−12", " S cm-1"), "10⁻¹² S cm-1"),
        (("5 S cm", "-1", ""), "5 S cm⁻¹"),
    ],
)
def test_raised_runs_of_a_cell_stay_raised(parts: tuple[str, str, str], text: str) -> None:
    cells = {
        cell_of("measurements", "property", 2): "ionic_conductivity",
        cell_of("measurements", "value", 2): raised(*parts),
    }
    filled = read_workbook(changed(paper(), cells))
    assert filled.document["coatings"][0]["measurements"][0]["value"] == text
    assert filled.errors == []


@pytest.mark.usefixtures("vocabulary")
@pytest.mark.parametrize("mark", ["1", "2", "a"])
def test_a_footnote_mark_is_no_digit_of_the_value(mark: str) -> None:
    cell = cell_of("measurements", "value", 2)
    found = read_workbook(changed(paper(), {cell: raised("5", mark, " nm")})).errors
    assert ("measurements", 2, "value") in [(e.sheet, e.row, e.column) for e in found]


@pytest.mark.usefixtures("vocabulary")
def test_raised_runs_in_the_shared_strings_of_a_spreadsheet_stay_raised() -> None:
    data = workbook_of(paper(note="10-8 S/cm"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            run = b'<r><rPr><vertAlign val="superscript"/></rPr><t>-8</t></r>'
            runs = b"<r><t>10</t></r>" + run + b'<r><t xml:space="preserve"> S/cm</t></r>'
            whole = re.compile(rb"<t[^>]*>10-8 S/cm</t>")
            new.writestr(part, whole.sub(runs, old.read(part)))
    assert read_workbook(out.getvalue()).document["note"] == "10⁻⁸ S/cm"


@pytest.mark.usefixtures("vocabulary")
def test_columns_of_points_that_are_unknown_or_twice_are_named() -> None:
    data = changed(
        paper(), {("points", "C1"): "Discharge_Capacity(mAh)", ("points", "D1"): "cycle"}
    )
    assert {("points", 1, "C"), ("points", 1, "D")} <= set(errors(data))
