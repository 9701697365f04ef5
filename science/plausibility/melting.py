"""Melting points of what films are grown on, in °C.

Elements: CRC Handbook of Chemistry and Physics, 97th ed., section 4. Polymers: typical melting
points of the crystalline part, Polymer Handbook, 4th ed.
"""

from __future__ import annotations

import re

_ELEMENTS = {
    "Li": 180.5,
    "Na": 97.8,
    "K": 63.5,
    "Rb": 39.3,
    "Cs": 28.5,
    "Ga": 29.8,
    "In": 156.6,
    "S": 115.2,
    "Se": 221.0,
    "Sn": 231.9,
    "Bi": 271.4,
    "Pb": 327.5,
    "Zn": 419.5,
    "Sb": 630.6,
    "Mg": 650.0,
    "Al": 660.3,
}
_POLYMERS = {
    r"polyethylene oxide|poly\(ethylene oxide\)|\bPEO\b": 65.0,
    r"polyethylene(?! (?:oxide|terephthalate|glycol|naphthalate))|\bPE\b": 135.0,
    r"polypropylene|\bPP\b|\bCelgard\b": 165.0,
    r"polyvinylidene fluoride|\bPVDF\b": 177.0,
    r"polyethylene terephthalate|\bPET\b": 260.0,
    r"polytetrafluoroethylene|\bPTFE\b": 327.0,
}


def melting_point(formula: str | None, name: str) -> tuple[str, float] | None:
    """What melts and its melting point in °C, for a substrate of this formula or, without one,
    this name; None where it is not in the table."""
    formula = formula or metal_of_words(name)
    if formula:
        return (formula, _ELEMENTS[formula]) if formula in _ELEMENTS else None
    for word, temperature in _POLYMERS.items():
        if re.search(word, name, re.IGNORECASE):
            return name, temperature
    return None


def metal_of_words(text: str) -> str | None:
    """The metal that a counter electrode in words is made of ("Na foil", "lithium metal")."""
    found = re.match(
        r"(?:(li|lithium)|(na|sodium)|(k|potassium))(?:$|[ -](?:metal|foil|chip|dis))",
        text.strip().lower(),
    )
    return ("Li", "Na", "K")[found.lastindex - 1] if found and found.lastindex else None
