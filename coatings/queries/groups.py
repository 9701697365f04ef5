"""Groups of films and of electrodes: films by their family, electrodes by what they are made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from coatings.models import UNSPECIFIED, Material, Substrate
from records.data_version import OfVersion
from science.composition import UnreadableFormula, element_names, elements_of
from science.families import FAMILIES, film_family


@dataclass(frozen=True)
class Group:
    """Films or electrodes that are told together; ``keys`` are theirs."""

    of: str
    key: str
    name: str
    keys: tuple[str, ...]

    def get_absolute_url(self) -> str:
        return reverse(f"{self.of}-group", args=[self.key])


def families() -> dict[str, str]:
    """The family of each material, by key."""
    rows = Material.objects.values_list("key", "material_class", "elements")
    return {key: film_family(of_class, elements) for key, of_class, elements in rows}


@OfVersion
def film_groups() -> dict[str, Group]:
    """Every family on record with its materials, in the order of the families."""
    held: dict[str, list[str]] = defaultdict(list)
    for material, family in families().items():
        held[family].append(material)
    return {
        key: Group("film", key, name, tuple(sorted(held[key])))
        for key, name in FAMILIES.items()
        if key in held
    }


@OfVersion
def electrode_groups() -> dict[str, Group]:
    """Two substrates and more whose formulas hold the same elements. A composite without a formula
    stands with what its name begins with; one that is named otherwise stands in no group."""
    rows = Substrate.objects.exclude(key=UNSPECIFIED).order_by("key")
    made_of: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for key, name, formula in rows.values_list("key", "name", "formula"):
        if elements := _elements(formula or name.split()[0]):
            made_of[elements].append((key, formula))
    groups = [_group(elements, held) for elements, held in made_of.items() if len(held) > 1]
    ordered = sorted(groups, key=lambda group: (-len(group.keys), group.key))
    return {group.key: group for group in ordered}


def _elements(formula: str) -> tuple[str, ...]:
    try:
        return elements_of(formula)
    except UnreadableFormula:
        return ()


def _group(elements: tuple[str, ...], held: list[tuple[str, str]]) -> Group:
    formulas = {formula for _, formula in held if formula}
    if len(elements) == 1:
        name = element_names()[elements[0]]
    else:
        name = formulas.pop() if len(formulas) == 1 else "–".join(elements) + " compounds"
    keys = tuple(key for key, _ in held)
    return Group("electrode", "-".join(elements).lower(), name, keys)


def all_groups() -> list[Group]:
    return [*film_groups().values(), *electrode_groups().values()]


def group_of(substrate: str) -> Group | None:
    """The group of an electrode, if it has one."""
    return next((one for one in electrode_groups().values() if substrate in one.keys), None)
