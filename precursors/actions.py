"""Every write of the precursors room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from literature.search import search_text
from precursors.models import Precursor, SourceTemperature
from science.composition import elements_of
from science.molecules import identity_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from literature.models import Paper


@transaction.atomic
def save_precursor(*, key: str, columns: dict[str, Any]) -> bool:
    """Write one precursor; formula-derived columns are computed. True where anything changed.

    ``columns`` are the stated fields of :class:`Precursor`. Molar mass (g/mol) and InChIKey come
    from the structure where there is one, else from the formula.
    """
    stated = {**columns, **_computed(columns)}
    stated["search_text"] = search_text(
        [key, stated["name"], stated["acronym"], stated["formula"], stated["formula_printed"]]
        + [*stated["aliases"], *stated["families"], stated["inchikey"], stated["cas"]]
    )
    present = Precursor.objects.filter(key=key).first()
    if present and all(getattr(present, name) == value for name, value in stated.items()):
        return False
    Precursor.objects.update_or_create(
        key=key, defaults={**stated, "updated": timezone.now()}
    )
    return True


def _computed(columns: dict[str, Any]) -> dict[str, Any]:
    if columns["smiles"]:
        identity = identity_of(columns["smiles"])
        return {
            "formula": identity.formula,
            "inchikey": identity.inchikey,
            "molar_mass_g_mol": identity.molar_mass_g_mol,
            "elements": list(elements_of(identity.formula)),
        }
    formula = columns["formula"]
    return {
        "inchikey": "",
        "molar_mass_g_mol": None,
        "elements": list(elements_of(formula)) if formula else [],
    }


@transaction.atomic
def replace_source_temperatures(
    *, paper: Paper, rows: Sequence[SourceTemperature]
) -> None:
    """The source temperatures ``paper`` reports, in place of those it reported before."""
    SourceTemperature.objects.filter(paper=paper).delete()
    SourceTemperature.objects.bulk_create(rows)
