"""How closely a film's chemistry follows a natural SEI."""

from __future__ import annotations

import re
from dataclasses import replace

from science.composition import Composition, UnreadableFormula, parse_formula
from science.declaring import Gap, derived
from science.film import ALKALI, compositions, film_elements, precursor_choices
from science.inputs import CoatingInputs, MaterialInput
from science.molecules import UnreadableMolecule, holds_carbonate, holds_organic, identity_of
from science.quantities import Interval
from science.results import Derived, Known, Result, UsedInput, number, words

_REVIEW = "M. Madadi et al., Dalton Trans., 2025, 54, 10492, Fig. 1"
_YES_NO = ("yes", "no")
# Inorganic salts of a natural SEI, by their Hill formulas.
_SEI_SALTS = {
    salt for metal in ("Li", "Na", "K") for salt in (f"{metal}F", f"{metal}2O", f"C{metal}2O3")
}
_SEI_SALTS |= {"FLi", "FNa", "FK"}
# Alkyl carbonates that electrolytes of organic carbonates leave in a natural SEI: methyl and ethyl
# carbonate, and the dicarbonates of ethylene, propylene and butylene.
_ALKYL_CARBONATES = {
    parse_formula(formula.replace("Li", metal)).hill
    for metal in ("Li", "Na", "K")
    for formula in ("CH3OCO2Li", "C2H5OCO2Li", "C2H4C2O6Li2", "C3H6C2O6Li2", "C4H8C2O6Li2")
}


def _material(coating: CoatingInputs) -> UsedInput:
    return _material_used(coating.material)


def _material_used(material: MaterialInput) -> UsedInput:
    return UsedInput("material", material.key, material.formula or material.name or material.key)


def _ion(coating: CoatingInputs) -> UsedInput | None:
    """The charge carrier asked for: that of the cells, else the one the material is stated for."""
    material = coating.material
    if coating.cell_ion:
        return UsedInput("cell_ion", coating.id, coating.cell_ion)
    if material.charge_carrier:
        return UsedInput("charge_carrier", material.key, material.charge_carrier)
    return None


def _carriers(coating: CoatingInputs) -> tuple[str, ...]:
    """The charge carriers in the film: the one asked for where it is known, else any alkali
    metal."""
    ion = _ion(coating)
    asked = (str(ion.value),) if ion else ALKALI
    present = set(film_elements(coating.material))
    if not present:
        raise Gap("the elements of the film are not on record")
    return tuple(ion for ion in asked if ion in present)


@derived(
    key="contains_charge_carrier",
    version=2,
    label="Holds the charge carrier",
    unit=None,
    choices=_YES_NO,
    inputs=("material", "cell_ion", "charge_carrier"),
    source=_REVIEW,
    doc="Whether the film holds the ion that the cell shuttles, or else the one its material is "
    "stated to conduct; any alkali metal counts where neither is known.",
)
def contains_charge_carrier(coating: CoatingInputs) -> Result:
    """Yes or no, with the carriers that the film holds."""
    carriers = _carriers(coating)
    ion = _ion(coating)
    return words(
        "contains_charge_carrier",
        text="yes" if carriers else "no",
        texts=carriers,
        inputs=[_material(coating), *([ion] if ion else [])],
    )


@derived(
    key="contains_organic",
    version=2,
    label="Holds an organic part",
    unit=None,
    choices=_YES_NO,
    inputs=("material", "steps"),
    source=_REVIEW,
    doc="Whether an organic part belongs to the film: the material is classed hybrid or organic; "
    "where it has no class, carbon binds hydrogen or carbon in its structure, its formula has "
    "carbon and hydrogen, or an organic precursor builds it.",
)
def contains_organic(coating: CoatingInputs) -> Result:
    """Yes or no."""
    material = coating.material
    stated = material.material_class
    drawn = _organic_by_structure(material)
    choices = precursor_choices(coating)
    organic = [p for choice in choices for p in choice if p.kind == "organic"]
    if stated is None and drawn is None and not choices:
        raise Gap("neither the material's class nor its structure or precursors are on record")
    inputs = [UsedInput("precursor", p.key, p.kind) for p in organic]
    warnings = []
    if stated is not None:
        inputs.insert(0, UsedInput("material", material.key, stated))
        if stated == "inorganic" and (organic or drawn):
            what = "a precursor is organic" if organic else "its structure has an organic part"
            warnings.append(f"the material is classed inorganic although {what}")
        holds = stated in {"hybrid", "organic"}
    elif drawn is not None:
        inputs, holds = [_material(coating)], drawn
    else:
        holds = bool(organic)
    return words(
        "contains_organic", text="yes" if holds else "no", inputs=inputs, warnings=warnings
    )


def _organic_by_structure(material: MaterialInput) -> bool | None:
    """From structures and formulas; None where there is neither."""
    parts = (material, *material.phases)
    drawn = [holds_organic(part.smiles) for part in parts if _is_readable(part.smiles)]
    formulas = compositions(material)
    if not drawn and not formulas:
        return None
    return any(drawn) or any(f.holds("C") and f.holds("H") for f in formulas)


