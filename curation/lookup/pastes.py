"""A citation pasted as BibTeX or RIS, as our citation."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import bibtexparser
import rispy
from bibtexparser.bibdatabase import UndefinedString
from bibtexparser.bparser import BibTexParser

from curation.lookup.dois import NotADoi, normal_doi
from curation.lookup.people import UnreadableNames, bibtex_people, names_of, ris_people
from curation.lookup.titles import plain_title, said
from literature.formats import latex

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
# the abbreviated name of a journal before its whole one
_JOURNAL = (
    "journal_name",
    "alternate_title2",
    "alternate_title1",
    "secondary_title",
    "alternate_title3",
)
_LATEX_IN_RIS = re.compile(r"\\[A-Za-z'`\"^~]|\$[^$]+\$|[_^]\{")
_RANGE = re.compile(r"\w+\s*[-–—]+\s*\w+")
_ARTICLE_NUMBER = re.compile(
    r"(?:art(?:icle)?|artn)?\.?\s*(?:no|id|number)?\.?\s*([a-z]{0,3}\d{3,7}[a-z]?)", re.I
)


class UnreadablePaste(ValueError):
    """Text that holds no citation, or more than one; the message says what was expected."""


def read_paste(text: str) -> dict[str, Any]:
    """The one citation in pasted BibTeX or RIS. Raises :class:`UnreadablePaste`."""
    if len(text) > LONGEST_PASTE:
        raise UnreadablePaste(f"longer than {LONGEST_PASTE} characters: paste one citation")
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip()
    try:
        if re.match(r"@\s*\w+\s*[{(]", text) or re.search(r"^\s*@\w+\s*\{", text, re.MULTILINE):
            return _only(list(_bibtex(text)), text)
        if re.search(r"^[ \t]*TY\s{1,2}-", text, re.MULTILINE):
            return _only(list(_ris(text)), text)
    except (UnreadableNames, NotADoi) as error:
        raise UnreadablePaste(str(error)) from error
    raise UnreadablePaste(
        "neither BibTeX (it begins with @article{ or the like) nor RIS (it begins with TY  - )"
    )


def _only(citations: list[dict[str, Any]], text: str) -> dict[str, Any]:
    if not citations:
        raise UnreadablePaste(f"no whole citation in it: {_where(text)}")
    if len(citations) > 1:
        raise UnreadablePaste(f"{len(citations)} citations in it: paste one")
    return citations[0]


# --- BibTeX -----------------------------------------------------------------------------------
_KEY = re.compile(r"@\s*(?!(?:string|comment|preamble)\b)(\w+)\s*([{(])\s*([^,={}()\"]*),", re.I)
_NO_KEY = re.compile(r"@\s*(?!(?:string|comment|preamble)\b)(\w+)\s*\{(?=\s*\w+\s*=)", re.I)
_BARE_NUMBER = re.compile(r"(=|#)(\s*)(\d+)(?=\s*#)|(#\s*)(\d+)(?=\s*[,}\n#])")


def _bibtex(text: str) -> Iterator[dict[str, Any]]:
    if too_many := _brace_too_many(text):
        raise UnreadablePaste(f"the BibTeX has a closing brace too many in line {too_many}")
    # the key is not kept: whatever stands for it will do
    whole = _NO_KEY.sub(r"@\1{pasted,", _KEY.sub(r"@\1\2pasted,", text))
    whole = _BARE_NUMBER.sub(_quoted, whole)
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    try:
        entries = bibtexparser.loads(whole, parser).entries
    except UndefinedString as error:
        name = str(error.args[0] if error.args else "").strip("'")
        message = f'"{name}" is a short name that the paste does not explain: write what it means'
        raise UnreadablePaste(message) from error
    except Exception as error:  # pyparsing's own, of many kinds
        raise UnreadablePaste(f"the BibTeX cannot be read: {_where(text)}") from error
    for entry in entries:
        yield _of_bibtex(entry)


def _quoted(match: re.Match[str]) -> str:
    """A number that is joined to other text (``10 # "~" # jan``) needs quotation marks."""
    if match[1]:
        return f'{match[1]}{match[2]}"{match[3]}"'
    return f'{match[4]}"{match[5]}"'


def _of_bibtex(entry: dict[str, str]) -> dict[str, Any]:
    kind = entry["ENTRYTYPE"].lower()
    stated = {key.lower(): str(value) for key, value in entry.items()}
    field = {key: said(_plain(value)) for key, value in stated.items()}
    authors, others = names_of(bibtex_people(stated.get("author", "")), _plain)
    editors, _ = names_of(bibtex_people(stated.get("editor", "")), _plain)
    return _stated(
        {
            "type": _BIBTEX_TYPES.get(kind, "article"),
            "author": authors,
            "authors-incomplete": "yes" if others else "",
            "editor": editors,
            "title": field.get("title"),
            "genre": "Master's thesis" if kind == "mastersthesis" else field.get("type"),
            "container-title": _named(
                field.get("journal") or field.get("journaltitle") or field.get("booktitle")
            ),
            "publisher": field.get("publisher")
            or field.get("school")
            or field.get("institution")
            or field.get("howpublished"),
            "publisher-place": field.get("address") or field.get("location"),
            "issued": _year(field.get("year") or field.get("date")),
            "volume": field.get("volume"),
            "issue": field.get("number"),
            "page": _pages(field.get("pages") or field.get("eid")),
            "DOI": _doi(stated.get("doi"), stated.get("url")),
            "ISSN": field.get("issn"),
            "URL": _url(stated.get("url")),
            "language": field.get("language"),
        }
    )


def _plain(value: str) -> str:
    """A field without LaTeX, tags and entities."""
    return plain_title(latex.plain(value))


def _named(journal: str | None) -> str | None:
    """A journal's name. Raises :class:`UnreadablePaste` for a command that stands for one."""
    if journal and journal.startswith("\\"):
        raise UnreadablePaste(f"the journal is a command, {journal}: write its name")
    return journal


def _brace_too_many(text: str) -> int:
    """The line in which more braces are closed than were opened; 0 where there is none."""
    depth = closed_in = 0
    for number, line in enumerate(text.split("\n"), 1):
        for brace in re.findall(r"[{}]", line):
            depth += 1 if brace == "{" else -1
            if depth < 0:
                return closed_in or number
            closed_in = number if depth == 0 else closed_in
    return 0


_FIELD = re.compile(r"\s*[\w-]+\s*=")


def _where(text: str) -> str:
    """Where BibTeX stops being readable, as far as that can be told."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        following = lines[number] if number < len(lines) else ""
        open_field = line.count("{") > line.count("}") and _FIELD.match(line)
        if open_field and (_FIELD.match(following) or following.strip() in {"", "}"}):
            return f"the brace of line {number} is not closed"
    if text.count("{") > text.count("}"):
        return "a brace is not closed; is the end of it cut off?"
    for number, (above, line) in enumerate(pairwise(lines), 2):
        ended = above.rstrip().endswith((",", "{"))
        if (
            ended
            and line.strip(" \t})")
            and not re.match(r"\s*[@%]", line)
            and not _FIELD.match(line)
        ):
            return f"line {number} is no field (name = {{…}},)"
    return "is the end of it cut off?"


# --- RIS --------------------------------------------------------------------------------------
def _ris(text: str) -> Iterator[dict[str, Any]]:
    # rispy wants two spaces before the dash, and none before the tag; some exporters differ
    spaced = re.sub(r"^[ \t]*([A-Z][A-Z0-9])\s+-[ \t]?", r"\1  - ", text, flags=re.MULTILINE)
    if not re.search(r"^ER  -", spaced, re.MULTILINE):
        raise UnreadablePaste("the RIS has no end (ER  -): is the end of it cut off?")
    try:
        entries = rispy.loads(spaced)
    except Exception as error:  # rispy's own, and errors of its parsing
        raise UnreadablePaste("the RIS cannot be read") from error
    for entry in entries:
        yield _of_ris(entry)


def _of_ris(entry: dict[str, Any]) -> dict[str, Any]:
    kind = _RIS_TYPES.get(str(entry.get("type_of_reference", "")), "article")
    field = {key: said(_out_of_ris(v)) for key, v in entry.items() if isinstance(v, str)}
    authors, others = ris_people(_list(entry, "authors", "first_authors"), _out_of_ris)
    editors, _ = ris_people(_list(entry, "editors", "secondary_authors"), _out_of_ris)
    url = next(iter(_list(entry, "urls")), None)
    return _stated(
        {
            "type": kind,
            "author": authors,
            "authors-incomplete": "yes" if others else "",
            "editor": editors,
            "title": field.get("title") or field.get("primary_title"),
            "genre": field.get("type_of_work") if kind != "article-journal" else None,
            "container-title": next((field[key] for key in _JOURNAL if field.get(key)), None),
            "publisher": field.get("publisher"),
            "publisher-place": field.get("place_published"),
            "issued": _year(
                field.get("year") or field.get("publication_year") or field.get("date")
            ),
            "volume": field.get("volume"),
            "issue": field.get("number"),
            "page": _pages(_from_to(field) or _article_number(field)),
            "DOI": _doi(entry.get("doi"), url),
            "ISSN": field.get("issn") if kind == "article-journal" else None,
            "URL": _url(url),
            "language": field.get("language"),
        }
    )


def _list(entry: dict[str, Any], *keys: str) -> list[str]:
    return next((list(entry[key]) for key in keys if entry.get(key)), [])


def _out_of_ris(text: str) -> str:
    """RIS has no markup of its own, but carries that of others."""
    bare = text.strip().removeprefix("{").removesuffix("}") if text[:1] == "{" else text
    return plain_title(latex.plain(bare) if _LATEX_IN_RIS.search(bare) else bare)


def _from_to(field: dict[str, str]) -> str:
    start, end = field.get("start_page", ""), field.get("end_page", "")
    if _RANGE.fullmatch(start):
        return start
    return f"{start}-{end}" if start and end and start != end else start or end


def _article_number(field: dict[str, str]) -> str:
    """Where exporters put the number of an article without pages."""
    places = ["custom7", "note"]
    if "name_of_database" not in field:  # else it is the number of the record there
        places.append("accession_number")
    found = (_ARTICLE_NUMBER.fullmatch(field.get(place, "")) for place in places)
    return next((match[1] for match in found if match), "")


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
    return said(re.sub(r"\s*[-–—]+\s*", "-", text or ""))


def _doi(stated: str | None, url: str | None) -> str:
    """The DOI of its field, else of an address at doi.org.

    Raises :class:`NotADoi` for one that is not whole.
    """
    given = re.sub(r"\\([_%&#{}])", r"\1", stated or "")
    if not given and url and "doi.org/" in url:
        given = url
    return normal_doi(given) if re.search(r"10\.\d", given) else ""


def _url(text: str | None) -> str:
    bare = re.sub(r"\\url\{(.*)\}", r"\1", text or "").replace("\\", "").strip()
    return bare if re.match(r"https?://\S+$", bare) else ""
