"""The sheet of points: the cells of every test cycle by cycle, with errors and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.entry.shapes import number_or_text
from curation.sheets.cells import write_head, write_number, write_text
from science.cycling.columns import POINT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from openpyxl.worksheet.worksheet import Worksheet

POINTS_TITLE = "points"
POINTS_ABOUT = (
    "Cycle by cycle: the test's key, the cycle, one column each. `cell` names a further cell of a "
    "test, `discharge error` is the standard error of `discharge`, `sha256` names a cell's files."
)
_TEXTS = ("test", "cell", "sha256")
_HEADERS = ("test", "cycle", "charge", "discharge", "coulombic_efficiency", "retention", "cell",
            "sha256")  # fmt: skip
_ERROR = " error"
POINTS_KNOWN = (*_TEXTS, *POINT_COLUMNS, *(f"{name}{_ERROR}" for name in POINT_COLUMNS[1:]))
"""every column that the sheet may have"""


class CellsOfTests:
    """Rows of the sheet, gathered by test and cell."""

    def __init__(self) -> None:
        self.curves: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.files: dict[tuple[str, str], list[str]] = {}

    def add(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Take one row; returns what of it should be a number and is none, by column."""
        key, cell, named = (texts.get(name, "") for name in _TEXTS)
        values = {n: number_or_text(text) for n, text in texts.items() if n not in _TEXTS}
        self.curves.setdefault((key, cell), []).append(values)
        self.files.setdefault((key, cell), []).extend(named.split())
        return {name: value for name, value in values.items() if isinstance(value, str)}

    def put_into(self, tests: Mapping[str, dict[str, Any]], heads: list[str]) -> None:
        """The points as a document has them; unit and denominator stand on the sheet of tests."""
        stated = {key: tests[key].pop("points", {}) for key in {key for key, _ in self.curves}}
        for (key, cell), curve in self.curves.items():
            points = {**stated[key], **_points(curve, heads)}
            if files := list(dict.fromkeys(self.files[key, cell])):
                points["sha256"] = files
            if cell:
                further = {"label": cell, "points": points}
                tests[key].setdefault("replicates", []).append(further)
            else:
                tests[key]["points"] = points


def _points(curve: list[dict[str, Any]], heads: Iterable[str]) -> dict[str, Any]:
    """Columns, rows and errors of one cell; columns in which it says nothing are left out."""
    said = [name for name in heads if any(values.get(name) is not None for values in curve)]
    used = ["cycle", *(name for name in said if name in POINT_COLUMNS and name != "cycle")]
    errors = {
        name.removesuffix(_ERROR): [values.get(name) for values in curve]
        for name in said
        if name.endswith(_ERROR)
    }
    rows = [[values.get(name) for name in used] for values in curve]
    return {"columns": used, "rows": rows, **({"errors": errors} if errors else {})}


def write_points(page: Worksheet, document: Mapping[str, Any]) -> None:
    """Fill the sheet with the points of every cell of the document's tests."""
    curves = [
        (str(test.get("key", "")), label, points)
        for test in _list(document.get("cycling"))
        if isinstance(test, dict)
        for label, points in _cells(test)
    ]
    used = [name for _, _, points in curves for name in _columns(points)]
    headers = list(dict.fromkeys([*_HEADERS, *used]))
    write_head(page, headers)
    row = 1
    for key, label, points in curves:
        files = points.get("sha256")
        named = files if isinstance(files, str) else " ".join(str(one) for one in _list(files))
        for numbers in _rows(points):
            row += 1
            for head, text in zip(_TEXTS, (key, label, named), strict=True):
                if text:
                    write_text(page.cell(row, headers.index(head) + 1), text)
            for name, value in numbers.items():
                write_number(page.cell(row, headers.index(name) + 1), value)
            named = ""  # once a cell is enough
    page.freeze_panes = "A2"


def _cells(test: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The recorded cells of a test, its own first; a further one without a label gets a number."""
    others = [one for one in _list(test.get("replicates")) if isinstance(one, dict)]
    further = [(str(one.get("label") or f"cell {n}"), one) for n, one in enumerate(others, 2)]
    for label, holder in [("", test), *further]:
        points = holder.get("points")
        if isinstance(points, dict) and isinstance(points.get("columns"), list):
            yield label, points


def _columns(points: Mapping[str, Any]) -> list[str]:
    return [*(str(c) for c in points["columns"]), *(f"{c}{_ERROR}" for c in _errors(points))]


def _rows(points: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Each row by the names of its columns, errors among them."""
    errors = {name: _list(values) for name, values in _errors(points).items()}
    for number, row in enumerate(_list(points.get("rows"))):
        beside = [values[number] if number < len(values) else None for values in errors.values()]
        yield dict(zip(_columns(points), [*_list(row), *beside], strict=False))


def _errors(points: Mapping[str, Any]) -> dict[str, Any]:
    errors = points.get("errors")
    return errors if isinstance(errors, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
