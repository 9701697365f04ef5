"""A series: recipe, cell and conditions once, then a grid with a column for each quantity that was
measured and a row for each film. Rows become coatings and tests named by what varies."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import NotAllowed
from curation.actions import LostUpdate
from curation.candidates.keeping import save
from curation.candidates.taking import Result
from curation.entry.paste_shapes import own_records
from curation.entry.views import draft_of
from curation.lookup.readings import reading_of
from curation.permissions import may_save
from curation.states import WrongState, open_steps
from records.document.invalid import DocumentInvalid
from science.properties import PROPERTIES, properties
from science.quantities import UnreadableValue, read_bare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from curation.models import Submission

Document = dict[str, Any]
VARY = ("cycles", "thickness", "deposition_temperature")
"""What a row of a series may be named by."""
SHARED = ("deposition_temperature", "growth_per_cycle")
CONDITIONS = (
    "rate",
    "voltage_window",
    "temperature",
    "loading",
    "current_density",
    "areal_capacity",
)
MOST_ROWS, MOST_COLUMNS, FIRST_ROWS = 60, 12, 4
_COLUMN = re.compile(r"col-(\d{1,2})$")


@dataclass
class Cell:
    name: str
    text: str
    value: str = ""
    reading: str = ""
    problem: str = ""


@dataclass
class Column:
    number: int
    key: str
    at_cycle: str
    unit: str

    @property
    def label(self) -> str:
        declared = PROPERTIES[self.key]
        at = f" at {self.at_cycle}" if self.at_cycle else ""
        return f"{declared.label}{at}"


@dataclass
class Row:
    number: int
    varied: Cell
    cells: list[Cell]
    bare: bool
    key: str = ""


@dataclass
class Series:
    """What the page says: shared texts, columns and rows."""

    texts: dict[str, str]
    vary: str
    unit: str
    columns: list[Column]
    rows: list[Row]
    wrong: int = 0
    read: int = 0
    left: list[str] = field(default_factory=list)


def series_of(said: Mapping[str, str]) -> Series:
    """The series as typed, every cell read, in the unit of its head unless it brings its own."""
    vary = said.get("vary", "cycles")
    vary = vary if vary in VARY else "cycles"
    unit = said.get("vary-unit", "").strip() or str(PROPERTIES[vary].unit)
    columns = [
        Column(
            int(m[1]), key, said.get(f"at-{m[1]}", "").strip()[:20],
            said.get(f"unit-{m[1]}", "").strip()[:20] or str(PROPERTIES[key].unit),
        )
        for name, key in said.items()
        if (m := _COLUMN.match(name)) and key in PROPERTIES and PROPERTIES[key].unit
    ][:MOST_COLUMNS]  # fmt: skip
    numbers = sorted({int(m[1]) for n in said if (m := re.match(r"g-(\d{1,3})-", n))})[:MOST_ROWS]
    series = Series(dict(said), vary, unit, columns, [])
    for number in numbers:
        first = _cell(said, f"g-{number}-v", vary, unit)
        bare = first.text.strip().lower() in {"0", "bare", "uncoated", "pristine", "none"}
        if bare:
            first.reading, first.problem = "control", ""
        cells = [_cell(said, f"g-{number}-{c.number}", c.key, c.unit) for c in columns]
        series.rows.append(Row(number, first, cells, bare))
    for row in series.rows:
        row.key = _key(series, row)
        shown = [row.varied, *row.cells]
        series.wrong += sum(bool(c.problem) for c in shown)
        series.read += sum(bool(c.reading) for c in shown)
        if any(c.text.strip() for c in row.cells) and not row.varied.text.strip():
            row.varied.problem = "what varies is open in this row"
            series.wrong += 1
    return series


def _cell(said: Mapping[str, str], name: str, key: str, unit: str) -> Cell:
    text = said.get(name, "").strip()[:200]
    cell = Cell(name, text)
    if not text:
        return cell
    tries = [text, f"{text} {unit}" if unit not in ("1", "1/h") else text, f"{text}C"]
    if unit != "1/h":
        tries.pop()
    found = None
    for value in tries:
        found = reading_of(key, value)
        if not found.error:
            cell.value, cell.reading = value, found.words
            return cell
    cell.problem = found.error if found else ""
    return cell


def _key(series: Series, row: Row) -> str:
    """``al2o3-on-li-2nm``: named by what varies."""
    film, on = (_slug(series.texts.get(n, "")) for n in ("film", "on"))
    if row.bare:
        return f"bare-on-{on}" if on else "bare"
    number = read_bare(row.varied.text)
    short = {"cycles": "c", "thickness": "nm", "deposition_temperature": "c"}[series.vary]
    what = f"{number:g}{short}" if number is not None and number >= 0 else _slug(row.varied.text)
    return "-".join(x for x in (film or "film", f"on-{on}" if on else "", _slug(what)) if x)


def _slug(text: str) -> str:
    plain = text.lower().translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉.", "0123456789-"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50]


# --- into the draft ------------------------------------------------------------------------------
def entered(document: Document, series: Series) -> Result:
    """The document with the rows as coatings and tests; ``document`` is not changed."""
    result = Result(copy.deepcopy(document))
    coatings = result.document.setdefault("coatings", [])
    tests = result.document.setdefault("cycling", [])
    said = series.texts
    like = _like(coatings, said.get("like-coating", ""))
    like_test = _like(tests, said.get("like-test", ""))
    place: Document = (
        {"at": said["at"].strip(), "extraction": "table"} if said.get("at", "").strip() else {}
    )
    control = ""
    rows = [r for r in series.rows if r.varied.text.strip()]
    of_test = [c for c in series.columns if not PROPERTIES[c.key].has_role("measured", "coating")]
    for row in sorted(rows, key=lambda r: not r.bare):
        results = [_result(c, cell, place) for c, cell in _filled(series, row) if c in of_test]
        key = ""
        if not row.bare:
            film = _coating(series, row, like, place)
            film["key"] = key = _free(coatings, row.key)
            coatings.append(film)
            result.taken += len(film["measurements"])
        if results:
            test = _test(series, like_test, place)
            test["key"] = _free(tests, f"{row.key}-cell" if key else row.key)
            test["label"] = "bare" if row.bare else f"{row.varied.value or row.varied.text}"
            test["results"] = results
            if row.bare:
                control = test["key"]
            else:
                test["coating"] = key
                test |= {"controls": [control]} if control else {}
            tests.append(test)
            result.taken += len(results)
    return result


def _like(records: Any, key: str) -> Document:
    found = [r for r in records if isinstance(r, dict) and key and r.get("key") == key]
    return found[0] if found else {}


def _filled(series: Series, row: Row) -> list[tuple[Column, Cell]]:
    return [(c, cell) for c, cell in zip(series.columns, row.cells, strict=True) if cell.value]


def _coating(series: Series, row: Row, like: Document, place: Document) -> Document:
    said = series.texts
    kept = (
        "material",
        "material_printed",
        "purpose",
        "technique",
        "steps",
        "supercycle",
        "substrate",
        "methods",
    )
    film: Document = {k: copy.deepcopy(like[k]) for k in kept if k in like}
    for name in ("film", "purpose"):
        if text := said.get(name, "").strip():
            film["material" if name == "film" else name] = text
    if on := said.get("on", "").strip():
        film["substrate"] = {**film.get("substrate", {}), "material": on}
        if role := said.get("role", "").strip():
            film["substrate"]["role"] = role
    shared = [
        {"property": key, "value": text, **place}
        for key in SHARED
        if key != series.vary and (text := said.get(f"shared-{key}", "").strip())
    ]
    own = [{"property": series.vary, "value": row.varied.value or row.varied.text, **place}]
    measured = [
        {"property": c.key, "value": cell.value, **place}
        for c, cell in _filled(series, row)
        if PROPERTIES[c.key].has_role("measured", "coating")
    ]
    film["measurements"] = [*shared, *own, *measured]
    return film


def _test(series: Series, like: Document, place: Document) -> Document:
    said = series.texts
    kept = ("cell", "conditions", *properties("condition", "test"))
    test: Document = {k: copy.deepcopy(like[k]) for k in kept if k in like}
    cell = {
        name: text
        for name in ("type", "electrode", "counter", "electrolyte")
        if (text := said.get(f"cell-{name}", "").strip())
    }
    if cell:
        test["cell"] = {**test.get("cell", {}), **cell}
    conditions = {
        key: {"value": text, **place} if place else text
        for key in CONDITIONS
        if (text := said.get(f"shared-{key}", "").strip())
    }
    if conditions:
        test["conditions"] = {**test.get("conditions", {}), **conditions}
    return test


def _result(column: Column, cell: Cell, place: Document) -> Document:
    at = {"at_cycle": column.at_cycle} if column.at_cycle else {}
    return {column.key: cell.value, **at, **place}


def _free(records: list[Any], wanted: str) -> str:
    taken = {r.get("key") for r in records if isinstance(r, dict)}
    key, number = wanted or "row", 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


# --- the page ---
def _first(request: HttpRequest) -> dict[str, str]:
    said = {"vary": "cycles", "col-0": "thickness", "col-1": "retention", "at-1": "100"}
    like = request.GET.get("like", "")
    if like:
        said["like-test" if request.GET.get("kind") == "test" else "like-coating"] = like
    return {**said, **{f"g-{n}-v": "" for n in range(FIRST_ROWS)}}


def _pressed(said: dict[str, str], series: Series) -> dict[str, str]:
    """One more row, one more column, or one column less."""
    do, _, what = said.get("do", "").partition(":")
    if do == "row":
        return {**said, f"g-{max((r.number for r in series.rows), default=-1) + 1}-v": ""}
    if do == "column":
        number = max((c.number for c in series.columns), default=-1) + 1
        return {**said, f"col-{number}": said.get("more") or "retention"}
    if do == "less":
        return {
            k: v for k, v in said.items() if k not in {f"col-{what}", f"at-{what}", f"unit-{what}"}
        }
    return said


@require_http_methods(["GET", "HEAD", "POST"])
def series(request: HttpRequest, number: int) -> HttpResponse:
    """The grid of a series, and what it sends: read again, one row or column more, take."""
    draft = draft_of(request, number)
    if "save" not in open_steps(draft.state) or not may_save(request.user, draft):
        return redirect("submission-check", draft.pk)
    if request.method != "POST":
        return _page(request, draft, series_of(_first(request)))
    said = {k: str(v) for k, v in request.POST.items() if k != "csrfmiddlewaretoken"}
    found = series_of(said)
    if said.get("do") != "take":
        return _page(request, draft, series_of(_pressed(said, found)))
    problem = "mend what cannot be read first" if found.wrong else ""
    result = entered(draft.document, found)
    if not problem and not result.taken:
        problem = "there is no row with a value yet"
    if problem:
        return _page(request, draft, found, problem, status=422)
    try:
        saved = save(draft, request.user, result, draft.revision)
    except (NotAllowed, WrongState, DocumentInvalid, LostUpdate, UnreadableValue) as error:
        return _page(request, draft, found, str(error), status=409)
    messages.success(request, f"{result.taken} values taken into revision {saved.revision}.")
    return redirect("submission", draft.pk)


def _page(
    request: HttpRequest, draft: Submission, found: Series, problem: str = "", status: int = 200
) -> HttpResponse:
    measured = [(k, p.label) for k, p in properties("measured", "coating").items() if p.unit]
    results = [(k, p.label) for k, p in properties("result", "test").items() if p.unit]
    texts = found.texts
    context = {
        "draft": draft,
        "series": found,
        "problem": problem,
        "vary": [(k, PROPERTIES[k].label) for k in VARY],
        "measured": measured,
        "results": results,
        "shared": [_shared(texts, key) for key in SHARED if key != found.vary],
        "conditions": [_shared(texts, key) for key in CONDITIONS],
        "coatings": own_records(draft.document, "coating"),
        "tests": own_records(draft.document, "test"),
    }
    return render(request, "entry/series.html", context, status=status)


def _shared(texts: Mapping[str, str], key: str) -> dict[str, Any]:
    text = texts.get(f"shared-{key}", "").strip()
    found = reading_of(key, text) if text else None
    return {
        "key": key, "label": PROPERTIES[key].label, "text": text,
        "reading": found.words if found else "", "problem": found.error if found else "",
    }  # fmt: skip
