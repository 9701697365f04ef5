"""Citation lines from CSL-JSON, in the manner the field prints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Citation:
    """A citation as text: ``short`` for a table cell, ``line`` for a reference list."""

    short: str
    line: str
    families: list[str]
    year: int | None


def cite(csl: dict[str, Any]) -> Citation:
    """Text forms of one CSL-JSON item; what the item does not say is left out, never guessed."""
    names = csl.get("author") or csl.get("editor") or []
    families = [_family(name) for name in names]
    year = issued_year(csl)
    more = bool(csl.get("authors-incomplete")) and bool(csl.get("author"))
    who = _who(families, more) or _title_in_short(csl)
    short = f"{who} {year}" if year else who
    return Citation(short, _line(csl, names, year, more), families, year)


def issued_year(csl: dict[str, Any]) -> int | None:
    """The year in ``issued``, written as a year, a date, or CSL's date-parts."""
    issued = csl.get("issued")
    if isinstance(issued, dict):
        parts = issued.get("date-parts") or [[None]]
        issued = parts[0][0]
    if issued is None:
        return None
    return int(str(issued)[:4])


def _family(name: dict[str, str]) -> str:
    return name.get("family") or name.get("literal") or ""


def _full(name: dict[str, str]) -> str:
    particle = name.get("non-dropping-particle", "")
    parts = [name.get("given", ""), particle, _family(name)]
    return " ".join(part for part in parts if part)


def _who(families: list[str], more: bool) -> str:
    match families:
        case []:
            return ""
        case [one] if not more:
            return one
        case [one, two] if not more:
            return f"{one} and {two}"
        case _:
            return f"{families[0]} et al."


def _title_in_short(csl: dict[str, Any]) -> str:
    """Stands for authors that are not on record: not known is not anonymous."""
    words = str(csl.get("title") or "").split()
    if not words:
        return "Authors not on record"
    return f"“{' '.join(words[:4])}{'…' if len(words) > 4 else ''}”"


def _line(csl: dict[str, Any], names: list[dict[str, str]], year: int | None, more: bool) -> str:
    who = _full(names[0]) if names else ""
    if len(names) == 2 and not more:
        who = f"{who} and {_full(names[1])}"
    elif len(names) > 1 or more:
        who = f"{who} et al."
    if not csl.get("author") and csl.get("editor"):
        who = f"{who} (ed.)"
    pages = str(csl.get("page") or csl.get("number") or "").replace("-", "–")
    parts = [
        who,
        str(csl.get("title") or ""),
        str(csl.get("genre") or ""),
        str(csl.get("container-title") or ""),
        str(csl.get("publisher") or ""),
        str(csl.get("publisher-place") or ""),
        str(year or ""),
        str(csl.get("volume") or ""),
        pages,
    ]
    return ", ".join(part for part in parts if part)
