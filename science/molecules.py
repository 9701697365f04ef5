"""Molecules from SMILES: formula, molar mass, InChIKey, drawing; and CAS numbers.

RDKit is imported on first use: it takes a second to load, and most processes never draw.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from science.composition import UnreadableFormula, parse_formula


class UnreadableMolecule(ValueError):
    """A SMILES that RDKit cannot read as a molecule."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a SMILES says: formula in Hill order, molar mass in g/mol, standard InChIKey."""

    formula: str
    molar_mass_g_mol: float
    inchikey: str


def _molecule(smiles: str) -> Any:
    from rdkit import Chem, rdBase

    if not smiles.strip() or len(smiles) > 2000:
        raise UnreadableMolecule("a SMILES has between 1 and 2000 characters")
    with rdBase.BlockLogs():
        molecule = Chem.MolFromSmiles(smiles)
    if molecule is None or molecule.GetNumAtoms() == 0:
        raise UnreadableMolecule(f"RDKit cannot read the SMILES {smiles!r}")
    return molecule


@lru_cache(maxsize=1024)
def identity_of(smiles: str) -> Identity:
    """Formula, molar mass (g/mol, IUPAC standard atomic weights) and InChIKey of a SMILES.

    Charges of a salt's ions cancel; a charged whole keeps its formula without the charge.
    Raises UnreadableMolecule.
    """
    from rdkit import Chem, rdBase
    from rdkit.Chem.rdMolDescriptors import CalcMolFormula

    molecule = _molecule(smiles)
    formula = re.sub(r"[+-]\d*$", "", CalcMolFormula(molecule))
    composition = parse_formula(formula)
    mass = composition.molar_mass_g_mol
    assert composition.hill is not None, "a molecule has fixed counts"
    assert mass is not None, "a molecule has fixed counts"
    to_inchikey: Any = Chem.MolToInchiKey
    with rdBase.BlockLogs():
        inchikey = str(to_inchikey(molecule))
    return Identity(composition.hill, mass, inchikey)


def inconsistencies(
    smiles: str, *, formula: str | None = None, inchikey: str | None = None
) -> list[str]:
    """In words, what a record states against its own structure; empty when all agree.

    Raises UnreadableMolecule for a SMILES that cannot be read.
    """
    identity = identity_of(smiles)
    found = []
    if formula:
        try:
            stated = parse_formula(formula).hill
        except UnreadableFormula as error:
            found.append(str(error))
        else:
            if stated != identity.formula:
                found.append(f"the formula is {formula}, the structure is {identity.formula}")
    if inchikey and inchikey != identity.inchikey:
        found.append(f"the InChIKey is {inchikey}, the structure's is {identity.inchikey}")
    return found


def cas_is_valid(number: str) -> bool:
    """True when `number` has the shape of a CAS Registry Number and the right check digit.

    The last digit is the sum of the others, each times its place from the right, modulo 10
    (CAS, "Check Digit Verification of CAS Registry Numbers").
    """
    if not re.fullmatch(r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]", number):
        return False
    *digits, check = (int(digit) for digit in number.replace("-", ""))
    return sum(place * digit for place, digit in enumerate(reversed(digits), 1)) % 10 == check


@lru_cache(maxsize=1024)
def holds_carbonate(smiles: str) -> bool:
    """True when the structure has a carbonate group, O–C(=O)–O. Raises UnreadableMolecule."""
    from rdkit import Chem

    pattern = Chem.MolFromSmarts("[#8][#6X3](=[#8])[#8]")
    return bool(_molecule(smiles).HasSubstructMatch(pattern))


@lru_cache(maxsize=1024)
def holds_organic(smiles: str) -> bool:
    """True when a carbon atom binds hydrogen or another carbon. Raises UnreadableMolecule."""
    from rdkit import Chem

    pattern = Chem.MolFromSmarts("[$([#6;!H0]),$([#6]~[#6])]")
    return bool(_molecule(smiles).HasSubstructMatch(pattern))


@lru_cache(maxsize=1)
def no_drawing() -> str:
    """Why structures cannot be drawn on this machine; empty where they can.

    RDKit's drawing needs system libraries (libXrender, libXext, libexpat) that its wheel does
    not bring; everything else of RDKit works without them.
    """
    try:
        from rdkit.Chem.Draw import rdMolDraw2D  # noqa: F401
    except ImportError as error:
        return f"RDKit cannot draw on this machine: {error}"
    return ""


@lru_cache(maxsize=512)
def draw_svg(smiles: str, *, dark: bool = False, width: int = 240, height: int = 160) -> str:
    """The structure as an SVG with transparent background, in light or dark ink.

    `width` and `height` in pixels. Raises UnreadableMolecule.
    """
    from rdkit.Chem.Draw import rdMolDraw2D

    molecule = _molecule(smiles)
    drawer: Any = rdMolDraw2D.MolDraw2DSVG(width, height)
    options = drawer.drawOptions()
    if dark:
        rdMolDraw2D.SetDarkMode(drawer)
    options.clearBackground = False
    options.setBackgroundColour((1.0, 1.0, 1.0, 0.0))
    rdMolDraw2D.PrepareAndDrawMolecule(drawer, molecule)
    drawer.FinishDrawing()
    svg = str(drawer.GetDrawingText())
    return svg[svg.index("<svg") :]
