# ruff: noqa: E501 - a pattern stands on one line, however long
"""Words beside which a value of a property stands, and words that speak against it.

A cue is a pattern with its weight: 3 names the property, 2 suggests it, 1 only allows it. A decoy
is what a number with such a unit may be instead: `asked` is shown with nothing chosen, `dropped`
is not shown at all. The weights were set on sentences written for the purpose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from science.printed import PRINTED
from science.quantities.units import canonical, conversion, parse_unit
from science.registry import Property

# what a head or a sentence calls a property, beside its label and symbol
ALIASES: dict[str, tuple[str, ...]] = {
    "thickness": ("thickness", "film thickness", "d", "t", "coating thickness", "layer thickness"),
    "growth_per_cycle": ("gpc", "growth per cycle", "growth rate", "growth/cycle", "gr"),
    "deposition_temperature": (
        "tdep", "t_dep", "deposition temperature", "growth temperature", "substrate temperature",
        "ald temperature", "mld temperature", "tsub", "tgrowth", "temperature of deposition", "dep. temp.",
        "deposition temp", "process temperature", "tald",
    ),
    "cycles": (
        "cycles", "ald cycles", "mld cycles", "number of cycles", "no. of cycles", "n cycles",
        "supercycles", "deposition cycles", "ald cycle number", "number of ald cycles", "n(cycles)",
        "# cycles", "cycle number", "ald/mld cycles", "super-cycles", "ncycles",
    ),
    "ionic_conductivity": ("σion", "ionic conductivity", "σi", "σli", "li+ conductivity", "ion conductivity"),
    "electronic_conductivity": ("σe", "σel", "electronic conductivity", "σelectronic"),
    "activation_energy": ("ea", "activation energy", "eact", "e_a"),
    "density": ("density", "ρ", "film density", "mass density"),
    "sei_thickness": ("sei thickness", "dsei", "thickness of the sei", "cei thickness"),
    "roughness": ("roughness", "rms roughness", "rq", "rms", "surface roughness", "rrms"),
    "roughness_factor": ("roughness factor",),
    "refractive_index": ("refractive index", "n633", "n at 633 nm", "ri", "n633nm"),
    "youngs_modulus": ("young's modulus", "young’s modulus", "elastic modulus", "modulus", "youngs modulus"),
    "stability_window": ("stability window", "electrochemical stability window", "electrochemical window"),
    "source_temperature": ("source temperature", "tsource", "bubbler temperature", "precursor temperature", "tsrc"),
    "vapor_pressure": ("vapour pressure", "vapor pressure"),
    "rate": ("c-rate", "rate", "crate"),
    "current_density": ("current density", "j", "current"),
    "specific_current": ("specific current", "current density", "current"),
    "areal_capacity": ("areal capacity", "area capacity", "capacity per area", "plated capacity"),
    "voltage_window": ("voltage window", "voltage range", "cut-off voltages", "potential window", "window", "potential range"),
    "loading": ("loading", "mass loading", "active mass loading", "active material loading", "areal loading"),
    "formation_cycles": ("formation cycles",),
    "temperature": ("test temperature", "cycling temperature", "cell temperature", "measurement temperature"),
    "retention": ("retention", "capacity retention", "cap. ret.", "capacity ret.", "cr", "cap ret", "cap. retention", "ret."),
    "capacity_loss": ("capacity loss", "capacity fade", "loss", "capacity decay", "fade"),
    "capacity": (
        "capacity", "specific capacity", "discharge capacity", "q", "reversible capacity", "qdis",
        "qd", "initial capacity", "initial discharge capacity", "specific discharge capacity",
        "discharge cap.", "first discharge capacity", "initial specific capacity",
    ),
    "areal_capacity_delivered": ("delivered areal capacity", "areal discharge capacity", "discharge areal capacity"),
    "coulombic_efficiency": (
        "coulombic efficiency", "ce", "ice", "initial coulombic efficiency", "ce avg", "average ce",
        "first-cycle coulombic efficiency", "efficiency", "initial ce", "1st ce", "first cycle ce",
        "first-cycle ce", "coulomb efficiency",
    ),
    "lifetime": ("lifetime", "cycle life", "life", "life span", "lifespan", "cycles to failure", "cycles to 80 %"),
    "lifetime_hours": ("lifetime", "life", "lifespan", "cycling time", "time to failure", "time to short circuit", "short-circuit time"),
    "stable_cycles": ("stable cycles",),
    "overpotential": ("overpotential", "η", "polarization", "polarisation", "voltage hysteresis", "hysteresis"),
    "impedance": ("impedance", "cell impedance", "total impedance"),
    "time": ("step time",),
}  # fmt: skip
BARE_HEADS = frozenset(
    {"t", "σ", "s", "conductivity", "temperature", "n", "e", "r", "c", "temp", "temp."}
)
"""Heads that several properties share: asked, unless the unit leaves one."""


@dataclass(frozen=True)
class Cue:
    """``of`` is a property, or what else the number may be (``asked``, ``dropped``)."""

    of: str
    weight: int
    pattern: re.Pattern[str]
    verdict: str = ""
    why: str = ""


def _cue(of: str, weight: int, pattern: str) -> Cue:
    return Cue(of, weight, re.compile(rf"(?<![^\W\d_])(?:{pattern})", re.IGNORECASE))


def _decoy(verdict: str, why: str, pattern: str, weight: int = 3) -> Cue:
    return Cue(f"·{why}", weight, re.compile(rf"(?<![^\W\d_])(?:{pattern})", re.I), verdict, why)


_TREATED = r"calcin\w*|sinter\w*|dried|dry|drying|baked|vacuum oven|melt\w*|decompos\w*|glass transition|stored|storage|pre-?heated|heat[- ]treated|synthes\w+|furnaces?|ovens?|hot-?plate|autoclave|(?:hydro|solvo)thermal\w*|pyroly\w*|carboni[sz]\w*|quench\w*|reflux\w*"

_IN_AIR = r"expos\w+ to (?:the )?(?:ambient|air|moist\w*|humid\w*|atmosphere)|shelf"

CUES: dict[str, tuple[Cue, ...]] = {
    "nm": (
        _cue("thickness", 3, r"(?:films?|coatings?|layers?|nanolayers?|overlayers?|coats?)\b"),
        _cue("thickness", 2, r"coated|deposit\w*|grown|covered|protected"),
        _cue("thickness", 1, r"(?:super)?cycles"),
        _cue("sei_thickness", 5, r"(?:[SC]EI|interphases?)\b"),
        _cue("roughness", 4, r"(?:rms|root-mean-square|surface)?\s?rough\w*|R_?q\b|RMS\b|Ra\b"),
        _cue("growth_per_cycle", 4, r"growth[- ]per[- ](?:ALD |MLD |super)?cycle|GPC|growth rates?|(?:in|per|each) (?:ALD |MLD |super)?cycle\b"),
        _cue("growth_per_cycle", 2, r"add(?:s|ed)\b|each (?:ALD |MLD |super)?cycle"),
        _decoy("asked", "a thickness of something else than the film",
               r"electrodes?|cathodes?|anodes?|foils?|separators?|wafers?|substrates?|pellets?|membranes?|current collectors?|lithium metal|Li metal|cast\b|calender\w*|tapes?|discs?|disks?|native oxides?"),
        _decoy("asked", "a layer beneath the film", r"interfacial (?:oxide |SiO2 )?layers?|interlayers?|interfacial oxides?|IL\b", 7),
        _decoy("asked", "a size that is no thickness of the film",
               r"particles?|diameters?|sizes?|sized|grains?|crystallites?|pores?|nanoparticles?|spheres?|radius|nanowires?|nanotubes?|trench\w*|D50|deep|depth|wide|width|long\b|length|lattice|spacing|dendrites?|cracks?|agglomerates?|powders?"),
        _decoy("dropped", "a wavelength", r"wavelengths?|laser|λ|Raman|ellipsomet\w+ at|refractive index|indices|excitation"),
        _decoy("dropped", "a scale bar or an area that was imaged", r"scale bars?|scan area|magnif\w*", 5),
    ),
    "°C": (
        _cue("deposition_temperature", 5, r"(?:deposition|growth|substrate|process|ALD|MLD) temperatures?|T_?dep\b"),
        _cue("deposition_temperature", 3, r"deposit(?:ed|ion|ing)?\b|grown|growth|grow|grew|ALD\b|MLD\b"),
        _cue("deposition_temperature", 5, r"substrates? (?:was|were|is|are) (?:held|kept|heated|maintained)"),
        _cue("deposition_temperature", 3, r"growth[- ](?:rate|per[- ]cycle)|GPC\b|deposition rate"),
        _cue("deposition_temperature", 2, r"films?|coatings?|process(?:es)?|layers?|reactor"),
        _cue("deposition_temperature", 1, r"coated"),
        _cue("temperature", 4, r"cycl(?:ed|ing)\b|tested|charged|discharged|galvanostatic\w*|cells? (?:was|were)|operated|plating"),
        _cue("temperature", 5, r"(?:elevated|cycling|test(?:ing)?|operating) temperatures?"),
        _cue("temperature", 3, r"\d\s?C\b(?!\w)|C/\d+|[\d.]+ V\b|half[- ]cells?|full[- ]cells?|retain\w*|retention|delivered|mA cm|mA/cm|mA g|mA/g"),
        _cue("temperature", 2, r"cells?|capacity|rate\b|C-rate"),
        _cue("source_temperature", 5, r"source|bubblers?|sublim\w*|evaporat\w*|vapori[sz]\w*|ampoules?|crucibles?|reservoirs?|containers?|canisters?|vessels?|precursors? (?:was|were|is|are) (?:held|kept|heated|maintained)|precursor temperature"),
        _cue("source_temperature", 2, r"(?:was|were|is|are) (?:held|kept|heated|maintained) (?:at|to)"),
        _decoy("asked", "a temperature of walls or lines", r"walls?|(?:gas |delivery |transfer )?lines?|lids?|chamber|manifold|valves?", 6),
        _cue("ald_window", 7, r"(?:ALD|MLD|process\w*|growth|deposition|temperature)[- ](?:(?:temperature|process) )?windows?"),
        _cue("anneal_temperature", 6, r"(?:post-?)?(?:deposition )?anneal\w*|RTA\b"),
        _decoy("asked", "the window of a process, no temperature of a film", r"windows?", 6),
        _decoy("asked", "a temperature of another treatment", _TREATED, 6),
        _decoy("asked", "a temperature that something withstands", r"diffusion|barriers?|prevent\w*|withst\w+|(?:thermal(?:ly)? )?stab(?:le|ility)|residual|failure|melting|decompos\w+", 4),
        _decoy("asked", "a glass transition, stability or change", r"stable (?:up )?to|onset|ramp\w*|thermogravimet\w*|TGA|transition", 5),
    ),
    "S/cm": (
        _cue("electronic_conductivity", 4, r"electronic(?:ally)?|electron conduct\w*|electrical(?:ly)?|σ_?el?\b"),
        _cue("ionic_conductivity", 4, r"ion(?:ic)?(?:ally)?\b(?! batter)|(?:Li|Na|lithium|sodium)(?:\+|⁺)?[- ]?ion\w*\b(?! batter)|Li\+|Li⁺|σ_?ion|σ_?Li"),
        _decoy("asked", "a conductivity of an electrolyte", r"liquid electrolytes?|bulk electrolyte|LLZO|LPSCl|LATP|argyrodite", 4),
    ),
    "eV": (
        _cue("activation_energy", 4, r"activation (?:energ\w*|barrier)|E_?a\b|Eact\b"),
        _decoy("dropped", "an energy of a spectrum", r"binding energ\w*|peaks?|photons?|X-?ray|XPS|spectr\w*|[1-4][spdf]\b|beam", 4),
        _cue("band_gap", 5, r"(?:optical )?band[- ]?gaps?"),
        _decoy("dropped", "an energy of a calculation", r"adsorption|formation energ\w*|work function|HOMO|LUMO|Fermi|DFT", 4),
        _decoy("asked", "a barrier", r"barriers?|migration", 3),
    ),
    "g/cm³": (
        _cue("density", 4, r"densit\w+|dense\b|ρ\b"),
        _decoy("asked", "a density of something else", r"electrode densit\w*|tap densit\w*|press\w*|calender\w*|compact\w*", 6),
    ),
    "1": (
        _cue("refractive_index", 4, r"refractive ind\w+"),
        _cue("roughness_factor", 5, r"roughness factor|area enhancement"),
    ),
    "GPa": (
        _cue("youngs_modulus", 4, r"Young.?s|modul\w+|elastic|stiffness"),
        _cue("hardness", 5, r"hardness"),
        _decoy("asked", "a pressure or stress", r"press\w*|shear|stress", 4),
    ),
    "mbar": (
        _cue("vapor_pressure", 4, r"vapou?r pressures?"),
        _cue("deposition_pressure", 5, r"(?:reactor|chamber|process|deposition|working) pressures?|pressure (?:in|inside|of) (?:the )?(?:reactor|chamber)"),
        _decoy("asked", "no pressure of a deposition", r"base pressure", 8),
        _decoy("asked", "a pressure of the process", r"reactor|chamber|pressure|flow|carrier", 3),
    ),
    "V": (
        _cue("voltage_window", 3, r"between|windows?|voltage|potential|range|cut-?offs?|cycl\w+|charged|tested|galvanostatic\w*"),
        _cue("stability_window", 5, r"stab(?:le|ility)(?: window| up to)?|electrochemical windows?|oxidi\w+|anodic"),
        _cue("overpotential", 5, r"over-?potentials?|over-?voltages?|polari[sz]ation|hysteresis"),
        _decoy("asked", "a limit or criterion, no result", r"exceed\w*|reach\w*|until|criteri\w+|threshold|limit\w*", 6),
        _decoy("dropped", "an amplitude of impedance", r"amplitudes?|perturbation|sinus\w*|bias|acceler\w*|EIS|impedance spectr\w*", 6),
        _decoy("asked", "a step of voltage", r"CV step|constant[- ]voltage|held at|hold|open[- ]circuit|OCV|peaks?|plateaus?", 5),
    ),
    "s": (
        _cue("time", 4, r"puls\w+|dos(?:e|es|ed|ing|age)\b|purg\w+|expos\w+|soak\w*|half-?reaction"),
        _cue("anneal_time", 5, r"(?:post-?)?anneal\w*"),
        _decoy("asked", "a time in air or storage", _IN_AIR, 6),
        _decoy("asked", "a time of something else", r"rest\w*|dried|stir\w*|immers\w*|sonicat\w*|rins\w*|stored|plasma clean\w*|etch\w*|charg\w*", 4),
    ),
    "h": (
        _cue("lifetime_hours", 4, r"life(?:time|span)?s?\b|life span|ran\b|runs?\b|short[- ]circuit\w*|fail\w*|died|surviv\w*|last(?:ed|s)\b|surviv\w*|operat\w+|cycled for"),
        _cue("lifetime_hours", 3, r"stable|stably|stability|maintain\w*|plat\w+[ /](?:and )?strip\w+|symmetric|cycl(?:ing|ed)|sustain\w*"),
        _cue("half_cycle_time", 5, r"half[- ]cycles?|per half|each (?:plating|stripping|charge|discharge|step)"),
        _cue("anneal_time", 5, r"(?:post-?)?anneal\w*"),
        _decoy("asked", "a time in air or storage", _IN_AIR, 6),
        _decoy("asked", "a time of something else", r"rest\w*|dried|drying|stir\w*|immers\w*|sonicat\w*|stored|storage|soak\w*|heated|ag(?:ed|ing|eing)|mill\w*|vacuum|calcin\w*|wetting|overnight|relax\w*", 5),
        _decoy("asked", "a time of charging", r"charg\w+ (?:for|in)|discharg\w+ (?:for|in)", 5),
    ),
    "%": (
        _cue("retention", 4, r"retention|retain\w*|kept|keeps?|maint(?:ain\w*|enance)|preserv\w*|remain\w*|of (?:its|their|the) (?:initial|original|first|starting)|of (?:its|their|the) (?:initial |original |first[- ]cycle |starting )?(?:discharge |specific |reversible )?capacit\w+"),
        _cue("capacity_loss", 4, r"capacity (?:loss|fade|fading|decay)|lost|los(?:s|es|ing)\b|faded|fades|decayed"),
        _cue("coulombic_efficiency", 4, r"coulombic|columbic|coulomb efficienc\w*|efficienc\w+|I?CEs?\b"),
        _decoy("asked", "a share of energy, voltage or power", r"(?:energy|voltage|power)(?: density)? (?:retention|efficienc\w*)|retention of (?:the )?(?:energy|voltage|power)", 8),
        _decoy("asked", "a change of a value, no value", r"improv\w* by|increas\w* by|increase of|decreas\w* by|decrease of|reduc\w* by|reduction of|(?:higher|lower|larger|smaller|better|faster)(?!\s(?:\w+\s){0,4}?(?:retention|efficienc))|more than that|enhanc\w* by|rose by|fell by|gain of|improvement of|drop of|drop(?:ped|s) by", 6),
        _cue("step_coverage", 6, r"step[- ]coverage|conformal\w*"),
        _cue("non_uniformity", 6, r"non-?uniformity"),
        _decoy("dropped", "a composition, humidity or another share", r"humid\w*|wt|at\.|vol|mass|binder|PVDF|carbon|FEC|VC\b|purity|pure|doping|doped|alloy|graphite\s*:|SOC|state of charge|DOD|depth of discharge|transmit\w*|porosity|(?<!step )(?<!step-)coverage|confidence|deviation|error|(?<!non)(?<!non-)uniformity|yield|argon|H2|O2\b|strain|crystallin\w*|overlap|utili[sz]ation|cut-?off", 5),
        _decoy("asked", "a share of what the film consists of, or of something else", r"content|concentration|compos(?:ed|ition\w*)|impurit\w*|hydrogen|carbon content", 5),
    ),
    "mAh/g": (
        _cue("capacity", 4, r"capacit\w+|deliver\w*|discharg\w*|gave|gives?|reach\w*|show\w*|exhibit\w*|provid\w*|obtain\w*|retain\w*|achiev\w*|yield\w*|dropp?\w*|decreas\w*|fell|remain\w*"),
        _decoy("dropped", "a capacity of theory or of another paper", r"theor\w+|nominal|assum\w+", 6),
        _decoy("asked", "a capacity that is not that of a discharge", r"irreversible|charge capacit\w+|lithiation|loss|first charge|per cycle", 6),
        _decoy("asked", "a change of a value, no value", r"improv\w* by|increas\w* by|(?:higher|lower|larger)(?!\s(?:\w+\s){0,4}?capacit)|more than that|decreas\w* by", 6),
    ),
    "mAh/cm²": (
        _cue("areal_capacity_delivered", 4, r"deliver\w*|reversible|retain\w*|gave|provid\w*|exhibit\w*|achiev\w*|high area(?:l)? capacit\w+|corresponding to an areal capacit\w+"),
        _cue("areal_capacity", 6, r"at (?:an? )?(?:\w+ )?(?:areal|area|plating|cycling) capacit\w+"),
        _cue("areal_capacity", 3, r"capacit\w+|at\b|loading|per half|plat\w+|strip\w+|cycl\w+|and\b|with\b|\("),
        _decoy("asked", "a capacity that is no condition", r"cumulative|total|rate[- ](?:capability|performance)", 6),
        _decoy("dropped", "a capacity of theory or of another paper", r"theor\w+|nominal|assum\w+", 6),
    ),
    "mg/cm²": (
        _cue("loading", 4, r"load\w*|active (?:material|mass)|electrodes?|cathodes?|mass"),
        _decoy("asked", "a mass that is no loading", r"QCM|mass gain|uptake|per cycle|electrolyte|deposited|microbalance", 6),
    ),
    "mA/g": (
        _cue("current_at_1c", 6, r"1\s?C\s?(?:=|is|was|equals|corresponds to|≡|:)|1\s?C\s?\("),
        _cue("specific_current", 3, r"current\w*|at\b|rates?|cycl\w+|of\b"),
    ),
    "mA/cm²": (
        _cue("current_density", 3, r"current\w*|at\b|cycl\w+|with\b|of\b|and\b|plat\w+|under\b"),
        _decoy("asked", "a current that is no condition of the test", r"exchange|critical|limiting|corrosion|leakage|peaks?|CCD\b|up to", 6),
    ),
    "1/h": (
        _cue("rate", 3, r"rates?|at\b|cycl\w+|with\b|and\b|of\b|under\b|\("),
        _decoy("asked", "a rate of formation, not of the test", r"form(?:ed|ation)|activat\w+|conditioning|precycl\w*|first (?:two|three|cycles?|\d)", 6),
        _decoy("asked", "a rate of charge or of discharge only", r"C[^\w]{0,3}(?:charg\w+|discharg\w+)|(?:charg(?:ed|e|ing)|discharg(?:ed|e|ing)) at|\d charge(?![-–/])|\d discharge", 6),
    ),
    "W": (_cue("plasma_power", 4, r"plasma|RF\b|ICP\b|forward power"),),
    "Ω cm²": (
        _cue("area_specific_resistance", 5, r"area[- ]specific resistances?|ASR\b"),
    ),
    "Ω": (
        _cue("charge_transfer_resistance", 3, r"charge[- ]transfer|R_?ct\b"),
        _cue("sei_resistance", 3, r"SEI|interphases?|R_?SEI\b"),
        _cue("impedance", 4, r"(?:total|overall|whole[- ]cell|cell) impedances?|impedance of the (?:whole )?cells?"),
        _decoy("asked", "a resistance that is not the impedance of the cell", r"charge[- ]transfer|R_?ct|R_?SEI|interfac\w+|SEI|resistances?|film|sheet|ohmic|solution|series|fell|drop\w*|impedances?", 4),
    ),
}  # fmt: skip

_UNITS_OF: dict[str, tuple[str, ...]] = {
    "nm": ("nm", "Å"),
    "V": ("V", "mV"),
    "s": ("s", "h"),
    "h": ("h",),
}


@cache
def _declared() -> dict[str, Property]:
    """Printed properties with a unit, as far as a person can enter them."""
    return {p.key: p for p in PRINTED if p.unit}


@cache
def properties_of(spelled: str, *, temperature: bool = False) -> tuple[str, ...]:
    """Keys of the properties whose values may have this (folded) unit; empty for none."""
    if not spelled:
        return tuple(k for k, p in _declared().items() if p.unit == "1")
    found = []
    for key, declared in _declared().items():
        target = canonical(str(declared.unit))
        try:
            means = (
                "1/hour"
                if declared.unit == "1/h"
                else "degree_Celsius"
                if temperature
                else "coulomb"
            )
            if declared.unit != "1" and conversion(parse_unit(spelled, means), target):
                found.append(key)
        except ValueError:
            continue
    return tuple(found)
