"""Where the form's shape of a record is another than the document's, there and back.

A form asks for a row of a table: which property, which value. A document writes steps, results and
conditions shorter: ``{dose: tma}``, ``{retention: 80 %}``, ``{rate: 0.5C}``. Each pair of functions
here turns one into the other; what a person typed wrongly is kept, under a name that the check
does not know, and comes back into the same field.
"""

from __future__ import annotations

import re
from typing import Any, get_args

from curation.entry.point_heads import heads_of, lines_of, named_by_place, without_head
from cycling.document.schema import CONDITION_KEYS, RESULT_KEYS, ResultBase

Row = dict[str, Any]

OUTCOMES: tuple[str, ...] = get_args(
    next(a for a in get_args(ResultBase.model_fields["outcome"].annotation) if a is not type(None))
)
ACTIONS = ("dose", "purge", "plasma", "soak", "subcycle")
_DOSED = ("dose", "plasma", "soak")
UNNAMED = "?"
"""Stands for a property that was not chosen yet."""

_RESULT_REST = {
    "at_cycle",
    "than",
    "aspect",
    "statement",
    "at",
    "extraction",
    "section",
    "url",
    "read_on",
    "scope",
    "note",
    "via",
}


# --- steps ------------------------------------------------------------------------------------
def unfold_step(step: Row) -> Row:
    """``{dose: [tma]}`` as ``{action: dose, precursors: [tma]}``."""
    for action in _DOSED:
        if action in step:
            return {"action": action, "precursors": step[action], **_without(step, action)}
    if step.get("purge") is True:
        return {"action": "purge", **_without(step, "purge")}
    return {"action": "subcycle", **step} if "steps" in step else step


def _without(record: Row, name: str) -> Row:
    return {k: v for k, v in record.items() if k != name}


def fold_step(row: Row) -> Row:
    rest = {k: v for k, v in row.items() if k not in {"action", "precursors"}}
    action, precursors = row.get("action"), row.get("precursors")
    dosed = precursors[0] if isinstance(precursors, list) and len(precursors) == 1 else precursors
    if action in _DOSED:
        return {str(action): dosed if dosed is not None else [], **rest}
    kept = {} if dosed is None else {"precursors": dosed}
    if action == "purge":
        return {"purge": True, **kept, **rest}
    if action == "subcycle":
        return {"steps": [], **kept, **rest}
    return {**({"action": action} if action else {}), **kept, **rest}


# --- results ----------------------------------------------------------------------------------
def unfold_result(result: Row) -> Row:
    """``{retention: 80 %}`` as ``{result: retention, value: 80 %}``; an outcome is a result too."""
    if "outcome" in result:
        return {"result": result["outcome"], **{k: v for k, v in result.items() if k != "outcome"}}
    named = next((k for k in result if k in RESULT_KEYS), None)
    named = named or next((k for k in result if k not in _RESULT_REST), None)
    if named is None:
        return result
    rest = {k: v for k, v in result.items() if k != named}
    return {**({} if named == UNNAMED else {"result": named}), "value": result[named], **rest}


def fold_result(row: Row) -> Row:
    rest = {k: v for k, v in row.items() if k not in {"result", "value"}}
    named, value = row.get("result"), row.get("value")
    if named in OUTCOMES:
        kept = {} if value is None else {UNNAMED: value}
        return {"outcome": named, **kept, **rest}
    if named is None:
        return rest if value is None else {UNNAMED: value, **rest}
    return {str(named): value if value is not None else "", **rest}


