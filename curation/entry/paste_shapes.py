"""An answer of the candidates as the page of pasting shows it, and what the page sends back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from curation.candidates.keeping import target_of
from curation.candidates.taking import Taken, Target
from curation.entry.holding import named_records
from curation.entry.series_grid import slug
from curation.lookup.readings import reading_of
from documents.places import list_of
from science.properties import PROPERTIES, properties

if TYPE_CHECKING:
    from collections.abc import Mapping

Answer = dict[str, Any]
Choices = list[tuple[str, list[tuple[str, str]]]]
MOST_INPUTS = 800
"""A larger table shows its cells as text: they are mended in the source."""
LIKELY = "Likely"
MISSING = ("not reported", "not checked", "not applicable")


@dataclass
class Cell:
    row: int
    column: int
    text: str
    reading: str = ""
    state: str = ""
    why: str = ""
    confirm_as: str = ""
    label: str = ""


@dataclass
class Column:
    number: int
    text: str
    chosen: str
    was: str
    explicit: bool
    said: str
    choices: Choices

    @property
    def likely(self) -> list[str]:
        """What the head may mean, where it is asked: each has a digit for its key."""
        return [label for words, group in self.choices if words == LIKELY for _, label in group][:9]


@dataclass
class Line:
    """A row of the page: what is said of one film or cell."""

    number: int
    name: str
    cells: list[Cell]
    records: list[Asked] = field(default_factory=list)


@dataclass
class Asked:
    """Which record of the draft a named one is."""

    ref: str
    kind: str
    name: str
    film: str
    on: str
    chosen: str
    own: list[tuple[str, str]]
    bare: bool
    of: str = ""
    """the draft's coating that a test says in its name, or that was chosen"""
    films: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Shared:
    """What all new records of a paste have in common, unless their names say otherwise."""

    film: str = ""
    on: str = ""
    purpose: str = ""
    recipe: Answer = field(default_factory=dict)
    cell: Answer = field(default_factory=dict)

    def gives(self, target: Target, record: Mapping[str, Any]) -> None:
        """Says it of a new record."""
        if target.kind == "test":
            target.like = self.cell
        elif target.kind == "coating":
            purpose = {"purpose": self.purpose} if self.purpose else {}
            target.like = {**self.recipe, **purpose}
            target.film = str(record.get("film") or self.film)
            target.on = str(record.get("on") or self.on)


@dataclass
class Table:
    columns: list[Column]
    lines: list[Line]
    orientation: str
    head_rows: int
    read: int
    asked: int
    missing: int
    names: int
    editable: bool
    footnotes: dict[str, str]
    notes: list[str]


@dataclass
class Proposal:
    """A candidate of a text, as a line of the list."""

    number: int
    candidate: Answer
    before: str
    printed: str
    after: str
    choices: Choices
    records: list[tuple[str, str]]
    reading: str = ""


# --- choices --------------------------------------------------------------------------------------
def choices_of(first: list[str]) -> Choices:
    """Properties to choose from: those that are likely first, then by what they are said of."""
    groups: Choices = []
    if first:
        groups.append((LIKELY, [(k, _label(k)) for k in first if k in PROPERTIES]))
    for words, role in (
        ("Measured on a film", ("measured", "coating")),
        ("Condition of a test", ("condition", "test")),
        ("Result of a test", ("result", "test")),
        ("Of a precursor", ("measured", "precursor")),
    ):
        kept = [(k, _label(k)) for k in properties(*role) if PROPERTIES[k].unit]  # type: ignore[arg-type]
        groups.append((words, kept))
    return groups


def _label(key: str) -> str:
    declared = PROPERTIES[key]
    unit = f" ({declared.unit})" if declared.unit and declared.unit != "1" else ""
    return f"{declared.label}{unit}"


# --- tables --------------------------------------------------------------------------------------
def table_of(answer: Answer, said: Mapping[str, str], document: Mapping[str, Any]) -> Table:
    """The grid with its heads mapped, its rows named, and each cell's reading."""
    turned = answer["orientation"] == "columns"
    grid = answer["grid"]
    found = {tuple(c["cell"]): c for c in answer["candidates"]}
    columns = [
        _column(n, head, said)
        for n, head in enumerate(answer["heads"])
        if head["role"] not in ("name", "±")
    ]
    wide = max((len(row) for row in grid), default=0)
    numbers = range(1, wide) if turned else range(answer["head_rows"], len(grid))
    editable = sum(map(len, grid)) <= MOST_INPUTS
    named = {(r["line"], r["kind"]): r for r in answer["records"]}
    lines = []
    for number in numbers:
        records = [named[number, kind] for kind in ("coating", "test") if (number, kind) in named]
        places = [(c.number, number) if turned else (number, c.number) for c in columns]
        cells = [_cell(grid, found, r, c) for r, c in places]
        for cell, column in zip(cells, columns, strict=True):
            cell.label = column.text
        if not any(cell.text for cell in cells):
            continue
        if not turned and not records and len(set(grid[number])) == 1 < len(grid[number]):
            continue  # a title between, or a footnote
        name = next((r["name"] for r in records), _plain_name(answer, grid, number, turned))
        asked = [_asked(r, said, document) for r in records]
        lines.append(Line(number, name, cells, asked))
    states = [c["confidence"] for c in answer["candidates"] if c["property"]]
    open_ = [c for c in answer["candidates"] if not c["property"] and c["cell"][0] >= 0]
    return Table(
        columns, lines, answer["orientation"], answer["head_rows"], len(states),
        sum(not c.get("missing") and "its name" not in c["why"] for c in open_),
        sum(bool(c.get("missing")) for c in open_), sum("its name" in c["why"] for c in open_),
        editable, answer["footnotes"], answer["notes"],
    )  # fmt: skip


