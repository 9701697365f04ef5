"""Crossref's message of a work as our citation.

https://api.crossref.org/swagger-ui/: titles are lists and may hold JATS, HTML or MathML; dates
are ``date-parts`` of one to three numbers, or ``[[null]]``; a person has ``family`` and perhaps
``given``, an organisation ``name``.
"""

from __future__ import annotations

from typing import Any

from curation.lookup.titles import plain_title

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
# The year that is cited is that of the volume: in print before online.
_DATES = ("published-print", "published", "issued", "published-online", "posted", "created")


def citation_of(message: dict[str, Any]) -> dict[str, Any]:
    """What ``message`` says, in the names of CSL-JSON; what it does not say is left out."""
    place = message.get("publisher-location")
    citation: dict[str, Any] = {
        "type": _TYPES.get(str(message.get("type")), "article"),
        "author": _names(message.get("author")),
        "editor": _names(message.get("editor")),
        "title": _with_subtitle(message),
        "genre": _first(message.get("degree")),
        "container-title": _title(message.get("short-container-title"))
        or _title(message.get("container-title")),
        "publisher": _text(message.get("publisher")),
        "publisher-place": _text(place),
        "issued": _issued(message),
        "volume": _text(message.get("volume")),
        "issue": _text(message.get("issue")),
        "page": _text(message.get("page")) or _text(message.get("article-number")),
        "DOI": _text(message.get("DOI")),
        "ISSN": _first(message.get("ISSN")),
        "language": _text(message.get("language")),
    }
    if citation["type"] == "article-journal":
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


def _names(people: Any) -> list[dict[str, str]]:
    found = (_name(person) for person in people or () if isinstance(person, dict))
    return [name for name in found if name]


def _name(person: dict[str, Any]) -> dict[str, str]:
    family, given = _title(person.get("family")), _title(person.get("given"))
    if family:
        name = {"family": family, "given": given, "suffix": _text(person.get("suffix"))}
        return {key: value for key, value in name.items() if value}
    literal = _title(person.get("name")) or given
    return {"literal": literal} if literal else {}


def _issued(message: dict[str, Any]) -> str:
    for key in _DATES:
        parts = (message.get(key) or {}).get("date-parts") or [[None]]
        numbers = parts[0] if isinstance(parts[0], list) else parts
        if numbers and isinstance(numbers[0], int) and 1000 <= numbers[0] <= 9999:
            return str(numbers[0])
    return ""
