"""Families of film materials, as the field sorts them: by what holds the metal.

A family is read from the class and the elements alone, so that a variable stoichiometry
(LiPxOyNz) has one too.
"""

from __future__ import annotations

from collections.abc import Iterable

ALKALI = frozenset({"Li", "Na", "K", "Rb", "Cs"})
_NON_METALS = frozenset({"H", "B", "C", "N", "O", "F", "Si", "P", "S", "Cl", "Se", "Br", "I"})

FAMILIES = {
    "oxides": "Oxides",
    "alkali-oxides": "Alkali-metal oxides",
    "oxynitrides": "Oxynitrides",
    "nitrides": "Nitrides",
    "fluorides": "Fluorides",
    "phosphates": "Phosphates",
    "phosphorus-oxynitrides": "Phosphorus oxynitrides",
    "borates": "Borates",
    "carbonates": "Carbonates",
    "sulfides": "Sulfides and sulfates",
    "other-inorganic": "Other inorganic films",
    "alkali-organic": "Alkali-metal–organic",
    "metal-organic": "Metal–organic, no alkali metal",
    "organic": "Organic",
}


def film_family(material_class: str, elements: Iterable[str]) -> str:
    """The key of the family in ``FAMILIES``.

    What is rarest in films decides: phosphorus before nitrogen, nitrogen before oxygen, so that
    LiPON is a phosphorus oxynitride and not an oxide.
    """
    held = frozenset(elements)
    if material_class == "organic":
        return "organic"
    if material_class == "hybrid":
        return "alkali-organic" if held & ALKALI else "metal-organic"
    return _inorganic(held & _NON_METALS, alkali=bool(held & ALKALI))


def _inorganic(others: frozenset[str], *, alkali: bool) -> str:
    if "P" in others:
        return "phosphorus-oxynitrides" if "N" in others else "phosphates"
    for element, family in (
        ("B", "borates"),
        ("S", "sulfides"),
        ("F", "fluorides"),
        ("C", "carbonates"),
    ):
        if element in others:
            return family
    if "N" in others:
        return "oxynitrides" if "O" in others else "nitrides"
    if "O" in others:
        return "alkali-oxides" if alkali else "oxides"
    return "other-inorganic"
