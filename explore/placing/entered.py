"""What is entered in the address: values and cell, each read by the reader of printed values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatings.filters import CoatingFilter
from coatings.models import Material
from records.filtering import Problem
from records.filtering.vocabularies import hint
from records.typesetting import unit as typeset_unit
from science.families import FAMILIES, film_family
from science.inputs import CoatingInputs, Input, MaterialInput
from science.properties import PROPERTIES, property_value
from science.quantities import UnreadableValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from science.quantities import Quantity

LONGEST = 100
YOURS = "yours"
VALUES = (
    *("ionic_conductivity", "thickness", "deposition_temperature", "growth_per_cycle"),
    "retention",
)
CELL = ("temperature", "activation_energy", "current_density", "roughness_factor", "ohmic_drop")
ASSUMED: Mapping[str, str] = {"temperature": "25 °C", "current_density": "1 mA/cm²"}
"""What is taken where nothing is entered, always marked."""
LABELS = {
    "temperature": "σ measured at",
    "current_density": "Current density of the cell",
    "roughness_factor": "Roughness factor of the electrode",
    "ohmic_drop": "Wanted: ohmic drop at most",
    "at_cycle": "after cycle",
}
AT_CYCLE = "at_cycle"
CHOICES = ("material", "family", "substrate")


@dataclass(frozen=True)
class Entry:
    """A field as this request fills it."""

    name: str
    label: str
    unit: str
    text: str
    value: Quantity | None
    problem: str
    assumed: bool

    @property
    def unit_html(self) -> str:
        return str(typeset_unit(self.unit))


class Entered:
    """The address, read; ``problems`` name what cannot be."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        self.problems: list[Problem] = []
        self.entries = {name: self._entry(name) for name in (*VALUES, AT_CYCLE, *CELL)}
        self._refuse_unknown()
        self.family = data.get("family", "")
        if self.family and self.family not in FAMILIES:
            near = hint(self.family, {key: key for key in FAMILIES})
            self.problems.append(Problem("family", f"there is no family {self.family!r}{near}"))
        self.filters = CoatingFilter(self._chosen())
        self.problems += self.filters.problems
        if self.value("retention") and not self.entries[AT_CYCLE].value:
            message = "is needed with a retention: what is left means nothing without it"
            self.problems.append(Problem(AT_CYCLE, message))

    def _refuse_unknown(self) -> None:
        known = {name: name for name in (*self.entries, *CHOICES)}
        for name in self.data:
            if name not in known:
                message = f"there is no such parameter{hint(name, known)}"
                self.problems.append(Problem(name, message))

    def _chosen(self) -> QueryDict:
        chosen = self.data.copy()
        for name in list(chosen):
            if name not in ("material", "substrate"):
                del chosen[name]
        if self.family in FAMILIES and not chosen.get("material"):
            chosen.setlist("material", _of_family(self.family) or ["-"])
        return chosen

    def _entry(self, name: str) -> Entry:
        text = self.data.get(name, "").strip()
        assumed = not text and name in ASSUMED
        declared = PROPERTIES["cycles" if name == AT_CYCLE else name]
        unit = declared.unit or ""
        label = LABELS.get(name, declared.label)
        shown = text or ASSUMED.get(name, "")
        value, problem = None, ""
        if shown:
            try:
                value = self._read(declared.key, unit, shown)
            except UnreadableValue as error:
                problem = error.message
                self.problems.append(Problem(name, problem))
        return Entry(name, label, unit, text, value, problem, assumed)

    @staticmethod
    def _read(key: str, unit: str, text: str) -> Quantity:
        """As printed values are read; what has no unit is in the one beside the field."""
        if len(text) > LONGEST:
            message = f"is longer than {LONGEST} characters"
            raise UnreadableValue(text, LONGEST, f"at most {LONGEST} characters", message)
        try:
            return property_value(key, text)
        except UnreadableValue as error:
            if "a unit is missing" not in error.message:
                raise
        return property_value(key, f"{text} {unit}")

    def value(self, name: str) -> Quantity | None:
        return self.entries[name].value

    @property
    def anything(self) -> bool:
        return any(self.value(name) for name in VALUES)

    @property
    def film(self) -> CoatingInputs:
        """What is entered, as the formulas of coatings read it."""
        temperature = self.value("temperature")
        measured = []
        for name in ("ionic_conductivity", "thickness", "activation_energy", "roughness_factor"):
            value = self.value(name)
            if value is not None:
                at = temperature if name == "ionic_conductivity" else None
                measured.append(Input(name, YOURS, value, at))
        current = self.value("current_density")
        currents = (Input("current_density", YOURS, current),) if current else ()
        return CoatingInputs(
            YOURS, MaterialInput(""), measurements=tuple(measured), cell_currents=currents
        )


def _of_family(family: str) -> list[str]:
    rows = Material.objects.values_list("key", "material_class", "elements")
    return [key for key, of, elements in rows if film_family(of, elements) == family]
