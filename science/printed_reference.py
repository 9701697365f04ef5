"""What is told of a substance itself, as pages of reference print it: of a precursor, of the bulk
of a film's material, of an electrode. A film or a cell may have other values."""

from __future__ import annotations

from science.printable import ABOVE_ABSOLUTE_ZERO, IUPAC, printed
from science.registry import Property, Role

OF_PRECURSORS: Role = ("reference", "precursor")
OF_MATERIALS: Role = ("reference", "material")
OF_SUBSTRATES: Role = ("reference", "substrate")
OF_WORDS = (OF_PRECURSORS, OF_MATERIALS, OF_SUBSTRATES)

REFERENCE: tuple[Property, ...] = (
    printed(
        "melting_point",
        "Melting point",
        "T_m",
        "°C",
        OF_WORDS,
        "Temperature at which the solid melts. What is deposited on it has to be grown below.",
        IUPAC,
        plausible=(-220, 4200),
        possible=ABOVE_ABSOLUTE_ZERO,
    ),
    printed(
        "decomposition_temperature",
        "Decomposition temperature",
        "T_dec",
        "°C",
        OF_WORDS,
        "Temperature at or above which the substance decomposes.",
        plausible=(-50, 3000),
        possible=ABOVE_ABSOLUTE_ZERO,
    ),
    printed(
        "bulk_density",
        "Density in bulk",
        "ρ_bulk",
        "g/cm³",
        OF_WORDS,
        "Density of the compact substance. A film grown at low temperature is often less dense.",
        IUPAC,
        plausible=(0.1, 25),
    ),
    printed(
        "bulk_conductivity",
        "Ionic conductivity in bulk",
        "σ_bulk",
        "S/cm",
        (OF_MATERIALS, OF_SUBSTRATES),
        "Ionic conductivity of crystals, pellets or glasses of the same substance, to compare a "
        "film's with.",
        IUPAC,
        plausible=(1e-20, 1),
    ),
    printed(
        "theoretical_capacity",
        "Theoretical capacity",
        "Q_th",
        "mAh/g",
        (OF_MATERIALS, OF_SUBSTRATES),
        "Charge that a gram of the active material can take up, as a page prints it.",
        plausible=(10, 5000),
    ),
    printed(
        "practical_capacity",
        "Practical capacity",
        "Q_pr",
        "mAh/g",
        (OF_MATERIALS, OF_SUBSTRATES),
        "Charge that a gram of the active material delivers in use, as a page prints it.",
        plausible=(10, 5000),
    ),
    Property(
        key="ghs_hazards",
        label="Hazard statements",
        symbol="H",
        unit=None,
        roles=(OF_PRECURSORS,),
        doc="Codes of the hazard statements of the Globally Harmonized System (GHS), as a page "
        "gives them. Pages differ, and none of them stands in for the safety data sheet.",
        source="UN, Globally Harmonized System of Classification and Labelling of Chemicals",
    ),
)
