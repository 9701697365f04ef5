"""Heads and numbers of pasted points: what a column is called in papers and by programs."""

from __future__ import annotations

import re

from science.cycling.columns import POINT_COLUMNS

_UNIT = re.compile(r"\s*(?:[(\[]([^)\]]*)[)\]]|[,/]\s*(m?A\s?h.*|%))\s*$", re.IGNORECASE)
_UNITS = {
    "mah/g": "mAh/g", "mahg-1": "mAh/g", "mahg^-1": "mAh/g", "mahg−1": "mAh/g", "mahg⁻¹": "mAh/g",
    "mah/cm2": "mAh/cm²", "mah/cm²": "mAh/cm²", "mahcm-2": "mAh/cm²", "mahcm−2": "mAh/cm²",
    "mahcm⁻²": "mAh/cm²", "mah": "mAh",
}  # fmt: skip
_CALLED = {
    "cycle": "cycle no|cycle number|cycle index|cycles|cycle #|cycle_index|n",
    "discharge": "discharge capacity|specific discharge capacity|discharge specific capacity"
    "|discharge cap|qdis|qd|q discharge|dischg capacity|discharge_capacity",
    "charge": "charge capacity|specific charge capacity|charge specific capacity|charge cap|qch|qc"
    "|q charge|chg capacity|charge_capacity",
    "capacity": "specific capacity|q",
    "coulombic_efficiency": "coulombic efficiency|ce|efficiency|coulomb efficiency",
    "retention": "capacity retention",
    "energy_efficiency": "energy efficiency",
}  # fmt: skip
_NAMES = {word: name for name, words in _CALLED.items() for word in words.split("|")}
_COMMA = re.compile(r"[-−]?\d+,\d+")
_PLAIN = re.compile(r"[-−]?[\d.]+(?:[eE][-+]?\d+)?")
_ERROR = " error"


def heads_of(heads: list[str]) -> tuple[list[str], str]:
    """Names of the columns as the document has them, and the unit of capacities where a head says
    it. What is called otherwise stays as it is: the check tells it."""
    names, unit = [], ""
    for head in heads:
        text = " ".join(head.lower().split())
        found = _UNIT.search(text)
        if found and text.removesuffix(_ERROR) == text:
            said = re.sub(r"[\s·.]", "", (found[1] or found[2]).lower())
            unit = unit or _UNITS.get(said, "")
            text = text[: found.start()]
        bare = text.rstrip(" .:").replace("-", " ")
        known = text if text.removesuffix(_ERROR) in POINT_COLUMNS else _NAMES.get(bare, text)
        names.append(known)
    return names, unit


def lines_of(table: str) -> list[list[str]]:
    """The cells of the table; decimal commas become points where every number shows them so."""
    lines = [line for line in table.splitlines() if line.strip()]
    separator = next((s for s in ("\t", ";", ",") if lines and s in lines[0]), None)
    cells = [[cell.strip() for cell in line.split(separator)] for line in lines]
    body = [cell for line in cells[1:] for cell in line]
    if separator != "," and any(map(_COMMA.fullmatch, body)) and not any("." in c for c in body):
        cells = [[c.replace(",", ".") if _COMMA.fullmatch(c) else c for c in r] for r in cells]
    return cells


def without_head(first: list[str]) -> bool:
    """Whether the first line is of numbers already."""
    return bool(first) and all(_PLAIN.fullmatch(cell) for cell in first if cell)


def named_by_place(count: int) -> list[str]:
    """Names for columns that nobody named: nothing is lost, and the check asks."""
    return ["cycle", *(f"column {n}" for n in range(2, count + 1))]
