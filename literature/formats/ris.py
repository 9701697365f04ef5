"""RIS: one tag and one value on a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from literature.formats.parts import Person, date_parts, page_range, people, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from literature.models import Paper

_TYPES = {
    "article-journal": "JOUR",
    "book": "BOOK",
    "chapter": "CHAP",
    "thesis": "THES",
    "paper-conference": "CPAPER",
    "report": "RPRT",
    "article": "GEN",
}


def ris_record(paper: Paper) -> str:
    """One record, from ``TY`` to ``ER``, with the line ends that the format asks for."""
    lines = [f"{tag}  - {value}\r\n" for tag, value in _lines(paper) if value]
    return "".join([*lines, "ER  - \r\n", "\r\n"])


def _lines(paper: Paper) -> Iterator[tuple[str, str]]:
    csl = paper.csl
    yield "TY", _TYPES[paper.type]
    yield "ID", paper.key
    for role, tag in (("author", "AU"), ("editor", "A2")):
        for person in people(csl, role):
            yield tag, _name(person)
    yield "TI", tidy(csl.get("title"))
    container = tidy(csl.get("container-title"))
    yield "T2", container
    if paper.type == "article-journal":
        yield "JO", container
    date = date_parts(csl)
    yield "PY", str(date[0]) if date else ""
    if len(date) > 1:
        yield "DA", "/".join(f"{part:02d}" for part in date) + "/" * (3 - len(date))
    yield "VL", tidy(csl.get("volume"))
    number = csl.get("issue") or (csl.get("number") if paper.type != "article-journal" else "")
    yield "IS", tidy(number)
    first, last = page_range(csl)
    yield "SP", first
    yield "EP", last
    yield "M3", tidy(csl.get("genre"))
    yield "PB", tidy(csl.get("publisher"))
    yield "CY", tidy(csl.get("publisher-place"))
    yield "SN", tidy(csl.get("ISSN"))
    yield "DO", tidy(csl.get("DOI"))
    yield "UR", tidy(csl.get("URL"))
    yield "LA", tidy(csl.get("language"))


def _name(person: Person) -> str:
    """``Van Bui, H., Jr.``: family, given, suffix. A comma would end a part too early."""
    family = " ".join(part for part in (person.particle, person.family) if part)
    parts = [family, person.given] + ([person.suffix] if person.suffix else [])
    shown = ", ".join(part.replace(",", "") for part in parts) if person.given else family
    return shown or person.literal
