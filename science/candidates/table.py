"""A grid → values that may be meant: heads, orientation, records and cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from science.candidates.found import Answer, Candidate, Named, reading
from science.candidates.grid import Cell, Grid
from science.candidates.heads import Head, read_head
from science.candidates.layout import (
    CONDITION_HEAD,
    DASH,
    MISSING,
    TRAILING_MARK,
    footnotes,
    head_columns,
    head_rows_of,
    is_number,
    single,
)
from science.candidates.names import read_name
from science.properties import PROPERTIES, property_value
from science.quantities import UnreadableValue

_RESULTS = frozenset(k for k, p in PROPERTIES.items() if p.has_role("result", "test"))
_OF_TEST = _RESULTS | {k for k, p in PROPERTIES.items() if p.has_role("condition", "test")}
Orientation = Literal["rows", "columns"]


@dataclass(frozen=True)
class Wanted:
    """What a curator said of the table: None leaves it to the reading. ``mapping``: property by the
    number of the column (of the row, where columns are records); empty leaves it out."""

    head_rows: int | None = None
    orientation: Orientation | None = None
    mapping: Mapping[int, str] | None = None
    memory: Mapping[str, str] | None = None
    edits: Mapping[tuple[int, int], str] | None = None
    """cells of the grid that were mended in place"""


def candidates_of(grid: Grid, at: str = "", wanted: Wanted | None = None) -> Answer:
    """Every value of the table."""
    wanted = wanted or Wanted()
    answer = Answer("table", at, notes=list(grid.notes))
    for (r, c), text in (wanted.edits or {}).items():
        if r < len(grid.cells) and c < len(grid.cells[r]):
            grid.cells[r][c] = Cell(" ".join(text.split())[:500])
    answer.grid = [[cell.shown for cell in row] for row in grid.cells]
    if not grid.cells:
        return answer
    head_rows = wanted.head_rows if wanted.head_rows is not None else head_rows_of(grid)
    answer.head_rows = min(max(head_rows, 0), len(grid.cells))
    upright = _Table(grid, answer.head_rows, wanted, at)
    turned = _Table(
        grid.transposed(), head_columns(grid, answer.head_rows), wanted, at, above=answer.head_rows
    )
    orientation = wanted.orientation
    if orientation is None:
        one, two = upright.named(), turned.named()
        orientation = "columns" if two > one else "rows"
        if one == two and one:
            answer.notes.append("rows or columns may be the records: turn the table if it is wrong")
    table = turned if orientation == "columns" else upright
    answer.orientation = orientation
    table.fill(answer)
    if orientation == "columns":
        for candidate in answer.candidates:
            if candidate.cell:
                candidate.cell = (candidate.cell[1], candidate.cell[0])
    answer.candidates.sort(key=lambda c: c.cell or (0, 0))
    answer.footnotes = footnotes(grid)
    return answer


# --- the table ------------------------------------------------------------------------------------
class _Table:
    """A table whose rows are records."""

    def __init__(self, grid: Grid, head_rows: int, wanted: Wanted, at: str, above: int = 0) -> None:
        self.grid = grid
        self.head_rows = head_rows
        self.names_at = above - 1 if above else -1
        self.cells = grid.cells
        self.titles = 0
        while self.titles < head_rows - 1 and not above and single(self.cells[self.titles]):
            self.titles += 1
        self.wanted = wanted
        self.skipped = above
        self.heads = [self._head(c) for c in range(grid.width)]
        self._settle()

    def _head(self, column: int) -> Head:
        if self.skipped and column < self.skipped:
            return Head(self.cells[0][column].text, role="name")
        texts = [self._head_text(r, column) for r in range(self.titles, self.head_rows)]
        if len(texts) > 1 and not texts[0]:
            texts[0] = self._spread(column)
        return read_head(texts, self.wanted.memory)

    def _head_text(self, row: int, column: int) -> str:
        text = self.cells[row][column].text
        if self.grid.plain:  # "d (nm)a": a footnote letter that is no longer raised
            text = re.sub(r"(?<=\))[a-z*†‡]$", "", text)
        return text

    def _spread(self, column: int) -> str:
        """Plain text shows a merged head over its first column only."""
        below = self.cells[self.head_rows - 1][column].text
        if not self.grid.plain or not below:
            return ""
        for left in range(column - 1, -1, -1):
            if text := self._head_text(self.titles, left):
                lower = self.cells[self.head_rows - 1][left].text
                alike = bool(CONDITION_HEAD.fullmatch(below)) and bool(
                    CONDITION_HEAD.fullmatch(lower)
                )
                return text if alike else ""
        return ""

    def _settle(self) -> None:
        """What the mapping says, and what one column means beside the others."""
        mapping = self.wanted.mapping or {}
        of_coating = any(h.property and h.property not in _OF_TEST for h in self.heads)
        of_test = any(h.property in _RESULTS for h in self.heads)
        for left, head in zip(self.heads, self.heads[1:], strict=False):
            if (
                head.role == "again"
                and left.property in _RESULTS
                and (left.at_cycle or left.conditions)
            ):
                head.property, head.unit, head.power = left.property, left.unit, left.power
                head.role, head.why = "", "as the head at its left"
        for head in self.heads:
            if of_test != of_coating:  # what the table is of is likelier
                head.options = tuple(
                    sorted(head.options, key=lambda one: (one in _OF_TEST) != of_test)
                )
        for number, head in enumerate(self.heads):
            if number in mapping:
                head.property, head.certain, head.options = mapping[number], True, ()
                head.role = "" if mapping[number] else "left out"
                head.why = "chosen" if mapping[number] else "left out"
            elif (
                head.property == "cycles"
                and of_test
                and not (
                    of_coating
                    and sum(h.property not in _OF_TEST for h in self.heads if h.property) > 1
                )
            ):
                if re.search(r"ald|mld|super|deposition", head.text.lower()):
                    continue
                head.property, head.certain = "", False
                head.why = "cycles of the deposition or of the test"
                head.options = ("cycles", "lifetime", "stable_cycles")
            elif head.at_cycle and head.property and head.property not in _RESULTS:
                head.at_cycle = ""

    def named(self) -> int:
        """How many heads name a property."""
        return sum(bool(h.property) for h in self.heads)

    # -- filling -------------------------------------------------------------------------------
    def fill(self, answer: Answer) -> None:
        answer.heads = [head.as_json() for head in self.heads]
        named = self._name_columns()
        rows = range(self.head_rows, len(self.cells))
        carried = [""] * self.grid.width
        group = ""
        tests: list[tuple[Named, str]] = []
        for r in rows:
            row = self.cells[r]
            if len(row) > 2 and single(row) and sum(bool(c.text) for c in row) in (1, len(row)):
                if r < len(self.cells) - 1 and not row[0].mark:
                    group = row[0].text  # heads the group below; at the end it is a footnote
                continue
            names = self._names(r, named, carried)
            name = ", ".join(dict.fromkeys(n for n in names if n)) or self._called(r)
            said = read_name(" ".join(n for n in names if n))
            coating, test = self._records(r, name, said)
            test.bare = test.bare or self._is_zero(r)
            for column, head in enumerate(self.heads):
                if column in named or (
                    test.bare and head.property and head.property not in _OF_TEST
                ):
                    continue
                found = self._cell(r, column, head, coating, test)
                if found is not None:
                    answer.candidates.append(found)
            self._ask_name(r, named, said, answer)
            used = {c.record for c in answer.candidates}
            if coating.ref in used:
                answer.records.append(coating)
            if test.ref in used:
                answer.records.append(test)
                tests.append((test, group))
                if coating.ref in used and not test.bare:
                    test.coating = coating.ref
        for test, its_group in tests:
            if not test.bare:
                test.control = self._control(test, its_group, tests, named)

    def _control(
        self, test: Named, group: str, tests: list[tuple[Named, str]], named: list[int]
    ) -> str:
        """The bare row of its group; of several the one that was tested in the same way. None
        where that leaves more than one."""
        bare = [(one, its_group) for one, its_group in tests if one.bare]
        own = [one for one, its_group in bare if its_group == group]
        groups = {its_group for _, its_group in bare}
        found = own or ([one for one, _ in bare] if len(groups) == 1 else [])
        if len(found) > 1:
            found = [one for one in found if self._tested(one, named) == self._tested(test, named)]
        return found[0].ref if len(found) == 1 else ""

    def _tested(self, test: Named, named: list[int]) -> list[str]:
        """What the row says beside its results and its name: how it was tested."""
        row = self.cells[test.line or 0]
        return [
            row[column].text
            for column, head in enumerate(self.heads)
            if column not in named
            and head.role not in ("±", "n")
            and (head.property in _OF_TEST - _RESULTS or not head.property)
        ]

    def _name_columns(self) -> list[int]:
        """Columns of words: film, substrate, sample."""
        body = self.cells[self.head_rows :]
        found = []
        for column, head in enumerate(self.heads):
            texts = [row[column].text for row in body if row[column].text]
            words = [t for t in texts if not is_number(Cell(t)) and not MISSING.fullmatch(t)]
            if head.property or head.role in ("±", "n") or head.unit:
                continue
            if (
                head.role == "name"
                or (column == 0 and words)
                or (texts and len(words) == len(texts) and read_name(texts[0]).film)
            ):
                found.append(column)
        return found

    def _is_zero(self, r: int) -> bool:
        """A row of no cycles, or of no thickness, is the bare one."""
        return any(
            head.property in {"cycles", "thickness"} and self.cells[r][c].text in {"0", "0.0"}
            for c, head in enumerate(self.heads)
        )

    def _called(self, r: int) -> str:
        """What a row is called that no column names: by what varies."""
        for key in ("cycles", "thickness", "deposition_temperature", "rate"):
            for c, head in enumerate(self.heads):
                text = self.cells[r][c].text
                if head.property == key and text and not MISSING.fullmatch(text):
                    return self._value(r, c, head, text)
        return f"row {r + 1}"

    def _names(self, r: int, named: list[int], carried: list[str]) -> list[str]:
        names = []
        for column in named:
            text = self.cells[r][column].text
            if self.skipped and column < self.skipped:
                text = self.cells[r][self.names_at].text if column == self.names_at else ""
            if (not text and self.grid.plain and column != named[-1]) or (
                not text and self.grid.plain and len(named) > 1
            ):
                text = carried[column]
            carried[column] = text
            names.append(text)
        return names

    def _records(self, r: int, name: str, said: object) -> tuple[Named, Named]:
        what = vars(said)
        coating = Named(
            f"c{r}", "coating", name, what["film"], what["on"], cycles=what["cycles"],
            thickness=what["thickness"], line=r,
        )  # fmt: skip
        test = Named(
            f"t{r}", "test", name, what["film"], what["on"], cycles=what["cycles"],
            thickness=what["thickness"], bare=what["bare"], line=r,
        )  # fmt: skip
        return coating, test

    def _ask_name(self, r: int, named: list[int], said: object, answer: Answer) -> None:
        what = vars(said)
        for column in named:
            text = self.cells[r][column].text
            mine = vars(read_name(text))
            for key in ("cycles", "thickness"):
                if what[key] and mine[key] and not self.skipped:
                    answer.candidates.append(
                        Candidate(
                            text,
                            "ask",
                            f"its name says {key}: a coating of its own",
                            cell=(r, column),
                            options=(key,),
                        )
                    )
                    return

    # -- one cell ------------------------------------------------------------------------------
    def _cell(
        self, r: int, column: int, head: Head, coating: Named, test: Named
    ) -> Candidate | None:
        cell = self.cells[r][column]
        text, mark = cell.text, cell.mark
        if self.skipped and column < self.skipped:
            return None
        if not text or head.role in ("±", "name", "left out"):
            return None
        asked = Candidate(
            text, "ask", head.why, cell=(r, column), options=head.options, footnote=mark
        )
        if MISSING.fullmatch(text):
            asked.why, asked.missing = "which kind of missing is this?", True
            asked.options = (head.property,) if head.property else head.options
            return asked
        if not head.property or head.role in ("n", "lost"):
            number = is_number(cell) or re.match(r"[~<>]?\d", text)
            if head.property and head.role == "lost":
                asked.options = (head.property,)
                asked.why = "the power of ten in the head may have lost its raised exponent"
                asked.confirm_as = f"{text} × {head.power} {head.unit}"
            return asked if number else None
        if self.grid.plain and (found := TRAILING_MARK.search(text)):
            asked.why = f"“{found[0]}” may be a footnote mark"
            asked.options = (head.property,)
            asked.confirm_as = self._value(r, column, head, text[: found.start()])
            return asked
        starred = re.search(r"(?<=[\d)%])\s?([*†‡§¶]+)$", text)
        if starred:
            text, mark = text[: starred.start()], starred[1]
        value = self._value(r, column, head, text)
        try:
            read = property_value(head.property, value)
        except (UnreadableValue, KeyError, ValueError) as error:
            asked.why = str(error) if isinstance(error, UnreadableValue) else "no property"
            asked.options = (head.property,)
            asked.confirm_as = _raised(head.property, value)
            return asked
        record = test if head.property in _OF_TEST else coating
        sure = head.certain and not self.grid.guessed and not starred
        candidate = Candidate(
            cell.shown, "sure" if sure else "likely", head.why, record.ref, head.property,
            value, read, cell=(r, column), footnote=mark,
        )  # fmt: skip
        if head.property in _RESULTS:
            candidate.at_cycle = head.at_cycle
            candidate.conditions = dict(head.conditions)
        elif head.property.endswith("conductivity") and "temperature" in head.conditions:
            candidate.conditions = {"temperature": head.conditions["temperature"]}
        return candidate

    def _value(self, r: int, column: int, head: Head, text: str) -> str:
        """What the document says: the cell, with power, ± and unit that are printed elsewhere."""
        if self.grid.decimal_comma and re.search(r"(?<!\d)\d{1,3},\d{3}(?!\d)", text):
            text = text.replace(",", ".")  # "1,234" would be refused as ambiguous
        unit = head.unit
        own = re.search(
            r"[^\W\d_]|%|°",
            re.sub(r"[×x]\s?10|[eE][+-]?\d|^(?:ca|about)\.?\s|\bto\b|\band\b", "", text),
        )
        if (
            own
            and not re.fullmatch(r"[~<>≤≥]?.*[\d)]\s?[×x]\s?10.*", text)
            and reading(head.property, text)
        ):
            return text
        error = self._error(r, column)
        declared = PROPERTIES[head.property].unit
        if not unit and declared == "cycles" and not own:
            unit = "cycles"
        if error and not re.search(r"±|\+/-|\(\d+\)", text):
            text = f"{text} ± {error}"
            if head.power:
                text = f"({text})"
        elif head.power and re.search(r"±|\+/-", text) and not text.startswith("("):
            text = f"({text})"
        if head.power:
            text = f"{text} × {head.power}"
        if unit in {"C"}:
            return f"{text}C"
        return f"{text} {unit}".strip()

    def _error(self, r: int, column: int) -> str:
        """The uncertainty in the column at its right."""
        if column + 1 < len(self.heads) and self.heads[column + 1].role == "±":
            text = self.cells[r][column + 1].text.lstrip("±").strip()
            return text if is_number(Cell(text)) else ""
        return ""


def _raised(key: str, value: str) -> str:
    """The value with its exponent raised, where that makes it readable."""
    match = re.search(rf"(?<![\d.,])10[{DASH}](\d{{1,2}})(?=\s|$)", value)
    if match is None:
        return ""
    up = match[1].translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    raised = f"{value[: match.start()]}10⁻{up}{value[match.end() :]}"
    return raised if reading(key, raised) else ""
