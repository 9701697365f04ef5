"""How ions and electrons pass a coating."""

from __future__ import annotations

import math
from dataclasses import replace

from science import formulas
from science.composition import printed_otherwise
from science.declaring import Gap, derived
from science.evidence import known, name, needed, of_result, together, used
from science.film import ALKALI, areal_mass, fixed_composition, thickness
from science.inputs import CoatingInputs, Input
from science.quantities import Interval
from science.results import Derived, Known, Missing, Result, UsedInput, apply, number, through

_ARRHENIUS = "Arrhenius law of ion conduction, σT ∝ exp(−Eₐ/k_BT)"
_OHM = "Ohm's law"
NEAR_25C = Interval(20.0, 30.0)  # °C: taken as measured at room temperature


@derived(
    key="ionic_conductivity_25c",
    formula=(
        r"\sigma_{25} = \sigma(T) \, \frac{T}{T_{25}} \, \exp\left(\frac{E_\mathrm{a}}"
        r"{k_\mathrm{B}} \left(\frac{1}{T} - \frac{1}{T_{25}}\right)\right)"
    ),
    label="Ionic conductivity at 25 °C",
    symbol="σ_ion,25",
    unit="S/cm",
    version=2,
    inputs=("ionic_conductivity", "activation_energy"),
    source=_ARRHENIUS,
    doc="The measured ionic conductivity brought to 25 °C with its activation energy where that "
    "is known; else as measured, if measured at 20–30 °C or room temperature; else missing.",
)
def ionic_conductivity_25c(coating: CoatingInputs) -> Result:
    """Ionic conductivity in S/cm at 25 °C."""
    measured = coating.measured("ionic_conductivity")
    if not measured:
        raise Gap("ionic conductivity is not reported")
    energy = known(coating.measured("activation_energy"))
    values, reasons = [], []
    for item in measured:
        try:
            values.append(_at_25c(item, energy))
        except Gap as gap:
            reasons.append(gap.why)
    if not values:
        raise Gap("; ".join(dict.fromkeys(reasons)))
    warnings = [f"a value is left out: {reason}" for reason in dict.fromkeys(reasons)]
    if len(values) > 1:
        warnings.append(f"{len(values)} printed values are taken together as their hull")
    return number("ionic_conductivity_25c", "S/cm", together(values), warnings=warnings)


def _at_25c(item: Input, energy: Known | None) -> Known:
    conductivity = needed([item], "ionic_conductivity")
    if item.temperature is None:
        raise Gap("the temperature of the conductivity measurement is not reported")
    where = UsedInput("temperature", item.id, item.temperature.printed)
    temperature = known([replace(item, what="temperature", quantity=item.temperature)], floor=None)
    assert temperature is not None, "one value is known"
    temperature = replace(temperature, used=(where,))
    if energy is not None and temperature.interval.is_bounded and energy.interval.is_bounded:
        try:
            value = apply(formulas.conductivity_at_25c, conductivity, temperature, energy)
        except ValueError as error:
            raise Gap(str(error)) from None
        return value.noted(*_order_of_magnitude(value))
    if temperature.interval.within(NEAR_25C):
        note = f"as measured at {item.temperature.printed}: no activation energy is known"
        return replace(conductivity, used=(used(item), where), warnings=(note,))
    raise Gap(f"measured at {item.temperature.printed}, and no activation energy is reported")


def _order_of_magnitude(value: Known) -> list[str]:
    """A warning where the uncertainty is as large as what it belongs to."""
    uncertainty = value.uncertainty or 0.0
    if uncertainty < abs(value.centre) / 2.0:
        return []
    return ["the uncertainties of its inputs leave little more than the order of magnitude"]


