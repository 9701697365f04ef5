"""Molecules and their numbers."""

import builtins
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from science.molecules import (
    UnreadableMolecule,
    cas_is_valid,
    draw_svg,
    holds_carbonate,
    identity_of,
    inconsistencies,
    no_drawing,
)


def test_a_structure_gives_formula_molar_mass_and_inchikey() -> None:
    """Ethylene glycol: InChIKey as in the IUPAC/NIST entry; 2×12.011+6×1.008+2×15.999 = 62.068."""
    identity = identity_of("OCCO")
    assert identity.formula == "C2H6O2"
    assert identity.inchikey == "LYCAIKOWRPUZTN-UHFFFAOYSA-N"
    assert identity.molar_mass_g_mol == pytest.approx(62.068, abs=1e-3)


def test_the_ions_of_a_salt_count_together() -> None:
    assert identity_of("CC(C)(C)[O-].[Li+]").formula == "C4H9LiO"


def test_an_ion_keeps_its_formula_without_the_charge() -> None:
    assert identity_of("[OH-]").formula == "HO"
    assert identity_of("[Ca+2]").formula == "Ca"


@pytest.mark.parametrize(
    ("smiles", "formula", "mass"),
    [
        ("[2H]O[2H]", "D2O", 2 * 2.014102 + 15.999),
        ("[2H]C([2H])([2H])O", "CHD3O", 12.011 + 3 * 2.014102 + 1.008 + 15.999),
        ("[6Li+].[F-]", "FLi", 6.015123 + 18.998),
    ],
)
def test_isotopes_count_with_their_own_mass(smiles: str, formula: str, mass: float) -> None:
    identity = identity_of(smiles)
    assert identity.formula == formula
    assert identity.molar_mass_g_mol == pytest.approx(mass, abs=1e-3)
    assert "D" not in identity.elements
    assert inconsistencies(smiles, formula=formula) == []


def test_heavy_water_is_no_water() -> None:
    assert "the structure is D2O" in inconsistencies("[2H]O[2H]", formula="H2O")[0]


@pytest.mark.parametrize(
    ("smiles", "reason"),
    [
        ("*CCO*", "open ends"),
        ("[1*]CC", "open ends"),
        ("[Al](OC)(OC)(OC)(OC)(OC)OC", "valence for atom # 0 Al, 6"),
        ("C[Al](C)(C)<-O(C)C", "written as its ions"),
        ("[300H]", "no isotope 300"),
        ("[Og]", "no element"),
    ],
)
def test_a_structure_that_is_refused_says_why(smiles: str, reason: str) -> None:
    with pytest.raises(UnreadableMolecule, match=reason):
        identity_of(smiles)


def test_a_structure_without_inchikey_contradicts_none() -> None:
    assert identity_of("[Li+]<-O").inchikey == ""
    assert inconsistencies("[Li+]<-O", inchikey="XLYOFNOQVPJJNP-UHFFFAOYSA-N") == []


@given(st.text(alphabet="CNOHLiAl()[]=#+-.*<>123@%cno ", max_size=20))
def test_reading_a_structure_raises_only_its_own_error(smiles: str) -> None:
    try:
        found = identity_of(smiles).formula
    except UnreadableMolecule as error:
        found = str(error)
    assert found


@pytest.mark.parametrize(
    "smiles", ["", "   ", "C1CC", "not a molecule", "[Xx]", "\ud800", "C\u202e"]
)
def test_a_smiles_that_is_no_molecule_is_an_error(smiles: str) -> None:
    with pytest.raises(UnreadableMolecule):
        identity_of(smiles)


def test_a_record_that_contradicts_its_structure_says_how() -> None:
    assert inconsistencies("OCCO", formula="HOCH2CH2OH") == []
    assert "C3H8O3" in inconsistencies("OCCO", formula="C3H8O3")[0]
    assert "InChIKey" in inconsistencies("OCCO", inchikey="XLYOFNOQVPJJNP-UHFFFAOYSA-N")[0]
    assert "cannot read" in inconsistencies("OCCO", formula="EG")[0]


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("7732-18-5", True),  # water: 8×1+1×2+2×3+3×4+7×5+7×6 = 105 → 5
        ("107-21-1", True),  # ethylene glycol: 1×1+2×2+7×3+0×4+1×5 = 31 → 1
        ("75-24-1", True),  # trimethylaluminium
        ("7732-18-4", False),
        ("7732-185", False),
        ("0732-18-5", False),
        ("", False),
    ],
)
def test_a_cas_number_ends_in_its_check_digit(number: str, valid: bool) -> None:
    assert cas_is_valid(number) is valid


def test_vinylene_carbonate_holds_a_carbonate_and_glycol_does_not() -> None:
    assert holds_carbonate("O=c1occo1")
    assert not holds_carbonate("OCCO")
    assert not holds_carbonate("OC(=O)C(=O)O")


def test_a_drawing_has_no_background_and_changes_its_ink_in_the_dark() -> None:
    light, dark = draw_svg("OCCO"), draw_svg("OCCO", dark=True)
    assert light.startswith("<svg")
    assert light.rstrip().endswith("</svg>")
    assert "<rect" not in light
    assert "<rect" not in dark
    assert light != dark


def test_a_machine_that_cannot_draw_says_which_library_it_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without_drawing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "rdkit.Chem.Draw":
            raise ImportError("libXrender.so.1: cannot open shared object file")
        return real(name, *args, **kwargs)

    no_drawing.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without_drawing)
    assert "libXrender" in no_drawing()
    monkeypatch.undo()
    no_drawing.cache_clear()
    assert no_drawing() == ""
