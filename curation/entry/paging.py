"""The form of a long draft, page by page: what is not on the page stays as it is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from documents.places import list_of
from records.document.invalid import Problem
from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PER_PAGE = 25
ON_ONE_PAGE = 40
"""Coatings, or tests, that are still shown all on one page."""
_AT = re.compile(r"([a-z_]+)\[(\d+)\]")
Document = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """``spans``: by section, the numbers of the first record shown and of the first no more."""

    number: int
    count: int
    spans: dict[str, tuple[int, int]]

    @property
    def whole(self) -> bool:
        return self.count == 1

    @property
    def sent(self) -> str:
        """The spans as the form sends them back."""
        return ",".join(f"{start}-{end}" for start, end in self.spans.values())

    @property
    def others(self) -> range:
        return range(1, self.count + 1)

    def part(self, document: Mapping[str, Any]) -> Document:
        """The document with the records of this page alone."""
        shown = dict(document)
        for name, (start, end) in self.spans.items():
            if isinstance(document.get(name), list):
                shown[name] = document[name][start:end]
        return shown

    def there(self, path: str) -> str:
        """The path as the whole document numbers it."""
        at = _AT.match(path)
        if at is None or at[1] not in self.spans:
            return path
        return f"{at[1]}[{int(at[2]) + self.spans[at[1]][0]}]{path[at.end() :]}"

    def here(self, path: str) -> str | None:
        """The path as this page numbers it; None where it is on another."""
        at = _AT.match(path)
        if at is None or at[1] not in self.spans:
            return path
        start, end = self.spans[at[1]]
        number = int(at[2])
        return f"{at[1]}[{number - start}]{path[at.end() :]}" if start <= number < end else None


def _sections() -> list[str]:
    return [kind.section for kind in record_kinds()]


def page_of(document: Mapping[str, Any], number: int) -> Page:
    """A page of the form; one beyond the last is the last."""
    lengths = {name: len(list_of(document, name)) for name in _sections()}
    longest = max(lengths.values())
    if longest <= ON_ONE_PAGE:
        return Page(1, 1, {name: (0, length) for name, length in lengths.items()})
    count = -(-longest // PER_PAGE)
    number = min(max(number, 1), count)
    start = (number - 1) * PER_PAGE
    return Page(number, count, dict.fromkeys(lengths, (start, start + PER_PAGE)))


def page_sent(document: Mapping[str, Any], sent: str) -> Page:
    """The page that a form was made from. Raises ValueError."""
    spans = [tuple(int(one) for one in span.split("-")) for span in sent.split(",") if span]
    if not spans:
        return page_of(document, 1)
    named = dict(zip(_sections(), spans, strict=True))
    if any(len(span) != 2 or span[0] > span[1] for span in named.values()):
        raise ValueError("a page begins before it ends")
    return Page(0, 0, named)  # type: ignore[arg-type]


def put_together(page: Page, stored: Mapping[str, Any], typed: Document) -> tuple[Document, Page]:
    """The whole document, and the page as it is after: it may hold more records, or fewer."""
    document, spans = dict(typed), {}
    for name, (start, end) in page.spans.items():
        before, shown = list_of(stored, name), list_of(typed, name)
        records = [*before[:start], *shown, *before[end:]]
        spans[name] = (min(start, len(before)), min(start, len(before)) + len(shown))
        if records:
            document[name] = records
    return document, Page(page.number, page.count, spans)


def follow(document: Document, page: Page, renamed: Mapping[str, Mapping[str, str]]) -> None:
    """Records of other pages go on naming what got another key on this one."""
    for kind in record_kinds():
        start, end = page.spans[kind.section]
        apart = list_of(document, kind.section)
        for record in (*apart[:start], *apart[end:]):
            for path, section in kind.references.items():
                if renamed.get(section):
                    _replace(record, path, renamed[section])


def _replace(node: Any, path: str, keys: Mapping[str, str]) -> None:
    name, _, rest = path.partition(".")
    if isinstance(node, list):
        for item in node:
            _replace(item, path, keys)
    elif isinstance(node, dict) and name in node:
        value = node[name]
        if rest:
            _replace(value, rest, keys)
        elif isinstance(value, str):
            node[name] = keys.get(value, value)
        elif isinstance(value, list):
            node[name] = [keys.get(v, v) if isinstance(v, str) else v for v in value]


def sort_out(page: Page, problems: Iterable[Problem]) -> tuple[list[Problem], dict[int, int]]:
    """Those of this page, as it numbers them, and how many others stand on which page."""
    here: list[Problem] = []
    elsewhere: dict[int, int] = {}
    for problem in problems:
        path = page.here(problem.path)
        if path is not None:
            here.append(Problem(path, problem.message))
        elif at := _AT.match(problem.path):
            number = int(at[2]) // PER_PAGE + 1
            elsewhere[number] = elsewhere.get(number, 0) + 1
    return here, dict(sorted(elsewhere.items()))
