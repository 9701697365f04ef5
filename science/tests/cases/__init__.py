"""Coatings and cells as papers print them, half of them fine and half with a slip in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from science import CoatingInputs, MaterialInput, StepInput, TestInputs
from science.plausibility import Flag, flag_coating, flag_test
from science.quantities import UnreadableValue
from science.tests.build import (
    GLYCOL,
    TMA,
    WATER,
    coating,
    cycling,
    dose,
    points,
    precursor,
    purge,
    stated,
    value,
)

ALD = (dose(TMA, time="0.1 s"), purge("10 s"), dose(WATER, time="0.1 s"), purge("10 s"))
MLD = (dose(TMA), purge(), dose(GLYCOL), purge())
HF = precursor("hf", "co-reactant", ("H", "F"), formula="HF")


@dataclass(frozen=True)
class Case:
    """What is on record, in words, and whether it is fine."""

    says: str
    fine: bool
    flags: Callable[[], list[Flag]]

    def doubted(self) -> bool:
        """Whether it is refused or flagged: of what is fine every flag counts, of what is not a
        notice is too little."""
        try:
            flags = self.flags()
        except UnreadableValue:
            return True
        return any(self.fine or flag.severity != "notice" for flag in flags)


def film(
    fine: bool,
    says: str,
    formula: str | None = "Al2O3",
    *,
    name: str = "",
    steps: tuple[StepInput, ...] = (),
    conductivity: tuple[str, str] | None = None,
    kind: str | None = "inorganic",
    elements: tuple[str, ...] = (),
    printed: str = "",
    substrate: tuple[str, str | None, str] = ("", None, ""),
    **measured: str,
) -> Case:
    def made() -> CoatingInputs:
        material = MaterialInput(
            "film",
            formula,
            name=name,
            elements=elements,
            material_class=kind,
            printed=printed,
            variable=bool(formula) and any(letter in str(formula) for letter in "xyz"),
        )
        return coating(
            material,
            steps,
            measured,
            more=[value("ionic_conductivity", *conductivity)] if conductivity else (),
            substrate=substrate[0],
            substrate_formula=substrate[1],
            preparation=substrate[2],
        )

    return Case(says, fine, lambda: flag_coating(made()))


def cell(
    fine: bool,
    says: str,
    results: tuple[tuple[str, ...], ...] = (),
    rows: tuple[str, list[tuple[float, ...]]] | None = None,
    columns: tuple[str, ...] = ("cycle", "discharge"),
    known: dict[str, Any] | None = None,
    **conditions: str,
) -> Case:
    def made() -> TestInputs:
        recorded = points(rows[1], columns, rows[0]) if rows else None
        return cycling(
            [stated(*result) for result in results], conditions, points=recorded, **(known or {})
        )

    return Case(says, fine, lambda: flag_test(made()))


LI, NA = ("Li foil", "Li", ""), ("Na foil", "Na", "")
GRAPHITE = {"electrode": "graphite", "electrode_formula": "C", "cell_type": "half"}
LFP = {"electrode_formula": "LiFePO4", "cell_type": "half", "electrode_role": "cathode"}
NMC = {"electrode_formula": "LiNi0.8Mn0.1Co0.1O2", "cell_type": "half", "electrode_role": "cathode"}
SILICON = {"electrode": "si-electrode", "electrode_formula": "Si", "cell_type": "half"}
SYMMETRIC = {"cell_type": "symmetric", "electrode_formula": "Li"}


def fading(first: float, per_cycle: float, cycles: int) -> list[tuple[float, ...]]:
    return [(float(n), first - per_cycle * n) for n in range(1, cycles + 1)]
