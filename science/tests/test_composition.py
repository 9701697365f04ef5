"""Formulas as print sets them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from science.composition import (
    UnreadableFormula,
    elements_of,
    hill_order,
    molar_mass_of,
    parse_formula,
)

READABLE = [
    # printed, Hill formula, elements, molar mass from IUPAC standard atomic weights
    ("Al2O3", "Al2O3", ("Al", "O"), 2 * 26.982 + 3 * 15.999),
    ("Al₂O₃", "Al2O3", ("Al", "O"), 2 * 26.982 + 3 * 15.999),
    ("Al_2O_3", "Al2O3", ("Al", "O"), 2 * 26.982 + 3 * 15.999),
    ("$Al_{2}O_{3}$", "Al2O3", ("Al", "O"), 2 * 26.982 + 3 * 15.999),
    ("LiF", "FLi", ("F", "Li"), 6.94 + 18.998),
    ("Li2CO3", "CLi2O3", ("C", "Li", "O"), 2 * 6.94 + 12.011 + 3 * 15.999),
    ("HOCH2CH2OH", "C2H6O2", ("C", "H", "O"), 2 * 12.011 + 6 * 1.008 + 2 * 15.999),
    ("Al(CH3)3", "C3H9Al", ("C", "H", "Al"), 26.982 + 3 * (12.011 + 3 * 1.008)),
    ("CuSO4·5H2O", "CuH10O9S", ("Cu", "H", "O", "S"), 63.546 + 32.06 + 9 * 15.999 + 10.08),
    ("AlF3·3H2O", "AlF3H6O3", ("Al", "F", "H", "O"), 138.02),
    ("LiOH.H2O", "H3LiO2", ("H", "Li", "O"), 6.94 + 3 * 1.008 + 2 * 15.999),
    ("CaSO4·0.5H2O", "CaHO4.5S", ("Ca", "H", "O", "S"), 145.148),
    ("Al 2 O 3", "Al2O3", ("Al", "O"), 2 * 26.982 + 3 * 15.999),
    ("PrO2", "O2Pr", ("O", "Pr"), 140.908 + 2 * 15.999),
    (
        "Li(Ni0.8Mn0.1Co0.1)O2",
        "Co0.1LiMn0.1Ni0.8O2",
        ("Co", "Li", "Mn", "Ni", "O"),
        6.94 + 0.8 * 58.693 + 0.1 * 54.938 + 0.1 * 58.933 + 2 * 15.999,
    ),
]


@pytest.mark.parametrize(("printed", "hill", "elements", "mass"), READABLE)
def test_formula_has_elements_in_hill_order_and_a_molar_mass(
    printed: str, hill: str, elements: tuple[str, ...], mass: float
) -> None:
    composition = parse_formula(printed)
    assert composition.hill == hill
    assert composition.elements == elements == elements_of(printed)
    assert composition.molar_mass_g_mol == pytest.approx(mass, abs=2e-2)
    assert composition.no_molar_mass is None


@pytest.mark.parametrize(
    ("printed", "elements"),
    [
        ("LiPxOyNz", ("Li", "N", "O", "P")),
        ("LiPₓOᵧN_z", ("Li", "N", "O", "P")),
        ("LiP_xO_yN_z", ("Li", "N", "O", "P")),
        ("LixTiO2", ("Li", "O", "Ti")),
        ("Li1−x−yNiO2", ("Li", "Ni", "O")),
        ("LiAlxZnyOz", ("Al", "Li", "O", "Zn")),
        ("CFx", ("C", "F")),
        ("(C2H4O)n", ("C", "H", "O")),
        ("Li(1-x)CoO2", ("Co", "Li", "O")),
        ("Li(1−x−y)NiO2", ("Li", "Ni", "O")),
        ("InₓGa₁₋ₓN", ("Ga", "In", "N")),
        ("LixPyOzNw", ("Li", "N", "O", "P")),
        ("SiOxCy", ("C", "O", "Si")),
        ("Ti(OB_u)4", ("B", "O", "Ti")),
    ],
)
def test_variable_stoichiometry_has_elements_but_no_molar_mass(
    printed: str, elements: tuple[str, ...]
) -> None:
    composition = parse_formula(printed)
    assert composition.variable
    assert composition.elements == elements
    assert molar_mass_of(printed) is None
    assert composition.hill is None
    assert composition.no_molar_mass is not None
    assert printed in composition.no_molar_mass


@pytest.mark.parametrize(
    ("printed", "position"),
    [
        ("", 0),
        ("LiOtBu", 3),
        ("Al2Q3", 3),
        ("(CH2", 4),
        ("CH2)", 3),
        ("LiO0", 3),
        ("Li3BO3–Li2CO3", 6),
        ("lif", 0),
    ],
)
def test_text_that_is_no_formula_is_an_error_with_its_place(printed: str, position: int) -> None:
    with pytest.raises(UnreadableFormula) as caught:
        parse_formula(printed)
    assert caught.value.position == position


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        # the dot of a hydrate
        ("AlF3.3H2O", "write 3·3"),
        ("CuSO4.5H2O", "write 4·5"),
        ("Na2CO3 . 10 H2O", "dot of a hydrate"),
        ("AlCl3.6NH3", "write 3·6"),
        ("Na2CO3 10H2O", "dot of a hydrate"),
        ("LiOH 2H2O", "dot of a hydrate"),
        # groups that would pass for elements
        ("Ti(OBu)4", "'Bu' stands for a group"),
        ("SnBu4", "'Bu' stands for a group"),
        ("LiOtBu", "'Bu' stands for a group"),
        ("Zn(OAc)2", "'OAc' stands for a group"),
        ("Zr(OPr)4", "'OPr' stands for a group"),
        ("Y(NiPr2)3", "'NiPr' stands for a group"),
        ("Ti(OCy)4", "'OCy' stands for a group"),
        ("AlMe3", "'Me' stands for a group"),
        ("Cp2Mg", "'Cp' stands for a group"),
        ("Al(acac)3", "'acac' stands for a group"),
        # charges
        ("PF6−", "is a charge"),
        ("Li⁺", "is a charge"),
        ("SO4^2-", "'^2-' is a charge"),
        ("SO4²⁻", "'²⁻' is a charge"),
        ("LiAc", "stands for a group"),
        # oxidation states, and zeros for the letter O
        ("Fe(III)", "oxidation state"),
        ("Fe(III)2O3", "oxidation state"),
        ("Ti(IV)O2", "oxidation state"),
        ("Si0x", "is it the letter O?"),
        ("Ti02", "is it the letter O?"),
        ("Al203", "'Al203' may stand for Al2O3"),
        ("Li20", "'Li20' may stand for Li2O"),
        # names, isotopes, several phases
        ("LiNi0.8Mn0.1Co0.1O2 (NMC811)", "leave it out"),
        ("NMC811", "'M' is no element"),
        ("D2O", "isotope in the SMILES"),
        ("Al2O3/TiO2", "'/' is no element"),
        ("0.75Li2S–0.25P2S5", "'–' is no element"),
    ],
)
def test_text_that_is_no_formula_says_why_with_the_signs_that_were_typed(
    printed: str, reason: str
) -> None:
    with pytest.raises(UnreadableFormula, match=re.escape(reason)):
        parse_formula(printed)


def test_co_is_cobalt_and_carbon_monoxide_is_written_in_capitals() -> None:
    assert elements_of("Co") == ("Co",)
    assert elements_of("CO") == ("C", "O")


def test_iodides_and_fullerenes_stay_what_they_are() -> None:
    assert elements_of("Al(I)3") == ("Al", "I")
    assert molar_mass_of("C60") == pytest.approx(720.64, abs=0.1)


def test_hill_order_without_carbon_is_the_alphabet() -> None:
    assert hill_order({"O", "H", "C", "Al"}) == ("C", "H", "Al", "O")
    assert hill_order({"O", "H", "Al"}) == ("Al", "H", "O")


SYMBOLS = st.sampled_from(["Li", "Na", "C", "H", "O", "N", "P", "Al", "Ti", "F", "S", "Zn"])


@given(st.lists(st.tuples(SYMBOLS, st.integers(1, 30)), min_size=2, max_size=6))
def test_molar_mass_does_not_depend_on_the_order_of_the_atoms(
    atoms: list[tuple[str, int]],
) -> None:
    forwards = "".join(f"{symbol}{count}" for symbol, count in atoms)
    backwards = "".join(f"{symbol}{count}" for symbol, count in reversed(atoms))
    assert parse_formula(forwards).hill == parse_formula(backwards).hill
    assert molar_mass_of(forwards) == molar_mass_of(backwards)


@given(st.lists(st.tuples(SYMBOLS, st.integers(1, 30)), min_size=2, max_size=4), st.integers(1, 9))
def test_a_bracket_multiplies_what_it_holds(atoms: list[tuple[str, int]], times: int) -> None:
    inner = "".join(f"{symbol}{count}" for symbol, count in atoms)
    whole, once = molar_mass_of(f"({inner}){times}"), molar_mass_of(inner)
    assert once is not None
    assert whole == pytest.approx(times * once)


@given(st.text(max_size=30))
def test_reading_a_formula_raises_only_its_own_error(text: str) -> None:
    position = 0
    try:
        found: tuple[str, ...] = parse_formula(text).elements
    except UnreadableFormula as error:
        found, position = ("an error",), error.position
    assert found
    assert 0 <= position <= len(text)
