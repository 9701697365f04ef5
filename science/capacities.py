"""Theoretical capacities of active materials, from Faraday's law."""

from __future__ import annotations

from dataclasses import dataclass

from science.composition import UnreadableFormula, parse_formula
from science.formulas import FARADAY_C_MOL


@dataclass(frozen=True, slots=True)
class Theoretical:
    """Theoretical capacity in mAh per gram of the active material as it is made.

    `electrons` are the charges that one formula unit takes up.
    """

    material: str
    formula: str
    electrons: float
    mah_g: float

    @property
    def is_metal(self) -> bool:
        """True for a metal that is plated and stripped, not filled."""
        return self.material in {"lithium", "sodium"}


def _theoretical(material: str, formula: str, electrons: float) -> Theoretical:
    """n F / (3.6 M): F in C/mol, M in g/mol, 3.6 C per mAh."""
    mass = parse_formula(formula).molar_mass_g_mol
    assert mass is not None, "an active material of the table has a fixed formula"
    return Theoretical(material, formula, electrons, electrons * FARADAY_C_MOL / 3.6 / mass)


# Full uptake at room temperature: LiC₆; Li₁₅Si₄ (3.75 Li per Si); Li₇Ti₅O₁₂; one Li per oxide.
_TABLE = (
    _theoretical("graphite", "C6", 1),
    _theoretical("silicon", "Si", 3.75),
    _theoretical("lithium", "Li", 1),
    _theoretical("sodium", "Na", 1),
    _theoretical("lithium titanate", "Li4Ti5O12", 3),
    _theoretical("titanium dioxide", "TiO2", 1),
    _theoretical("tin", "Sn", 4.4),
    _theoretical("lithium cobalt oxide", "LiCoO2", 1),
    _theoretical("lithium nickel oxide", "LiNiO2", 1),
    _theoretical("NMC811", "LiNi0.8Mn0.1Co0.1O2", 1),
    _theoretical("NMC622", "LiNi0.6Mn0.2Co0.2O2", 1),
    _theoretical("NMC532", "LiNi0.5Mn0.3Co0.2O2", 1),
    _theoretical("NMC111", "LiNi0.333Mn0.333Co0.333O2", 1),
    _theoretical("lithium iron phosphate", "LiFePO4", 1),
    _theoretical("lithium manganese oxide", "LiMn2O4", 1),
    _theoretical("LNMO", "LiMn1.5Ni0.5O4", 1),
)
_BY_FORMULA = {parse_formula(entry.formula).hill: entry for entry in _TABLE}
_BY_WORD = {
    "graphite": "graphite",
    "si": "silicon",
    "silicon": "silicon",
    "li": "lithium",
    "lithium": "lithium",
    "na": "sodium",
    "sodium": "sodium",
    "lto": "lithium titanate",
    "nmc811": "NMC811",
    "nmc622": "NMC622",
    "nmc532": "NMC532",
    "nmc111": "NMC111",
    "lfp": "lithium iron phosphate",
    "lco": "lithium cobalt oxide",
    "lno": "lithium nickel oxide",
    "lmo": "lithium manganese oxide",
    "lnmo": "LNMO",
}
_BY_NAME = {entry.material: entry for entry in _TABLE}
# Composites whose capacity counts against more than the one material of their name.
_MIXED = frozenset({"composite", "carbon", "cnt", "blend", "oxide"})


def theoretical_capacity(key: str | None, formula: str | None) -> Theoretical | None:
    """The active material behind an electrode's key ("li-metal") or formula; None if unknown.

    A composite is unknown: its capacity has no single theoretical limit.
    """
    parts = (key or "").lower().replace("_", "-").split("-")
    if _MIXED & set(parts):
        return None
    if formula and formula != "C":
        try:
            hill = parse_formula(formula).hill
        except UnreadableFormula:
            hill = None
        if hill in _BY_FORMULA:
            return _BY_FORMULA[hill]
    found = {_BY_WORD[part] for part in parts if part in _BY_WORD}
    return _BY_NAME[found.pop()] if len(found) == 1 else None
