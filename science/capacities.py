"""Capacities of active materials: theoretical ones from Faraday's law, practical ones as cited."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

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
        return self.formula in {"Li", "Na", "K"}


# Delivered in ordinary windows, as these pages print it. A material without such a page has none.
_LAINE = "Laine et al., Dalton Trans. 2023, doi 10.1039/D2DT02246J"  # 3.0 V to 4.3 V
_ELECTROCHIMICA = "Electrochim. Acta 2002, 48, 145"  # 2.5 V to 4.4 V, 30 mA/g


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


# Full uptake at room temperature: LiC₆; Li₁₅Si₄ (3.75 Li per Si); Li₇Ti₅O₁₂; one Li per oxide;
# Li₂S; Li₂₂Sn₅, Li₁₅Ge₄, Li₃Sb, LiAl; two Na of the three in NASICON's vanadium phosphate.
_TABLE = (
    _entry("graphite", "C6", 1),
    _entry("silicon", "Si", 3.75),
    _entry("lithium", "Li", 1),
    _entry("sodium", "Na", 1),
    _entry("potassium", "K", 1),
    _entry("sulfur", "S", 2),
    _entry("lithium sulfide", "Li2S", 2),
    _entry("germanium", "Ge", 3.75),
    _entry("antimony", "Sb", 3),
    _entry("aluminium", "Al", 1),
    _entry("lithium titanate", "Li4Ti5O12", 3),
    _entry("titanium dioxide", "TiO2", 1),
    _entry("tin", "Sn", 4.4),
    _entry("lithium cobalt oxide", "LiCoO2", 1),
    _entry("lithium nickel oxide", "LiNiO2", 1),
    _entry("NMC811", "LiNi0.8Mn0.1Co0.1O2", 1, 200.0, _LAINE),
    _entry("NMC622", "LiNi0.6Mn0.2Co0.2O2", 1),
    _entry("NMC532", "LiNi0.5Mn0.3Co0.2O2", 1),
    _entry("NMC111", "LiNi0.333Mn0.333Co0.333O2", 1, 160.0, _ELECTROCHIMICA),
    _entry("NCA", "LiNi0.8Co0.15Al0.05O2", 1),
    _entry("lithium iron phosphate", "LiFePO4", 1),
    _entry("lithium manganese phosphate", "LiMnPO4", 1),
    _entry("lithium cobalt phosphate", "LiCoPO4", 1),
    _entry("sodium vanadium phosphate", "Na3V2P3O12", 2),
    _entry("lithium manganese oxide", "LiMn2O4", 1),
    _entry("LNMO", "LiMn1.5Ni0.5O4", 1),
)
_GRAPHITE = _TABLE[0]
_ROUNDED = Decimal("0.01")  # of an atom: a third is printed 0.33 or 0.333


def theoretical_capacity(key: str | None, formula: str | None) -> Theoretical | None:
    """The active material of this formula, None where the table has none.

    A formula C is graphite only under the key "graphite": hard carbon and nanotubes hold other
    amounts. A composite has no formula, and its capacity no single theoretical limit.
    """
    if formula in (None, "", "C"):
        return _GRAPHITE if key == "graphite" else None
    try:
        counts = parse_formula(formula).counts
    except UnreadableFormula:
        return None
    return next((entry for entry in _TABLE if _same(counts, entry.formula)), None)


def _same(counts: dict[str, Decimal | None], formula: str) -> bool:
    others = parse_formula(formula).counts
    return counts.keys() == others.keys() and all(
        count is not None and abs(count - (others[element] or 0)) <= _ROUNDED
        for element, count in counts.items()
    )
