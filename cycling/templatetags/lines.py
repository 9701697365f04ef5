"""Lines of coatings and of tests, of which a list page has fifty. Written here and not as
templates, which took most of the time that such a page takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cycling.templatetags.cycling_sections import spark, verdicts
from literature.templatetags.citing import paper_link
from records import typesetting
from records.templatetags.lists import property_cell
from records.templatetags.values import EMPTY, cell, label, printed, typed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from coatings.queries.coatings import CoatingLine
    from cycling.charts.sparklines import Tried
    from cycling.queries import TestLine
    from records.pages.columns import Column

register = template.Library()
_METHODS, _LONG_NAME = 3, 22


def _cell(name: str, held: str, *, number: bool = False) -> str:
    kind = ' class="n"' if number else ""
    return f'<td{kind} data-label="{name}">{held}</td>'


def _link(route: str, key: str, words: str) -> str:
    return f'<a href="{reverse(route, args=[key])}">{words}</a>'


def _sub(words: object) -> str:
    return f' <span class="sub">{words}</span>'


def _missing(words: str) -> str:
    return f'<span class="missing">{words}</span>'


def _properties(row: Any, columns: Iterable[Column]) -> str:
    return "".join(
        _cell(escape(one.label), property_cell(row, one.field), number=one.numeric)
        for one in columns
    )


# --- coatings -------------------------------------------------------------------------------


@register.simple_tag
def coating_row(
    line: CoatingLine,
    shown: Collection[str] | None,
    did: Tried | None,
    columns: Iterable[Column],
    *,
    pick: bool,
) -> SafeString:
    """A coating as a line: the columns of ``shown``, or the usual ones; ``did`` is how the coatings
    of the list did, ``columns`` are those of properties; with ``pick`` a box to compare it."""
    data = line.data
    cells = [_picked(line.id)] if pick else []
    cells.append(f'<th scope="row" data-label="Film">{_film(line)}</th>')
    usual = {
        "technique": lambda: _cell("Technique", _technique(line)),
        "precursors": lambda: _cell("Precursors", _precursors(line)),
        "substrate": lambda: _cell("Substrate", _substrate(data["substrate"])),
        "thickness": lambda: _cell("Thickness, nm", cell(data["thickness"]), number=True),
        "deposition_temperature": lambda: _cell(
            "Deposited at, °C", cell(data["deposition_temperature"]), number=True
        ),
        "methods": lambda: _methods(line),
        "has": lambda: _cell("Performance", _performance(line, did)),
        "paper": lambda: _cell("Paper", paper_link(line.paper) + _number(data)),
    }
    asked = {
        "purpose": lambda: _cell("Purpose", escape(data["purpose"])),
        "process": lambda: _cell("Process", _process(data.get("process"))),
        "via": lambda: _cell("Read in", _via(data)),
        "review_status": lambda: _cell("Review", escape(data["review_status"])),
        "updated": lambda: _cell("Changed", escape(str(data["updated"])[:10])),
    }
    cells += [made() for name, made in usual.items() if not shown or name in shown]
    cells += [made() for name, made in asked.items() if shown and name in shown]
    if not shown or "id" in shown:
        address = reverse("coating", args=[line.id])
        cells.append(_cell("Id", f'<a class="id" href="{address}">{line.id}</a>'))
    cells.append(_properties(line.row, columns))
    return mark_safe(f"<tr>{''.join(cells)}</tr>")


def _picked(ident: str) -> str:
    return (
        f'<td class="pick"><input type="checkbox" form="compare" name="id" value="{ident}" '
        f'aria-label="Compare {ident}"></td>'
    )


def _film(line: CoatingLine) -> str:
    name = line.data["material"]["name"]
    title = f' title="{escape(name)}"' if len(name) > _LONG_NAME else ""
    telling = line.telling
    apart = _sub(typesetting.chem(telling.words)) if telling and telling.hidden else ""
    film = _link("coating", line.id, typesetting.formula(line.film))
    return f'{film} <span class="sub film-name"{title}>{typesetting.chem(name)}</span>{apart}'


def _technique(line: CoatingLine) -> str:
    if line.data["technique"]:
        return escape(line.data["technique"])
    return '<span class="stale">being computed</span>' if line.stale else EMPTY


def _precursors(line: CoatingLine) -> str:
    named = [
        _link("precursor", key, typesetting.formula(name)) for key, name in line.first_precursors
    ]
    more = _sub(f"+{line.more_precursors}") if line.more_precursors else ""
    return (", ".join(named) or _missing("not reported")) + more


def _substrate(of: dict[str, Any]) -> str:
    role = "" if of["role"] == "unspecified" else _sub(escape(of["role"]))
    return _link("substrate", of["key"], typesetting.formula(of["name"])) + role


def _methods(line: CoatingLine) -> str:
    methods = line.data["methods"]
    if not methods:
        return _cell("Measured by", EMPTY)
    few = f'<span class="few">{escape(", ".join(methods[:_METHODS]))}</span>'
    if not line.more_methods:
        return _cell("Measured by", few)
    every = escape(", ".join(methods))
    return f'<td data-label="Measured by" title="{every}">{few}{_sub(f"+{line.more_methods}")}</td>'


def _performance(line: CoatingLine, did: Tried | None) -> str:
    has = line.data["has"]
    said = verdicts(did, line.row.pk) if did else ""
    drawn = spark(did, line.row.pk) if did else ""
    tally = "" if said or "cycling" not in has else '<span class="tally">cycled</span>'
    if "ionic_conductivity" in has:
        tally += '<span class="tally" title="Ionic conductivity measured">σ</span>'
    elif "cycling" not in has:
        tally += EMPTY
    return f"{drawn}{said}{tally}"


def _number(data: dict[str, Any]) -> str:
    via = data.get("via") or {}
    return _sub(f"[{via['number']}]") if via.get("number") else ""


def _process(key: str | None) -> str:
    return f'<a class="id" href="{reverse("process", args=[key])}">{key}</a>' if key else ""


def _via(data: dict[str, Any]) -> str:
    via = data.get("via") or {}
    return escape(", ".join(str(via[name]) for name in ("key", "at") if via.get(name)))


# --- tests ----------------------------------------------------------------------------------


@register.simple_tag
def test_row(
    line: TestLine, shown: Collection[str] | None, columns: Iterable[Column]
) -> SafeString:
    """A test as a line: the columns of ``shown``, or the usual ones; ``columns`` are those of
    properties."""
    data = line.data
    name = typesetting.chem(data["label"] or data["key"])
    cells = [
        f'<th scope="row" data-label="Test">{_link("test", line.id, name)}'
        f' <span class="sub id">{line.id}</span></th>'
    ]

    def shows(column: str) -> bool:
        return not shown or column in shown

    if shows("cell"):
        cells.append(_cell("Electrode", _electrode(line)))
    if shows("coating"):
        films = ", ".join(_link("coating", one, typesetting.formula(of)) for one, of in line.films)
        cells.append(_cell("Film", films or "bare"))
    of = data["cell"]["type"]
    cells.append(_cell("Cell", _missing("not stated") if of == "unspecified" else escape(of)))
    if shows("conditions"):
        cells.append(_cell("Conditions", _conditions(data["conditions"])))
    if shows("results"):
        cells.append(_cell("Stated results", "".join(map(_result, line.best)) or EMPTY))
    if shows("outcomes"):
        cells.append(_cell("Against control", _outcomes(line)))
    if shows("paper"):
        cells.append(_cell("Paper", paper_link(line.paper) + _number(data)))
    if shown and "review_status" in shown:
        cells.append(_cell("Review", escape(data["review_status"])))
    if shown and "updated" in shown:
        cells.append(_cell("Changed", escape(str(data["updated"])[:10])))
    cells.append(_properties(line.row, columns))
    return mark_safe(f"<tr>{''.join(cells)}</tr>")


def _electrode(line: TestLine) -> str:
    key = line.data["cell"]["electrode"]
    if not key:
        return _missing("not stated")
    return _link("substrate", key, typesetting.formula(line.electrode))


def _pair(name: str, held: str) -> str:
    return f'<span class="pair"><span class="sub">{escape(name)}</span> {held}</span>'


def _conditions(stated: dict[str, Any]) -> str:
    said = [_pair(label(key), printed(condition)) for key, condition in stated.items()]
    return "".join(said) or _missing("not stated")


def _result(result: dict[str, Any]) -> str:
    cycle = result["at_cycle"]
    at = _sub(f"at cycle {typed(cycle['printed'])}") if cycle else ""
    return _pair(label(result["property"]), f"{printed(result)}{at}")


def _outcomes(line: TestLine) -> str:
    told = line.data.get("comparison") or {}
    shown = told.get("shown")
    said = ""
    if shown and shown != "cannot be told":
        said = f'<span class="pair outcome {escape(shown)}">{escape(shown)}</span>'
    claimed = line.outcomes or ([told["claimed"]] if told.get("claimed") else [])
    said += "".join(_pair("claimed", escape(one)) for one in claimed) or EMPTY
    return said + (_sub(escape(told["evidence"])) if told.get("evidence") else "")
