"""What a run takes, before it is run: exposure for pores, precursor on each m², time. Estimates,
each with the inputs it rests on, those that were not entered marked as assumed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from records.filtering import Problem
from records.typesetting import interval
from science import conformality, formulas
from science.properties import PROPERTIES, property_value
from science.quantities import Interval, UnreadableValue, corners, read_bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from explore.recipes.record import Record

ASSUMED = {
    "aspect_ratio": "10",
    "molecules": "4",
    "deposition_temperature": "150 °C",
    "thickness": "10 nm",
    "growth_per_cycle": "1 Å",
    "cycle_time": "60 s",
}
"""What is taken where nothing is entered; 4 molecules on a nm² is about what TMA leaves."""
_LABELS = {"molecules": ("Molecules that a dose leaves", "1/nm²")}


@dataclass(frozen=True)
class Input:
    """A field of the plan as this request fills it."""

    name: str
    label: str
    unit: str
    text: str
    shown: str
    value: Interval | None
    problem: str

    @property
    def assumed(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class Dose:
    """What one precursor takes: exposure of a flat surface and of the pores, in Pa s, and the mass
    that one dose and all cycles leave on a m² of surface, in mg."""

    name: str
    flat: str
    pores: str
    each: str
    whole: str


class Plan:
    def __init__(self, data: QueryDict) -> None:
        self.problems: list[Problem] = []
        self.inputs = [self._input(name, data.get(name, "").strip()) for name in ASSUMED]
        self.value = {one.name: one.value for one in self.inputs}

    def _input(self, name: str, text: str) -> Input:
        label, unit = _LABELS.get(name) or (PROPERTIES[name].label, PROPERTIES[name].unit or "")
        value, problem = None, ""
        try:
            value = _read(name, unit, text or ASSUMED[name])
        except UnreadableValue as error:
            problem = error.message
            self.problems.append(Problem(name, problem))
        return Input(name, label, "" if unit == "1" else unit, text, ASSUMED[name], value, problem)

    @property
    def _cycles(self) -> Interval:
        thickness, growth = self.value["thickness"], self.value["growth_per_cycle"]
        assert thickness is not None
        assert growth is not None
        return (thickness / growth).scaled(10.0)

    @property
    def cycles(self) -> str:
        return _shown(self._cycles)

    @property
    def hours(self) -> str:
        time = self.value["cycle_time"]
        assert time is not None
        return _shown(formulas.deposition_time_h(self._cycles, time))

    def doses(self, record: Record, keys: Sequence[str]) -> list[Dose]:
        """Of the precursors at hand that are molecules of known mass."""
        rows = [record.precursors[key] for key in sorted(keys) if not record.is_plasma(key)]
        return [
            self._dose(record.name(r.key), r.molar_mass_g_mol) for r in rows if r.molar_mass_g_mol
        ]

    def _dose(self, name: str, mass: float) -> Dose:
        molecules, ratio = self.value["molecules"], self.value["aspect_ratio"]
        celsius = self.value["deposition_temperature"]
        assert molecules is not None
        assert ratio is not None
        assert celsius is not None

        def exposure(depth: float, left: float, temperature: float) -> float:
            return conformality.exposure_pa_s(depth, left, mass, temperature)

        each = corners(partial(conformality.precursor_mg_m2, molar_mass_g_mol=mass), molecules)
        return Dose(
            name,
            _shown(corners(exposure, Interval.point(0.0), molecules, celsius)),
            _shown(corners(exposure, ratio, molecules, celsius)),
            _shown(each),
            _shown(each * self._cycles),
        )


def _read(name: str, unit: str, text: str) -> Interval:
    """One number or a range, above zero; a temperature above absolute zero."""
    bare = read_bare(text[:100])
    if name == "molecules":
        if bare is None:
            message = f"cannot read {text[:100]!r}: expected a number of molecules on a nm², as 4"
            raise UnreadableValue(text, 0, "a number", message)
        found = Interval.point(bare)
    else:
        printed = f"{text} {unit}" if bare is not None and unit != "1" else text
        found = property_value(name, printed[:100]).interval
    least = -273.15 if name == "deposition_temperature" else 0.0
    if not found.is_bounded or found.low <= least:
        message = f"{text!r} is not one number, or a range, above {least:g}"
        raise UnreadableValue(text, 0, "one number or a range", message)
    return found


def _shown(found: Interval) -> str:
    return str(interval(found.low, found.high, 2))
