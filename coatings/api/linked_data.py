"""A coating in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from literature.linked_data import CONTEXT, article, catalog, property_value
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coatings.models import Coating, Measurement
    from coatings.reading.record import ReadColumns


def dataset(
    coating: Coating, row: ReadColumns, measurements: Sequence[Measurement]
) -> dict[str, Any]:
    """``Dataset``: what was measured on, and derived for, one coating.

    Needs ``paper``, ``material`` and ``substrate`` of the coating.
    """
    page = f"{settings.PUBLIC_URL}/coatings/{coating.public_id}/"
    technique = f" by {row.technique}" if row.technique else ""
    name = f"{coating.material.name} on {coating.substrate.name}{technique}"
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": page,
        "url": page,
        "identifier": coating.public_id,
        "name": name,
        "description": f"{name}: how the film was grown, what was measured on it and how cells "
        f"with it were cycled, as {coating.paper.citation} reports.",
        "keywords": [coating.material.name, coating.substrate.name, coating.purpose, *row.methods],
        "isBasedOn": article(coating.paper, context=False),
        "variableMeasured": _variables(row, measurements),
        "dateModified": coating.updated.date().isoformat(),
        "includedInDataCatalog": catalog(),
        "isAccessibleForFree": True,
    }


def _variables(row: ReadColumns, measurements: Sequence[Measurement]) -> list[dict[str, Any]]:
    found = [
        property_value(m.property, PROPERTIES[m.property].label, m.low, m.high, m.unit)
        for m in measurements
        if not m.missing
    ]
    printed = {m.property for m in measurements if not m.missing}
    for key, value in row.derived.items():
        declared = PROPERTIES.get(key)
        if declared is None or key in printed or "missing" in value or not declared.numeric:
            continue
        found.append(
            property_value(key, declared.label, value["low"], value["high"], value["unit"])
        )
    return found
