"""The dialects of :file:`dialects.toml`, and what a row of headers is by them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cyclers.reading.trouble import Asked, Question, Unreadable
from cyclers.reading.units import (
    COLUMNS,
    UNITS_ASKED,
    Header,
    header_of,
    splits,
    stem_of,
    unit_in,
    unit_named,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cyclers.reading.answers import Answers


@dataclass(frozen=True)
class Dialect:
    name: str
    has: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    dates: str = ""
    unsigned: bool = False
    """currents and counters carry no sign: a column of modes says which way"""


OTHER = Dialect("a table with headers")


@cache
def dialects() -> tuple[Dialect, ...]:
    data = tomllib.loads(Path(__file__).with_name("dialects.toml").read_text("utf-8"))
    return tuple(Dialect(**{**one, "has": tuple(one["has"])}) for one in data["dialect"])


def dialect_of(headers: Sequence[str]) -> Dialect:
    """The dialect whose columns are all there; of several, the one that asks for most."""
    there = {text.strip() for text in headers}
    found = [one for one in dialects() if there.issuperset(one.has)]
    return max(found, key=lambda one: len(one.has), default=OTHER)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns: a voltage and a current or charge, or a charge per cycle."""
    dialect = dialect_of(cells)
    if dialect is not OTHER:
        return True
    names = {header_of(cell).name for cell in cells if cell.strip()}
    charges = {"charge_capacity", "discharge_capacity", "step_capacity", "charge_increment"}
    return ("voltage" in names and bool(names & {"current", *charges})) or (
        "cycle_count" in names and {"charge_capacity", "discharge_capacity"} <= names
    )


def understood(headers: Sequence[str], dialect: Dialect, answers: Answers) -> dict[int, Header]:
    """Place of a column → what it is. Of several that could be one column, the first in the order
    of :data:`COLUMNS`' stems is taken; what a person said goes first. Units may be missing."""
    taken: dict[str, tuple[tuple[int, int], int, Header]] = {}
    for unknown in (answers.columns.keys() | answers.units.keys()) - {h.strip() for h in headers}:
        raise Unreadable(f"The file has no column “{unknown}”.")
    for place, text in enumerate(one.strip() for one in headers):
        header = header_of(text)
        name, rank = header.name, 2
        for said, better in ((dialect.columns, 1), (answers.columns, 0)):
            if text in said:
                name, rank = said[text], better
        if not name:
            continue
        unit = header.unit if header.name == name else unit_in(text, COLUMNS[name].dimension)
        if spelled := answers.units.get(text) or (not unit and dialect.units.get(text)):
            unit = unit_named(spelled, COLUMNS[name].dimension)
        order = (rank, _order(text, name))
        if name not in taken or order < taken[name][0]:
            taken[name] = (order, place, Header(text, name, unit))
    return {place: header for _, place, header in taken.values()}


def _order(text: str, name: str) -> int:
    """Where its stem stands among those that name this column."""
    stems = COLUMNS[name].stems
    known = [stems.index(stem_of(stem)) for stem, _ in splits(text) if stem_of(stem) in stems]
    return min(known, default=len(stems))


def without_unit(headers: dict[int, Header]) -> list[Header]:
    """Columns whose unit is not known."""
    return [
        one
        for one in headers.values()
        if one.unit is None and COLUMNS[one.name].dimension in UNITS_ASKED
    ]


def ask_units(lacking: Sequence[Header], proposed: dict[str, str]) -> None:
    """Ask for the units of these headers. Raises :class:`Asked` where there are any."""
    questions = []
    for one in lacking:
        suggestion = proposed.get(one.name, "")
        hint = f" (the numbers suggest {suggestion})" if suggestion else ""
        questions.append(
            Question(
                key=f"unit:{one.text}",
                text=f"The file does not say the unit of “{one.text}”: say it{hint}.",
                choices=UNITS_ASKED[COLUMNS[one.name].dimension],
                proposed=suggestion,
            )
        )
    if questions:
        raise Asked(*questions)
