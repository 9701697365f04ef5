"""Reads and draws structures that people type, in a process that may die
(:mod:`science.answering`): ``python -m science.structures``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from science.answering import serve
from science.molecules import UnreadableMolecule, draw_svg, identity_of


def answered(asked: dict[str, Any]) -> dict[str, Any]:
    """The drawing (``{"svg"}``) where a side is given, else what the SMILES says, or
    ``{"error": sentence}``."""
    smiles = str(asked["smiles"])
    try:
        if "dark" in asked:
            return {"svg": draw_svg(smiles, dark=bool(asked["dark"]))}
        return asdict(identity_of(smiles))
    except UnreadableMolecule as error:
        return {"error": str(error)}
    except (ValueError, RuntimeError):
        return {"error": "RDKit cannot draw this structure"}


if __name__ == "__main__":
    serve(answered)
