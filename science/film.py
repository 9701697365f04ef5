"""What a coating is, from its process and its formula: film and process properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from science import formulas
from science.composition import Composition, UnreadableFormula, hill_order, parse_formula
from science.declaring import Gap, derived
from science.evidence import known, name, needed, of_result
from science.inputs import CoatingInputs, Input, MaterialInput, PrecursorInput, StepInput
from science.quantities import Interval
from science.results import Known, Missing, Result, UsedInput, apply, number, through, words

_PUURUNEN = "R. L. Puurunen, J. Appl. Phys., 2005, 97, 121301"
_DEFINITION = "Definition"
_REVIEW = "M. Madadi et al., Dalton Trans., 2025, 54, 10492"
ALKALI = ("Li", "Na", "K", "Rb", "Cs")


# -- the process ------------------------------------------------------------------------------
def all_steps(steps: Iterable[StepInput]) -> Iterator[StepInput]:
    """Every step, those inside sub-cycles too, in order."""
    for step in steps:
        yield step
        yield from all_steps(step.steps)


def precursor_choices(coating: CoatingInputs) -> list[tuple[PrecursorInput, ...]]:
    """The precursors of a process, one entry each; alternatives stand together in one entry."""
    choices: dict[tuple[str, ...], tuple[PrecursorInput, ...]] = {}
    for step in all_steps(coating.steps):
        if step.precursors:
            choices.setdefault(tuple(p.key for p in step.precursors), step.precursors)
    return list(choices.values())


def _used_precursors(coating: CoatingInputs) -> list[UsedInput]:
    return [
        UsedInput("precursor", p.key, p.kind)
        for choice in precursor_choices(coating)
        for p in choice
    ]


# Elements that water, ozone, ammonia and plasmas of them leave behind; a co-reactant that brings
# any other element (P, F, …) builds an inorganic part.
_OF_PLAIN_COREACTANTS = frozenset({"C", "H", "N", "O"})


def _builds(precursor: PrecursorInput) -> str:
    """Which part of the film a precursor builds: "inorganic", "organic" or "" for neither."""
    if precursor.kind == "organic":
        return "organic"
    if precursor.kind == "metal" or not set(precursor.elements) <= _OF_PLAIN_COREACTANTS:
        return "inorganic"
    return ""


def _technique(coating: CoatingInputs) -> str:
    choices = precursor_choices(coating)
    if not choices:
        if coating.technique:
            return coating.technique
        raise Gap("no precursor of the process is on record")
    parts = set()
    for choice in choices:
        kinds = {_builds(precursor) for precursor in choice}
        if len(kinds) > 1:
            keys = " and ".join(p.key for p in choice)
            raise Gap(f"the alternatives {keys} would make different techniques")
        parts |= kinds
    if "organic" not in parts:
        return "ALD"
    return "ALD/MLD" if "inorganic" in parts else "MLD"


@derived(
    key="technique",
    version=2,
    label="Technique",
    unit=None,
    choices=("ALD", "MLD", "ALD/MLD"),
    inputs=("steps",),
    listed=True,
    source=_REVIEW,
    doc="ALD when no organic precursor builds the film, MLD when only organic ones do, ALD/MLD "
    "when both do. A co-reactant of C, H, N and O alone decides nothing. Where the steps are not "
    "on record, as the paper says.",
)
def technique(coating: CoatingInputs) -> Result:
    """The deposition technique that the precursors make."""
    return words("technique", text=_technique(coating), inputs=_techniques_told_by(coating))


def _techniques_told_by(coating: CoatingInputs) -> list[UsedInput]:
    printed = [UsedInput("technique", coating.id, coating.technique)] if coating.technique else []
    return _used_precursors(coating) or printed


_CLASS_OF = {"ALD": "inorganic", "MLD": "organic", "ALD/MLD": "hybrid"}


@derived(
    key="material_class",
    version=2,
    label="Material class",
    unit=None,
    choices=("inorganic", "hybrid", "organic"),
    inputs=("material", "steps"),
    listed=True,
    source=_REVIEW,
    doc="Inorganic, organic, or hybrid of both: as the vocabulary classes the material, checked "
    "against the precursors; from the precursors alone where it does not say.",
)
def material_class(coating: CoatingInputs) -> Result:
    """The class of the film's material."""
    material, warnings = coating.material, []
    inputs = _techniques_told_by(coating)
    try:
        suggested = _CLASS_OF[_technique(coating)]
    except Gap:
        if material.material_class is None:
            raise
        suggested = material.material_class
    stated = material.material_class
    if stated is not None:
        inputs.insert(0, UsedInput("material", material.key, stated))
        if stated != suggested:
            warnings.append(f"the technique alone would suggest {suggested}")
    return words("material_class", text=stated or suggested, inputs=inputs, warnings=warnings)


