"""Records in the words of schema.org, as JSON-LD, with terms of EMMO, CHMO and QUDT where they fit.

What a record says is whole without our context: types and units of other vocabularies stand as
full addresses, so that a reader of plain schema.org understands no less. The context tells which
members are addresses, and gives the terms their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from records.licence import LICENCE_URL, WHO
from records.presentation import said_about
from science.properties import PROPERTIES
from science.terms import CLASSES, METHODS, QUANTITIES, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

SCHEMA = "http://schema.org/"
CONTEXT_PATH = "/api/v1/context.jsonld"
_ADDRESSES = ("contentUrl", "license", "propertyID", "sameAs", "unitCode", "url")


def context_document() -> dict[str, Any]:
    """The context that is served: the members that are addresses, and every term by its label."""
    addresses = {name: {"@id": f"{SCHEMA}{name}", "@type": "@id"} for name in _ADDRESSES}
    return {"@context": {"@vocab": SCHEMA, **addresses, **CLASSES}}


def linked(body: dict[str, Any]) -> dict[str, Any]:
    """A whole JSON-LD document: the body under schema.org's words and our context."""
    return {"@context": [{"@vocab": SCHEMA}, f"{settings.PUBLIC_URL}{CONTEXT_PATH}"], **body}


def catalog() -> dict[str, Any]:
    """The knowledge base itself."""
    home = f"{settings.PUBLIC_URL}/"
    return {"@type": "DataCatalog", "@id": home, "name": "ASC knowledge base", "url": home}


def offered(section: str, ident: str, updated: datetime) -> dict[str, Any]:
    """What every record says of itself as data: licence, giver, version, and where it is had."""
    home, rest = f"{settings.PUBLIC_URL}/", f"{settings.PUBLIC_URL}/api/v1/{section}/{ident}/"
    forms = {"application/json": "json", "application/ld+json": "jsonld"}
    return {
        "license": LICENCE_URL,
        "creator": {"@type": "Organization", "@id": home, "name": WHO, "url": home},
        "version": updated.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"{rest}?format={name}",
                "encodingFormat": media,
            }
            for media, name in forms.items()
        ],
        "includedInDataCatalog": catalog(),
        "isAccessibleForFree": True,
    }


def defined_term(folder: str, key: str, name: str, aliases: Sequence[str]) -> dict[str, Any]:
    """A word of our vocabulary; the set it belongs to is the page that lists them."""
    words = f"{settings.PUBLIC_URL}/{folder}/"
    page = f"{words}{key}/"
    return {
        "@type": "DefinedTerm",
        "@id": page,
        "url": page,
        "termCode": key,
        "name": name,
        **({"alternateName": list(aliases)} if aliases else {}),
        "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": words, "name": folder.capitalize()},
    }


def measurement_techniques(keys: Sequence[str]) -> list[dict[str, Any]]:
    """Characterization methods, each with the class of CHMO that it is."""
    return [
        {
            "@type": "DefinedTerm",
            "@id": f"{settings.PUBLIC_URL}/methods/{key}/",
            "termCode": key,
            **({"sameAs": METHODS[key]} if key in METHODS else {}),
        }
        for key in keys
    ]


def derived_values(derived: Mapping[str, Any], without: Iterable[str]) -> list[dict[str, Any]]:
    """Every computed number of a record but those named."""
    left_out = set(without)
    return [
        property_value(key, value["low"], value["high"], value["unit"], about=said_about(value))
        for key, value in derived.items()
        if key not in left_out
        and "missing" not in value
        and (declared := PROPERTIES.get(key)) is not None
        and declared.numeric
    ]


def property_value(
    key: str,
    low: float | None,
    high: float | None,
    unit: str | None,
    name: str = "",
    *,
    about: bool = False,
) -> dict[str, Any]:
    """One variable of a data set; an open side is left out."""
    types = ["PropertyValue", CLASSES[QUANTITIES[key]]] if key in QUANTITIES else "PropertyValue"
    found: dict[str, Any] = {
        "@type": types,
        "propertyID": f"{settings.PUBLIC_URL}/data/#{key}",
        "name": name or PROPERTIES[key].label,
    }
    if low is not None and low == high:
        found["value"] = low
    else:
        found |= {} if low is None else {"minValue": low}
        found |= {} if high is None else {"maxValue": high}
    if about:
        found["description"] = "approximate"
    if unit and unit != "1":
        found["unitText"] = unit
        found |= {"unitCode": UNITS[unit]} if unit in UNITS else {}
    return found
