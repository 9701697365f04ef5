"""Every write of the precursors room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from precursors.models import Precursor
from records.document.reference import hazards_in
from records.search import known_for, search_text
from science.composition import UnreadableFormula, elements_of, molar_mass_of
from science.molecules import identity_of, inconsistencies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from literature.models import Paper
    from precursors.models import PrecursorMeasurement, SourceTemperature


class PrecursorInconsistent(ValueError):
    """A stated field of a precursor cannot be read, or contradicts another; ``field`` is the one to
    look at."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def save_precursor(*, key: str, columns: dict[str, Any]) -> bool:
    """Write one precursor; formula-derived columns are computed. True where anything changed.

    ``columns`` are the stated fields of :class:`Precursor`. Molar mass (g/mol) and InChIKey come
    from the structure where there is one, else from the formula. Raises
    :class:`PrecursorInconsistent` where structure and formula disagree.
    """
    stated = {**columns, **_computed(columns), "hazards": hazards_in(columns["reference"])}
    single = ("name", "acronym", "formula", "formula_printed", "inchikey", "cas")
    names = [key, *(stated[name] for name in single), *stated["aliases"], *stated["families"]]
    stated["search_text"] = search_text([*names, known_for(stated.get("note") or "")])
    present = Precursor.objects.filter(key=key).first()
    if present and all(getattr(present, name) == value for name, value in stated.items()):
        return False
    row = present or Precursor(key=key)
    for name, value in {**stated, "updated": timezone.now()}.items():
        setattr(row, name, value)
    row.save()
    return True


def _computed(columns: dict[str, Any]) -> dict[str, Any]:
    formula, smiles = columns["formula"], columns["smiles"]
    if not smiles:
        try:
            elements = list(elements_of(formula)) if formula else []
            mass = molar_mass_of(formula) if formula else None
        except UnreadableFormula as error:
            raise PrecursorInconsistent("formula", str(error)) from error
        return {"inchikey": "", "molar_mass_g_mol": mass, "elements": elements}
    try:
        identity = identity_of(smiles)
        contradictions = inconsistencies(smiles, formula=formula or None)
    except ValueError as error:
        raise PrecursorInconsistent("smiles", str(error)) from error
    if contradictions:
        raise PrecursorInconsistent("formula", "; ".join(contradictions))
    return {
        "formula": formula or identity.formula,
        "inchikey": identity.inchikey,
        "molar_mass_g_mol": identity.molar_mass_g_mol,
        "elements": list(identity.elements),
    }


@transaction.atomic
def replace_values(
    model: type[SourceTemperature | PrecursorMeasurement], *, paper: Paper, rows: Sequence[Any]
) -> None:
    """What ``paper`` reports of precursors in this table, in place of what it reported before."""
    model._default_manager.filter(paper=paper).delete()
    model._default_manager.bulk_create(rows)
