"""The registry of properties: each declared once, read by pages, filters, documents and exports."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

import science.deriving  # noqa: F401  # declares every derived property
from science.quantities import Quantity, UnreadableValue, read, read_bare
from science.registry import Kind, Property, Role, Subject, derived_properties, merged

_COATING: tuple[Role, ...] = (("measured", "coating"),)
_CONDITION: tuple[Role, ...] = (("condition", "test"),)
_RESULT: tuple[Role, ...] = (("result", "test"),)
_FIELD = "Usage of the field"
_IUPAC = "IUPAC, Quantities, Units and Symbols in Physical Chemistry (Green Book)"
_PUURUNEN = "R. L. Puurunen, J. Appl. Phys., 2005, 97, 121301"


def _printed(
    key: str,
    label: str,
    symbol: str,
    unit: str,
    roles: tuple[Role, ...],
    doc: str,
    source: str = _FIELD,
    *,
    listed: bool = False,
) -> Property:
    return Property(key, label, symbol, unit, roles, doc, source, listed=listed)


_PRINTED: tuple[Property, ...] = (
    # measured on a coating
    _printed(
        "thickness",
        "Film thickness",
        "d",
        "nm",
        _COATING,
        "Thickness of the deposited film, as the paper reports it.",
        listed=True,
    ),
    _printed(
        "growth_per_cycle",
        "Growth per cycle",
        "GPC",
        "Å",
        _COATING,
        "Thickness that one ALD or MLD cycle adds (one supercycle where the paper says so).",
        _PUURUNEN,
    ),
    _printed(
        "deposition_temperature",
        "Deposition temperature",
        "T_dep",
        "°C",
        _COATING,
        "Temperature of the substrate during deposition.",
        listed=True,
    ),
    _printed(
        "cycles",
        "Deposition cycles",
        "N",
        "cycles",
        _COATING,
        "Number of ALD or MLD (super)cycles with which the film was grown.",
    ),
    _printed(
        "ionic_conductivity",
        "Ionic conductivity",
        "σ_ion",
        "S/cm",
        _COATING,
        "Ionic conductivity of the film at the temperature given with it.",
        _IUPAC,
    ),
    _printed(
        "electronic_conductivity",
        "Electronic conductivity",
        "σ_e",
        "S/cm",
        _COATING,
        "Electronic conductivity of the film; a small one is wanted of an electrolyte.",
        _IUPAC,
    ),
    _printed(
        "activation_energy",
        "Activation energy of ion conduction",
        "E_a",
        "eV",
        _COATING,
        "Slope of ln(σT) against 1/T; a value per mole is read as one per particle.",
        _IUPAC,
    ),
    _printed(
        "density", "Film density", "ρ", "g/cm³", _COATING, "Mass density of the film.", _IUPAC
    ),
    _printed(
        "sei_thickness",
        "Thickness of the natural SEI",
        "d_SEI",
        "nm",
        (("measured", "coating"), ("result", "test")),
        "Thickness of the spontaneous interphase that forms on the (coated) electrode in use.",
    ),
    _printed(
        "roughness",
        "Film roughness",
        "R_q",
        "nm",
        _COATING,
        "Root-mean-square roughness of the film's surface.",
    ),
    _printed(
        "refractive_index", "Refractive index", "n", "1", _COATING, "Refractive index of the film."
    ),
    _printed(
        "youngs_modulus",
        "Young's modulus",
        "E",
        "GPa",
        _COATING,
        "Elastic modulus of the film, usually from nanoindentation.",
        _IUPAC,
    ),
    _printed(
        "stability_window",
        "Electrochemical stability window",
        "ΔE",
        "V",
        _COATING,
        "Potentials between which the film is stable, against the carrier's metal.",
    ),
    # a step of a process
    _printed(
        "time", "Step time", "t", "s", (("measured", "step"),), "Length of a dose, purge or soak."
    ),
    _printed(
        "temperature",
        "Temperature",
        "T",
        "°C",
        (("condition", "test"), ("measured", "step")),
        "Temperature of a cell during cycling, or of a step. RT is read as 20–25 °C.",
        _IUPAC,
    ),
    # a precursor
    _printed(
        "source_temperature",
        "Source temperature",
        "T_src",
        "°C",
        (("measured", "precursor"),),
        "Temperature at which the precursor is kept so that it evaporates or sublimes.",
    ),
    _printed(
        "vapor_pressure",
        "Vapour pressure",
        "p",
        "mbar",
        (("measured", "precursor"),),
        "Vapour pressure of the precursor at the temperature given with it.",
        _IUPAC,
    ),
    # the conditions of a cycling test
    _printed(
        "rate",
        "C-rate",
        "C",
        "1/h",
        _CONDITION,
        "Rate of charge and discharge: nC fills or empties the cell in 1/n hours.",
    ),
    _printed(
        "current_density",
        "Current density",
        "j",
        "mA/cm²",
        _CONDITION,
        "Current per electrode area.",
        _IUPAC,
    ),
    _printed(
        "specific_current",
        "Specific current",
        "I_m",
        "mA/g",
        _CONDITION,
        "Current per mass of active material.",
    ),
    _printed(
        "areal_capacity",
        "Areal capacity",
        "Q_A",
        "mAh/cm²",
        _CONDITION,
        "Charge passed, or capacity of the electrode, per area.",
    ),
    _printed(
        "voltage_window",
        "Voltage window",
        "U",
        "V",
        _CONDITION,
        "Lower and upper cut-off voltage of the cycling.",
    ),
    _printed(
        "loading",
        "Active-material loading",
        "m_A",
        "mg/cm²",
        _CONDITION,
        "Mass of active material per electrode area.",
    ),
    _printed(
        "formation_cycles",
        "Formation cycles",
        "N_f",
        "cycles",
        _CONDITION,
        "First cycles at another, usually slower, rate, before the test proper.",
    ),
    _printed(
        "current_at_1c",
        "Current of 1C",
        "I_1C",
        "mA/g",
        _CONDITION,
        "The current per mass of active material that the paper calls 1C.",
    ),
    _printed(
        "reference_capacity",
        "Reference capacity",
        "C_ref",
        "mAh/g",
        _CONDITION,
        "The capacity that the paper itself counts retention from, where it states one.",
    ),
    _printed(
        "reference_capacity_areal",
        "Reference capacity per area",
        "C_ref,A",
        "mAh/cm²",
        _CONDITION,
        "The areal capacity that the paper itself counts retention from, where it states one.",
    ),
    _printed(
        "half_cycle_time",
        "Half-cycle time",
        "t_½",
        "h",
        _CONDITION,
        "Duration of one charge or one discharge.",
    ),
    # stated results of a cycling test
    _printed(
        "retention",
        "Capacity retention",
        "R",
        "%",
        _RESULT,
        "Capacity left, as a share of the paper's own reference, at the cycle given with it.",
        listed=True,
    ),
    _printed(
        "capacity_loss",
        "Capacity loss",
        "ΔQ",
        "%",
        _RESULT,
        "Capacity lost, as a share of the paper's own reference, by the cycle given with it.",
    ),
    _printed(
        "capacity",
        "Specific capacity",
        "Q_m",
        "mAh/g",
        _RESULT,
        "Capacity per mass of active material, discharge unless the paper says otherwise.",
    ),
    _printed(
        "areal_capacity_delivered",
        "Delivered areal capacity",
        "Q_A,d",
        "mAh/cm²",
        _RESULT,
        "Capacity delivered per electrode area.",
    ),
    _printed(
        "coulombic_efficiency",
        "Coulombic efficiency",
        "CE",
        "%",
        _RESULT,
        "Charge that comes out over charge that went in, in one cycle or as the paper's mean.",
    ),
    _printed(
        "lifetime",
        "Lifetime in cycles",
        "N_life",
        "cycles",
        _RESULT,
        "Cycles until the paper's own end of life.",
    ),
    _printed(
        "lifetime_hours",
        "Lifetime in hours",
        "t_life",
        "h",
        _RESULT,
        "Hours until the paper's own end of life, usual for symmetric cells.",
    ),
    _printed(
        "lifetime_ratio",
        "Lifetime against control",
        "L/L₀",
        "1",
        _RESULT,
        "Lifetime over that of the control, as the paper states it (8-fold is 8).",
    ),
    _printed(
        "stable_cycles",
        "Stable cycles",
        "N_st",
        "cycles",
        _RESULT,
        "Cycles over which the paper calls the cell stable.",
    ),
    _printed(
        "overpotential",
        "Overpotential",
        "η",
        "mV",
        _RESULT,
        "Deviation of the cell voltage from its equilibrium, at the cycle given with it.",
        _IUPAC,
    ),
    _printed("impedance", "Impedance", "|Z|", "Ω", _RESULT, "Impedance of the whole cell.", _IUPAC),
)


def _registry() -> dict[str, Property]:
    return merged({p.key: p for p in _PRINTED}, derived_properties())


PROPERTIES: MappingProxyType[str, Property] = MappingProxyType(_registry())


def properties(kind: Kind, subject: Subject | None = None) -> dict[str, Property]:
    """The properties that occur as this kind (of this subject), in the order of declaration."""
    return dict(_with_role(kind, subject))


@cache
def _with_role(kind: Kind, subject: Subject | None) -> dict[str, Property]:
    return {key: p for key, p in PROPERTIES.items() if p.has_role(kind, subject)}


def property_value(key: str, text: str) -> Quantity:
    """The reading of printed `text` as the property `key`, in its canonical unit.

    Raises KeyError for a property that does not exist, ValueError for one whose values are words,
    and UnreadableValue (with position, expectation and message) for text that cannot be read.
    """
    return read(text, unit=_unit(key))


def parse_bound(key: str, text: str) -> float:
    """A filter's bound in the canonical unit of the property `key`.

    A bare number is taken in that unit ("5"), anything else with its own ("50 Å" → 5.0 nm). Only
    one number makes a bound: a range or a "<" is an UnreadableValue.
    """
    unit = _unit(key)
    bare = read_bare(text)
    if bare is not None:
        return bare
    quantity = read(text, unit=unit)
    if quantity.qualifier != "exact" or quantity.low is None:
        message = f"cannot use {text!r} as a bound: expected one number, in {unit} by default"
        raise UnreadableValue(text, 0, f"one number, in {unit} by default", message)
    return quantity.low


def _unit(key: str) -> str:
    unit = PROPERTIES[key].unit
    if unit is None:
        raise ValueError(f"{key} has words for values, not numbers")
    return unit
