"""Cycling tests of a synthetic paper: bare controls, coated cells, conditions, results, points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bench.synthetic import printed
from bench.synthetic.copying import NULL, Rows, array, optional, reading
from cycling.models import (
    Control,
    CyclingTest,
    Outcome,
    TestCoating,
    TestCondition,
    TestCurve,
    TestResult,
)
from cycling.models.curve import packed
from records.models import PublicId

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

_TESTED = 0.25  # share of coatings with a test of their own; their controls come on top
_WITH_POINTS = 0.05
_POINTS = 120
_ELECTROLYTES = ("", "1 M LiPF6 in EC:DEC", "1 M LiTFSI in DOL:DME", "1 M NaPF6 in PC")
_ASPECTS = ("capacity retention", "rate capability", "natural SEI", "overpotential")
_RESULTS_OF = {
    "half": ("retention", "capacity", "coulombic_efficiency", "stable_cycles", "lifetime_ratio"),
    "full": ("retention", "capacity", "coulombic_efficiency", "lifetime"),
    "symmetric": ("overpotential", "lifetime_hours", "impedance", "lifetime_ratio"),
    "unspecified": ("retention", "capacity", "impedance"),
}
_CONDITIONS_OF = {
    "half": ("rate", "specific_current", "temperature", "voltage_window", "loading"),
    "full": ("rate", "temperature", "voltage_window", "areal_capacity", "formation_cycles"),
    "symmetric": ("current_density", "areal_capacity", "temperature"),
    "unspecified": ("rate", "temperature"),
}


class Coated(Protocol):
    """What a test needs to know of a coating."""

    @property
    def number(self) -> int: ...

    @property
    def substrate_id(self) -> int: ...


class TestWriter:
    """Draws tests and puts their rows into ``rows``."""

    __test__ = False  # not a test case, whatever pytest makes of the name

    def __init__(
        self, random: Random, rows: Rows, provenance: Callable[..., str], now: str
    ) -> None:
        self.random = random
        self.rows = rows
        self.provenance = provenance
        self.now = now
        self.tests = 0
        spans = printed.CONDITION | printed.RESULT
        readings = {key: printed.pool(random, key, span) for key, span in spans.items()}
        self.values = {key: [reading(q) for q in found] for key, found in readings.items()}
        self.values["voltage_window"] = [reading(q) for q in printed.windows(random)]
        self.cycles = [
            f"{q.printed}\t{optional(q.low)}\t{optional(q.high)}" for q in printed.cycle_counts()
        ]

    def write(self, paper: int, paper_key: str, coatings: Sequence[Coated], *, via: bool) -> None:
        """Tests of some of the coatings, each against a bare control on the same electrode."""
        random = self.random
        bare: dict[int, tuple[int, str]] = {}
        position = 0
        for coating in coatings:
            if random.random() >= _TESTED:
                continue
            electrode = coating.substrate_id
            if electrode not in bare:
                cell = random.choices(tuple(_RESULTS_OF), (45, 15, 30, 10))[0]
                number = self._test(paper, paper_key, position, None, electrode, cell, via=via)
                bare[electrode] = number, cell
                position += 1
            control, cell = bare[electrode]
            number = self._test(paper, paper_key, position, coating, electrode, cell, via=via)
            position += 1
            self.rows.add(Control, f"{number}\t{control}\t0")
            self._outcomes(number, control, paper, via=via)
            others = [other.number for other in coatings if other is not coating]
            if others and random.random() < 0.05:
                self.rows.add(TestCoating, f"{number}\t{random.choice(others)}\t0\tf")

    def _test(
        self,
        paper: int,
        paper_key: str,
        position: int,
        coating: Coated | None,
        electrode: int,
        cell: str,
        *,
        via: bool,
    ) -> int:
        random = self.random
        self.tests += 1
        number = self.tests
        key = f"coated-{position}" if coating else f"bare-{position}"
        points = random.random() < _WITH_POINTS
        columns = array(("cycle", "charge", "discharge")) if points else "{}"
        cells = random.choice((NULL, NULL, "2", "3"))
        where = self.provenance(paper, via=via)
        self.rows.add(
            CyclingTest,
            f"{number}\t{paper}\t{key}\t{position}\t{'Coated' if coating else 'Bare'} electrode",
            f"{coating.number if coating else NULL}\t{cell}\t{electrode}",
            f"{'Li metal' if cell == 'half' else ''}\t{random.choice(_ELECTROLYTES)}\t{cells}",
            f"{'mAh/g' if points else ''}\t{columns}",
            f"\t\t\t\t{{}}\t[]\t[]\t{self.now}\t{self.now}",
            where,
        )
        self.rows.add(PublicId, f"T\t{number}\t{paper_key}\t{key}\t\t")
        self._values(number, paper, cell, via=via)
        if points:
            self._curve(number, where, coated=coating is not None)
        return number

    def _values(self, number: int, paper: int, cell: str, *, via: bool) -> None:
        random = self.random
        stated = [key for key in _CONDITIONS_OF[cell] if random.random() < 0.7]
        for position, key in enumerate(stated):
            value = random.choice(self.values[key])
            where = self.provenance(paper, via=via)
            self.rows.add(TestCondition, f"{number}\t{key}\t{position}", value, where)
        for position in range(random.randint(0, 3)):
            key = random.choice(_RESULTS_OF[cell])
            at = random.choice(self.cycles) if random.random() < 0.6 else f"\t{NULL}\t{NULL}"
            value = random.choice(self.values[key])
            where = self.provenance(paper, via=via)
            self.rows.add(TestResult, f"{number}\t{key}\t{position}\t{at}", value, where)

    def _outcomes(self, number: int, control: int, paper: int, *, via: bool) -> None:
        random = self.random
        for position in range(random.choice((0, 1, 1, 2))):
            direction = random.choices(("better", "same", "worse", "mixed"), (80, 8, 7, 5))[0]
            aspect = random.choice(_ASPECTS)
            self.rows.add(
                Outcome,
                f"{number}\t{control}\t{direction}\t{aspect}\t{aspect} was {direction}",
                str(position),
                self.provenance(paper, via=via),
            )

    def _curve(self, number: int, where: str, *, coated: bool) -> None:
        """A fade that is slow at first and faster after a knee, with the scatter of a cell."""
        random = self.random
        capacity = random.uniform(150, 1800)
        fade = random.uniform(2e-4, 2e-3) * (0.5 if coated else 1)
        knee = random.randint(60, 200)
        charges, discharges = [], []
        for position in range(_POINTS):
            lost = fade * position + max(0, position - knee) * fade * 3
            discharges.append(round(capacity * (1 - lost) * random.gauss(1, 0.002), 2))
            charges.append(round(discharges[-1] / random.uniform(0.985, 0.999), 2))
        self.rows.add(
            TestCurve,
            f"{number}\t0\tt\t\tmAh/g\tactive material",
            f"{array(('cycle', 'charge', 'discharge'))}\t{_POINTS}\t{{}}\t\t{{}}\t{{}}",
            rf"\\x{packed((range(1, _POINTS + 1), charges, discharges)).hex()}",
            where,
        )
