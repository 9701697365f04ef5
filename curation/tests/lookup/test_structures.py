"""A structure from its SMILES, as the form shows it while it is typed."""

from __future__ import annotations

import pytest

from curation.lookup.structures import structure_of


def test_a_structure_shows_formula_mass_and_key() -> None:
    found = structure_of(" [2H]O[2H] ")
    assert (found.formula, found.molar_mass) == ("D2O", 20.0276)
    assert found.inchikey == "XLYOFNOQVPJJNP-ZSJDYOACSA-N"


def test_a_structure_that_inchi_does_not_know_has_no_key() -> None:
    found = structure_of("[Li+]<-O")
    assert (found.formula, found.inchikey, found.error) == ("H2LiO", "", "")


@pytest.mark.parametrize(
    ("smiles", "reason"),
    [("*CCO*", "open ends"), ("[Al](C)(C)(C)C", "ions"), ("", "between 1"), ("(((", "cannot read")],
)
def test_what_is_no_molecule_says_why(smiles: str, reason: str) -> None:
    assert reason in structure_of(smiles).error