def _plain_name(answer: Answer, grid: list[list[str]], number: int, turned: bool) -> str:
    if turned:
        return grid[max(answer["head_rows"] - 1, 0)][number]
    return grid[number][0]


def _column(number: int, head: dict[str, Any], said: Mapping[str, str]) -> Column:
    words = [head["why"] or ""]
    if head["unit"]:
        words.insert(0, f"in {head['power'] + ' ' if head['power'] else ''}{head['unit']}")
    if head["at_cycle"]:
        words.insert(0, f"at cycle {head['at_cycle']}")
    words += [f"{k} {v}" for k, v in head["conditions"].items()]
    chosen = head["property"] or ("-" if head["role"] == "left out" else "")
    explicit = head["why"] in ("chosen", "left out")
    return Column(
        number, head["text"], chosen, "" if explicit else chosen, explicit,
        " · ".join(w for w in words if w), choices_of(list(head["options"])),
    )  # fmt: skip


def _cell(grid: list[list[str]], found: dict[Any, Any], r: int, c: int) -> Cell:
    text = grid[r][c] if r < len(grid) and c < len(grid[r]) else ""
    candidate = found.get((r, c))
    if candidate is None:
        return Cell(r, c, text)
    if candidate["property"]:
        words = reading_of(candidate["property"], candidate["value"]).words
        return Cell(r, c, text, words, candidate["confidence"])
    state = "missing" if candidate.get("missing") else "ask"
    return Cell(r, c, text, "", state, candidate["why"], candidate.get("confirm_as", ""))


def _asked(record: dict[str, Any], said: Mapping[str, str], document: Mapping[str, Any]) -> Asked:
    ref, kind = record["ref"], record["kind"]
    own = named_records(document, kind)
    same = next((k for k, _ in own if k == said.get(f"to-{ref}")), "")
    chosen = said.get(f"to-{ref}", "") if said.get(f"to-{ref}") == "-" else same
    asked = Asked(
        ref, kind, record["name"], said.get(f"film-{ref}", record.get("film", "")),
        said.get(f"on-{ref}", record.get("on", "")), chosen, own, bool(record.get("bare")),
    )  # fmt: skip
    if kind == "test" and not record.get("bare"):
        asked.films = named_records(document, "coating")
        asked.of = said.get(f"of-{ref}", film_of(record, document))
    return asked