# -- the formula ------------------------------------------------------------------------------
def compositions(material: MaterialInput) -> list[Composition]:
    """Readable formulas of a material and of its phases."""
    found = []
    for part in (material, *material.phases):
        if part.formula:
            try:
                found.append(parse_formula(part.formula))
            except UnreadableFormula:
                continue
    return found


def film_elements(material: MaterialInput) -> tuple[str, ...]:
    """The elements of a film in Hill order: from formulas, else as the vocabulary states them."""
    elements = {e for composition in compositions(material) for e in composition.elements}
    for part in (material, *material.phases):
        if not part.formula:
            elements |= set(part.elements)
    return hill_order(elements)


def _material(material: MaterialInput) -> UsedInput:
    return UsedInput("material", material.key, material.formula or material.name or material.key)


@derived(
    key="elements",
    label="Elements",
    unit=None,
    inputs=("material",),
    listed=True,
    source="E. A. Hill, J. Am. Chem. Soc., 1900, 22, 478",
    doc="The elements of the film in Hill order, from its formula and those of its phases; for an "
    "organic-metal hybrid without formula, as the vocabulary lists them.",
)
def elements(coating: CoatingInputs) -> Result:
    """The elements that the film is made of."""
    found = film_elements(coating.material)
    if not found:
        return Missing("neither a readable formula nor elements are on record")
    parts = (coating.material, *coating.material.phases)
    return words("elements", texts=found, inputs=[_material(part) for part in parts])


@derived(
    key="molar_mass",
    formula=r"M = \sum_i n_i M_i",
    label="Molar mass",
    symbol="M",
    unit="g/mol",
    inputs=("material",),
    source="IUPAC standard atomic weights",
    doc="Molar mass of one formula unit of the film. A variable stoichiometry, a mixture and a "
    "hybrid without formula have none.",
)
def molar_mass(coating: CoatingInputs) -> Result:
    """Molar mass of the film's formula unit in g/mol."""
    composition = fixed_composition(coating.material)
    mass = composition.molar_mass_g_mol
    assert mass is not None, "a fixed composition has a molar mass"
    known_formula = Known(Interval.point(mass), False, (_material(coating.material),))
    return number("molar_mass", "g/mol", known_formula)


def fixed_composition(material: MaterialInput) -> Composition:
    """The one fixed formula of a film. Raises Gap with the reason when there is none."""
    if not material.formula:
        if material.phases:
            keys = " and ".join(phase.key for phase in material.phases)
            raise Gap(f"a film of several phases ({keys}) has no single formula")
        raise Gap("the film has no formula on record")
    try:
        composition = parse_formula(material.formula)
    except UnreadableFormula as error:
        raise Gap(str(error)) from None
    if composition.no_molar_mass:
        raise Gap(composition.no_molar_mass)
    if material.variable:
        raise Gap(f"{material.formula} has a variable stoichiometry")
    return composition


