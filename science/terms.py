"""Terms of published vocabularies that mean what ours mean, and no others.

Each was looked up in the vocabulary itself: the terms of electrochemistry and of methods with
their definitions, the general ones of EMMO (thickness, density, molar mass) by label and IRI:

- EMMO and its electrochemistry domain, which BattINFO's battery domain builds on:
  github.com/emmo-repo/domain-electrochemistry, commit 588dffa7 (``context/context.json``,
  ``reference/electrochemistry-quantities.ttl``).
- CHMO, the chemical methods ontology: github.com/rsc-ontologies/rsc-cmo, commit 66f52dfa
  (``chmo-base.obo``); a method is there by its name or an exact synonym.
- QUDT units: github.com/qudt/qudt-public-repo, commit 8b9168d2
  (``src/main/rdf/vocab/unit/VOCAB_QUDT-UNITS-ALL.ttl``).

Left out because they mean something else: EMMO's ``ChargeRetention`` (on open circuit), its
``CyclingTest`` (counts cycles to a threshold), its electrode coating (active material and binder on
a foil), its ``Overpotential`` (of one electrode), QUDT's ``CYC`` (an angle), and CHMO's
chrono-potentiometry (at currents too small to leave equilibrium). No vocabulary has molecular layer
deposition, growth per cycle or area-specific resistance.
"""

from __future__ import annotations

EMMO = "https://w3id.org/emmo#EMMO_"
ELECTROCHEMISTRY = "https://w3id.org/emmo/domain/electrochemistry#electrochemistry_"
CHMO = "http://purl.obolibrary.org/obo/CHMO_"
QUDT = "http://qudt.org/vocab/unit/"

CLASSES = {
    "ActivationEnergy": f"{ELECTROCHEMISTRY}d7f8cab9_b035_4ecd_be63_292672572526",
    "AreicCapacity": f"{ELECTROCHEMISTRY}bcb33f7e_5573_4bc2_b636_4ea313a9dd3a",
    "CRate": f"{ELECTROCHEMISTRY}e1fd84eb_acdb_4b2c_b90c_e899d552a3ee",
    "CapacityFadeRate": f"{ELECTROCHEMISTRY}5b59a86e_99b4_493e_ae12_33ae8b5ec7c0",
    "CelsiusTemperature": f"{EMMO}66bc9029_f473_45ff_bab9_c3509ff37a22",
    "CoulombicEfficiency": f"{ELECTROCHEMISTRY}a5962e05_466d_46a4_8951_bea59d7326e5",
    "CycleLife": f"{ELECTROCHEMISTRY}ae782b14_88ce_4cdd_9418_12aca00be937",
    "Cycling": f"{ELECTROCHEMISTRY}d3e2d213_d078_4b9a_8beb_62f063e57d69",
    "Density": f"{EMMO}06448f64_8db6_4304_8b2c_e785dba82044",
    "ElectricCurrentDensity": f"{EMMO}7c8007b0_58a7_4486_bf1c_4772852caca0",
    "ElectronicConductivity": f"{ELECTROCHEMISTRY}ce74d2dc_d496_4116_b2fb_3e83d88bc744",
    "IonicConductivity": f"{ELECTROCHEMISTRY}25dabdc2_68bf_4a38_8cbe_11be017358bc",
    "ModulusOfElasticity": f"{EMMO}62824128_35bd_45c4_9516_23f3f24c8332",
    "MolarMass": f"{EMMO}e980389d_6dfe_4156_9b40_32050c9644a5",
    "RefractiveIndex": f"{EMMO}5eedba4d_105b_44d8_b1bc_e33606276ea2",
    "SpecificCapacity": f"{ELECTROCHEMISTRY}1e3dc60d_dd6b_47d6_8161_70004fc5ee30",
    "SurfaceMassDensity": f"{EMMO}ec767367_a773_4935_80ea_dd6a5eaefb54",
    "Thickness": f"{EMMO}43003c86_9d15_433b_9789_ee2940920656",
    "AtomicLayerDeposition": f"{CHMO}0001311",
}
"""Classes by their preferred label."""

