"""Doubts about a coating: its process, its film, its conductivities."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from science import formulas
from science.composition import parse_formula
from science.declaring import Gap
from science.evidence import known, used
from science.film import (
    ALKALI,
    all_steps,
    cycle_time,
    deposition_time,
    film_elements,
    fixed_composition,
    growth_per_cycle,
    precursor_choices,
    source_window,
    technique,
    thickness,
)
from science.inputs import CoatingInputs, MaterialInput
from science.plausibility.flags import Flag
from science.plausibility.names import (
    charges_out_of_balance,
    class_against_formula,
    elements_against_formula,
    name_against_elements,
    name_against_formula,
    printed_against_read,
)
from science.plausibility.ranges import derived_out_of_range, out_of_range, without_repeats
from science.plausibility.substrates import deposition_above_melting, film_swallows_substrate
from science.quantities import Interval
from science.results import Derived, Result, UsedInput

HIGHEST_GROWTH_ANGSTROM = {"ALD": 10.0, "MLD": 30.0}
DENSEST, DIAMOND = 0.25, 0.30  # mol of atoms in a cm³
ORGANIC_STANDS = 450.0  # °C
THICKNESS_TOLERANCE = Interval(0.15, 1.5)


def electrons_pass_better_than_ions(coating: CoatingInputs) -> list[Flag]:
    """An electronic conductivity above the ionic one in a film that is no electronic conductor."""
    ionic = known(coating.measured("ionic_conductivity"))
    electronic = known(coating.measured("electronic_conductivity"))
    if ionic is None or electronic is None or electronic.interval.low <= ionic.interval.high:
        return []
    if _may_conduct_electrons(coating.material):
        return []
    reason = "the electronic conductivity is above the ionic one"
    return [Flag("electronic_above_ionic", "warning", reason, (*ionic.used, *electronic.used))]


# Elements whose oxides, fluorides, phosphates and sulfides are insulators.
_OF_INSULATORS = frozenset(
    parse_formula("HLiNaKRbCsBeMgCaSrBaBCNOFAlSiPSClBrYLaGdZrHfTaGeGa").elements
)


def _may_conduct_electrons(material: MaterialInput) -> bool:
    """Nitrides, carbides and oxides of transition metals, doped semiconductors, metals, carbon and
    conducting polymers may."""
    held = set(film_elements(material))
    if held & set(ALKALI):
        # titanium among oxygen and phosphorus or lanthanum is that of LATP and LLTO
        electrolyte = held & {"Ti"} and held & {"P", "La"}
        return not held <= (_OF_INSULATORS | ({"Ti"} if electrolyte else set()))
    if material.material_class in {"organic", "hybrid"} or not held <= _OF_INSULATORS:
        return True
    return not held & {"O", "F", "S", "Cl", "N"} or (
        bool(held & {"Zr", "Hf", "Ta", "Y", "La"}) and not held & {"O", "F", "S", "Cl"}
    )


def thickness_against_growth(coating: CoatingInputs) -> list[Flag]:
    """A printed thickness above cycles × growth per cycle by more than half, or under a seventh of
    it: growth that starts late makes films thinner, but seldom by a power of ten."""
    film = known(coating.measured("thickness"))
    growth = known(coating.measured("growth_per_cycle"))
    cycles = known(coating.measured("cycles"))
    if film is None or growth is None or cycles is None:
        return []
    grown = formulas.thickness_nm(growth.interval, cycles.interval)
    if film.interval.meets(grown * THICKNESS_TOLERANCE):
        return []
    expected = f"{grown.low:g} nm" if grown.is_point else f"{grown.low:g} to {grown.high:g} nm"
    reason = f"the thickness is far off cycles × growth per cycle ({expected})"
    inputs = (*film.used, *cycles.used, *growth.used)
    return [Flag("thickness_against_growth", "warning", reason, inputs)]


def growth_too_high(coating: CoatingInputs) -> list[Flag]:
    """A growth per cycle above what saturated layers give: 10 Å for ALD, 30 Å for MLD, whose
    molecules are longer; as printed, else the thickness over its cycles."""
    growth, made = growth_per_cycle(coating), technique(coating)
    if not isinstance(growth, Derived) or not isinstance(made, Derived):
        return []
    highest = HIGHEST_GROWTH_ANGSTROM["ALD" if made.text == "ALD" else "MLD"]
    if growth.low is None or growth.low <= highest:
        return []
    composed = any(step.action == "subcycle" for step in all_steps(coating.steps))
    reason = f"a growth per cycle above {highest:g} Å is not saturated {made.text}"
    if composed:
        reason += "; a supercycle may well give it"
    return [Flag("growth_too_high", "notice" if composed else "warning", reason, growth.inputs)]


def deposition_below_source(coating: CoatingInputs) -> list[Flag]:
    """A substrate colder than the hottest source, on which a precursor may condense."""
    window = source_window(coating)
    if not isinstance(window, Derived) or window.high is None or window.high >= 0:
        return []
    reason = (
        f"the substrate is at least {-window.high:g} °C colder than the hottest source: "
        "the precursor may condense"
    )
    return [Flag("deposition_below_source", "warning", reason, window.inputs)]


def deposition_above_decomposition(coating: CoatingInputs) -> list[Flag]:
    """A substrate hotter than a precursor stands."""
    deposition = known(coating.measured("deposition_temperature"), floor=None)
    if deposition is None:
        return []
    flags = []
    for choice in precursor_choices(coating):
        for precursor in choice:
            limit = precursor.decomposition_temperature
            if limit is not None and deposition.interval.low > limit.quantity.interval.high:
                reason = f"{precursor.key} decomposes at {limit.quantity.printed}"
                inputs = (*deposition.used, used(limit))
                flags.append(Flag("deposition_above_decomposition", "warning", reason, inputs))
    return flags


def packed_too_densely(coating: CoatingInputs) -> list[Flag]:
    """A density at which the film's atoms would stand closer than in any solid known: diamond,
    the densest, has 0.294 mol of atoms in a cm³, oxides and fluorides have 0.13 to 0.21."""
    density = known(coating.measured("density"))
    if density is None:
        return []
    try:
        composition = fixed_composition(coating.material)
    except Gap:
        return []
    mass = composition.molar_mass_g_mol
    atoms = sum((count for count in composition.counts.values() if count), Decimal(0))
    assert mass is not None, "a fixed composition has a molar mass"
    packed = density.interval.low * float(atoms) / mass
    if packed <= (DIAMOND if set(composition.elements) <= {"B", "C", "N"} else DENSEST):
        return []
    reason = f"{packed:.2f} mol of atoms in a cm³ of {composition.printed} are more than fit"
    return [Flag("packed_too_densely", "warning", reason, density.used)]


def organic_too_hot(coating: CoatingInputs) -> list[Flag]:
    """An organic part grown hotter than it stands."""
    deposition = known(coating.measured("deposition_temperature"), floor=None)
    if deposition is None or coating.material.material_class not in {"organic", "hybrid"}:
        return []
    if deposition.interval.low <= ORGANIC_STANDS:
        return []
    reason = f"organic parts of films decompose below {ORGANIC_STANDS:g} °C"
    return [Flag("organic_too_hot", "warning", reason, deposition.used)]


def element_without_source(coating: CoatingInputs) -> list[Flag]:
    """Elements of the film that no precursor of the process delivers."""
    delivered = {
        element
        for choice in precursor_choices(coating)
        for precursor in choice
        for element in precursor.elements
    }
    if not delivered:
        return []
    if coating.substrate_formula in ALKALI:
        delivered.add(str(coating.substrate_formula))  # the metal itself reacts into the film
    lacking = [e for e in film_elements(coating.material) if e not in delivered]
    if not lacking:
        return []
    material = coating.material
    reason = f"no precursor delivers {', '.join(lacking)}"
    inputs = (UsedInput("material", material.key, material.formula or material.name),)
    return [Flag("element_without_source", "warning", reason, inputs)]


def material_named_wrongly(coating: CoatingInputs) -> list[Flag]:
    """The film's name, printed formula, elements and charges against the formula it is read as."""
    flags: list[Flag | None] = []
    material = coating.material
    for part in (material, *material.phases):
        if not part.formula:
            flags.append(name_against_elements(part.name, part.elements, part.key))
            continue
        flags += [
            name_against_formula(part.name, part.formula, part.key),
            elements_against_formula(part.elements, part.formula, part.key),
            charges_out_of_balance(part.formula, part.name, part.key),
            class_against_formula(part.material_class, part.formula, part.key),
        ]
    if material.formula:
        flags.append(printed_against_read(material.printed, material.formula, coating.id))
    return [flag for flag in flags if flag is not None]


