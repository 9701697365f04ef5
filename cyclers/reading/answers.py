"""What a person says of a file that the file does not say itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from cyclers.reading.trouble import Unreadable
from cyclers.reading.units import COLUMNS, unit_named

CURRENTS = ("charging positive", "discharging positive", "without sign")
CELLS = ("full", "cathode half", "anode half", "symmetric", "unknown")
DIRECTIONS = ("charge", "discharge")


@dataclass(frozen=True)
class Answers:
    """``columns``: header → the name of :data:`cyclers.reading.units.COLUMNS` that it is, empty to
    leave it out. ``units``: header → unit. ``current``: its sign. ``cell``: what was cycled, which
    decides where a cycle starts unless ``starts`` says so. ``sheet``: of a workbook."""

    columns: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    current: str = ""
    cell: str = "unknown"
    starts: str = ""
    sheet: str = ""
    test: str = ""
    """which of several tests in one file"""

    def as_json(self) -> dict[str, Any]:
        """Without what is not said."""
        plain = Answers()
        return {k: v for k, v in asdict(self).items() if v != getattr(plain, k)}


def answers_of(data: Any) -> Answers:
    """Answers from JSON. Raises :class:`Unreadable` naming the field and what was expected."""
    if data is None:
        return Answers()
    if not isinstance(data, dict):
        raise Unreadable("answers: expected an object.")
    known = {one.name for one in fields(Answers)}
    for name, value in data.items():
        if name not in known:
            raise Unreadable(f"answers: no field “{name}”; there are {', '.join(sorted(known))}.")
        if name in {"columns", "units"}:
            if not isinstance(value, dict) or not all(
                isinstance(text, str) for pair in value.items() for text in pair
            ):
                raise Unreadable(f"answers.{name}: expected an object of texts by header.")
        elif not isinstance(value, str):
            raise Unreadable(f"answers.{name}: expected a text.")
    found = Answers(**data)
    for header, name in found.columns.items():
        if name and name not in COLUMNS:
            raise Unreadable(
                f"answers.columns: “{header}” cannot be “{name}”; there are {', '.join(COLUMNS)}."
            )
    for header, unit in found.units.items():
        if unit_named(unit) is None:
            raise Unreadable(f"answers.units: “{unit}” of “{header}” is no unit known here.")
    _one_of("current", found.current, ("", *CURRENTS))
    _one_of("cell", found.cell, CELLS)
    _one_of("starts", found.starts, ("", *DIRECTIONS))
    return found


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        expected = ", ".join(one for one in choices if one)
        raise Unreadable(f"answers.{name}: “{value}” is none of {expected}.")
