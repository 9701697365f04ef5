"""Writes of materials, substrates and methods: each says whether anything changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from coatings.models import Material, MaterialPhase, Method, Substrate
from records.search import known_for, search_text
from science.composition import elements_of, molar_mass_of
from science.molecules import identity_of, inconsistencies

if TYPE_CHECKING:
    from collections.abc import Sequence


class MaterialInconsistent(ValueError):
    """A stated field of a material cannot be read, or contradicts its structure; ``field`` is the
    one to look at."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def save_material(*, key: str, columns: dict[str, Any]) -> bool:
    """Write one material. Elements come from the formula where it can tell, else from the
    structure, else as stated. Raises :class:`MaterialInconsistent`."""
    stated = dict(columns)
    formula, smiles = stated["formula"], stated["smiles"]
    fixed = formula and not stated["variable"]
    try:
        if smiles:
            stated["elements"] = list(identity_of(smiles).elements)
    except ValueError as error:
        raise MaterialInconsistent("smiles", str(error)) from error
    try:
        contradictions = inconsistencies(smiles, formula=formula) if smiles and fixed else []
        if formula:
            stated["elements"] = list(elements_of(formula))
        stated["molar_mass_g_mol"] = molar_mass_of(formula) if fixed else None
    except ValueError as error:
        raise MaterialInconsistent("formula", str(error)) from error
    if contradictions:
        raise MaterialInconsistent("formula", "; ".join(contradictions))
    names = [key, stated["name"], formula, stated["formula_printed"], *stated["aliases"]]
    stated["search_text"] = search_text([*names, known_for(stated.get("note") or "")])
    return _save(Material, key, stated)


@transaction.atomic
def save_phases(*, key: str, phases: Sequence[str]) -> bool:
    """The phases of a laminate or mixture, in order; all of them must be there already."""
    material = Material.objects.get(key=key)
    links = material.phase_links.order_by("position")
    if list(links.values_list("phase__key", flat=True)) == list(phases):
        return False
    links.delete()
    by_key = {phase.key: phase for phase in Material.objects.filter(key__in=phases)}
    MaterialPhase.objects.bulk_create(
        MaterialPhase(material=material, phase=by_key[phase], position=position)
        for position, phase in enumerate(phases)
    )
    return True


@transaction.atomic
def save_substrate(*, key: str, columns: dict[str, Any]) -> bool:
    names = [key, columns["name"], columns["formula"], *columns["aliases"]]
    return _save(Substrate, key, {**columns, "search_text": search_text(names)})


@transaction.atomic
def save_method(*, key: str, parent: str | None, columns: dict[str, Any]) -> bool:
    """Write one method below its parent, which must be there already."""
    above = Method.objects.get(key=parent) if parent else None
    names = [key, columns["name"], *columns["aliases"]]
    stated = {
        **columns,
        "parent_id": above.pk if above else None,
        "path": [*(above.path if above else []), key],
        "search_text": search_text(names),
    }
    return _save(Method, key, stated)


def _save(model: type[models.Model], key: str, stated: dict[str, Any]) -> bool:
    manager = model._default_manager
    present = manager.filter(key=key).first()
    if present and all(getattr(present, name) == value for name, value in stated.items()):
        return False
    manager.update_or_create(key=key, defaults={**stated, "updated": timezone.now()})
    return True
