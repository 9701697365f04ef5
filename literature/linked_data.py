"""A paper in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from records.linked_data import linked, offered

if TYPE_CHECKING:
    from literature.models import Paper

_TYPES = {"article-journal": "ScholarlyArticle", "book": "Book", "thesis": "Thesis"}


def paper_record(paper: Paper) -> dict[str, Any]:
    """A paper, and the record of it here: its licence is that of the record, not of the paper."""
    record = {
        "@type": "Dataset",
        "@id": f"{settings.PUBLIC_URL}/{paper.public_id}",
        "identifier": paper.public_id,
        "name": f"What is on record of {paper.citation}",
        "description": f"Coatings, cycling tests and printed values that {paper.citation} reports.",
        **offered("papers", paper.public_id, paper.updated),
    }
    return linked({**article(paper), "subjectOf": record})


def article(paper: Paper) -> dict[str, Any]:
    """A paper; what its citation does not say is left out."""
    csl = paper.csl
    page = f"{settings.PUBLIC_URL}/papers/{paper.public_id}/"
    found: dict[str, Any] = {
        "@type": _TYPES.get(paper.type, "CreativeWork"),
        "@id": page,
        "url": page,
        "identifier": paper.public_id,
        "name": csl.get("title") or paper.citation,
    }
    authors = [_person(name) for name in csl.get("author", [])]
    container = csl.get("container-title")
    more = {
        "author": authors,
        "datePublished": str(paper.year) if paper.year else None,
        "isPartOf": {"@type": "Periodical", "name": container} if container else None,
        "pagination": csl.get("page"),
        "sameAs": f"https://doi.org/{paper.doi}" if paper.doi else None,
    }
    return found | {name: value for name, value in more.items() if value}


def _person(name: dict[str, str]) -> dict[str, str]:
    if "literal" in name:
        return {"@type": "Person", "name": name["literal"]}
    parts = {"familyName": name.get("family"), "givenName": name.get("given")}
    return {"@type": "Person", **{key: value for key, value in parts.items() if value}}