@derived(
    key="area_specific_resistance",
    formula=r"\mathrm{ASR} = \frac{d}{\sigma_\mathrm{ion}}",
    label="Area-specific resistance",
    symbol="ASR",
    unit="Ω cm²",
    inputs=("area_specific_resistance", "thickness", "ionic_conductivity_25c"),
    source=_OHM,
    version=3,
    doc="Where none is printed: thickness ÷ ionic conductivity at 25 °C, what the film resists on "
    "each cm² of its own area, which on a rough or porous electrode is more than the electrode's "
    "geometric area. 20 nm at 10⁻⁷ S/cm are 20 Ω cm².",
)
def area_specific_resistance(coating: CoatingInputs) -> Result:
    """Resistance in Ω times cm² of film area: printed, else at 25 °C."""
    printed = known(coating.measured("area_specific_resistance"))
    if printed is not None:
        return number("area_specific_resistance", "Ω cm²", printed)
    film = of_result(thickness(coating), "thickness")
    at_25c = ionic_conductivity_25c(coating)
    if isinstance(at_25c, Missing):
        return at_25c
    conductivity = of_result(at_25c, "ionic_conductivity_25c")
    if conductivity.interval.high <= 0:
        raise Gap("the ionic conductivity is zero")
    resistance = apply(formulas.area_specific_resistance_ohm_cm2, film, conductivity)
    return number("area_specific_resistance", "Ω cm²", resistance)


@derived(
    key="ohmic_drop",
    formula=r"\Delta U = \mathrm{ASR} \cdot 1\,\mathrm{mA\,cm^{-2}}",
    label="Ohmic drop at 1 mA/cm²",
    symbol="ΔU",
    unit="mV",
    inputs=("area_specific_resistance",),
    source=_OHM,
    version=2,
    doc="Voltage lost over the film at 25 °C and 1 mA per cm² of film area.",
)
def ohmic_drop(coating: CoatingInputs) -> Result:
    """Voltage in mV over the film at 1 mA per cm² of film area."""
    resistance = of_result(area_specific_resistance(coating), "area_specific_resistance")
    one = Known(Interval.point(1.0), False, ())
    return number("ohmic_drop", "mV", apply(formulas.ohmic_drop_mv, resistance, one))


@derived(
    key="ohmic_drop_in_cell",
    formula=r"\Delta U_\mathrm{cell} = \mathrm{ASR} \cdot \frac{j}{r_\mathrm{f}}",
    label="Ohmic drop at the cell's current",
    symbol="ΔU_cell",
    unit="mV",
    inputs=("area_specific_resistance", "current_density", "roughness_factor"),
    source=_OHM,
    version=2,
    doc="Voltage lost over the film at 25 °C and the current densities of the cells that it is "
    "cycled in. These count per geometric area of the electrode; the roughness factor brings them "
    "to the film's area. Where it is not reported, the result is an upper bound.",
)
def ohmic_drop_in_cell(coating: CoatingInputs) -> Result:
    """Voltage in mV over the film at the cells' own current density."""
    resistance = of_result(area_specific_resistance(coating), "area_specific_resistance")
    current = needed(coating.cell_currents, "current_density")
    factor = known(coating.measured("roughness_factor"), floor=1.0) or Known(
        Interval(1.0, math.inf),
        False,
        (),
        ("the film's area is at least the electrode's geometric area: how much more is not known",),
    )
    drop = apply(formulas.ohmic_drop_mv, resistance, current / factor)
    return number("ohmic_drop_in_cell", "mV", drop)


@derived(
    key="transport_selectivity",
    formula=r"\frac{\sigma_\mathrm{ion}}{\sigma_\mathrm{e}}",
    label="Transport selectivity",
    symbol="σ_ion/σ_e",
    unit="1",
    inputs=("ionic_conductivity", "electronic_conductivity", "activation_energy"),
    source="Definition",
    version=2,
    doc="Ionic ÷ electronic conductivity at one temperature: how much better ions pass than "
    "electrons. At 25 °C where both are known there, else at a temperature at which both were "
    "measured; missing where a temperature is not reported or the two differ.",
)
def transport_selectivity(coating: CoatingInputs) -> Result:
    """Ionic over electronic conductivity at one temperature."""
    ionic, electronic = _at_one_temperature(coating)
    if electronic.interval.high <= 0:
        raise Gap("the electronic conductivity is zero")
    return number("transport_selectivity", "1", apply(formulas.selectivity, ionic, electronic))


