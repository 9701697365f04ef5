"""Parts of a citation that every format writes in its own way: names, pages, date, text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_DASH = re.compile(r"\s*(?:--+|[\u2010-\u2015\u2212-])\s*")
_RANGE = re.compile(r"([A-Za-z]{0,3}\d+[A-Za-z]{0,2})\s*(?:--+|[\u2010-\u2015\u2212-])\s*(\w+)")


class Person(NamedTuple):
    """A name in its parts; an institution has a ``literal`` alone."""

    particle: str
    family: str
    given: str
    suffix: str
    literal: str

    @classmethod
    def of(cls, name: Mapping[str, str]) -> Person:
        particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
        parts = (particle, *(name.get(key, "") for key in ("family", "given", "suffix", "literal")))
        return cls(*(tidy(part) for part in parts))


def people(csl: Mapping[str, Any], role: str) -> list[Person]:
    return [Person.of(name) for name in csl.get(role) or []]


def tidy(value: Any) -> str:
    """Text on one line, without space at its ends; "" for nothing."""
    return " ".join(str(value or "").split())


def page_range(csl: Mapping[str, Any]) -> tuple[str, str]:
    """First and last page; the article number, or a first page alone, has no last one."""
    pages = tidy(csl.get("page")) or (
        tidy(csl.get("number")) if csl.get("type") == "article-journal" else ""
    )
    match = _RANGE.fullmatch(pages)
    return (match[1], match[2]) if match else (pages, "")


def pages(csl: Mapping[str, Any], dash: str) -> str:
    """All pages as printed, every range joined by ``dash``."""
    first, last = page_range(csl)
    return f"{first}{dash}{last}" if last else _DASH.sub(dash, first) if "," in first else first


def date_parts(csl: Mapping[str, Any]) -> list[int]:
    """Year, or year and month, or year, month and day; empty where nothing is stated."""
    issued = csl.get("issued")
    if isinstance(issued, dict):
        (parts,) = issued.get("date-parts") or [[]]
        return [int(part) for part in parts]
    return [int(part) for part in str(issued).split("-")] if issued else []
