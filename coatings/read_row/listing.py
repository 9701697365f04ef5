"""A coating as the contract's list gives it, ready-made as text; links come when served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from literature.presentation import paper_json
from records.presentation import value_json, via_json

if TYPE_CHECKING:
    from coatings.models import Coating, CoatingRead
    from coatings.read_row.published import CoatingFacts

LIST_VERSION = 5
"""Raised with every change to the shape of ``list_json``: the sweep then writes the read rows of
earlier code anew, as it does for old recipes."""


def list_json(fact: CoatingFacts, row: CoatingRead) -> str:
    """The object of the contract's section 4 without ``id``, ``url`` and ``page``."""
    coating = fact.coating
    material, substrate = coating.material, coating.substrate
    body = {
        "material": {
            "key": material.key,
            "name": material.name,
            "formula": material.formula or None,
            "printed": coating.material_printed or material.formula_printed,
            "class": row.material_class or None,
            "elements": row.elements,
        },
        "technique": row.technique or None,
        "precursors": row.precursors,
        "purpose": coating.purpose,
        "substrate": {
            "key": substrate.key,
            "name": substrate.name,
            "role": coating.role,
            "form": coating.form or None,
            "preparation": coating.preparation or None,
        },
        "crystallinity": coating.crystallinity or None,
        "phase": coating.phase or None,
        "air_sensitivity": coating.air_sensitivity or None,
        "sei_constituents": coating.sei_constituents,
        "process": coating.process.key if coating.process else None,
        "methods": row.methods,
        "deposition": deposition_json(coating),
        "thickness": headline(fact, row, "thickness"),
        "deposition_temperature": headline(fact, row, "deposition_temperature"),
        "has": row.has,
        "about": row.about,
        "paper": paper_json(coating.paper),
        "via": via_json(coating),
        "review_status": coating.review_status,
        "updated": coating.updated.isoformat().replace("+00:00", "Z"),
    }
    return orjson.dumps(body).decode()


def deposition_json(coating: Coating) -> dict[str, Any]:
    """What else is said of how the film was grown; null where the paper does not say."""
    words = ("pretreatment", "reactor_type", "reactor", "carrier_gas", "anneal_atmosphere")
    return {
        **{name: getattr(coating, name) or None for name in words},
        "saturated": coating.saturated,
        "not_saturated": coating.not_saturated,
    }


def headline(fact: CoatingFacts, row: CoatingRead, key: str) -> dict[str, Any] | None:
    """The value a list shows: the one printed; of several their hull; else the derived one."""
    coating = fact.coating
    printed = fact.measured(key)
    if len(printed) == 1:
        only = printed[0]
        return value_json(only, only, coating.paper_id, only.conditions)
    derived = row.derived.get(key)
    if derived is None or "missing" in derived:
        return None
    return {
        "printed": "; ".join(value.printed for value in printed),
        "qualifier": derived["qualifier"],
        "low": derived["low"],
        "high": derived["high"],
        "unit": derived["unit"],
        "uncertainty": None,
        "conditions": {},
        "source": {
            "paper": coating.paper.public_id,
            "via": coating.via.public_id if coating.via else None,
            "at": "",
            "section": "",
            "extraction": "computed",
            "url": None,
            "read_on": None,
        },
        "scope": "record",
        "superseded": False,
        "note": "",
    }
