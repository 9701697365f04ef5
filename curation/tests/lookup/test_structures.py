"""A structure from its SMILES, as the form shows it while it is typed."""

from __future__ import annotations

import time

import pytest

from curation.lookup import structures
from curation.lookup.structures import drawing_of, structure_of


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


def ladder(rings: int) -> str:
    """Cyclobutanes in a row, each sharing an edge with the next."""
    labels = [n % 9 + 1 for n in range(rings + 1)]
    pairs = "".join(f"C{labels[n + 1]}C{labels[n]}" for n in range(1, rings))
    return f"C{labels[0]}CC{labels[1]}C{labels[0]}{pairs.removesuffix(str(labels[rings - 1]))}"


@pytest.mark.parametrize("smiles", [ladder(480), "C" * 1999, "C1" * 900])
def test_a_structure_beyond_all_bounds_is_refused_at_once(smiles: str) -> None:
    start = time.monotonic()
    assert structure_of(smiles).error
    assert drawing_of(smiles) is None
    assert time.monotonic() - start < 10


def test_what_is_not_drawn_in_time_ends_the_drawing_and_not_us(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(structures, "LONGEST_S", 0.0)
    assert "in time" in structure_of("CCCCCCCCO").error
    monkeypatch.undo()
    assert structure_of("CCO").formula == "C2H6O"
