"""Coatings, and the words they are described with, in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from literature.linked_data import article
from records.linked_data import (
    defined_term,
    derived_values,
    linked,
    measurement_techniques,
    offered,
    property_value,
)
from science.terms import CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coatings.models import Coating, CoatingRead, Material, Measurement, Method, Substrate
    from coatings.read_row.record import ReadColumns


def dataset(
    coating: Coating, row: ReadColumns | CoatingRead, measurements: Sequence[Measurement]
) -> dict[str, Any]:
    """``Dataset``: what was measured on, and derived for, one coating.

    Needs ``paper``, ``material`` and ``substrate`` of the coating.
    """
    page = f"{settings.PUBLIC_URL}/coatings/{coating.public_id}/"
    technique = f" by {row.technique}" if row.technique else ""
    name = f"{coating.material.name}{coating.substrate.upon}{technique}"
    return linked(
        {
            "@type": "Dataset",
            "@id": page,
            "url": page,
            "identifier": coating.public_id,
            "name": name,
            "description": f"{name}: how the film was grown, what was measured on it and how cells "
            f"with it were cycled, as {coating.paper.citation} reports.",
            "keywords": [coating.material.name, coating.substrate.name, coating.purpose],
            "about": [_film(coating.material), *_growth(row.technique)],
            "measurementTechnique": measurement_techniques(row.methods),
            "isBasedOn": article(coating.paper),
            "variableMeasured": _variables(row, measurements),
            "dateModified": coating.updated.date().isoformat(),
            **offered("coatings", coating.public_id, coating.updated),
        }
    )


def substance(material: Material, phases: Sequence[Material]) -> dict[str, Any]:
    """``ChemicalSubstance``: what a film is made of, with the phases of a laminate or mixture."""
    film = _film(material)
    more = {
        "alternateName": material.aliases,
        "hasBioChemEntityPart": [_film(phase) for phase in phases],
    }
    named = {"url": film["@id"], "identifier": material.key}
    return linked({**film, **named, **{name: value for name, value in more.items() if value}})


def coated(substrate: Substrate) -> dict[str, Any]:
    """``DefinedTerm``: an electrode or a wafer is no substance of one composition."""
    term = defined_term("substrates", substrate.key, substrate.name, substrate.aliases)
    return linked({**term, "description": f"Substrate of coatings; role: {substrate.role}."})


def technique(method: Method) -> dict[str, Any]:
    """``DefinedTerm``, with the class of CHMO that it is."""
    (term,) = measurement_techniques([method.key])
    return linked({**defined_term("methods", method.key, method.name, method.aliases), **term})


def _film(material: Material) -> dict[str, Any]:
    page = f"{settings.PUBLIC_URL}/materials/{material.key}/"
    formula = {"chemicalComposition": material.formula} if material.formula else {}
    return {"@type": "ChemicalSubstance", "@id": page, "name": material.name, **formula}


def _growth(technique: str) -> list[dict[str, Any]]:
    """How it was grown, where a vocabulary has the word: none has molecular layer deposition."""
    if technique != "ALD":
        return []
    return [{"@type": CLASSES["AtomicLayerDeposition"], "name": "atomic layer deposition"}]


def _variables(
    row: ReadColumns | CoatingRead, measurements: Sequence[Measurement]
) -> list[dict[str, Any]]:
    printed = [m for m in measurements if not m.missing]
    found = [
        property_value(
            m.property, m.low, m.high, m.unit, about=bool(m.quantity and m.quantity.about)
        )
        for m in printed
    ]
    return found + derived_values(row.derived, {m.property for m in printed})
