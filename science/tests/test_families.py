"""Families of films against what the field calls them."""

from __future__ import annotations

import pytest

from science.families import FAMILIES, film_family


@pytest.mark.parametrize(
    ("material_class", "elements", "family"),
    [
        ("inorganic", ["Al", "O"], "oxides"),
        ("inorganic", ["Li", "Al", "Zn", "O"], "alkali-oxides"),
        ("inorganic", ["Al", "O", "N"], "oxynitrides"),
        ("inorganic", ["Ti", "N"], "nitrides"),
        ("inorganic", ["Li", "F"], "fluorides"),
        ("inorganic", ["Li", "P", "O", "N"], "phosphorus-oxynitrides"),
        ("inorganic", ["Li", "P", "O"], "phosphates"),
        ("inorganic", ["Li", "B", "C", "O"], "borates"),
        ("inorganic", ["Li", "C", "O"], "carbonates"),
        ("inorganic", ["Li", "S"], "sulfides"),
        ("inorganic", ["Pt"], "other-inorganic"),
        ("hybrid", ["Li", "C", "H", "O"], "alkali-organic"),
        ("hybrid", ["Al", "C", "H", "O"], "metal-organic"),
        ("organic", ["C", "H", "O", "N"], "organic"),
    ],
)
def test_a_film_belongs_to_the_family_the_field_puts_it_in(
    material_class: str, elements: list[str], family: str
) -> None:
    assert film_family(material_class, elements) == family
    assert family in FAMILIES
