"""Answers as text that a person can read, and what differs between two folders of them."""

from __future__ import annotations

import difflib
import io
import json
import re
import zipfile
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import openpyxl
import pyarrow.parquet

if TYPE_CHECKING:
    from pathlib import Path

_SAID_BY_TAGS = (
    *("href", "src", "action", "method", "name", "value", "type", "checked", "selected"),
    *("disabled", "placeholder", "alt", "title", "aria-label", "datetime", "content", "open"),
    *("hx-get", "hx-post", "hx-target", "data-suggest", "data-takes", "colspan", "rowspan"),
)
_INLINE = {"a", "abbr", "b", "code", "em", "i", "math", "small", "span", "strong", "sub", "sup"}
_SHOWN, _LINES = 4, 8
_MOMENT = re.compile(
    r"(?P<day>\b\d{4}-\d\d-\d\d|\b\d{1,2} [A-Z][a-z]+ \d{4}\b)"
    r"(?:\.\d+|(?:T|,? |\xa0)\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|\+00:00)?)?"
)


class _Page(HTMLParser):
    """What a page says, line by line: text, links, fields, and texts for who cannot see."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _INLINE:
            self.parts.append("\n")
        if given.get("name") == "csrfmiddlewaretoken":
            return
        said = [f"{name}={given[name] or ''}" for name in _SAID_BY_TAGS if name in given]
        if said:
            # a static file may move: its name stays
            one = re.sub(r"/static/\S*?([^/\s]+)(?=\s|$)", r"\1", " ".join(said))
            self.parts.append(f"<{tag} {one}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))


def readable(media: str, body: bytes) -> str:
    """The text of an answer by its content type, or of a file by its suffix."""
    if "html" in media:
        page = _Page()
        page.feed(body.decode())
        page.close()
        lines = (re.sub(" +", " ", line).strip() for line in "".join(page.parts).split("\n"))
        return "\n".join(line for line in lines if line)
    if "spreadsheetml" in media or media == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(body))
        rows = [[sheet.title, *sheet.iter_rows(values_only=True)] for sheet in book]
        return "\n".join(_row(row) for sheet in rows for row in sheet)
    if "parquet" in media:
        table = pyarrow.parquet.read_table(io.BytesIO(body))
        schema = table.schema.to_string(truncate_metadata=False)
        return "\n".join([schema, *map(_row, table.to_pylist())])
    if body.startswith(b"PK"):
        return "\n".join(sorted(zipfile.ZipFile(io.BytesIO(body)).namelist()))
    text = body.decode()
    if "json" in media and "jsonl" not in media:
        return json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    return text.replace("><", ">\n<") if "svg" in media else text


def _row(row: object) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)


def settled(text: str, started: date) -> str:
    """Without what two runs of the same code say differently: days from today on and their times,
    the version of the data, checksums, sizes, cursors, secrets, and how long ago something was."""

    def later(match: re.Match[str]) -> str:
        for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y"):
            with suppress(ValueError):
                day = datetime.strptime(match["day"], form).replace(tzinfo=UTC).date()
                return "TODAY" if day >= started else match[0]
        return match[0]

    text = _MOMENT.sub(later, text)
    text = re.sub(r"\b[0-9a-f]{64,}\b", "SHA256", text)
    text = re.sub(r"\basc_[0-9a-f]+…", "TOKEN", text)
    text = re.sub(r":\w{6}:[\w-]{43}(?![\w-])", ":SIGNED", text)
    text = re.sub(r"\bat \d\d:\d\d:\d\d UTC", "at TIME", text)
    text = re.sub(r"\bcursor=[\w-]+", "cursor=CURSOR", text)
    text = re.sub(r'"(bytes|contentSize)": ?"?\d+"?|[\d.]+\s[KM]B\b', "SIZE", text)
    text = text.replace(f"({started.year})", "(YEAR)")
    return re.sub(r"\b(?:\d+|an?)\s(?:second|minute|hour)s?\sago\b", "JUST NOW", text)


def compared(before: Path, after: Path) -> tuple[str, bool]:
    """A short report by kind, and whether nothing differs. Spaces alone are told apart: a
    template written on other lines has them elsewhere."""
    old, new = _files(before), _files(after)
    counts: dict[str, Counter[str]] = {}
    examples: dict[tuple[str, str], list[str]] = {}
    for name in sorted(old.keys() | new.keys()):
        kind = name.split("/")[0]
        how = _difference(old.get(name), new.get(name))
        counts.setdefault(kind, Counter())[how] += 1
        seen = examples.setdefault((kind, how), [])
        if how != "same" and len(seen) < _SHOWN:
            seen.append(f"  {how}: {name}")
            if how in {"different", "spaces"}:
                seen[-1] += "".join(_lines(old[name], new[name]))
    lines = []
    for kind, found in counts.items():
        lines.append(f"{kind}: " + ", ".join(f"{n} {how}" for how, n in sorted(found.items())))
        lines += [one for (of, _), seen in examples.items() if of == kind for one in seen]
    return "\n".join(lines) + "\n", all(found.keys() == {"same"} for found in counts.values())


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.txt")}


def _difference(old: Path | None, new: Path | None) -> str:
    if old is None or new is None:
        return "new" if old is None else "missing"
    one, other = old.read_text("utf-8"), new.read_text("utf-8")
    if one == other:
        return "same"
    return "spaces" if re.sub(r"\s", "", one) == re.sub(r"\s", "", other) else "different"


def _lines(old: Path, new: Path) -> list[str]:
    one, other = (path.read_text("utf-8").splitlines() for path in (old, new))
    changes = [line for line in difflib.unified_diff(one, other, n=0, lineterm="") if line]
    return [f"\n    {line[:200]}" for line in changes[2 : 2 + _LINES] if not line.startswith("@@")]
