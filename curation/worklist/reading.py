"""Many citations in one text: DOIs in any form, BibTeX, RIS or CSL-JSON. One that cannot be read
stops none of the others, and is told with its line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from curation.lookup.crossref_message import csl_type
from curation.lookup.dois import NotADoi, normal_doi
from curation.lookup.pastes import UnreadablePaste, read_paste
from curation.lookup.titles import plain_title
from documents.schema import Citation
from records.document.fields import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 3_000_000
"""Characters of a list: a thousand entries with their abstracts."""
MOST = 1_000
"""Entries that are read at once."""
_BIBTEX = re.compile(r"^[ \t]*@[ \t]*(\w+)[ \t]*[{(]", re.MULTILINE)
_RIS = re.compile(r"^[ \t]*TY\s{1,2}-", re.MULTILINE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_CSL = {info.alias or name for name, info in Citation.model_fields.items()}


@dataclass(frozen=True)
class Entry:
    """One entry, at its line: its citation (a DOI alone where no more is said), or why it is
    none."""

    line: int
    citation: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    said: str = ""
    """the beginning of what stands there"""


class UnreadableList(ValueError):
    """Nothing of the text can be taken; the message says what is expected."""


def read_list(text: str) -> list[Entry]:
    """Every entry in its order. Raises :class:`UnreadableList`."""
    if len(text) > LONGEST:
        raise UnreadableList(f"longer than {LONGEST} characters: bring the list in parts")
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    found = list(_entries(text))
    if not found:
        raise UnreadableList("no DOI, and no entry of BibTeX, RIS or CSL-JSON, stands in it")
    if len(found) > MOST:
        raise UnreadableList(f"{len(found)} entries, at most {MOST}: bring the list in parts")
    return found


def _entries(text: str) -> Iterator[Entry]:
    bare = text.lstrip()
    if bare[:1] in {"[", "{"}:
        return _of_csl(text)
    if bare.startswith("<"):
        raise UnreadableList(
            "XML (Zotero RDF, perhaps): export the list as CSL JSON, BibTeX or RIS instead"
        )
    if _BIBTEX.search(text):
        return _of_parts(text, _BIBTEX, _bibtex_end)
    if _RIS.search(text):
        return _of_parts(text, _RIS, lambda _: None)
    return _of_dois(text)


# --- DOIs --------------------------------------------------------------------------------------
def _of_dois(text: str) -> Iterator[Entry]:
    """Every DOI of every line; a line of words without one is told."""
    for number, line in enumerate(text.split("\n"), 1):
        parts = re.split(r"[\s,;|\t]+(?=\S*10\.\d{4,9}/)", line.strip())
        for part in parts if line.strip() else ():
            if not _DOI.search(part) and len(parts) > 1:
                continue  # what stands before the first DOI of the line
            try:
                doi = normal_doi(part)
            except NotADoi as error:
                yield Entry(number, problem=str(error), said=part[:120])
            else:
                yield Entry(number, _of_doi(doi), said=part[:120])


def _of_doi(doi: str) -> dict[str, Any]:
    return {"type": "article-journal", "DOI": doi}


# --- BibTeX and RIS --------------------------------------------------------------------------
_APART = {"string", "comment", "preamble"}
_NAMED = re.compile(r"[ \t]*@[ \t]*string[ \t]*[{(]\s*([^\s=]+)\s*=", re.IGNORECASE)
_WORD = re.compile(r"[^\s{}(),=#\"]+")


def _of_parts(text: str, begin: re.Pattern[str], end: Any) -> Iterator[Entry]:
    """Entry by entry; the short names of BibTeX (``@string``) that an entry uses go with it."""
    starts = [*begin.finditer(text)]
    short: dict[str, str] = {}
    for i, at in enumerate(starts):
        limit = starts[i + 1].start() if i + 1 < len(starts) else len(text)
        part = text[at.start() : limit]
        line = text.count("\n", 0, at.start()) + 1
        kind = at[1].lower() if begin is _BIBTEX else ""
        if kind == "string" and (named := _NAMED.match(part)):
            short[named[1].lower()] = part
        if kind not in _APART:
            own = part[: end(part)].strip()
            yield _read("".join(_used(own, short)), own, line)


def _used(part: str, short: dict[str, str]) -> list[str]:
    """The short names that stand in an entry, and those that stand in these, in their order."""
    found: set[str] = set()
    ahead = [part] if short else []
    while ahead:
        words = {word.lower() for word in _WORD.findall(ahead.pop())}
        new = (words & short.keys()) - found
        found |= new
        ahead += [short[name] for name in new]
    return [short[name] for name in short if name in found]


def _read(short: str, part: str, line: int) -> Entry:
    said = " ".join(part.split())[:120]
    try:
        return Entry(line, read_paste(short + part), said=said)
    except UnreadablePaste as error:
        return Entry(line, problem=str(error), said=said)


def _bibtex_end(part: str) -> int | None:
    """Where its braces are closed: what follows is a comment."""
    depth = 0
    for found in re.finditer(r"[{}]", part):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.end()
    return None


# --- CSL-JSON ------------------------------------------------------------------------------------
def _of_csl(text: str) -> Iterator[Entry]:
    try:
        items = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise UnreadableList(f"the JSON cannot be read in line {line}: {error}") from error
    except RecursionError as error:
        raise UnreadableList("the JSON is nested too deep") from error
    if isinstance(items, dict):
        items = items.get("items") or [items]
    lines = _lines_of(text)
    for number, item in enumerate(items if isinstance(items, list) else [items]):
        line = lines[number] if number < len(lines) else 1
        said = (
            str(item.get("title") or item.get("id") or "")[:120] if isinstance(item, dict) else ""
        )
        if not isinstance(item, dict):
            yield Entry(line, problem="is no entry of CSL-JSON: expected an object", said=said)
            continue
        citation = _citation(item)
        try:
            Citation.model_validate({"issued": "2000", **citation})
        except ValidationError as error:
            wrong = error.errors()[0]
            where = ".".join(str(part) for part in wrong["loc"])
            yield Entry(line, problem=f"{where}: {wrong['msg']}", said=said)
        else:
            yield Entry(line, citation, said=said)


def _lines_of(text: str) -> list[int]:
    """The lines in which the objects of the outer list begin."""
    found, depth, inside, line = [], 0, False, 1
    for match in re.finditer(r'\\.|["{}\n]', text):
        if match[0] == "\n":
            line += 1
        elif match[0] == '"':
            inside = not inside
        elif not inside and match[0] in "{}":
            if match[0] == "{" and depth == 0:
                found.append(line)
            depth += 1 if match[0] == "{" else -1
    return found


def _citation(item: dict[str, Any]) -> dict[str, Any]:
    """What we keep of an item: no abstract, no notes, no files."""
    kept = {key: value for key, value in item.items() if key in _CSL and value not in (None, "")}
    kept["type"] = csl_type(str(item.get("type") or ""))
    for name in ("author", "editor"):
        if isinstance(kept.get(name), list):
            kept[name] = [_name(one) for one in kept[name] if isinstance(one, dict)]
    for name in ("title", "container-title", "publisher"):
        if isinstance(kept.get(name), str):
            kept[name] = plain_title(kept[name])
    issued = kept.pop("issued", None)
    if year := _issued(issued):
        kept["issued"] = year
    stated = str(item.get("DOI") or item.get("doi") or "")
    kept.pop("DOI", None)
    try:
        kept["DOI"] = normal_doi(stated or str(item.get("URL") or ""))
    except NotADoi:
        if stated:
            kept["DOI"] = stated  # told by the check of its form
    if kept["type"] == "article-journal":
        kept.pop("publisher", None)
        kept.pop("publisher-place", None)
    return {key: as_text(value) for key, value in kept.items() if value not in ([], {})}


def _name(person: dict[str, Any]) -> dict[str, Any]:
    known = ("family", "given", "literal", "non-dropping-particle", "suffix")
    return {key: str(person[key]) for key in known if person.get(key)}


def _issued(issued: Any) -> str:
    """The year, as citations have it."""
    if isinstance(issued, dict):
        parts = issued.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        issued = first[0] if isinstance(first, list) and first else issued.get("raw") or ""
    found = re.search(r"\b(1[89]|20)\d\d\b", str(issued or ""))
    return found[0] if found else ""
