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

_ROLES = {"cathodes": (("role", "cathode"),), "anodes": (("role", "anode"),)}
_FILMS = {key: of for key, of in PLACES.items() if of != "author"}

MATERIALS = Spoken(
    terms=(
        *("id", "material_class", "technique", "purpose", "substrate", "element"),
        *("charge_carrier", "structure", "air_sensitivity"),
    ),
    phrases={
        **TECHNIQUES,
        **dict.fromkeys(("air-stable", "stable"), (("air_sensitivity", "stable in air"),)),
        **dict.fromkeys(("sensitive to air", "sensitive"), (("air_sensitivity", "air-sensitive"),)),
        **dict.fromkeys(("mixtures", "mixed"), (("structure", "mixture"),)),
        **dict.fromkeys(("laminates", "nanolaminates"), (("structure", "laminate"),)),
        **dict.fromkeys(("natural SEI", "SEI"), (("in_natural_sei", "true"),)),
        "protective": (("purpose", "protective barrier"),),
    },
    after=_FILMS,
    named=("materials", "material", "films", "film"),
)

SUBSTRATES = Spoken(
    terms=("id", "role", "material", "material_class", "technique", "purpose"),
    phrases={**TECHNIQUES, **_ROLES},
    after={**_FILMS, "with": "material"},
    named=("substrates", "substrate", "electrodes", "electrode"),
)

METHODS = Spoken(terms=("method",), named=("methods", "method", "techniques"))

PROCESSES = Spoken(
    terms=("material", "precursor", "substrate", "technique", "material_class", "element"),
    phrases=TECHNIQUES,
    after={
        **_FILMS,
        **dict.fromkeys(("from", "using", "precursor", "precursors"), "precursor"),
    },
    named=("processes", "process", "recipes", "recipe"),
)
