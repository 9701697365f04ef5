"""Short ways to write down coatings and tests as papers print them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from science import (
    CoatingInputs,
    Derived,
    Input,
    MaterialInput,
    Missing,
    Points,
    PrecursorInput,
    Result,
    StatedResult,
    StepInput,
    TestInputs,
)
from science.inputs import PrecursorKind
from science.properties import property_value
from science.quantities import read


def value(what: str, printed: str, at: str | None = None, identifier: str = "") -> Input:
    """One printed value; `at` is the temperature that it was measured at."""
    temperature = read(at, unit="°C") if at else None
    return Input(what, identifier or f"id of {what}", property_value(what, printed), temperature)


def values(printed: dict[str, str]) -> tuple[Input, ...]:
    """Printed values by property."""
    return tuple(value(what, text) for what, text in printed.items())


def precursor(
    key: str, kind: PrecursorKind, elements: Iterable[str] = (), **more: Any
) -> PrecursorInput:
    """A precursor with its elements."""
    return PrecursorInput(key, kind, elements=tuple(elements), **more)


TMA = precursor("tma", "metal", ("C", "H", "Al"), formula="C3H9Al")
WATER = precursor("h2o", "co-reactant", ("H", "O"), formula="H2O")
LIOTBU = precursor("liotbu", "metal", ("C", "H", "Li", "O"), formula="C4H9LiO")
LIHMDS = precursor("li-hmds", "metal", ("C", "H", "Li", "N", "Si"), formula="C6H18LiNSi2")
GLYCOL = precursor("eg", "organic", ("C", "H", "O"), formula="C2H6O2", smiles="OCCO")
CO2 = precursor("co2", "co-reactant", ("C", "O"), formula="CO2")
DIAMINE = precursor("ed", "organic", ("C", "H", "N"), formula="C2H8N2")
DIISOCYANATE = precursor("pdic", "organic", ("C", "H", "N", "O"), formula="C8H4N2O2")
PHOSPHATE = precursor("tmp", "co-reactant", ("C", "H", "O", "P"), formula="C3H9O4P")
VINYLENE_CARBONATE = precursor(
    "vc", "organic", ("C", "H", "O"), formula="C3H2O3", smiles="O=c1occo1"
)

ALUMINA = MaterialInput("al2o3", "Al2O3", elements=("Al", "O"), material_class="inorganic")


def dose(*alternatives: PrecursorInput, time: str | None = None, **more: Any) -> StepInput:
    """A dose, of one of the alternatives."""
    return StepInput("dose", alternatives, value("time", time) if time else None, **more)


def purge(time: str | None = None) -> StepInput:
    """A purge."""
    return StepInput("purge", time=value("time", time) if time else None)


def coating(
    material: MaterialInput = ALUMINA,
    steps: Sequence[StepInput] = (),
    measured: dict[str, str] | None = None,
    more: Sequence[Input] = (),
    **rest: Any,
) -> CoatingInputs:
    """A coating with measurements as printed."""
    printed = (*values(measured or {}), *more)
    return CoatingInputs("ASC-C000001", material, tuple(steps), printed, **rest)


def stated(what: str, printed: str, at_cycle: str | None = None) -> StatedResult:
    """A result as a paper states it."""
    cycle = read(at_cycle, unit="cycles") if at_cycle else None
    return StatedResult(what, f"id of {what}", property_value(what, printed), cycle)


def points(
    rows: Iterable[tuple[float | None, ...]],
    columns: tuple[str, ...] = ("cycle", "discharge"),
    unit: str = "mAh/g",
) -> Points:
    """Per-cycle data."""
    return Points(unit, columns, tuple(rows), id="points of the test")


def cycling(
    results: Sequence[StatedResult] = (),
    conditions: dict[str, str] | None = None,
    identifier: str = "ASC-T000001",
    **more: Any,
) -> TestInputs:
    """A cycling test with conditions as printed."""
    printed = values(conditions or {})
    return TestInputs(identifier, conditions=printed, results=tuple(results), **more)


def number_of(result: Result) -> Derived:
    """The result as a number; fails with the reason when it is missing."""
    assert isinstance(result, Derived), result
    return result


def why(result: Result) -> str:
    """The reason of a missing result; fails when there is a value."""
    assert isinstance(result, Missing), result
    return result.why
