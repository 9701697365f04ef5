"""Names and formulas against each other."""

from __future__ import annotations

import re
from decimal import Decimal

from science.composition import Composition, UnreadableFormula, parse_formula
from science.plausibility.flags import Flag
from science.results import UsedInput

# What a word of a name promises of the formula.
_ELEMENT_WORDS = {
    "lithium": "Li",
    "sodium": "Na",
    "potassium": "K",
    "rubidium": "Rb",
    "cesium": "Cs",
    "caesium": "Cs",
    "alumin(?:ium|um)": "Al",
    "titanium": "Ti",
    "zinc": "Zn",
    "zirconium": "Zr",
    "silicon|silan": "Si",
    "boron|borate": "B",
    "phosph": "P",
    "fluor": "F",
    "chlor": "Cl",
    "sul(?:f|ph)": "S",
    "nitr(?:ide|ate|ogen)|amide|amine|amino": "N",
    "oxide|hydroxide|alkoxide|carbonate|phosphate|borate|water|ozone": "O",
}
# Oxo-anions: central element, oxygen atoms per central atom. An ester keeps the ratio.
_OXO_ANIONS = {
    "carbonate": ("C", 3),
    "phosphate": ("P", 4),
    "phosphite": ("P", 3),
    "sulfate": ("S", 4),
    "sulfite": ("S", 3),
}


def name_against_formula(name: str, formula: str, identifier: str) -> Flag | None:
    """A name that promises an element or an oxo-anion which the formula does not have.

    "Trimethyl phosphite" over the formula of the phosphate, C3H9O4P, is one. Names and formulas
    that cannot be read raise no flag.
    """
    try:
        composition = parse_formula(formula)
    except UnreadableFormula:
        return None
    lower = name.lower()
    inputs = (UsedInput("name", identifier, name), UsedInput("formula", identifier, formula))
    lacking = sorted(
        element
        for word, element in _ELEMENT_WORDS.items()
        if re.search(word, lower) and not composition.holds(element)
    )
    if lacking:
        reason = f"the name {name} promises {', '.join(lacking)}, the formula {formula} has none"
        return Flag("name_against_formula", "serious", reason, inputs)
    for word, (element, oxygens) in _OXO_ANIONS.items():
        if word in lower and not _has_ratio(composition, element, oxygens):
            reason = (
                f"a {word} has {oxygens} oxygen atoms for each {element}, "
                f"the formula {formula} has not"
            )
            return Flag("name_against_formula", "serious", reason, inputs)
    return None


def _has_ratio(composition: Composition, element: str, oxygens: int) -> bool:
    central, oxygen = composition.counts.get(element), composition.counts.get("O")
    if central is None or oxygen is None:
        return composition.variable
    if element == "C":
        return oxygen >= oxygens  # organic carbonates have further carbon atoms
    return oxygen == Decimal(oxygens) * central


def printed_against_read(printed: str, formula: str, identifier: str) -> Flag | None:
    """A printed formula that has another composition than the one it is read as (LiP3O4 for
    Li3PO4). Labels that are no formula ("LiPON") raise no flag."""
    if not printed or printed == formula:
        return None
    try:
        one, two = parse_formula(printed), parse_formula(formula)
    except UnreadableFormula:
        return None
    if one.counts == two.counts or (two.variable and one.elements == two.elements):
        return None
    inputs = (UsedInput("printed", identifier, printed), UsedInput("formula", identifier, formula))
    reason = f"{printed} is printed, and read as {formula}"
    return Flag("printed_against_read", "notice", reason, inputs)