# -- thickness and growth ---------------------------------------------------------------------
@derived(
    key="thickness",
    formula=r"d = N \cdot \mathrm{GPC}",
    label="Film thickness",
    symbol="d",
    unit="nm",
    version=2,
    inputs=("thickness", "cycles", "growth_per_cycle"),
    source=_PUURUNEN,
    doc="Where none is printed: cycles × growth per cycle.",
)
def thickness(coating: CoatingInputs) -> Result:
    """Thickness in nm: printed, else cycles × growth per cycle."""
    printed = known(coating.measured("thickness"))
    if printed is not None:
        return number("thickness", "nm", printed)
    growth, cycles = _both(coating, "growth_per_cycle", "cycles", "thickness")
    return number("thickness", "nm", apply(formulas.thickness_nm, growth, cycles))


@derived(
    key="growth_per_cycle",
    formula=r"\mathrm{GPC} = \frac{d}{N}",
    label="Growth per cycle",
    symbol="GPC",
    unit="Å",
    version=2,
    inputs=("growth_per_cycle", "thickness", "cycles"),
    source=_PUURUNEN,
    doc="Where none is printed: thickness ÷ cycles.",
)
def growth_per_cycle(coating: CoatingInputs) -> Result:
    """Growth per cycle in Å: printed, else thickness ÷ cycles."""
    printed = known(coating.measured("growth_per_cycle"))
    if printed is not None:
        return number("growth_per_cycle", "Å", printed)
    film, cycles = _both(coating, "thickness", "cycles", "growth per cycle")
    if cycles.interval.high <= 0:
        raise Gap("the number of cycles is zero")
    growth = apply(formulas.growth_per_cycle_angstrom, film, cycles)
    return number("growth_per_cycle", "Å", growth)


def _both(coating: CoatingInputs, one: str, two: str, instead_of: str) -> tuple[Known, Known]:
    first, second = known(coating.measured(one)), known(coating.measured(two))
    if first is None or second is None:
        gaps = [name(key) for key, found in ((one, first), (two, second)) if found is None]
        verb = "is" if len(gaps) == 1 else "are"
        raise Gap(f"{instead_of} is not reported, and {' and '.join(gaps)} {verb} not either")
    return first, second


@derived(
    key="areal_mass",
    formula=r"m_A = d \cdot \rho",
    label="Film mass per area",
    symbol="m_A",
    unit="µg/cm²",
    version=2,
    inputs=("thickness", "density"),
    source=_DEFINITION,
    doc="Thickness × density, per area of film.",
)
def areal_mass(coating: CoatingInputs) -> Result:
    """Mass per area in µg/cm²: thickness × density × 0.1."""
    film = of_result(thickness(coating), "thickness")
    density = needed(coating.measured("density"), "density")
    return number("areal_mass", "µg/cm²", apply(formulas.areal_mass_ug_cm2, film, density))


# -- time -------------------------------------------------------------------------------------
@derived(
    key="cycle_time",
    formula=r"t_\mathrm{cycle} = \sum_i \frac{t_i}{n_i}",
    label="Cycle time",
    symbol="t_cycle",
    unit="s",
    version=2,
    plausible=(0.001, 86_400),
    inputs=("steps",),
    source=_PUURUNEN,
    doc="Sum of the times of all steps over one (super)cycle. A step that runs only every n-th "
    "cycle counts with 1/n of its time; one that the paper runs in some cycles, with 0 to all.",
)
def cycle_time(coating: CoatingInputs) -> Result:
    """Time of one (super)cycle in s; missing as soon as one step's time is."""
    if not coating.steps:
        raise Gap("no steps are on record")
    gaps: list[str] = []
    parts = list(_times(coating.steps, Interval.point(1.0), gaps))
    if gaps:
        raise Gap(f"no time is reported for {', '.join(gaps)}")
    total = Interval.point(0.0)
    for part in parts:
        total = total + part.interval
    return number("cycle_time", "s", through(lambda *t: sum(t), *parts, interval=total))