def _at_one_temperature(coating: CoatingInputs) -> tuple[Known, Known]:
    """Both conductivities at 25 °C, else where both were measured, as near to that as can be."""
    keys = ("ionic_conductivity", "electronic_conductivity")
    for key in keys:
        needed(coating.measured(key), key)
    ions, electrons = (_measured(coating, key) for key in keys)
    near = [item for item in electrons if _temperature(item).within(NEAR_25C)]
    at_25c = ionic_conductivity_25c(coating)
    if near and isinstance(at_25c, Derived):
        return of_result(at_25c, "ionic_conductivity_25c"), _together(near)
    shared = [
        _temperature(one)
        for one in ions
        if any(_temperature(one).meets(_temperature(other)) for other in electrons)
    ]
    if not shared:
        kinds = ((ions, "ionic"), (electrons, "electronic"))
        said = [f"the {kind} one at {_printed_temperatures(items)}" for items, kind in kinds]
        raise Gap(f"the conductivities were measured at different temperatures: {', '.join(said)}")
    chosen = min(shared, key=lambda temperature: abs(temperature.low - 25.0))
    pairs = ([i for i in items if _temperature(i).meets(chosen)] for items in (ions, electrons))
    ionic, electronic = (_together(items) for items in pairs)
    return ionic, electronic


def _measured(coating: CoatingInputs, key: str) -> list[Input]:
    """The values whose temperature is reported. Raises Gap when there are none."""
    items = coating.measured(key)
    found = [i for i in items if i.temperature is not None and i.temperature.interval.is_bounded]
    if not found:
        raise Gap(f"the temperature of the {name(key)} is not reported")
    return found


def _temperature(item: Input) -> Interval:
    assert item.temperature is not None, "values without a temperature are left out before"
    return item.temperature.interval


def _printed_temperatures(items: list[Input]) -> str:
    return " and ".join(dict.fromkeys(i.temperature.printed for i in items if i.temperature))


def _together(items: list[Input]) -> Known:
    found = needed(items, items[0].what)
    where = (UsedInput("temperature", i.id, i.temperature.printed) for i in items if i.temperature)
    return replace(found, used=(*found.used, *where))


@derived(
    key="carrier_inventory",
    formula=r"Q_\mathrm{film} = \frac{m_A}{M} \, n_\mathrm{carrier} \, F",
    label="Charge-carrier inventory",
    symbol="Q_film",
    unit="µAh/cm²",
    version=3,
    inputs=("areal_mass", "material"),
    source="Faraday's law",
    doc="Charge of the carrier ions that each cm² of film itself holds, from its mass per area of "
    "film and its formula: what the film could give to, or has taken from, the cell. A film that "
    "is printed with another composition has none.",
)
def carrier_inventory(coating: CoatingInputs) -> Result:
    """Charge in µAh/cm² of the alkali ions in the film."""
    material = coating.material
    composition = fixed_composition(material)
    ion = coating.cell_ion or material.charge_carrier
    if ion is None:
        held = [element for element in ALKALI if composition.holds(element)]
        if len(held) != 1:
            return Missing("the film holds no single charge carrier")
        ion = held[0]
    count = composition.counts.get(ion)
    if count is None:
        return Missing(f"the film holds no {ion}")
    if printed_otherwise(material.printed, str(material.formula)):
        return Missing(f"the film is printed as {material.printed}, not as {material.formula}")
    mass = of_result(areal_mass(coating), "areal_mass")
    molar_mass = composition.molar_mass_g_mol
    assert molar_mass is not None, "a fixed composition has a molar mass"
    formula = Known(
        Interval.point(molar_mass),
        False,
        (UsedInput("material", material.key, material.formula or material.key),),
    )
    inventory = through(
        lambda grams, _: (
            formulas.carrier_inventory_uah_cm2(Interval.point(grams), float(count), molar_mass).low
        ),
        mass,
        formula,
        interval=formulas.carrier_inventory_uah_cm2(mass.interval, float(count), molar_mass),
    )
    return number("carrier_inventory", "µAh/cm²", inventory)
