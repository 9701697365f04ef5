"""How closely a film's chemistry follows a natural SEI."""

from __future__ import annotations

from decimal import Decimal

from science.declaring import Gap, derived
from science.film import ALKALI, compositions, film_elements, precursor_choices
from science.inputs import CoatingInputs
from science.molecules import UnreadableMolecule, holds_carbonate
from science.quantities import Interval
from science.results import Derived, Known, Result, UsedInput, number, words

_REVIEW = "M. Madadi et al., Dalton Trans., 2025, 54, 10492, Fig. 1"
_YES_NO = ("yes", "no")
# Inorganic salts of a natural SEI, by their Hill formulas.
_SEI_SALTS = {
    salt for metal in ("Li", "Na", "K") for salt in (f"{metal}F", f"{metal}2O", f"C{metal}2O3")
}
_SEI_SALTS |= {"FLi", "FNa", "FK"}


def _material(coating: CoatingInputs) -> UsedInput:
    material = coating.material
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
    label="Holds an organic part",
    unit=None,
    choices=_YES_NO,
    inputs=("material", "steps"),
    source=_REVIEW,
    doc="Whether an organic part belongs to the film: the material is classed hybrid or organic, "
    "or an organic precursor builds it.",
)
def contains_organic(coating: CoatingInputs) -> Result:
    """Yes or no."""
    stated = coating.material.material_class
    choices = precursor_choices(coating)
    organic = [p for choice in choices for p in choice if p.kind == "organic"]
    if stated is None and not choices:
        raise Gap("neither the material's class nor its precursors are on record")
    inputs = [UsedInput("precursor", p.key, p.kind) for p in organic]
    warnings = []
    if stated is not None:
        inputs.insert(0, UsedInput("material", coating.material.key, stated))
        if stated == "inorganic" and organic:
            warnings.append("the material is classed inorganic although a precursor is organic")
    holds = stated in {"hybrid", "organic"} if stated is not None else bool(organic)
    return words(
        "contains_organic", text="yes" if holds else "no", inputs=inputs, warnings=warnings
    )


@derived(
    key="contains_carbonate",
    label="Holds carbonate",
    unit=None,
    choices=_YES_NO,
    inputs=("material", "steps"),
    source=_REVIEW,
    doc="Whether the film holds carbonate: its formula or that of a phase does (CO3), or CO2 is "
    "dosed into a film with an alkali metal. Open where an organic precursor brings a carbonate "
    "group of which nothing further is known.",
)
def contains_carbonate(coating: CoatingInputs) -> Result:
    """Yes or no; missing where it cannot be told."""
    inputs = [_material(coating)]
    for composition in compositions(coating.material):
        counts = composition.counts
        if "H" not in counts and "C" in counts and _is_carbonate(counts["C"], counts.get("O")):
            return words("contains_carbonate", text="yes", inputs=inputs)
    alkali = set(ALKALI) & set(film_elements(coating.material))
    for choice in precursor_choices(coating):
        for precursor in choice:
            if precursor.formula == "CO2" and alkali:
                dosed = UsedInput("precursor", precursor.key, "CO2")
                return words("contains_carbonate", text="yes", inputs=[*inputs, dosed])
            if precursor.kind == "organic" and _brings_carbonate(precursor.smiles):
                raise Gap(f"whether the carbonate group of {precursor.key} stays is not on record")
    return words("contains_carbonate", text="no", inputs=inputs)


def _is_carbonate(carbon: object, oxygen: object) -> bool:
    """Three oxygen atoms for each carbon atom, in a formula without hydrogen."""
    return isinstance(carbon, Decimal) and isinstance(oxygen, Decimal) and oxygen >= 3 * carbon


def _brings_carbonate(smiles: str | None) -> bool:
    if not smiles:
        return False
    try:
        return holds_carbonate(smiles)
    except UnreadableMolecule:
        return False


MIMICRY_RULES = {
    0: "inert inorganic: neither the charge carrier nor an organic part",
    1: "the charge carrier or an organic part, not both",
    2: "is or holds an inorganic salt of a natural SEI",
    3: "metal-organic with the charge carrier",
    4: "alkali alkyl carbonate: charge carrier, organic part and carbonate",
}


@derived(
    key="mimicry_level",
    label="Degree of SEI mimicry",
    unit="1",
    inputs=("contains_charge_carrier", "contains_organic", "contains_carbonate", "material"),
    source=_REVIEW,
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
        if composition.hill in _SEI_SALTS
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
