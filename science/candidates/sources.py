"""The sources of candidates, each bounded before anything of it is read."""

from __future__ import annotations

from science.candidates import table, text
from science.candidates.found import Answer
from science.candidates.grid import TooLarge, from_delimited, from_markup
from science.candidates.table import Wanted
from science.candidates.workbooks import sheets

LARGEST_TEXT = 60_000
"""Characters of a pasted text: about ten pages."""


def from_text(pasted: str, at: str = "") -> Answer:
    """Candidates of a pasted text. Raises TooLarge."""
    if len(pasted) > LARGEST_TEXT:
        raise TooLarge(f"a text has at most {LARGEST_TEXT} characters")
    return text.candidates_of(pasted, at)


def from_html(html: str, plain: str = "", at: str = "", wanted: Wanted | None = None) -> Answer:
    """Candidates of the largest table of some markup, as a browser's clipboard has it.

    `plain` is the same copy as plain text. Raises TooLarge, and ValueError where there is no table.
    """
    return table.candidates_of(from_markup(html, plain), at, wanted)


def from_csv(csv: str, at: str = "", wanted: Wanted | None = None) -> Answer:
    """Candidates of a table in plain text: tabs, CSV, or what a PDF gives.

    Raises TooLarge, and ValueError where there is no table.
    """
    return table.candidates_of(from_delimited(csv), at, wanted)


def from_workbook(
    data: bytes, at: str = "", sheet: str = "", wanted: Wanted | None = None
) -> Answer:
    """Candidates of one sheet of an .xlsx workbook, the first that has cells where none is named.

    Raises TooLarge, and ValueError where there is no such sheet.
    """
    found = dict(sheets(data))
    if not found or (sheet and sheet not in found):
        raise ValueError(f"no sheet {sheet!r} with cells; there are {', '.join(found) or 'none'}")
    name = sheet or next(iter(found))
    answer = table.candidates_of(found[name], at, wanted)
    if len(found) > 1:
        answer.notes.append(
            f"sheet {name}; there are also {', '.join(n for n in found if n != name)}"
        )
    return answer