def film_of(record: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """Key of the one coating of the draft that the name of a test says: by its film, cycles and
    thickness. Empty where none or several are so."""
    wanted = {key: record[key] for key in ("cycles", "thickness") if record.get(key)}
    film = slug(str(record.get("film") or ""))
    if not wanted:
        return ""
    found = [
        str(one["key"])
        for one in list_of(document, "coatings")
        if isinstance(one, dict)
        and one.get("key")
        and film in ("", slug(str(one.get("material"))))
        and all(_measured(one, key, value) for key, value in wanted.items())
    ]
    return found[0] if len(found) == 1 else ""


def _measured(coating: Mapping[str, Any], key: str, text: str) -> bool:
    """Whether the coating says this of itself."""
    wanted = reading_of(key, text)
    said = [m for m in list_of(coating, "measurements") if isinstance(m, dict)]
    values = [str(m.get("value")) for m in said if m.get("property") == key]
    read = [reading_of(key, value) for value in values]
    return any(one.low == wanted.low and one.high == wanted.high for one in read if not one.error)


# --- paragraphs ----------------------------------------------------------------------------------
def paragraph_of(
    answer: Answer, said: Mapping[str, str], document: Mapping[str, Any]
) -> dict[str, Any]:
    """The candidates of a text in order, with the words around them, and the records named."""
    text = said.get("source", "").replace("\r\n", "\n")
    own = [(k, w) for kind in ("coating", "test") for k, w in named_records(document, kind)]
    records = [(r["ref"], _record_words(r)) for r in answer["records"]]
    shown = []
    for number, one in enumerate(answer["candidates"]):
        a, b = one["span"]
        key = one["property"]
        value = one["value"] or one.get("confirm_as") or one["printed"]
        one = {**one, "value": value}
        words = reading_of(key, value).words if key else ""
        shown.append(
            Proposal(
                number, one, text[max(0, a - 40) : a], text[a:b], text[b : b + 40],
                choices_of(list(one["options"])), [*records, *own], words,
            )
        )  # fmt: skip
    sure = sum(p.candidate["confidence"] == "sure" for p in shown)
    return {"proposals": shown, "records": answer["records"], "sure": sure}


def _record_words(record: dict[str, Any]) -> str:
    name = record["name"] or {"coating": "the film", "test": "the test"}.get(record["kind"], "")
    return f"new {record['kind']}: {name}" if name else f"new {record['kind']}"


# --- what comes back ---
def values_of(answer: Answer, said: Mapping[str, str], document: Mapping[str, Any]) -> list[Taken]:
    """What a person confirmed: of a table all that is read, of a text each that was confirmed."""
    if answer["kind"] == "table":
        read = [t for c in answer["candidates"] for t in _of_cell(c, answer, said)]
        return [*_of_names(answer, said, document), *read]
    values = []
    for number, one in enumerate(answer["candidates"]):
        key, record = said.get(f"p-{number}", ""), said.get(f"r-{number}", "")
        if said.get(f"ok-{number}") != "yes" or key not in PROPERTIES or not record:
            continue
        values.append(
            Taken(
                record, key, said.get(f"v-{number}", "")[:300].strip(),
                at_cycle=said.get(f"n-{number}", "")[:40].strip(),
                conditions=one.get("conditions") or {},
            )
        )  # fmt: skip
    return [value for value in values if value.value]


def _of_cell(one: dict[str, Any], answer: Answer, said: Mapping[str, str]) -> list[Taken]:
    note = answer["footnotes"].get(one.get("footnote", ""), "")
    if one["property"]:
        return [
            Taken(
                one["record"], one["property"], one["value"], at_cycle=one.get("at_cycle", ""),
                conditions=one.get("conditions") or {}, note=note,
            )
        ]  # fmt: skip
    kind = said.get("missing", "")
    if one.get("missing") and kind in MISSING and len(one["options"]) == 1:
        key = one["options"][0]
        line = one["cell"][1] if answer["orientation"] == "columns" else one["cell"][0]
        if PROPERTIES[key].has_role("measured", "coating"):
            return [Taken(f"c{line}", key, missing=kind)]
    return []


def targets_of(
    answer: Answer, said: Mapping[str, str], document: Mapping[str, Any], shared: Shared
) -> dict[str, Target]:
    """Where the values of each record go, as the page says it."""
    targets = {}
    records = [*answer["records"], *_own_coatings(answer, said, document)]
    for record in records:
        ref = record["ref"]
        chosen = said.get(f"to-{ref}", "")
        target = target_of(record, chosen, document)
        if chosen == "-":
            target.left_out = True
        if not target.key:
            shared.gives(target, record)
        if target.kind == "test" and not record.get("bare"):
            target.of = said.get(f"of-{ref}", film_of(record, document))
        for name in ("film", "on"):
            if typed := said.get(f"{name}-{ref}", "").strip():
                setattr(target, name, typed[:120])
        targets[ref] = target
    for number in range(len(answer["candidates"])):  # records of the draft, chosen in a text
        ref = said.get(f"r-{number}", "")
        if ref and ref not in targets:
            targets[ref] = target_of({}, ref, document)
    for record in records:
        if record["kind"] == "test" and said.get("own") and not record.get("bare"):
            targets[record["ref"]].coating = record.get("coating") or f"c{record['line']}"
    return targets


def _own_coatings(
    answer: Answer, said: Mapping[str, str], document: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Coatings that the names of rows say, "2 cycles Al2O3", and the draft has none of."""
    if not said.get("own"):
        return []
    there = {r["ref"] for r in answer["records"]}
    made = []
    for record in answer["records"]:
        ref = f"c{record.get('line')}"
        named = record.get("film") or record.get("cycles") or record.get("thickness")
        if said.get(f"of-{record['ref']}", film_of(record, document)):
            continue
        if record["kind"] == "test" and named and not record.get("bare") and ref not in there:
            made.append({**record, "ref": ref, "kind": "coating", "coating": "", "control": ""})
    return made


def _of_names(answer: Answer, said: Mapping[str, str], document: Mapping[str, Any]) -> list[Taken]:
    """Cycles and thicknesses that stand in the names of rows."""
    values = []
    for record in _own_coatings(answer, said, document):
        if record.get("cycles"):
            values.append(Taken(record["ref"], "cycles", record["cycles"]))
        if record.get("thickness"):
            values.append(Taken(record["ref"], "thickness", record["thickness"]))
    return values
