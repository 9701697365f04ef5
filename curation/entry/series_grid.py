"""The grid of a series as typed: what varies, what was measured, and how each cell is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from curation.entry.recipe_line import steps_of, words_of
from curation.lookup.readings import reading_of
from science.properties import PROPERTIES, properties
from science.quantities import UnknownUnit, read_bare, rescaling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.lookup.readings import Reading

OF_FILMS = tuple(properties("condition", "coating"))
OF_SERIES = tuple(properties("condition", "series"))
"""What belongs to no film of its own, such as the time of a dose: kept as a series alone."""
VARY = tuple(dict.fromkeys(("cycles", "thickness", "deposition_temperature", *OF_FILMS,
                            *OF_SERIES)))  # fmt: skip
"""What a row of a series may be named by."""
SHARED = ("deposition_temperature", "growth_per_cycle")
CONDITIONS = (
    "rate", "voltage_window", "temperature", "loading", "current_density", "areal_capacity",
)  # fmt: skip
BARE = {"0", "bare", "uncoated", "pristine", "none"}
MOST_ROWS, MOST_COLUMNS = 60, 12
_COLUMN = re.compile(r"col-(\d{1,2})$")
_SHORT = {"cycles": "c", "°C": "degc", "nm": "nm", "%": "pct", "Pa s": "pa-s", "1": ""}


@dataclass
class Cell:
    name: str
    text: str
    value: str = ""
    reading: str = ""
    problem: str = ""
    read: Reading | None = None


@dataclass
class Column:
    number: int
    key: str
    at_cycle: str
    unit: str
    varied: bool = False

    @property
    def label(self) -> str:
        at = f" at {self.at_cycle}" if self.at_cycle else ""
        return f"{PROPERTIES[self.key].label}{at}"

    @property
    def of_film(self) -> bool:
        return PROPERTIES[self.key].has_role("measured", "coating") and not self.varied


@dataclass
class Row:
    number: int
    varied: Cell
    cells: list[Cell]
    bare: bool
    key: str = ""

    @property
    def said(self) -> bool:
        return bool(self.varied.text)


@dataclass
class Series:
    """What the page says: shared texts, columns and rows. ``as_series``: one film, of which points
    are kept; else a film and a test for each row."""

    texts: dict[str, str]
    vary: str
    unit: str
    columns: list[Column]
    rows: list[Row]
    as_series: bool = False
    shared: dict[str, Cell] = field(default_factory=dict)
    """what all rows have in common, by property"""
    recipe: Cell = field(default_factory=lambda: Cell("recipe", ""))
    steps: list[dict[str, Any]] = field(default_factory=list)
    wrong: int = 0
    read: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def against(self) -> Column:
        """What varies from row to row, as a column."""
        return Column(-1, self.vary, "", self.unit, varied=True)

    @property
    def further(self) -> list[Column]:
        """What varies beside it."""
        return [column for column in self.columns if column.varied]

    def cell(self, row: Row, column: Column) -> Cell:
        return row.varied if column.number < 0 else row.cells[self.columns.index(column)]


def series_of(said: Mapping[str, str]) -> Series:
    """The series as typed, every cell read, in the unit of its head unless it brings its own."""
    vary = said.get("vary", "cycles")
    vary = vary if vary in VARY else "cycles"
    # the unit of another quantity goes with it
    named = said.get("vary-unit", "").strip()[:20] if said.get("varied", vary) == vary else ""
    unit = named if _fits(named, vary) else str(PROPERTIES[vary].unit)
    columns = [
        Column(
            int(m[1]), key, said.get(f"at-{m[1]}", "").strip()[:20],
            said.get(f"unit-{m[1]}", "").strip()[:20] or str(PROPERTIES[key].unit),
            varied=said.get(f"varies-{m[1]}") == "1" and key in VARY,
        )
        for name, key in said.items()
        if (m := _COLUMN.match(name)) and key in PROPERTIES and PROPERTIES[key].unit
    ][:MOST_COLUMNS]  # fmt: skip
    series = Series(dict(said), vary, unit, columns, [], _as_series(said, vary, columns))
    series.recipe = Cell("recipe", said.get("recipe", "").strip())
    try:
        series.steps = steps_of(series.recipe.text)
        series.recipe.reading = words_of(series.steps)
    except ValueError as error:
        series.recipe.problem = str(error)
    for key in (*SHARED, *CONDITIONS):
        series.shared[key] = _cell(said, f"shared-{key}", key, str(PROPERTIES[key].unit))
    numbers = sorted({int(m[1]) for n in said if (m := re.match(r"g-(\d{1,3})-", n))})[:MOST_ROWS]
    for number in numbers:
        first = _cell(said, f"g-{number}-v", vary, unit)
        bare = first.text.lower() in BARE and not series.as_series
        if bare:
            first.reading, first.problem = "control", ""
        cells = [_cell(said, f"g-{number}-{c.number}", c.key, c.unit) for c in columns]
        series.rows.append(Row(number, first, cells, bare))
    _look_at(series)
    return series


def _fits(unit: str, key: str) -> bool:
    try:
        rescaling(unit or "?", PROPERTIES[key].unit or "1")
    except UnknownUnit:
        return False
    return True


def _as_series(said: Mapping[str, str], vary: str, columns: list[Column]) -> bool:
    """As chosen; what belongs to no film of its own leaves no choice."""
    alone = any(key in OF_SERIES for key in (vary, *(c.key for c in columns if c.varied)))
    return alone or said.get("keep") == "series"


def _look_at(series: Series) -> None:
    """Keys and counts; what a row cannot do without."""
    for one in (series.recipe, *series.shared.values()):
        series.wrong += bool(one.problem)
    for row in series.rows:
        row.key = row_key(series, row)
        if any(cell.text for cell in row.cells) and not row.said:
            row.varied.problem = "what varies is open in this row"
        if series.as_series:
            for column in (series.against, *series.columns):
                cell = series.cell(row, column)
                cell.problem = cell.problem or _no_point(column, cell)
        shown = [row.varied, *row.cells]
        series.wrong += sum(bool(cell.problem) for cell in shown)
        series.read += sum(bool(cell.reading) for cell in shown)


def _no_point(column: Column, cell: Cell) -> str:
    """Why the cell is no number of a point."""
    if not cell.read:
        return ""
    if not column.varied and not column.of_film:
        return "a result of a test: keep a film for each row"
    if cell.read.qualifier != "exact":
        return "a point is a plain number: keep a film for each row, or leave it out"
    return ""


def _cell(said: Mapping[str, str], name: str, key: str, unit: str) -> Cell:
    text = said.get(name, "").strip()[:200]
    cell = Cell(name, text)
    if not text:
        return cell
    tries = [text, f"{text}C"] if unit == "1/h" else [text]
    if unit not in ("1", "1/h"):
        tries.append(f"{text} {unit}")
    found = None
    for value in tries:
        found = reading_of(key, value)
        if not found.error:
            cell.value, cell.reading, cell.read = value, found.words, found
            return cell
    cell.problem = found.error if found else ""
    return cell


_BARE_PLACE = re.compile(r"S?\d{1,3}[a-z]?", re.IGNORECASE)


def place_of(text: str) -> str:
    """Where a table stands, as typed; a bare number is that of the table."""
    place = text.strip()[:200]
    return f"Table {place}" if _BARE_PLACE.fullmatch(place) else place


# --- keys ------------------------------------------------------------------------------------
def row_key(series: Series, row: Row) -> str:
    """``al2o3-on-li-2nm``: named by what varies."""
    on = slug(series.texts.get("on", ""))
    if row.bare:
        return f"bare-on-{on}" if on else "bare"
    what = [short(c, series.cell(row, c)) for c in (series.against, *series.further)]
    return "-".join(part for part in (film_key(series), *what) if part)


def film_key(series: Series) -> str:
    film, on = (slug(series.texts.get(name, "")) for name in ("film", "on"))
    return "-".join(part for part in (film or "film", f"on-{on}" if on else "") if part)


def short(column: Column, cell: Cell) -> str:
    """A value as a part of a key, in the unit that it is read in."""
    if cell.read is None or cell.read.low is None or cell.read.low != cell.read.high:
        return slug(cell.text)
    unit = str(PROPERTIES[column.key].unit)
    return slug(f"{cell.read.low:g}{_SHORT.get(unit, unit)}")


def plain_number(cell: Cell, column: Column) -> tuple[float, float | None] | None:
    """A bare number in the unit of its head, with its error; None for one with a unit of its
    own."""
    parts = [read_bare(part) for part in re.split(r"±|\+/?-", cell.text)]
    if not 1 <= len(parts) <= 2 or parts[0] is None or (len(parts) == 2 and parts[1] is None):
        return None
    return parts[0], parts[1] if len(parts) == 2 else None


def slug(text: str) -> str:
    plain = text.lower().translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉.", "0123456789-"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50]
