"""A series into a draft: one film with its points, or a film and a test for each row."""

from __future__ import annotations

import copy
from typing import Any

from curation.candidates.taking import Result
from curation.entry.series_grid import (
    CONDITIONS,
    SHARED,
    Cell,
    Column,
    Row,
    Series,
    film_key,
    place_of,
    plain_number,
)
from science.properties import PROPERTIES

Document = dict[str, Any]


def entered(
    document: Document, series: Series, recipe: Document | None = None, cell: Document | None = None
) -> Result:
    """The document with what the grid says; ``document`` is not changed. ``recipe`` and ``cell``
    are those that the rows are like."""
    result = Result(copy.deepcopy(document))
    if series.as_series:
        _as_points(result, series, recipe or {})
    else:
        _as_films(result, series, recipe or {}, cell or {})
    return result


def _place(series: Series) -> Document:
    at = place_of(series.texts.get("at", ""))
    return {"at": at, "extraction": "table"} if at else {}


# --- one film with its series --------------------------------------------------------------------
def _as_points(result: Result, series: Series, recipe: Document) -> None:
    entries = series_entries(series)
    result.taken = sum(len(entry["rows"]) for entry in entries)
    if not entries:
        return
    coatings = result.document.setdefault("coatings", [])
    own = _own(coatings, series.texts.get("like-coating", ""))
    if own and not series.texts.get("film", "").strip():
        own["series"] = [*own.get("series", []), *entries]
        return
    film = _film(series, recipe)
    film["key"] = free(coatings, film_key(series))
    coatings.append({**film, "series": entries})


def series_entries(series: Series) -> list[Document]:
    """For each measured column, and each value of what varies besides, one ``series:`` entry.
    What holds a single point is none."""
    entries = []
    rows = [row for row in series.rows if row.said]
    for column in (c for c in series.columns if c.of_film):
        groups: dict[tuple[tuple[str, str], ...], list[Row]] = {}
        for row in rows:
            if series.cell(row, column).value:
                beside = tuple((c.key, series.cell(row, c).value) for c in series.further)
                groups.setdefault(beside, []).append(row)
        for beside, here in groups.items():
            if len(here) < 2:
                series.left.append(f"{column.label}: one point is no series")
                continue
            conditions = {key: value for key, value in beside if value}
            entries.append(_entry(series, column, here, conditions))
    return entries


def _entry(series: Series, column: Column, rows: list[Row], conditions: Document) -> Document:
    x, x_unit = _numbers([row.varied for row in rows], series.against)
    y, y_unit = _numbers([series.cell(row, column) for row in rows], column)
    points = [
        [of[0], value[0]] if value[1] is None else [of[0], value[0], value[1]]
        for of, value in zip(x, y, strict=True)
    ]
    entry: Document = {"property": column.key, "against": series.vary, "rows": points}
    entry |= {"against_unit": x_unit} if x_unit else {}
    entry |= {"unit": y_unit} if y_unit else {}
    entry |= {"conditions": conditions} if conditions else {}
    return {**entry, **_place(series)}


def _numbers(cells: list[Cell], column: Column) -> tuple[list[tuple[float, float | None]], str]:
    """As typed, in the unit of the head; where a cell brings its own unit, all in the canonical
    one (named by an empty text)."""
    bare = [plain_number(cell, column) for cell in cells]
    if all(bare):
        unit = column.unit if column.unit != PROPERTIES[column.key].unit else ""
        return [one for one in bare if one], unit
    read = [cell.read for cell in cells if cell.read]
    return [(one.low or 0.0, one.uncertainty) for one in read], ""


# --- a film and a test for each row ---------------------------------------------------------------
def _as_films(result: Result, series: Series, recipe: Document, cell: Document) -> None:
    coatings = result.document.setdefault("coatings", [])
    tests = result.document.setdefault("cycling", [])
    place = _place(series)
    control = ""
    of_test = [c for c in series.columns if not c.of_film and not c.varied]
    for row in sorted((r for r in series.rows if r.said), key=lambda r: not r.bare):
        results = [_result(c, cell, place) for c, cell in _filled(series, row) if c in of_test]
        key = ""
        if not row.bare:
            film = _film(series, recipe)
            film["measurements"] += _measured(series, row, place)
            film["key"] = key = free(coatings, row.key)
            coatings.append(film)
            result.taken += len(film["measurements"])
        if results:
            test = _test(series, cell, place)
            test["key"] = free(tests, f"{row.key}-cell" if key else row.key)
            test["label"] = "bare" if row.bare else row_label(series, row)
            test["results"] = results
            if row.bare:
                control = test["key"]
            else:
                test["coating"] = key
                test |= {"controls": [control]} if control else {}
            tests.append(test)
            result.taken += len(results)


def row_label(series: Series, row: Row) -> str:
    """What tells the row from the others: ``20 cycles, 150 °C``."""
    cells = [series.cell(row, column) for column in (series.against, *series.further)]
    said = (cell.reading.replace("\u202f", " ") or cell.text for cell in cells)
    return ", ".join(text for text in said if text)


def _own(records: Any, key: str) -> Document:
    found = [r for r in records if isinstance(r, dict) and key and r.get("key") == key]
    return found[0] if found else {}


def _filled(series: Series, row: Row) -> list[tuple[Column, Cell]]:
    return [(c, cell) for c, cell in zip(series.columns, row.cells, strict=True) if cell.value]


def _film(series: Series, recipe: Document) -> Document:
    """The film that all rows share: recipe, substrate, and what does not vary."""
    said = series.texts
    film: Document = copy.deepcopy(recipe)
    if series.steps:
        film["steps"] = copy.deepcopy(series.steps)
    for name in ("film", "purpose"):
        if text := said.get(name, "").strip():
            film["material" if name == "film" else name] = text
    if on := said.get("on", "").strip():
        film["substrate"] = {**film.get("substrate", {}), "material": on}
        if role := said.get("role", "").strip():
            film["substrate"]["role"] = role
    varied = {series.vary, *(c.key for c in series.further)}
    film["measurements"] = [
        {"property": key, "value": series.shared[key].value, **_place(series)}
        for key in SHARED
        if key not in varied and series.shared[key].value
    ]
    return film


def _measured(series: Series, row: Row, place: Document) -> list[Document]:
    own = [(series.vary, row.varied.value or row.varied.text)]
    own += [(c.key, cell.value) for c, cell in _filled(series, row) if c.varied or c.of_film]
    return [{"property": key, "value": value, **place} for key, value in own]


def _test(series: Series, cell_like: Document, place: Document) -> Document:
    said = series.texts
    test: Document = copy.deepcopy(cell_like)
    cell = {
        name: text
        for name in ("type", "counter", "electrolyte")
        if (text := said.get(f"cell-{name}", "").strip())
    }
    on = said.get("on", "").strip()
    if on and said.get("role", "") in ("", "anode", "cathode"):
        cell["electrode"] = on  # a row's film lies on the electrode that its cell tries
    if cell:
        test["cell"] = {**test.get("cell", {}), **cell}
    conditions = {
        key: {"value": text, **place} if place else text
        for key in CONDITIONS
        if (text := series.shared[key].value)
    }
    if conditions:
        test["conditions"] = {**test.get("conditions", {}), **conditions}
    return test


def _result(column: Column, cell: Cell, place: Document) -> Document:
    at = {"at_cycle": column.at_cycle} if column.at_cycle else {}
    return {column.key: cell.value, **at, **place}


def free(records: list[Any], wanted: str) -> str:
    taken = {r.get("key") for r in records if isinstance(r, dict)}
    key, number = wanted or "row", 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key
