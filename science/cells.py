"""Which ion a cell shuttles, from what is said of its parts."""

from __future__ import annotations

import re

from science.composition import UnreadableFormula, parse_formula

CARRIERS = ("Li", "Na", "K")
_NAMES = {"lithium": "Li", "sodium": "Na", "potassium": "K"}
# A symbol that begins a word and ends before a capital, a digit, a sign or a space: LiPF6, Na3PS4,
# Li metal, li-metal; not "Nafion" or "Liquid". Potassium only in a salt or a metal: K is kelvin.
_SYMBOL = re.compile(
    r"(?<![A-Za-z])(?:(Li|Na)(?![a-z])|(li|na|k)(?=-metal)|(K)(?=PF6|FSI|TFSI|ClO4| metal))"
)


def ions_of_formula(formula: str) -> set[str]:
    """The carriers in an electrode's formula; none where it cannot be read."""
    try:
        composition = parse_formula(formula)
    except UnreadableFormula:
        return set()
    return {ion for ion in CARRIERS if composition.holds(ion)}


def ions_of_words(text: str) -> set[str]:
    """The carriers that a counter electrode or an electrolyte is said to hold."""
    found = {"".join(match).title() for match in _SYMBOL.findall(text)}
    lowered = text.lower()
    return found | {ion for name, ion in _NAMES.items() if name in lowered}


def cell_ion(
    *, electrode_formula: str = "", counter: str = "", electrolyte: str = ""
) -> str | None:
    """The charge carrier of a cell: the one alkali metal that its parts are said to hold.

    None where nothing is said of any, or where they name several.
    """
    ions = ions_of_words(counter) | ions_of_words(electrolyte)
    if electrode_formula:
        ions |= ions_of_formula(electrode_formula)
    return ions.pop() if len(ions) == 1 else None