def values_out_of_range(coating: CoatingInputs) -> list[Flag]:
    """Printed values, times and temperatures of steps and sources, and what follows of them."""
    steps = list(all_steps(coating.steps))
    of_steps = [item for step in steps for item in (step.time, step.temperature) if item]
    sources = [
        item
        for choice in precursor_choices(coating)
        for precursor in choice
        for item in precursor.source_temperatures
    ]
    printed = out_of_range([*coating.measurements, *of_steps, *sources])
    results = [
        (key, formula(coating))
        for key, formula in _DERIVED.items()
        if not coating.measured(key) and not printed
    ]
    return [*printed, *derived_out_of_range(results)]


_DERIVED: dict[str, Callable[[CoatingInputs], Result]] = {
    "thickness": thickness,
    "growth_per_cycle": growth_per_cycle,
    "cycle_time": cycle_time,
    "deposition_time": deposition_time,
}
CHECKS: tuple[Callable[[CoatingInputs], list[Flag]], ...] = (
    electrons_pass_better_than_ions,
    thickness_against_growth,
    growth_too_high,
    deposition_below_source,
    deposition_above_decomposition,
    deposition_above_melting,
    film_swallows_substrate,
    organic_too_hot,
    packed_too_densely,
    element_without_source,
    material_named_wrongly,
)


def flag_coating(coating: CoatingInputs) -> list[Flag]:
    """Every doubt about one coating."""
    flags: list[Flag] = []
    gaps: list[Flag] = []
    for check in CHECKS:
        try:
            flags += check(coating)
        except Gap as gap:
            gaps.append(Flag("unphysical", "serious", gap.why))
    flags = without_repeats(flags, values_out_of_range(coating))
    if not any(flag.code == "impossible" for flag in flags):
        flags += gaps
    return list(dict.fromkeys(flags))
