"""Records in the words of schema.org, as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from literature.models import Paper

CONTEXT = "https://schema.org"
_TYPES = {"article-journal": "ScholarlyArticle", "book": "Book", "thesis": "Thesis"}


def catalog() -> dict[str, Any]:
    """The knowledge base itself."""
    return {"@type": "DataCatalog", "name": "ASC knowledge base", "url": f"{settings.PUBLIC_URL}/"}


def article(paper: Paper, *, context: bool = True) -> dict[str, Any]:
    """A paper; what its citation does not say is left out."""
    csl = paper.csl
    found: dict[str, Any] = {"@context": CONTEXT} if context else {}
    found |= {
        "@type": _TYPES.get(paper.type, "CreativeWork"),
        "@id": f"{settings.PUBLIC_URL}/papers/{paper.public_id}/",
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


def property_value(
    key: str, label: str, low: float | None, high: float | None, unit: str | None
) -> dict[str, Any]:
    """One variable of a data set; an open side is left out."""
    found: dict[str, Any] = {"@type": "PropertyValue", "propertyID": key, "name": label}
    if low is not None and low == high:
        found["value"] = low
    else:
        found |= {} if low is None else {"minValue": low}
        found |= {} if high is None else {"maxValue": high}
    if unit and unit != "1":
        found["unitText"] = unit
    return found
