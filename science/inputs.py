"""What the formulas read: plain frozen records that the rooms fill from their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from science.quantities import Quantity

PrecursorKind = Literal["metal", "organic", "co-reactant"]
Action = Literal["dose", "purge", "plasma", "soak", "subcycle"]


@dataclass(frozen=True, slots=True)
class Input:
    """One printed value: the property key `what`, the record it belongs to, and its reading.

    `temperature` is the one at which it was measured, where the paper says so (conductivity).
    """

    what: str
    id: str
    quantity: Quantity
    temperature: Quantity | None = None


@dataclass(frozen=True, slots=True)
class PrecursorInput:
    """A substance that is dosed. `source_temperatures` are those on record, in °C."""

    key: str
    kind: PrecursorKind
    formula: str | None = None
    elements: tuple[str, ...] = ()
    smiles: str | None = None
    state: str | None = None
    source_temperatures: tuple[Input, ...] = ()
    decomposition_temperature: Input | None = None


@dataclass(frozen=True, slots=True)
class StepInput:
    """One step of a (super)cycle. Several `precursors` are alternatives: one of them is dosed.

    `every` = 4 says only every fourth cycle, None that the paper does not say how often. A
    `subcycle` has `steps` of its own, run `repeat` times (None: not reported).
    """

    action: Action
    precursors: tuple[PrecursorInput, ...] = ()
    time: Input | None = None
    temperature: Input | None = None
    every: int | None = 1
    repeat: int | None = None
    steps: tuple[StepInput, ...] = ()


@dataclass(frozen=True, slots=True)
class MaterialInput:
    """What a film is made of. `phases` are those of a mixture or laminate.

    `elements` counts where the formula cannot tell; `material_class` is what the vocabulary
    states ("inorganic", "hybrid", "organic"). `printed` is the formula as the paper prints it,
    `smiles` the structure of its repeating unit or salt.
    """

    key: str
    formula: str | None = None
    variable: bool = False
    elements: tuple[str, ...] = ()
    material_class: str | None = None
    charge_carrier: str | None = None
    phases: tuple[MaterialInput, ...] = ()
    name: str = ""
    printed: str = ""
    smiles: str | None = None


@dataclass(frozen=True, slots=True)
class SeriesInput:
    """One property `what` of record `id` against another: (against, what) in canonical units."""

    what: str
    against: str
    id: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class CoatingInputs:
    """Everything on record about one coating that its derived properties need.

    `id` is the coating's own ("ASC-C000001"), `paper` that of the paper which reports it.
    `measurements` are all printed values of measured properties, in any order. `cell_ion` is the
    charge carrier of the cells it is used in ("Li"), `cell_currents` are the current densities
    (mA/cm²) of those cells. `substrate` is the name of what is coated, `substrate_key` its
    word in the vocabulary, `substrate_formula` its formula where it has one, `preparation` how it
    was made ("50 nm particles on Cu"). `technique` is the one that is printed. `series` are those
    of this film.
    """

    id: str
    material: MaterialInput
    steps: tuple[StepInput, ...] = ()
    measurements: tuple[Input, ...] = ()
    cell_ion: str | None = None
    cell_currents: tuple[Input, ...] = ()
    paper: str = ""
    substrate: str = ""
    substrate_key: str = ""
    substrate_formula: str | None = None
    preparation: str = ""
    technique: str = ""
    series: tuple[SeriesInput, ...] = ()

    def measured(self, key: str) -> tuple[Input, ...]:
        """The printed values of one property."""
        return tuple(item for item in self.measurements if item.what == key)


@dataclass(frozen=True, slots=True)
class StatedResult:
    """A result as a paper states it: property key, record, reading, and the cycle it is for."""

    what: str
    id: str
    quantity: Quantity
    at_cycle: Quantity | None = None


CycleKind = Literal["", "formation", "ageing", "rate", "check-up"]


@dataclass(frozen=True, slots=True)
class Points:
    """Per-cycle data as recorded: `columns` name the numbers of each row, None is a gap.

    The columns and their units are those of `science.cycling.columns`. `kinds` says of each row
    what the cycle is for, where that is stated; "" is not stated. `errors` are standard errors
    of a column, one for each row.
    """

    unit: str
    columns: tuple[str, ...]
    rows: tuple[tuple[float | None, ...], ...]
    id: str = ""
    kinds: tuple[CycleKind, ...] = ()
    errors: tuple[tuple[str, tuple[float | None, ...]], ...] = ()


Direction = Literal["better", "same", "worse", "mixed"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence of the paper says of a test: how it did, and against which control.

    `group` is True of a sentence about several systems together. `than` is the control's id, ""
    where the sentence names none.
    """

    direction: Direction
    id: str
    statement: str = ""
    than: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class TestInputs:
    """Everything on record about one cycling test that its derived properties need.

    `conditions` and `results` are as printed. `electrode` is the key of the electrode material,
    `electrode_formula` its formula where it has one, `electrode_role` what it is in the cell.
    `replicates` are the records of further cells of the same kind, beside `points`; `cells` is
    how many cells were tested. `also_coated` are the films on the other electrodes of the cell,
    `claims` what the paper says in words.
    """

    __test__ = False  # not a test case, whatever pytest makes of the name

    id: str
    coated: bool = False
    cell_type: Literal["half", "full", "symmetric", "unspecified"] = "unspecified"
    electrode: str | None = None
    electrode_formula: str | None = None
    electrode_role: str | None = None
    counter: str = ""
    electrolyte: str = ""
    conditions: tuple[Input, ...] = ()
    results: tuple[StatedResult, ...] = ()
    points: Points | None = None
    replicates: tuple[Points, ...] = ()
    cells: int | None = None
    also_coated: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()

    def condition(self, key: str) -> tuple[Input, ...]:
        """The printed values of one condition."""
        return tuple(item for item in self.conditions if item.what == key)

    def stated(self, key: str) -> tuple[StatedResult, ...]:
        """The stated results of one property."""
        return tuple(item for item in self.results if item.what == key)
