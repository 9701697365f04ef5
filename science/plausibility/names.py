"""Names and formulas against each other."""

from __future__ import annotations

import re
from decimal import Decimal

from science.composition import Composition, UnreadableFormula, parse_formula, printed_otherwise
from science.plausibility.flags import Flag
from science.plausibility.words import promised_elements
from science.results import UsedInput

# Oxo-anions, the particular before the plain: central element, and oxygen atoms per central atom
# from and to. An ester keeps the ratio; what is called basic, hydrated or mixed may hold more.
_OXO_ANIONS: tuple[tuple[str, str, float, float], ...] = (
    ("(?:thio|fluoro|amido|amino|silico|boro|titano|alumino)phosphate", "P", 0, 99),
    ("(?:pyro|di)phosphate", "P", 3.5, 3.5),
    ("tri(?:poly)?phosphate", "P", 10 / 3, 10 / 3),
    ("polyphosphate", "P", 3, 3.5),
    ("metaphosphate|ultraphosphate", "P", 2.5, 3),
    ("phosphate", "P", 4, 4),
    ("hypophosphite|phosphinate", "P", 2, 2),
    ("phosphite|phosphonate", "P", 3, 3),
    ("thiosul(?:f|ph)ate", "S", 1.5, 1.5),
    ("(?:pyro|di)sul(?:f|ph)ate", "S", 3.5, 3.5),
    ("sul(?:f|ph)ate", "S", 4, 4),
    ("sul(?:f|ph)ite", "S", 3, 3),
    ("(?<!ammonium )nitrate", "N", 3, 3),
    ("(?<!ammonium )(?<!so)nitrite", "N", 2, 2),
    ("metaborate", "B", 2, 2),
    ("tetraborate", "B", 1.75, 1.75),
    ("orthoborate", "B", 3, 3),
    ("metasilicate", "Si", 3, 3),
    ("disilicate", "Si", 2.5, 2.5),
    ("orthosilicate", "Si", 4, 4),
    ("perchlorate", "Cl", 4, 4),
    ("(?<!per)chlorate", "Cl", 3, 3),
)
_MORE_OXYGEN = re.compile(
    r"amm|ami[nd]|nitrile|oxy|hydr|vanad|[ty]itanyl|uranyl|basic|(?:carbon|silic|bor|nitr|aceto|oxal)ate|oxide|glass"
)
_COUNTS = {
    "mono": 1,
    "mon": 1,
    "di": 2,
    "tri": 3,
    "tetr": 4,
    "tetra": 4,
    "pent": 5,
    "penta": 5,
    "hexa": 6,
}
_COUNTED = {
    "oxide": "O",
    "fluoride": "F",
    "chloride": "Cl",
    "bromide": "Br",
    "iodide": "I",
    "sulfide": "S",
    "selenide": "Se",
    "lithium": "Li",
    "sodium": "Na",
    "potassium": "K",
}
_COUNT_WORD = re.compile(
    rf"(?<![a-z])(?:[a-z]*[aeiouy]l)?({'|'.join(_COUNTS)})({'|'.join(_COUNTED)})(?![a-z])"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_OXIDATION = re.compile(r"\((i{1,3}|iv|vi{0,3})\)\s+(oxide|fluoride|chloride|sulfide)$")
_ANION_CHARGES = {"O": 2, "F": 1, "Cl": 1, "S": 2}
# Elements that films hold in one oxidation state next to oxygen, fluorine and chlorine.
_CHARGES: dict[str, int] = {
    **dict.fromkeys(("Li", "Na", "K", "Rb", "Cs"), 1),
    **dict.fromkeys(("Be", "Mg", "Ca", "Sr", "Ba", "Zn"), 2),
    **dict.fromkeys(("Al", "Ga", "In", "Sc", "Y", "La", "B"), 3),
    **dict.fromkeys(("Zr", "Hf"), 4),
    **dict.fromkeys(("Ta", "P"), 5),
    "O": -2,
    "F": -1,
    "Cl": -1,
}
# The most that an atom of these can be oxidised.
_HIGHEST: dict[str, int] = {
    **{element: charge for element, charge in _CHARGES.items() if charge > 0},
    **dict.fromkeys(("H",), 1),
    **dict.fromkeys(("Ag",), 3),
    **dict.fromkeys(("C", "Si", "Ge", "Sn", "Pb", "Ti", "Ni", "Cu", "Ce"), 4),
    **dict.fromkeys(("N", "As", "Sb", "Bi", "V", "Nb", "Co"), 5),
    **dict.fromkeys(("S", "Se", "Te", "Cr", "Mo", "W", "Fe"), 6),
    **dict.fromkeys(("Mn",), 7),
}
# Salts of one anion that is no oxygen.
_BINARY = re.compile(
    r"\b(?:phosph|nitr|sul[fp]h?|carb|fluor|chlor|brom|iod|selen|tellur|silic|bor)ides?\b"
)
_UNBALANCED = Decimal("0.05")  # of the anions' charge: doped and slightly substoichiometric films


def name_against_formula(name: str, formula: str, identifier: str) -> Flag | None:
    """A name that promises an element or an oxo-anion which the formula does not have.

    "Trimethyl phosphite" over the formula of the phosphate, C3H9O4P, is one. Names and formulas
    that cannot be read raise no flag.
    """
    try:
        composition = parse_formula(formula)
    except UnreadableFormula:
        return None
    if _is_formula(name):
        return printed_against_read(name, formula, identifier)
    inputs = (UsedInput("name", identifier, name), UsedInput("formula", identifier, formula))
    lacking = [e for e in promised_elements(name) if not composition.holds(e)]
    reason = (
        f"the name {name} promises {', '.join(sorted(lacking))}, the formula {formula} has none"
        if lacking
        else _miscounted(name.lower(), composition)
    )
    return Flag("name_against_formula", "serious", reason, inputs) if reason else None


def _is_formula(name: str) -> bool:
    """A name that is a formula by itself (TiN, LiNiO2), and no word (Tin)."""
    try:
        parse_formula(name)
    except UnreadableFormula:
        return False
    return bool(re.search(r"\d|[A-Z].*[A-Z]", name))


def name_against_elements(name: str, elements: tuple[str, ...], identifier: str) -> Flag | None:
    """A name that promises an element which is not among those of a film without formula."""
    lacking = sorted(e for e in promised_elements(name) if e not in elements)
    if not elements or not lacking:
        return None
    listed = ", ".join(elements)
    inputs = (UsedInput("name", identifier, name), UsedInput("elements", identifier, listed))
    reason = f"the name {name} promises {', '.join(lacking)}, the film is said to hold {listed}"
    return Flag("name_against_formula", "serious", reason, inputs)


def elements_against_formula(
    elements: tuple[str, ...], formula: str, identifier: str
) -> Flag | None:
    """The elements that a film is said to hold against those of its formula."""
    try:
        held = parse_formula(formula).elements
    except UnreadableFormula:
        return None
    if not elements or set(elements) == set(held):
        return None
    listed = ", ".join(elements)
    inputs = (
        UsedInput("elements", identifier, listed),
        UsedInput("formula", identifier, formula),
    )
    reason = f"the film is said to hold {listed}, its formula {formula} holds {', '.join(held)}"
    return Flag("elements_against_formula", "serious", reason, inputs)


def class_against_formula(kind: str | None, formula: str, identifier: str) -> Flag | None:
    """A film that is said to be inorganic, of a formula that holds carbon and hydrogen; hydrogen
    carbonates, with three oxygen atoms for each carbon, apart."""
    try:
        held = parse_formula(formula)
    except UnreadableFormula:
        return None
    carbon, oxygen = held.counts.get("C"), held.counts.get("O") or 0
    if kind != "inorganic" or "H" not in held.counts or not carbon or oxygen >= 3 * carbon:
        return None
    inputs = (
        UsedInput("material_class", identifier, kind),
        UsedInput("formula", identifier, formula),
    )
    reason = f"the film is said to be inorganic, its formula {formula} holds carbon and hydrogen"
    return Flag("class_against_formula", "warning", reason, inputs)


def _miscounted(name: str, composition: Composition) -> str:
    """Why the atoms of a formula are not as many as the name says; empty where they are."""
    return (
        _oxygens(name, composition)
        or _counted(name, composition)
        or _oxidation(name, composition)
        or _binary(name, composition)
        or ""
    )


def _oxygens(name: str, composition: Composition) -> str:
    if "carbonate" in name and "thio" not in name:
        least = 5 if "dicarbonate" in name else 3
        carbon, oxygen = composition.counts.get("C"), composition.counts.get("O")
        if carbon is not None and oxygen is not None:
            needed = least if composition.holds("H") else max(Decimal(least), 3 * carbon)
            if oxygen < needed:
                return f"a carbonate has 3 oxygen atoms, the formula {composition.printed} has not"
        return ""
    for word, element, low, high in _OXO_ANIONS:
        found = re.search(word, name)
        central, oxygen = composition.counts.get(element), composition.counts.get("O")
        if not found:
            continue
        if central is None or (oxygen is None and composition.holds("O")):
            return ""  # a variable stoichiometry
        ratio = (oxygen or 0) / central
        above = ratio > high + 0.01 and not _MORE_OXYGEN.search(name.replace(found.group(), ""))
        if ratio < low - 0.01 or above:
            return (
                f"a {found.group()} has {_number(low, high)} oxygen atoms for each {element}, "
                f"the formula {composition.printed} has {float(ratio):.3g}"
            )
        return ""
    return ""


def _number(low: float, high: float) -> str:
    return f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"


def _counted(name: str, composition: Composition) -> str:
    """ "Titanium tetrachloride" has four chlorine atoms, "dilithium …" two of lithium."""
    for prefix, word in _COUNT_WORD.findall(name):
        number, count = _COUNTS[prefix], composition.counts.get(_COUNTED[word])
        if count is None:
            continue
        # P4O10 is phosphorus pentoxide; WO2.9 is a trioxide still
        multiple = number > 1 and count % number == 0
        if abs(count - number) > Decimal("0.3") and not multiple:
            return f"{prefix}{word} says {number}, the formula {composition.printed} has {count}"
    return ""


def _oxidation(name: str, composition: Composition) -> str:
    """ "Titanium(IV) oxide" has two oxygen atoms for each titanium."""
    found = _OXIDATION.search(name)
    if not found or len(composition.counts) != 2:
        return ""
    anion = _COUNTED[found[2]]
    metal = next(e for e in composition.elements if e != anion)
    metals, anions = composition.counts[metal], composition.counts.get(anion)
    if metals is None or anions is None:
        return ""
    state = float(anions * _ANION_CHARGES[anion] / metals)
    if abs(state - _ROMAN[found[1]]) <= 0.2:
        return ""
    return f"{found[1].upper()} is said of {metal}, in {composition.printed} it is {state:.2g}"


def _binary(name: str, composition: Composition) -> str:
    """An aluminium phosphide holds no oxygen; an oxyfluoride or hydrated fluoride does."""
    found = _BINARY.search(name)
    if not found or "ox" in name or "mxene" in name or _MORE_OXYGEN.search(name):
        return ""
    if not composition.holds("O") or composition.holds("H"):
        return ""
    if len([word for word in name.split() if word.endswith(("ate", "ite"))]):
        return ""
    return f"a {found.group()} holds no oxygen, the formula {composition.printed} does"


def charges_out_of_balance(formula: str, name: str, identifier: str) -> Flag | None:
    """A formula of ions with one usual charge each whose charges do not cancel (LiP3O4, LiF2), or
    with more oxygen and halogen than its other atoms can bind (TiO5)."""
    try:
        counts = parse_formula(formula).counts
    except UnreadableFormula:
        return None
    if len(counts) == 1 or not counts.keys() & {"O", "F", "Cl"}:
        return None
    if re.search(r"peroxide|superoxide|suboxide|monoxide|phosph(?:ite|ide|in)", name.lower()):
        return None
    if not counts.keys() <= _CHARGES.keys():
        return _too_much_oxygen(formula, counts, identifier)
    charges = [(_CHARGES[e], count) for e, count in counts.items() if count is not None]
    anions = -sum((charge * count for charge, count in charges if charge < 0), Decimal(0))
    total = sum((charge * count for charge, count in charges), Decimal(0))
    if len(charges) < len(counts) or abs(total) <= _UNBALANCED * anions:
        return None
    reason = f"the charges of the ions of {formula} add up to {float(total):+g}, not to zero"
    inputs = (UsedInput("formula", identifier, formula),)
    return Flag("charges_out_of_balance", "warning", reason, inputs)


def _too_much_oxygen(
    formula: str, counts: dict[str, Decimal | None], identifier: str
) -> Flag | None:
    others = counts.keys() - {"O", "F", "Cl"}
    if not others <= _HIGHEST.keys() or None in counts.values():
        return None
    held = {element: count or Decimal(0) for element, count in counts.items()}
    most = sum((_HIGHEST[e] * held[e] for e in others), Decimal(0))
    needed = -sum((_CHARGES[e] * held[e] for e in held.keys() - others), Decimal(0))
    if needed <= most * (1 + _UNBALANCED):
        return None
    reason = f"{formula} holds more oxygen and halogen than its other atoms bind"
    inputs = (UsedInput("formula", identifier, formula),)
    return Flag("charges_out_of_balance", "warning", reason, inputs)


def printed_against_read(printed: str, formula: str, identifier: str) -> Flag | None:
    """A printed formula that has another composition than the one it is read as (LiP3O4 for
    Li3PO4). Labels that are no formula ("LiPON") raise no flag."""
    if not printed_otherwise(printed, formula):
        return None
    inputs = (UsedInput("printed", identifier, printed), UsedInput("formula", identifier, formula))
    reason = f"{printed} is printed, and read as {formula}"
    severe = set(parse_formula(printed).elements) != set(parse_formula(formula).elements)
    return Flag("printed_against_read", "warning" if severe else "notice", reason, inputs)
