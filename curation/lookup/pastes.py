"""A citation pasted as BibTeX or RIS, as our citation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import bibtexparser
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import splitname
from bibtexparser.latexenc import latex_to_unicode

from curation.lookup.dois import NotADoi, normal_doi
from curation.lookup.titles import without_latex

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_PASTE = 100_000
"""Characters; a citation with an abstract has some thousand."""

_BIBTEX_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "proceedings": "book",
    "techreport": "report",
    "report": "report",
}
_RIS_TYPES = {
    "JOUR": "article-journal",
    "JFULL": "article-journal",
    "EJOUR": "article-journal",
    "MGZN": "article-journal",
    "BOOK": "book",
    "EBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "THES": "thesis",
    "CPAPER": "paper-conference",
    "CONF": "paper-conference",
    "RPRT": "report",
}
_YEAR = re.compile(r"\b(1[89]|20)\d\d\b")
_JOURNAL_ABBREVIATED = ("journal_name", "alternate_title2", "alternate_title1")


class UnreadablePaste(ValueError):
    """Text that holds no citation, or more than one; the message says what was expected."""


def read_paste(text: str) -> dict[str, Any]:
    """The one citation in pasted BibTeX or RIS. Raises :class:`UnreadablePaste`."""
    if len(text) > LONGEST_PASTE:
        raise UnreadablePaste(f"longer than {LONGEST_PASTE} characters: paste one citation")
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip()
    if re.match(r"@\s*\w+\s*[{(]", text) or re.search(r"^\s*@\w+\s*\{", text, re.MULTILINE):
        return _only(list(_bibtex(text)))
    if re.search(r"^TY\s{1,2}-", text, re.MULTILINE):
        return _only(list(_ris(text)))
    raise UnreadablePaste(
        "neither BibTeX (it begins with @article{ or the like) nor RIS (it begins with TY  - )"
    )


def _only(citations: list[dict[str, Any]]) -> dict[str, Any]:
    if not citations:
        raise UnreadablePaste("no whole citation in it: is the end of it cut off?")
    if len(citations) > 1:
        raise UnreadablePaste(f"{len(citations)} citations in it: paste one")
    return citations[0]


# --- BibTeX -----------------------------------------------------------------------------------
def _bibtex(text: str) -> Iterator[dict[str, Any]]:
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    try:
        entries = bibtexparser.loads(text, parser).entries
    except Exception as error:  # pyparsing's own, of many kinds
        raise UnreadablePaste("the BibTeX cannot be read") from error
    for entry in entries:
        kind = entry["ENTRYTYPE"].lower()
        field = {key.lower(): _plain(value) for key, value in entry.items()}
        yield _stated(
            {
                "type": _BIBTEX_TYPES.get(kind, "article"),
                "author": _bibtex_names(entry.get("author", "")),
                "editor": _bibtex_names(entry.get("editor", "")),
                "title": field.get("title"),
                "genre": "Master's thesis" if kind == "mastersthesis" else None,
                "container-title": field.get("journal")
                or field.get("journaltitle")
                or field.get("booktitle"),
                "publisher": field.get("publisher")
                or field.get("school")
                or field.get("institution"),
                "publisher-place": field.get("address") or field.get("location"),
                "issued": _year(field.get("year") or field.get("date")),
                "volume": field.get("volume"),
                "issue": field.get("number"),
                "page": _pages(field.get("pages") or field.get("eid")),
                "DOI": _doi(field.get("doi")),
                "ISSN": field.get("issn"),
                "URL": _url(field.get("url")),
            }
        )


def _plain(value: str) -> str:
    """A field without LaTeX: chemistry first, so that \\ce is not taken for a cedilla."""
    bare = re.sub(r"\\ce\s*\{([^{}]*)\}", r"\1", str(value))
    return without_latex(latex_to_unicode(bare) if "\\" in bare else bare)


def _bibtex_names(people: str) -> list[dict[str, str]]:
    """``von Last, Jr, First and {An Organisation}`` as names."""
    if not people.strip():
        return []
    found = []
    for person in re.split(r"\s+and\s+(?![^{]*\})", " ".join(people.split())):
        if person.lower() == "others":
            continue
        if person.startswith("{") and person.endswith("}"):
            found.append({"literal": _plain(person)})
            continue
        try:
            parts = splitname(person)
        except ValueError:  # too many commas
            found.append({"literal": _plain(person)})
            continue
        name = {
            "family": _plain(" ".join(parts["last"])),
            "given": _plain(" ".join(parts["first"])),
            "non-dropping-particle": _plain(" ".join(parts["von"])),
            "suffix": _plain(" ".join(parts["jr"])),
        }
        found.append({key: value for key, value in name.items() if value})
    return [name for name in found if name]


# --- RIS --------------------------------------------------------------------------------------
def _ris(text: str) -> Iterator[dict[str, Any]]:
    # rispy wants two spaces before the dash; some exporters write one
    spaced = re.sub(r"^([A-Z][A-Z0-9])\s+-[ \t]?", r"\1  - ", text, flags=re.MULTILINE)
    if not re.search(r"^ER  -", spaced, re.MULTILINE):
        raise UnreadablePaste("the RIS has no end (ER  -): is the end of it cut off?")
    try:
        entries = rispy.loads(spaced)
    except Exception as error:  # rispy's own, and errors of its parsing
        raise UnreadablePaste("the RIS cannot be read") from error
    for entry in entries:
        kind = _RIS_TYPES.get(str(entry.get("type_of_reference", "")), "article")
        journal = next((entry[key] for key in _JOURNAL_ABBREVIATED if entry.get(key)), None)
        yield _stated(
            {
                "type": kind,
                "author": _ris_names(entry.get("authors") or entry.get("first_authors")),
                "editor": _ris_names(entry.get("editors") or entry.get("secondary_authors")),
                "title": _plain(entry.get("title") or entry.get("primary_title") or ""),
                "container-title": journal or entry.get("secondary_title"),
                "publisher": entry.get("publisher"),
                "publisher-place": entry.get("place_published"),
                "issued": _year(entry.get("year") or entry.get("publication_year")),
                "volume": entry.get("volume"),
                "issue": entry.get("number") if kind == "article-journal" else None,
                "page": _pages(_from_to(entry)),
                "DOI": _doi(entry.get("doi")),
                "ISSN": entry.get("issn") if kind == "article-journal" else None,
                "URL": _url(next(iter(entry.get("urls") or []), None)),
                "language": entry.get("language"),
            }
        )


def _from_to(entry: dict[str, Any]) -> str:
    start, end = entry.get("start_page", ""), entry.get("end_page", "")
    return f"{start}-{end}" if start and end and start != end else start or end


def _ris_names(people: list[str] | None) -> list[dict[str, str]]:
    """``Family, Given, Suffix``; a name without a comma is an organisation's."""
    found = []
    for person in people or []:
        parts = [part.strip() for part in person.split(",")]
        if len(parts) == 1:
            found.append({"literal": parts[0]})
        else:
            name = dict(zip(("family", "given", "suffix"), parts, strict=False))
            found.append({key: value for key, value in name.items() if value})
    return [name for name in found if name]


# --- both -------------------------------------------------------------------------------------
def _stated(citation: dict[str, Any]) -> dict[str, Any]:
    """What was said, with book titles and publishers only where they belong."""
    if citation["type"] == "article-journal":
        citation["publisher"] = citation["publisher-place"] = None
    return {key: value for key, value in citation.items() if value}


def _year(text: str | None) -> str:
    found = _YEAR.search(text or "")
    return found[0] if found else ""


def _pages(text: str | None) -> str:
    return re.sub(r"\s*[-–—]+\s*", "-", text or "")


def _doi(text: str | None) -> str:
    try:
        return normal_doi(text or "")
    except NotADoi:
        return ""


def _url(text: str | None) -> str:
    return text if text and re.match(r"https?://", text) else ""
