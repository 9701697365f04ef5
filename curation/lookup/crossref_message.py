"""Crossref's message of a work as our citation.

https://api.crossref.org/swagger-ui/: titles are lists and may hold JATS, HTML or MathML; dates
are ``date-parts`` of one to three numbers, or ``[[null]]``; a person has ``family`` and perhaps
``given``, an organisation ``name``.
"""

from __future__ import annotations

from typing import Any

from curation.lookup.titles import plain_title, said

_TYPES = {
    "journal-article": "article-journal",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-series": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "chapter",
    "dissertation": "thesis",
    "proceedings-article": "paper-conference",
    "report": "report",
    "report-component": "report",
}
_CSL_TYPES = set(_TYPES.values()) | {"article"}


def csl_type(said: str) -> str:
    """A type of CSL-JSON that citations here know; `article` for one they do not."""
    named = _TYPES.get(said, said)
    return named if named in _CSL_TYPES else "article"


# The year that is cited is that of the volume: in print before online.
_DATES = ("published", "issued", "published-online", "posted", "created")


class NotAWork(ValueError):
    """A message whose fields are of other kinds than Crossref's."""


def citation_of(message: dict[str, Any]) -> dict[str, Any]:
    """What ``message`` says, in the names of CSL-JSON; what it does not say is left out.

    Raises :class:`NotAWork`.
    """
    place = message.get("publisher-location")
    journal = _title(message.get("short-container-title")) or _title(message.get("container-title"))
    if message.get("type") == "posted-content":  # a preprint: its server, not who runs it
        journal = journal or _server(message)
    citation: dict[str, Any] = {
        "type": _TYPES.get(str(message.get("type")), "article"),
        "author": _names(_list(message, "author")),
        "editor": _names(_list(message, "editor")),
        "title": _with_subtitle(message),
        "genre": _first(message.get("degree")),
        "container-title": journal,
        "publisher": _text(message.get("publisher")),
        "publisher-place": _text(place),
        "issued": _issued(message),
        "volume": said(_text(message.get("volume"))),
        "issue": said(_text(message.get("issue"))),
        "page": said(_text(message.get("page"))) or said(_text(message.get("article-number"))),
        "DOI": _text(message.get("DOI")),
        "ISSN": _first(message.get("ISSN")),
        "language": _text(message.get("language")),
    }
    if citation["type"] == "article-journal" or message.get("type") == "posted-content":
        # the journal says it all; of a book or a thesis the publisher is part of the citation
        citation["publisher"] = citation["publisher-place"] = None
    return {key: value for key, value in citation.items() if value}


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _first(value: Any) -> str:
    return _text(value[0]) if isinstance(value, list) and value else _text(value)


def _title(value: Any) -> str:
    return plain_title(_first(value))


def _with_subtitle(message: dict[str, Any]) -> str:
    title, subtitle = _title(message.get("title")), _title(message.get("subtitle"))
    if not subtitle or subtitle.lower() in title.lower():
        return title
    return f"{title.rstrip(':')}: {subtitle}"


def _server(message: dict[str, Any]) -> str:
    for place in _list(message, "institution"):
        if isinstance(place, dict) and place.get("name"):
            return _title(place["name"])
    return _title(message.get("group-title"))


def _list(message: dict[str, Any], key: str) -> list[Any]:
    found = message.get(key) or []
    if isinstance(found, dict):
        found = [found]
    if not isinstance(found, list):
        raise NotAWork(f"{key} is no list")
    return found


def _names(people: list[Any]) -> list[dict[str, str]]:
    found = (_name(person) for person in people if isinstance(person, dict))
    return [name for name in found if name]


def _name(person: dict[str, Any]) -> dict[str, str]:
    family, given = _title(person.get("family")), _title(person.get("given"))
    if family:
        name = {"family": family, "given": given, "suffix": _text(person.get("suffix"))}
        return {key: value for key, value in name.items() if value}
    literal = _title(person.get("name")) or given
    return {"literal": literal} if literal else {}


def _issued(message: dict[str, Any]) -> str:
    in_journal = _dict(message.get("journal-issue"), "journal-issue")
    dates = [message.get("published-print"), in_journal.get("published-print")]
    years = [_year(date) for date in [*dates, *(message.get(key) for key in _DATES)]]
    return next((year for year in years if year), "")


def _year(date: Any) -> str:
    parts = _dict(date, "a date").get("date-parts") or [[None]]
    if not isinstance(parts, list):
        raise NotAWork("the parts of a date are no list")
    numbers = parts[0] if isinstance(parts[0], list) else parts
    is_year = numbers and isinstance(numbers[0], int) and 1000 <= numbers[0] <= 9999
    return str(numbers[0]) if is_year else ""


def _dict(value: Any, what: str) -> dict[str, Any]:
    if value is not None and not isinstance(value, dict):
        raise NotAWork(f"{what} is no object")
    return value or {}
