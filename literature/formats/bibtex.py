"""BibTeX: capitals and formulas kept by braces, LaTeX's own characters escaped.

Letters of every script stay as they are (UTF-8, as LaTeX reads by default); what LaTeX does not
know by itself, such as subscripts and Greek, is written in commands.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bibtexparser.bibdatabase import BibDatabase
from bibtexparser.bwriter import BibTexWriter

from literature.formats.latex import escaped, protected, verbatim
from literature.formats.parts import Person, date_parts, pages, people, tidy

if TYPE_CHECKING:
    from literature.models import Paper

_TYPES = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "article": "misc",
}
_ORDER = ["author", "editor", "title", "journal", "booktitle", "type", "school", "institution"]
_ORDER += ["publisher", "address", "howpublished", "year", "month", "volume", "number", "pages"]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@cache
def _writer() -> BibTexWriter:
    writer = BibTexWriter()
    writer.display_order = _ORDER
    writer.indent = "  "
    writer.add_trailing_comma = True
    return writer


def bibtex_entry(paper: Paper) -> str:
    """One entry; its key is the paper's, which is unique and stays."""
    database = BibDatabase()
    fields = {name: value for name, value in _fields(paper).items() if value}
    database.entries = [{"ENTRYTYPE": _TYPES[paper.type], "ID": paper.key, **fields}]
    text: str = _writer().write(database)
    return text


def _fields(paper: Paper) -> dict[str, str]:
    csl, kind = paper.csl, _TYPES[paper.type]
    date = date_parts(csl)
    container = "journal" if kind == "article" else "booktitle"
    publisher = {"phdthesis": "school", "techreport": "institution", "misc": "howpublished"}
    journal = kind == "article"
    number = csl.get("issue") if journal else csl.get("issue") or csl.get("number")
    return {
        "author": _names(people(csl, "author"))
        + (" and others" if csl.get("authors-incomplete") else ""),
        "editor": _names(people(csl, "editor")),
        "title": protected(tidy(csl.get("title"))),
        container: escaped(tidy(csl.get("container-title"))),
        "type": escaped(tidy(csl.get("genre"))),
        publisher.get(kind, "publisher"): escaped(tidy(csl.get("publisher"))),
        "address": escaped(tidy(csl.get("publisher-place"))),
        "year": str(date[0]) if date else "",
        "month": _MONTHS[date[1] - 1] if len(date) > 1 and 1 <= date[1] <= 12 else "",
        "volume": escaped(tidy(csl.get("volume"))),
        "number": escaped(tidy(number)),
        "pages": escaped(pages(csl, "–")).replace(r"{\textendash}", "--"),
        "issn": escaped(tidy(csl.get("ISSN"))),
        "doi": verbatim(tidy(csl.get("DOI"))),
        "url": verbatim(tidy(csl.get("URL"))),
        "language": escaped(tidy(csl.get("language"))),
    }


def _names(found: list[Person]) -> str:
    return " and ".join(_name(person) for person in found)


def _name(person: Person) -> str:
    """``von Last, Jr, First``; an institution in braces is one name."""
    if person.literal and not person.family:
        return f"{{{escaped(person.literal)}}}"
    last = " ".join(_part(part) for part in (person.particle, person.family) if part)
    return ", ".join([last, *(_part(part) for part in (person.suffix, person.given) if part)])


def _part(text: str) -> str:
    """A part of a name; "and" and commas inside it must not end it."""
    inside = "," in text or " and " in f" {text.lower()} "
    return f"{{{escaped(text)}}}" if inside else escaped(text)
