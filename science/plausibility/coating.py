"""Doubts about a coating: its process, its film, its conductivities."""

from __future__ import annotations

from collections.abc import Callable

from science import formulas
from science.declaring import Gap
from science.evidence import known, used
from science.film import (
    all_steps,
    film_elements,
    growth_per_cycle,
    precursor_choices,
    source_window,
    technique,
)
from science.inputs import CoatingInputs
from science.plausibility.flags import Flag
from science.plausibility.names import name_against_formula, printed_against_read
from science.quantities import Interval
from science.results import Derived, UsedInput

CONDUCTIVITIES_S_CM = Interval(1e-16, 1.0)
HIGHEST_ALD_GROWTH_ANGSTROM = 10.0
THICKNESS_TOLERANCE = Interval(0.5, 1.5)


def conductivity_out_of_range(coating: CoatingInputs) -> list[Flag]:
    """A conductivity that lies wholly outside 10⁻¹⁶ … 1 S/cm."""
    flags = []
    for key in ("ionic_conductivity", "electronic_conductivity"):
        for item in coating.measured(key):
            if not item.quantity.interval.meets(CONDUCTIVITIES_S_CM):
                reason = f"{item.quantity.printed} lies outside 10⁻¹⁶ to 1 S/cm"
                flags.append(Flag("conductivity_out_of_range", "warning", reason, (used(item),)))
    return flags


def electrons_pass_better_than_ions(coating: CoatingInputs) -> list[Flag]:
    """An electronic conductivity above the ionic one: the film is no electrolyte."""
    ionic = known(coating.measured("ionic_conductivity"))
    electronic = known(coating.measured("electronic_conductivity"))
    if ionic is None or electronic is None or electronic.interval.low <= ionic.interval.high:
        return []
    reason = "the electronic conductivity is above the ionic one"
    return [Flag("electronic_above_ionic", "warning", reason, (*ionic.used, *electronic.used))]


def thickness_against_growth(coating: CoatingInputs) -> list[Flag]:
    """A printed thickness off cycles × growth per cycle by more than half."""
    film = known(coating.measured("thickness"))
    growth = known(coating.measured("growth_per_cycle"))
    cycles = known(coating.measured("cycles"))
    if film is None or growth is None or cycles is None:
        return []
    grown = formulas.thickness_nm(growth.interval, cycles.interval)
    if film.interval.meets(grown * THICKNESS_TOLERANCE):
        return []
    expected = f"{grown.low:g} nm" if grown.is_point else f"{grown.low:g} to {grown.high:g} nm"
    reason = f"the thickness is off cycles × growth per cycle ({expected}) by more than half"
    inputs = (*film.used, *cycles.used, *growth.used)
    return [Flag("thickness_against_growth", "warning", reason, inputs)]


def growth_too_high(coating: CoatingInputs) -> list[Flag]:
    """A growth per cycle above 10 Å for ALD, more than saturated layers give; as printed, else
    the thickness over its cycles."""
    growth, made = growth_per_cycle(coating), technique(coating)
    if not isinstance(growth, Derived) or not isinstance(made, Derived) or made.text != "ALD":
        return []
    if growth.low is None or growth.low <= HIGHEST_ALD_GROWTH_ANGSTROM:
        return []
    composed = any(step.action == "subcycle" for step in all_steps(coating.steps))
    reason = "a growth per cycle above 10 Å is not saturated ALD"
    if composed:
        reason += "; a supercycle may well give it"
    return [Flag("growth_too_high", "notice" if composed else "warning", reason, growth.inputs)]


def deposition_below_source(coating: CoatingInputs) -> list[Flag]:
    """A substrate colder than the hottest source, on which a precursor condenses."""
    window = source_window(coating)
    if not isinstance(window, Derived) or window.high is None or window.high >= 0:
        return []
    reason = (
        f"the substrate is at least {-window.high:g} °C colder than the hottest source: "
        "the precursor condenses"
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
    lacking = [e for e in film_elements(coating.material) if e not in delivered]
    if not lacking:
        return []
    material = coating.material
    reason = f"no precursor delivers {', '.join(lacking)}"
    inputs = (UsedInput("material", material.key, material.formula or material.name),)
    return [Flag("element_without_source", "warning", reason, inputs)]


def material_named_wrongly(coating: CoatingInputs) -> list[Flag]:
    """The film's printed name or formula against the formula that it is read as."""
    material = coating.material
    if not material.formula:
        return []
    found = [
        name_against_formula(material.name, material.formula, material.key),
        printed_against_read(material.printed, material.formula, coating.id),
    ]
    return [flag for flag in found if flag is not None]


CHECKS: tuple[Callable[[CoatingInputs], list[Flag]], ...] = (
    conductivity_out_of_range,
    electrons_pass_better_than_ions,
    thickness_against_growth,
    growth_too_high,
    deposition_below_source,
    deposition_above_decomposition,
    element_without_source,
    material_named_wrongly,
)


def flag_coating(coating: CoatingInputs) -> list[Flag]:
    """Every doubt about one coating."""
    flags: list[Flag] = []
    for check in CHECKS:
        try:
            flags += check(coating)
        except Gap as gap:
            flags.append(Flag("unphysical", "serious", gap.why))
    return flags
