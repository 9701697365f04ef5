"""A structure from its SMILES, for whoever proposes a precursor: drawn, with its formula."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from curation.bounded import Bounded
from science.molecules import LONGEST_SMILES, no_drawing

LONGEST_S = 6.0
"""Seconds, of which the first question after a start takes two."""


@dataclass(frozen=True)
class Structure:
    """What a SMILES says, or why it cannot be read; ``molar_mass`` in g/mol. There is no
    ``inchikey`` where InChI knows none for the structure."""

    smiles: str
    formula: str = ""
    molar_mass: float | None = None
    inchikey: str = ""
    error: str = ""


def structure_of(smiles: str) -> Structure:
    """Formula, mass and InChIKey of a SMILES."""
    said = _asked(smiles)
    if "error" in said:
        return Structure(smiles, error=said["error"])
    return Structure(
        smiles.strip(), said["formula"], round(said["molar_mass_g_mol"], 4), said["inchikey"]
    )


def drawing_of(smiles: str, *, dark: bool = False) -> str | None:
    """The structure as SVG; None where it cannot be drawn."""
    if no_drawing():
        return None
    return _asked(smiles, dark=dark).get("svg")


def _asked(smiles: str, **how: bool) -> dict[str, Any]:
    """Of the process that reads and draws: what is typed may be larger than it can bear."""
    if len(smiles) > LONGEST_SMILES:
        return {"error": f"a SMILES has at most {LONGEST_SMILES} characters"}
    body = json.dumps({"smiles": smiles.strip(), **how}).encode()
    late = {"error": "this structure is too large to be read in time"}
    return _child.ask(body, LONGEST_S) or late


_child = Bounded("science.structures")
