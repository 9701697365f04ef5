"""What is found in a pasted text or table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from science.properties import property_value
from science.quantities import Quantity, UnreadableValue

Confidence = Literal["sure", "likely", "ask"]
RecordKind = Literal["coating", "test", "precursor", "step"]


@dataclass
class Named:
    """A record that the source speaks of. ``ref`` is its name within one answer.

    ``film`` and ``on`` are words as printed; ``coating`` is the ref of a test's coating,
    ``control`` that of the test which it is compared with; ``cycles`` and ``thickness`` stand in
    its name.
    """

    ref: str
    kind: RecordKind
    name: str = ""
    film: str = ""
    on: str = ""
    coating: str = ""
    control: str = ""
    cycles: str = ""
    thickness: str = ""
    bare: bool = False
    line: int | None = None
    """the row (or column) of the grid"""

    def as_json(self) -> dict[str, Any]:
        said = {k: v for k, v in vars(self).items() if v not in ("", None, False)}
        return {**said, "name": self.name}


@dataclass
class Candidate:
    """A value that may be meant. ``printed`` stands at ``span`` of the text or in ``cell`` of the
    grid; ``value`` is what a document would say: with the unit, power of ten or ± that is printed
    elsewhere. ``confirm_as`` is a reading that only a person may confirm.

    ``ask`` has no property and no record: ``options`` may be listed first.
    """

    printed: str
    confidence: Confidence
    why: str
    record: str = ""
    property: str = ""
    value: str = ""
    reading: Quantity | None = None
    span: tuple[int, int] | None = None
    cell: tuple[int, int] | None = None
    at_cycle: str = ""
    conditions: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    confirm_as: str = ""
    missing: bool = False
    footnote: str = ""
    sentence: int | None = None

    def as_json(self) -> dict[str, Any]:
        reading = self.reading
        found: dict[str, Any] = {
            "record": self.record or None,
            "property": self.property or None,
            "printed": self.printed,
            "value": self.value or None,
            "reading": reading
            and {
                "qualifier": reading.qualifier,
                "low": reading.low,
                "high": reading.high,
                "uncertainty": reading.uncertainty,
                "unit": reading.unit,
            },
            "confidence": self.confidence,
            "why": self.why,
            "options": list(self.options),
        }
        if self.span:
            found["span"] = list(self.span)
        if self.cell:
            found["cell"] = list(self.cell)
        for name in ("at_cycle", "conditions", "confirm_as", "missing", "footnote", "sentence"):
            if value := getattr(self, name):
                found[name] = value
        return found


@dataclass
class Answer:
    """Everything found in one source. A table comes with its grid: ``heads`` has, for each column
    (or row, where it is transposed), what its head was read as."""

    kind: Literal["text", "table"]
    at: str = ""
    records: list[Named] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    grid: list[list[str]] = field(default_factory=list)
    head_rows: int = 0
    orientation: Literal["rows", "columns"] = "rows"
    heads: list[dict[str, Any]] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "kind": self.kind,
            "at": self.at,
            "records": [record.as_json() for record in self.records],
            "candidates": [candidate.as_json() for candidate in self.candidates],
            "notes": self.notes,
        }
        if self.kind == "table":
            found |= {
                "grid": self.grid,
                "head_rows": self.head_rows,
                "orientation": self.orientation,
                "heads": self.heads,
                "footnotes": self.footnotes,
            }
        return found


def reading(key: str, text: str) -> Quantity | None:
    """The reading of a text as a property; None where it cannot be read as one."""
    try:
        return property_value(key, text)
    except (UnreadableValue, KeyError, ValueError):
        return None
