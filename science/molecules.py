"""Molecules from SMILES: formula, molar mass, InChIKey, drawing; and CAS numbers.

RDKit is imported on first use: it takes a second to load, and most processes never draw.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from science.composition import (
    Composition,
    UnreadableFormula,
    atomic_mass,
    hill_order,
    parse_formula,
)

LONGEST_SMILES = 2000
MOST_ATOMS = 150
"""Apart from hydrogen: what is dosed has some dozen, and rings upon rings take ever longer."""


class UnreadableMolecule(ValueError):
    """A SMILES that RDKit cannot read as a molecule."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a SMILES says: formula in Hill order (D for deuterium), elements, molar mass in g/mol,
    and the standard InChIKey, empty where InChI knows none."""

    formula: str
    elements: tuple[str, ...]
    molar_mass_g_mol: float
    inchikey: str


def _molecule(smiles: str) -> Any:
    from rdkit import Chem, rdBase

    if not smiles.strip() or len(smiles) > LONGEST_SMILES:
        raise UnreadableMolecule(f"a SMILES has between 1 and {LONGEST_SMILES} characters")
    if not smiles.isascii():  # half a character would not even reach RDKit
        raise UnreadableMolecule("a SMILES is written in ASCII characters")
    with rdBase.BlockLogs():
        drawn: Any = Chem.MolFromSmiles(smiles, sanitize=False)
        if drawn is None or drawn.GetNumAtoms() == 0:
            raise UnreadableMolecule(f"RDKit cannot read the SMILES {smiles!r}")
        if drawn.GetNumAtoms() > MOST_ATOMS:
            raise UnreadableMolecule(f"a structure has at most {MOST_ATOMS} atoms, hydrogen apart")
        wrong = Chem.DetectChemistryProblems(drawn)
        molecule: Any = None if wrong else Chem.MolFromSmiles(smiles)
    if molecule is None:
        raise UnreadableMolecule(_why(smiles, [problem.Message() for problem in wrong]))
    if any(atom.GetAtomicNum() == 0 for atom in molecule.GetAtoms()):
        raise UnreadableMolecule(f"{smiles!r} has open ends (*): a molecule has none")
    return molecule


def _why(smiles: str, reasons: list[str]) -> str:
    said = "; ".join(reasons)
    hint = " (a complex is written as its ions: [Al+3].[O-]…)" if "alence" in said else ""
    return f"RDKit cannot read the SMILES {smiles!r}: {said or 'it is no molecule'}{hint}"


@lru_cache(maxsize=1024)
def identity_of(smiles: str) -> Identity:
    """Formula, molar mass (g/mol, IUPAC standard atomic weights) and InChIKey of a SMILES.

    Charges of a salt's ions cancel; a charged whole keeps its formula without the charge. Isotopes
    count with their own mass. Raises UnreadableMolecule.
    """
    from rdkit import Chem, rdBase
    from rdkit.Chem.rdMolDescriptors import CalcMolFormula

    molecule = _molecule(smiles)
    plain = re.sub(r"[+-]\d*$", "", CalcMolFormula(molecule))
    try:
        composition = parse_formula(plain)
    except UnreadableFormula as error:
        raise UnreadableMolecule(str(error)) from error
    mass = composition.molar_mass_g_mol
    assert mass is not None, "a molecule has fixed counts"
    to_inchikey: Any = Chem.MolToInchiKey
    with rdBase.BlockLogs():
        inchikey = str(to_inchikey(molecule))
    labelled = [(a.GetSymbol(), a.GetIsotope()) for a in molecule.GetAtoms() if a.GetIsotope()]
    masses = Chem.GetPeriodicTable()
    for element, isotope in labelled:
        own = masses.GetMassForIsotope(element, isotope)
        if not own:
            raise UnreadableMolecule(f"{element} has no isotope {isotope}")
        mass += own - atomic_mass(element)
    formula = _with_deuterium(composition, labelled.count(("H", 2)))
    return Identity(formula, composition.elements, mass, inchikey)


def _with_deuterium(composition: Composition, deuterium: int) -> str:
    counts = dict(composition.counts)
    if deuterium:
        counts["D"] = Decimal(deuterium)
        light = (counts.pop("H") or Decimal(0)) - deuterium
        if light:
            counts["H"] = light
        counts = {element: counts[element] for element in hill_order(set(counts))}
    hill = Composition("", counts).hill
    assert hill is not None, "a molecule has fixed counts"
    return hill


def inconsistencies(
    smiles: str, *, formula: str | None = None, inchikey: str | None = None
) -> list[str]:
    """In words, what a record states against its own structure; empty when all agree.

    Raises UnreadableMolecule for a SMILES that cannot be read.
    """
    identity = identity_of(smiles)
    found = []
    if formula and formula != identity.formula:
        try:
            stated = parse_formula(formula).hill
        except UnreadableFormula as error:
            found.append(str(error))
        else:
            if stated != identity.formula:
                found.append(f"the formula is {formula}, the structure is {identity.formula}")
    if inchikey and identity.inchikey and inchikey != identity.inchikey:
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