def _times(steps: Iterable[StepInput], weight: Interval, gaps: list[str]) -> Iterator[Known]:
    for step in steps:
        share = Interval(0.0, 1.0) if step.every is None else Interval.point(1.0 / step.every)
        if step.action == "subcycle":
            if step.repeat is None:
                gaps.append("the number of sub-cycles")
                continue
            yield from _times(step.steps, weight * share * Interval.point(float(step.repeat)), gaps)
            continue
        time = known([step.time]) if step.time else None
        if time is None:
            gaps.append(
                " ".join([step.action, " or ".join(p.key for p in step.precursors)]).strip()
            )
            continue
        yield replace(time.scaled((weight * share).high), interval=time.interval * weight * share)


@derived(
    key="growth_rate",
    formula=r"v = \frac{\mathrm{GPC}}{t_\mathrm{cycle}}",
    label="Growth rate",
    symbol="v",
    unit="nm/h",
    version=2,
    inputs=("growth_per_cycle", "cycle_time"),
    source=_DEFINITION,
    doc="Growth per cycle ÷ cycle time.",
)
def growth_rate(coating: CoatingInputs) -> Result:
    """Growth rate in nm/h."""
    growth = of_result(growth_per_cycle(coating), "growth_per_cycle")
    time = of_result(cycle_time(coating), "cycle_time")
    if time.interval.high <= 0:
        raise Gap("the cycle time is zero")
    return number("growth_rate", "nm/h", apply(formulas.growth_rate_nm_h, growth, time))


@derived(
    key="deposition_time",
    formula=r"t_\mathrm{dep} = N \cdot t_\mathrm{cycle}",
    label="Deposition time",
    symbol="t_dep",
    unit="h",
    version=2,
    plausible=(0, 1000),
    inputs=("cycles", "cycle_time"),
    source=_DEFINITION,
    doc="Cycles × cycle time.",
)
def deposition_time(coating: CoatingInputs) -> Result:
    """Time of the whole deposition in h."""
    cycles = needed(coating.measured("cycles"), "cycles")
    time = of_result(cycle_time(coating), "cycle_time")
    return number("deposition_time", "h", apply(formulas.deposition_time_h, cycles, time))


@derived(
    key="source_window",
    formula=r"\Delta T = T_\mathrm{dep} - \max_i T_{\mathrm{src},i}",
    label="Source window",
    symbol="ΔT",
    unit="°C",
    inputs=("deposition_temperature", "source_temperature"),
    source=_DEFINITION,
    version=2,
    doc="Deposition temperature minus the temperature of the hottest source. Positive when the "
    "substrate is hotter; below zero a precursor can condense on it. A precursor counts with the "
    "source temperatures that the coating's own paper gives; where it gives none, with those of "
    "all papers. One without any on record does not count; alternatives all do.",
)
def source_window(coating: CoatingInputs) -> Result:
    """Deposition temperature minus hottest source temperature, in °C (a difference)."""
    deposition = needed(
        coating.measured("deposition_temperature"), "deposition_temperature", floor=None
    )
    sources, unknown = [], []
    for choice in precursor_choices(coating):
        stated = [t for p in choice for t in _source_temperatures(p, coating.paper)]
        temperatures = known(stated, floor=None)
        if temperatures is not None:
            sources.append(temperatures)
        elif any(p.kind != "co-reactant" for p in choice):
            unknown.append(" or ".join(p.key for p in choice))
    if not sources:
        raise Gap("no source temperature of its precursors is on record")
    hottest = Interval(max(s.interval.low for s in sources), max(s.interval.high for s in sources))
    warnings = [f"no source temperature of {key} is on record" for key in unknown]
    window = through(
        lambda substrate, *hot: substrate - max(hot),
        deposition,
        *sources,
        interval=deposition.interval - hottest,
    )
    return number("source_window", "°C", window, floor=-float("inf"), warnings=warnings)


def _source_temperatures(precursor: PrecursorInput, paper: str) -> Sequence[Input]:
    """Those of the paper itself, else those of every paper: reactors differ."""
    own = [item for item in precursor.source_temperatures if item.id == paper]
    return own or precursor.source_temperatures
