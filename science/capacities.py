"""Capacities of active materials: theoretical ones from Faraday's law, practical ones as cited."""

from __future__ import annotations

from dataclasses import dataclass

from science.composition import UnreadableFormula, parse_formula
from science.formulas import FARADAY_C_MOL


@dataclass(frozen=True, slots=True)
class Theoretical:
    """Theoretical capacity in mAh per gram of the active material as it is made.

    `electrons` are the charges that one formula unit takes up. `practical_mah_g` is what the
    material delivers in ordinary windows, as `practical_source` tabulates it; None where no table
    is cited.
    """

    material: str
    formula: str
    electrons: float
    mah_g: float
    practical_mah_g: float | None = None
    practical_source: str = ""

    @property
    def is_metal(self) -> bool:
        """True for a metal that is plated and stripped, not filled."""
        return self.material in {"lithium", "sodium"}


# H.-J. Noh et al., J. Power Sources, 2013, 233, 121 (3.0–4.3 V, 0.1C); N. Nitta et al., Mater.
# Today, 2015, 18, 252 (table of cathodes, experimental capacities).
_NOH = "Noh et al., J. Power Sources 2013, 233, 121"
_NITTA = "Nitta et al., Mater. Today 2015, 18, 252"


def _entry(
    material: str,
    formula: str,
    electrons: float,
    practical: float | None = None,
    source: str = "",
) -> Theoretical:
    """n F / (3.6 M): F in C/mol, M in g/mol, 3.6 C per mAh."""
    mass = parse_formula(formula).molar_mass_g_mol
    assert mass is not None, "an active material of the table has a fixed formula"
    theoretical = electrons * FARADAY_C_MOL / 3.6 / mass
    return Theoretical(material, formula, electrons, theoretical, practical, source)


# Full uptake at room temperature: LiC₆; Li₁₅Si₄ (3.75 Li per Si); Li₇Ti₅O₁₂; one Li per oxide.
_TABLE = (
    _entry("graphite", "C6", 1),
    _entry("silicon", "Si", 3.75),
    _entry("lithium", "Li", 1),
    _entry("sodium", "Na", 1),
    _entry("lithium titanate", "Li4Ti5O12", 3),
    _entry("titanium dioxide", "TiO2", 1),
    _entry("tin", "Sn", 4.4),
    _entry("lithium cobalt oxide", "LiCoO2", 1, 148.0, _NITTA),
    _entry("lithium nickel oxide", "LiNiO2", 1),
    _entry("NMC811", "LiNi0.8Mn0.1Co0.1O2", 1, 203.0, _NOH),
    _entry("NMC622", "LiNi0.6Mn0.2Co0.2O2", 1, 187.0, _NOH),
    _entry("NMC532", "LiNi0.5Mn0.3Co0.2O2", 1, 175.0, _NOH),
    _entry("NMC111", "LiNi0.333Mn0.333Co0.333O2", 1, 163.0, _NOH),
    _entry("lithium iron phosphate", "LiFePO4", 1, 165.0, _NITTA),
    _entry("lithium manganese oxide", "LiMn2O4", 1, 120.0, _NITTA),
    _entry("LNMO", "LiMn1.5Ni0.5O4", 1),
)
_BY_FORMULA = {parse_formula(entry.formula).hill: entry for entry in _TABLE}
_GRAPHITE = _BY_FORMULA[parse_formula("C6").hill]
# Composites whose capacity counts against more than the one material of their formula.
_MIXED = frozenset({"composite", "carbon", "cnt", "blend", "oxide", "mxene"})


def theoretical_capacity(key: str | None, formula: str | None) -> Theoretical | None:
    """The active material of the table that has an electrode's formula; None if unknown.

    Carbon is graphite only where the electrode is called so. A composite is unknown: its capacity
    has no single theoretical limit. A key says nothing else: "li-terephthalate" is not lithium.
    """
    if _MIXED & set((key or "").lower().replace("_", "-").split("-")):
        return None
    if not formula or formula == "C":
        return _GRAPHITE if (key or "").lower() == "graphite" else None
    try:
        return _BY_FORMULA.get(parse_formula(formula).hill)
    except UnreadableFormula:
        return None