@derived(
    key="contains_carbonate",
    version=2,
    label="Holds carbonate",
    unit=None,
    choices=_YES_NO,
    inputs=("material", "steps"),
    source=_REVIEW,
    doc="Whether the film holds carbonate, O–C(=O)–O: by the structure of its material or of a "
    "phase; else by its formula (CO3, an alkali alkyl carbonate of the natural SEI) and name. "
    "Where these cannot tell, the steps give a hint, said so: CO2 dosed into a film with an alkali "
    "metal. Open where not even they can tell.",
)
def contains_carbonate(coating: CoatingInputs) -> Result:
    """Yes or no; missing where it cannot be told."""
    parts = (coating.material, *coating.material.phases)
    told = [(part, carbonate_of(part)) for part in parts]
    holding = [part for part, answer in told if answer]
    if holding:
        inputs = [_material_used(part) for part in holding]
        return words("contains_carbonate", text="yes", inputs=inputs)
    phases_tell = coating.material.phases and all(answer is False for _, answer in told[1:])
    if told[0][1] is False or phases_tell:
        return words("contains_carbonate", text="no", inputs=[_material(coating)])
    return _hint_of_steps(coating)


def _hint_of_steps(coating: CoatingInputs) -> Result:
    choices = precursor_choices(coating)
    if not choices:
        raise Gap("neither the material's structure nor its process is on record")
    inputs = [_material(coating)]
    hint = ["only the steps hint at it: neither structure nor formula of the film can tell"]
    alkali = set(ALKALI) & set(film_elements(coating.material))
    for choice in choices:
        for precursor in choice:
            if precursor.formula == "CO2" and alkali:
                if len(choice) > 1:
                    raise Gap("whether CO2 or its alternative was dosed is not on record")
                dosed = UsedInput("precursor", precursor.key, "CO2")
                return words(
                    "contains_carbonate", text="yes", inputs=[*inputs, dosed], warnings=hint
                )
            if precursor.kind == "organic" and _brings_carbonate(precursor.smiles):
                raise Gap(f"whether the carbonate group of {precursor.key} stays is not on record")
    return words("contains_carbonate", text="no", inputs=inputs, warnings=hint)


# What a name may call a salt of an organic acid; "carbonate" is none of these.
_OTHER_SALT = re.compile(r"\b(?!\w*carbonate)\w+(?:ate|oxide|ite)s?\b", re.IGNORECASE)
# The name of a salt: a film of vinylene carbonate is named after its precursor.
_CARBONATE = re.compile(
    r"(?:lithium|sodium|potassium|\b(?:Li|Na|K)\b).*(?<!thio)carbonate", re.IGNORECASE
)


def carbonate_of(material: MaterialInput) -> bool | None:
    """Whether one material holds carbonate by structure, formula and name; None where these
    cannot tell."""
    if _is_readable(material.smiles):
        return holds_carbonate(str(material.smiles))
    composition = _composition(material)
    if composition is None:
        elements = set(material.elements)
        if elements and not {"C", "O"} <= elements:
            return False
        return True if _CARBONATE.search(material.name) else None
    if not (composition.holds("C") and composition.holds("O")):
        return False
    carbon, oxygen = composition.counts["C"], composition.counts["O"]
    if carbon is None or oxygen is None or material.variable:
        return True if _CARBONATE.search(material.name) else None
    if oxygen < 3:
        return False
    if not composition.holds("H"):
        return oxygen >= 3 * carbon
    if _CARBONATE.search(material.name):
        return True
    if _OTHER_SALT.search(material.name):
        return False
    # tartrate, lactate and glycolate share these formulas, and would bear their names
    return True if composition.hill in _ALKYL_CARBONATES else None


def _composition(material: MaterialInput) -> Composition | None:
    found = compositions(replace(material, phases=()))
    return found[0] if found else None


def _is_readable(smiles: str | None) -> bool:
    if not smiles:
        return False
    try:
        identity_of(smiles)
    except (UnreadableMolecule, UnreadableFormula):
        return False
    return True


def _brings_carbonate(smiles: str | None) -> bool:
    return _is_readable(smiles) and holds_carbonate(str(smiles))


MIMICRY_RULES = {
    0: "inert inorganic: neither the charge carrier nor an organic part",
    1: "the charge carrier or an organic part, not both",
    2: "is or holds an inorganic salt of the charge carrier, as in a natural SEI",
    3: "metal-organic with the charge carrier",
    4: "alkali alkyl carbonate: charge carrier, organic part and carbonate",
}


@derived(
    key="mimicry_level",
    version=2,
    label="Degree of SEI mimicry",
    unit="1",
    inputs=("contains_charge_carrier", "contains_organic", "contains_carbonate", "material"),
    source="The levels are this knowledge base's own; they order films as "
    "M. Madadi et al., Dalton Trans., 2025, 54, 10492, Fig. 1 (right) does, which numbers none",
    doc="How closely the film's chemistry follows a natural SEI. "
    + "; ".join(f"{level}: {rule}" for level, rule in MIMICRY_RULES.items())
    + ".",
)
def mimicry_level(coating: CoatingInputs) -> Result:
    """0 to 4, with the rule that decided as text."""
    carrier = _answer(contains_charge_carrier(coating))
    organic = _answer(contains_organic(coating))
    inputs = (*carrier.inputs, *organic.inputs)
    salts = sorted(
        composition.printed
        for composition in compositions(coating.material)
        if composition.hill in _SEI_SALTS and set(carrier.texts) & set(composition.elements)
    )
    if carrier.text == organic.text == "yes":
        carbonate = _answer(contains_carbonate(coating))
        inputs = (*inputs, *carbonate.inputs)
        level = 4 if carbonate.text == "yes" else 3
    elif salts:
        level = 2
    else:
        level = 1 if "yes" in {carrier.text, organic.text} else 0
    rule = MIMICRY_RULES[level] + (f" ({', '.join(salts)})" if level == 2 else "")
    evidence = Known(Interval.point(float(level)), False, inputs)
    return number("mimicry_level", "1", evidence, floor=-1.0, text=rule)


def _answer(result: Result) -> Derived:
    if not isinstance(result, Derived):
        raise Gap(result.why)
    return result