# --- the conditions of a test ---------------------------------------------------------------------
def unfold_test(test: Row) -> Row:
    """``conditions: {rate: 0.5C}`` and ``rate: 0.5C`` as rows ``{property: rate, value: 0.5C}``,
    points as the text of a table, a coating of another paper as ``paper/coating``."""
    row = {k: v for k, v in test.items() if k not in CONDITION_KEYS}
    short = {k: v for k, v in test.items() if k in CONDITION_KEYS}
    stated = test.get("conditions")
    if isinstance(stated, dict) or short:
        stated = {**(stated if isinstance(stated, dict) else {}), **short}
        row["conditions"] = [_condition_row(key, value) for key, value in stated.items()]
    row |= {k: _reference(row[k]) for k in ("coating",) if k in row}
    if isinstance(row.get("cell"), dict):
        row["cell"] = _unfold_cell(row["cell"])
    if isinstance(row.get("also_coated"), list):
        row["also_coated"] = [_reference(item) for item in row["also_coated"]]
    if isinstance(row.get("points"), dict):
        row["points"] = unfold_points(row["points"])
    return row


def fold_test(row: Row) -> Row:
    test = dict(row)
    if isinstance(row.get("conditions"), list):
        test["conditions"] = _conditions(row["conditions"])
    test |= {k: _elsewhere(row[k]) for k in ("coating",) if k in row}
    if isinstance(row.get("cell"), dict):
        test["cell"] = _fold_cell(row["cell"])
    if isinstance(row.get("also_coated"), list):
        test["also_coated"] = [_elsewhere(item) for item in row["also_coated"]]
    if isinstance(row.get("points"), dict):
        test["points"] = fold_points(row["points"])
    return test


_PARTS = ("salts", "solvents", "additives")


def _unfold_cell(cell: Row) -> Row:
    """Parts of an electrolyte as ``{LiPF6: 1 M}``."""
    found = dict(cell)
    if "counter_coating" in cell:
        found["counter_coating"] = _reference(cell["counter_coating"])
    parts = cell.get("electrolyte_parts")
    if isinstance(parts, dict):
        found["electrolyte_parts"] = {
            k: _amounts(v) if k in _PARTS else v for k, v in parts.items()
        }
    return found


def _amounts(parts: Any) -> Any:
    if not isinstance(parts, list):
        return parts
    rows = [{"name": part} if isinstance(part, str) else part for part in parts]
    plain = all(isinstance(r, dict) and isinstance(r.get("name"), str) for r in rows)
    return {r["name"]: r.get("amount") or "" for r in rows} if plain else parts


def _fold_cell(cell: Row) -> Row:
    found = dict(cell)
    if "counter_coating" in cell:
        found["counter_coating"] = _elsewhere(cell["counter_coating"])
    parts = cell.get("electrolyte_parts")
    if isinstance(parts, dict):
        found["electrolyte_parts"] = {
            k: _named(v) if k in _PARTS and isinstance(v, dict) else v for k, v in parts.items()
        }
    return found


def _named(amounts: Row) -> list[Row]:
    return [
        {"name": name, **({"amount": amount} if amount else {})} for name, amount in amounts.items()
    ]


def unfold_segment(segment: Row) -> Row:
    """``[1, 3]`` as 1–3, an open end as 4–."""
    cycles = segment.get("cycles")
    if not isinstance(cycles, list) or len(cycles) != 2:
        return segment
    first, last = cycles
    text = f"{first}" if first == last else f"{first}–{'' if last is None else last}"
    return {**segment, "cycles": text}


def _condition_row(key: str, value: Any) -> Row:
    named = {} if key == UNNAMED else {"property": key}
    return {**named, **value} if isinstance(value, dict) else {**named, "value": value}


def _conditions(rows: list[Row]) -> Row:
    """By property; a second one of the same keeps its row under a name that the check refuses."""
    stated: Row = {}
    for row in rows:
        said = {k: v for k, v in row.items() if k != "property"}
        key, again = str(row.get("property") or UNNAMED), 1
        while key in stated:
            again += 1
            key = f"{row.get('property') or UNNAMED} ({again})"
        stated[key] = said.get("value") if set(said) == {"value"} else said
    return stated


def _reference(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"paper", "coating"}:
        return f"{value['paper']}/{value['coating']}"
    return value


