"""A structure from its SMILES, for whoever proposes a precursor: drawn, with its formula."""

from __future__ import annotations

from dataclasses import dataclass

from science.molecules import UnreadableMolecule, draw_svg, identity_of, no_drawing


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
    try:
        identity = identity_of(smiles.strip())
    except UnreadableMolecule as error:
        return Structure(smiles, error=str(error))
    return Structure(
        smiles.strip(), identity.formula, round(identity.molar_mass_g_mol, 4), identity.inchikey
    )


def drawing_of(smiles: str, *, dark: bool = False) -> str | None:
    """The structure as SVG; None where it cannot be drawn."""
    if no_drawing():
        return None
    try:
        return draw_svg(smiles.strip(), dark=dark)
    except ValueError:
        return None
