"""How phrases speak of coatings, and of whatever is said of films and electrodes."""

from __future__ import annotations

from records.phrases import Spoken

TECHNIQUES = {
    "atomic layer deposition": (("technique", "ALD"),),
    "molecular layer deposition": (("technique", "MLD"),),
}
PLASMA = {
    **dict.fromkeys(
        ("plasma-free", "plasma free", "without plasma", "no plasma", "thermal ALD", "thermal"),
        (("plasma", "no"),),
    ),
    **dict.fromkeys(
        ("plasma", "with plasma", "plasma enhanced", "plasma assisted", "PEALD", "PE-ALD"),
        (("plasma", "yes"),),
    ),
}
PLACES = {
    **dict.fromkeys(("on", "onto", "on top of", "over"), "substrate"),
    **dict.fromkeys(("coated with", "coated by", "protected by", "covered with"), "material"),
    **dict.fromkeys(("coated", "protected"), "substrate"),
    "by": "author",
}
"""What is spoken of behind these words."""

COATINGS = Spoken(
    terms=(
        "material",
        "substrate",
        "precursor",
        "method",
        "technique",
        "material_class",
        "purpose",
        "role",
        "form",
        "crystallinity",
        "element",
        "author",
    ),
    phrases={
        **TECHNIQUES,
        **PLASMA,
        "cathodes": (("role", "cathode"),),
        "anodes": (("role", "anode"),),
        "protective": (("purpose", "protective barrier"),),
        "barrier": (("purpose", "protective barrier"),),
        "cycled": (("has", "cycling"),),
        "how thick": (("has", "thickness"),),
    },
    measures=(
        "deposition_temperature",
        "thickness",
        "ionic_conductivity",
        "activation_energy",
        "density",
        "youngs_modulus",
        "area_specific_resistance",
        "deposition_pressure",
        "plasma_power",
        "cycles",
    ),
    after={
        **PLACES,
        **dict.fromkeys(("from", "using", "precursor", "precursors"), "precursor"),
    },
    named=("coatings", "coating", "films", "film", "layers"),
)
