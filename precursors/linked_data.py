"""A precursor in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from records.linked_data import linked

if TYPE_CHECKING:
    from precursors.models import Precursor


def molecule(precursor: Precursor) -> dict[str, Any]:
    """``MolecularEntity``; what is not known is left out."""
    page = f"{settings.PUBLIC_URL}/precursors/{precursor.key}/"
    mass = precursor.molar_mass_g_mol
    more = {
        "alternateName": [*([precursor.acronym] if precursor.acronym else []), *precursor.aliases],
        "molecularFormula": precursor.formula,
        "molecularWeight": f"{mass:g} g/mol" if mass else "",
        "inChIKey": precursor.inchikey,
        "smiles": precursor.smiles,
    }
    body = {
        "@type": "MolecularEntity",
        "@id": page,
        "url": page,
        "identifier": precursor.key,
        "name": precursor.name,
    }
    return linked(body | {name: value for name, value in more.items() if value})