def _elsewhere(value: Any) -> Any:
    """``chen-2017/al2o3-on-li`` is a coating of another paper."""
    if isinstance(value, str) and value.count("/") == 1:
        paper, coating = value.split("/")
        return {"paper": paper.strip(), "coating": coating.strip()}
    return value


# --- series -----------------------------------------------------------------------------------
def unfold_series(series: Row) -> Row:
    """Rows as the text of a table; those of a figure as ``fig-2/coated``."""
    rows = series.get("rows")
    rest = _without(series, "rows")
    if isinstance(rows, dict) and set(rows) == {"figure", "series"}:
        return {**rest, "rows": f"{rows['figure']}/{rows['series']}"}
    if isinstance(rows, list) and all(isinstance(row, list) for row in rows):
        lines = ("\t".join("" if c is None else _number(c) for c in row) for row in rows)
        return {**rest, "rows": "\n".join(lines)}
    return series


def fold_series(row: Row) -> Row:
    """A row of numbers a line; ``fig-2/coated`` is a series of a figure. What is no number stays
    as typed."""
    text = row.get("rows")
    if not isinstance(text, str) or not text.strip():
        return row
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = re.fullmatch(r"([^\s/]*[a-z][^\s/]*)/([^\s/]+)", lines[0])
    if len(lines) == 1 and named:
        return {**row, "rows": {"figure": named[1], "series": named[2]}}
    split = (re.split(r"\s*[\t;,]\s*|\s+", line) for line in lines)
    return {**row, "rows": [[number_or_text(cell) for cell in cells] for cells in split]}


_ERROR = " error"
"""What the name of a column with standard errors ends with."""


# --- points -----------------------------------------------------------------------------------
def unfold_points(points: Row) -> Row:
    """Columns and rows as the text of a table, a tab between two cells."""
    columns, rows = points.get("columns"), points.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return points
    if not all(isinstance(row, list) for row in rows):
        return points
    errors = points.get("errors")
    if isinstance(errors, dict) and _fit(errors, rows):
        columns = [*columns, *(f"{name}{_ERROR}" for name in errors)]
        rows = [[*row, *beside] for row, *beside in zip(rows, *errors.values(), strict=True)]
        points = {k: v for k, v in points.items() if k != "errors"}
    lines = ["\t".join(str(c) for c in columns)]
    lines += ["\t".join("" if c is None else _number(c) for c in row) for row in rows]
    rest = {k: v for k, v in points.items() if k not in {"columns", "rows"}}
    return {**rest, "table": "\n".join(lines)}


def fold_points(row: Row) -> Row:
    """The table pasted from a spreadsheet or a CSV file; what is no number stays as typed."""
    points = {k: v for k, v in row.items() if k != "table"}
    cells = lines_of(str(row.get("table") or ""))
    if cells:
        if without_head(cells[0]):
            cells = [named_by_place(len(cells[0])), *cells]
        names, unit = heads_of(cells[0])
        if unit and not points.get("unit"):
            points["unit"] = unit
        rows = [[number_or_text(cell) for cell in line] for line in cells[1:]]
        errors = {
            name.removesuffix(_ERROR): [row[place] if place < len(row) else None for row in rows]
            for place, name in enumerate(names)
            if name.endswith(_ERROR)
        }
        points["columns"] = [name for name in names if not name.endswith(_ERROR)]
        aside = _errors_of(names)
        points["rows"] = [[c for p, c in enumerate(row) if p not in aside] for row in rows]
        points |= {"errors": errors} if errors else {}
    return points


def _errors_of(names: list[str]) -> set[int]:
    return {place for place, name in enumerate(names) if name.endswith(_ERROR)}


def _fit(errors: Row, rows: list[Any]) -> bool:
    columns = errors.values()
    return bool(errors) and all(isinstance(e, list) and len(e) == len(rows) for e in columns)


def number_or_text(cell: str) -> float | str | None:
    """A plain number (decimal point), nothing for an empty cell, else the text itself."""
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        return cell
    if not abs(value) < float("inf"):
        return cell
    return int(value) if cell.lstrip("-").isdigit() else value


def _number(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