QUANTITIES = {
    "thickness": "Thickness",
    "deposition_temperature": "CelsiusTemperature",
    "ionic_conductivity": "IonicConductivity",
    "ionic_conductivity_25c": "IonicConductivity",
    "electronic_conductivity": "ElectronicConductivity",
    "activation_energy": "ActivationEnergy",
    "density": "Density",
    "areal_mass": "SurfaceMassDensity",
    "refractive_index": "RefractiveIndex",
    "youngs_modulus": "ModulusOfElasticity",
    "molar_mass": "MolarMass",
    "temperature": "CelsiusTemperature",
    "source_temperature": "CelsiusTemperature",
    "rate": "CRate",
    "c_rate": "CRate",
    "current_density": "ElectricCurrentDensity",
    "areal_capacity": "AreicCapacity",
    "areal_capacity_delivered": "AreicCapacity",
    "reference_capacity_areal": "AreicCapacity",
    "capacity": "SpecificCapacity",
    "reference_capacity": "SpecificCapacity",
    "coulombic_efficiency": "CoulombicEfficiency",
    "first_cycle_ce": "CoulombicEfficiency",
    "mean_ce": "CoulombicEfficiency",
    "fade_rate": "CapacityFadeRate",
    "cycles_to_80": "CycleLife",
}
"""The class of a property's values, by its key."""

UNITS = {
    "nm": f"{QUDT}NanoM",
    "Å": f"{QUDT}ANGSTROM",
    "°C": f"{QUDT}DEG_C",
    "S/cm": f"{QUDT}S-PER-CentiM",
    "eV": f"{QUDT}EV",
    "g/cm³": f"{QUDT}GM-PER-CentiM3",
    "GPa": f"{QUDT}GigaPA",
    "V": f"{QUDT}V",
    "s": f"{QUDT}SEC",
    "mbar": f"{QUDT}MilliBAR",
    "1/h": f"{QUDT}PER-HR",
    "mAh/g": f"{QUDT}MilliA-HR-PER-GM",
    "mg/cm²": f"{QUDT}MilliGM-PER-CentiM2",
    "h": f"{QUDT}HR",
    "%": f"{QUDT}PERCENT",
    "mV": f"{QUDT}MilliV",
    "Ω": f"{QUDT}OHM",
    "g/mol": f"{QUDT}GM-PER-MOL",
    "µg/cm²": f"{QUDT}MicroGM-PER-CentiM2",
}
"""QUDT's unit for a canonical unit; composed ones that QUDT lacks stay text."""

METHODS = {
    "CA": f"{CHMO}0000005",  # chrono-amperometry
    "CV": f"{CHMO}0000025",  # cyclic voltammetry
    "EIS": f"{CHMO}0000423",  # electrochemical-induced impedance spectroscopy
    "AFM": f"{CHMO}0000113",  # atomic force microscopy
    "Electron-microscopy": f"{CHMO}0000068",  # electron microscopy
    "SEM": f"{CHMO}0000073",  # scanning electron microscopy
    "FE-SEM": f"{CHMO}0000074",  # field-emission scanning electron microscopy
    "HR-SEM": f"{CHMO}0000769",  # high resolution scanning electron microscopy
    "TEM": f"{CHMO}0000080",  # transmission electron microscopy
    "BF-TEM": f"{CHMO}0002470",  # bright-field transmission electron microscopy
    "HR-TEM": f"{CHMO}0000084",  # high-resolution transmission electron microscopy
    "STEM": f"{CHMO}0000086",  # scanning transmission electron microscopy
    "BF-STEM": f"{CHMO}0000731",  # bright-field scanning transmission electron microscopy
    "XRD": f"{CHMO}0000156",  # X-ray diffraction
    "GI-XRD": f"{CHMO}0000919",  # grazing-angle X-ray diffraction
    "HTXRD": f"{CHMO}0000861",  # high-temperature X-ray diffraction
    "XRR": f"{CHMO}0000219",  # X-ray reflectometry
    "Spectroscopy": f"{CHMO}0000228",  # spectroscopy
    "EDS": f"{CHMO}0000309",  # energy-dispersive X-ray emission spectroscopy
    "XPS": f"{CHMO}0000404",  # X-ray photoelectron spectroscopy
    "XRF": f"{CHMO}0000307",  # X-ray emission spectroscopy
    "XAS": f"{CHMO}0000298",  # X-ray absorption spectroscopy
    "SE": f"{CHMO}0000225",  # spectroscopic ellipsometry
    "UV-Vis": f"{CHMO}0000292",  # ultraviolet-visible spectrophotometry
    "Vibrational": f"{CHMO}0000628",  # vibrational spectroscopy
    "FTIR": f"{CHMO}0000636",  # Fourier transform infrared spectroscopy
    "Raman": f"{CHMO}0000656",  # Raman spectroscopy
    "MS": f"{CHMO}0000470",  # mass spectrometry
    "TOF-SIMS": f"{CHMO}0000565",  # time-of-flight secondary ion mass spectrometry
    "RBS": f"{CHMO}0000434",  # Rutherford backscattering spectroscopy
    "ERDA": f"{CHMO}0001241",  # elastic recoil detection analysis
    "QCM": f"{CHMO}0001077",  # quartz crystal microbalance
}
"""CHMO's class for a characterization method, by its key."""
