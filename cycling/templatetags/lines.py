"""Lines of coatings and of tests, of which a list page has fifty. Written here and not as
templates, which took most of the time that such a page takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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


_NOTHING = SafeString("")


def _cell(name: str, held: str, *, number: bool = False) -> SafeString:
    if number:
        return format_html('<td class="n" data-label="{}">{}</td>', name, held)
    return format_html('<td data-label="{}">{}</td>', name, held)


def _all(parts: Iterable[str], between: str = "") -> SafeString:
    return format_html_join(between, "{}", ((part,) for part in parts))


def _link(route: str, key: str, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(route, args=[key]), words)


def _ident(route: str, key: str) -> SafeString:
    return format_html('<a class="id" href="{}">{}</a>', reverse(route, args=[key]), key)


def _sub(words: str) -> SafeString:
    return format_html(' <span class="sub">{}</span>', words)


def _missing(words: str) -> SafeString:
    return format_html('<span class="missing">{}</span>', words)


def _properties(row: Any, columns: Iterable[Column]) -> SafeString:
    return _all(
        _cell(one.label, property_cell(row, one.field), number=one.numeric) for one in columns
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
    cells.append(format_html('<th scope="row" data-label="Film">{}</th>', _film(line)))
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
        "purpose": lambda: _cell("Purpose", data["purpose"]),
        "process": lambda: _cell("Process", _process(data.get("process"))),
        "via": lambda: _cell("Read in", _via(data)),
        "review_status": lambda: _cell("Review", data["review_status"]),
        "updated": lambda: _cell("Changed", str(data["updated"])[:10]),
    }
    cells += [made() for name, made in usual.items() if not shown or name in shown]
    cells += [made() for name, made in asked.items() if shown and name in shown]
    if not shown or "id" in shown:
        cells.append(_cell("Id", _ident("coating", line.id)))
    cells.append(_properties(line.row, columns))
    return format_html("<tr>{}</tr>", _all(cells))


def _picked(ident: str) -> SafeString:
    return format_html(
        '<td class="pick"><input type="checkbox" form="compare" name="id" value="{}" '
        'aria-label="Compare {}"></td>',
        ident,
        ident,
    )


def _film(line: CoatingLine) -> SafeString:
    name = line.data["material"]["name"]
    title = format_html(' title="{}"', name) if len(name) > _LONG_NAME else ""
    telling = line.telling
    return format_html(
        '{} <span class="sub film-name"{}>{}</span>{}',
        _link("coating", line.id, typesetting.formula(line.film)),
        title,
        typesetting.chem(name),
        _sub(typesetting.chem(telling.words)) if telling and telling.hidden else "",
    )


def _technique(line: CoatingLine) -> str:
    if line.data["technique"]:
        return str(line.data["technique"])
    return SafeString('<span class="stale">being computed</span>') if line.stale else EMPTY


def _precursors(line: CoatingLine) -> SafeString:
    named = [
        _link("precursor", key, typesetting.formula(name)) for key, name in line.first_precursors
    ]
    shown = _all(named, ", ") if named else _missing("not reported")
    return shown + (_sub(f"+{line.more_precursors}") if line.more_precursors else _NOTHING)


def _substrate(of: dict[str, Any]) -> SafeString:
    role = _NOTHING if of["role"] == "unspecified" else _sub(of["role"])
    return _link("substrate", of["key"], typesetting.formula(of["name"])) + role


def _methods(line: CoatingLine) -> SafeString:
    methods = line.data["methods"]
    if not methods:
        return _cell("Measured by", EMPTY)
    few = format_html('<span class="few">{}</span>', ", ".join(methods[:_METHODS]))
    if not line.more_methods:
        return _cell("Measured by", few)
    return format_html(
        '<td data-label="Measured by" title="{}">{}{}</td>',
        ", ".join(methods),
        few,
        _sub(f"+{line.more_methods}"),
    )


def _performance(line: CoatingLine, did: Tried | None) -> SafeString:
    has = line.data["has"]
    said = verdicts(did, line.row.pk) if did else _NOTHING
    parts = [spark(did, line.row.pk) if did else _NOTHING, said]
    if "cycling" in has and not said:
        parts.append(SafeString('<span class="tally">cycled</span>'))
    if "ionic_conductivity" in has:
        measured = '<span class="tally" title="Ionic conductivity measured">σ</span>'
        parts.append(SafeString(measured))
    elif "cycling" not in has:
        parts.append(EMPTY)
    return _all(parts)


def _number(data: dict[str, Any]) -> SafeString:
    via = data.get("via") or {}
    return _sub(f"[{via['number']}]") if via.get("number") else _NOTHING


def _process(key: str | None) -> SafeString:
    return _ident("process", key) if key else _NOTHING


def _via(data: dict[str, Any]) -> str:
    via = data.get("via") or {}
    return ", ".join(str(via[name]) for name in ("key", "at") if via.get(name))


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
        format_html(
            '<th scope="row" data-label="Test">{} <span class="sub id">{}</span></th>',
            _link("test", line.id, name),
            line.id,
        )
    ]

    def shows(column: str) -> bool:
        return not shown or column in shown

    if shows("cell"):
        cells.append(_cell("Electrode", _electrode(line)))
    if shows("coating"):
        named = (_link("coating", one, typesetting.formula(of)) for one, of in line.films)
        films = _all(named, ", ")
        cells.append(_cell("Film", films or "bare"))
    of = data["cell"]["type"]
    cells.append(_cell("Cell", _missing("not stated") if of == "unspecified" else of))
    if shows("conditions"):
        cells.append(_cell("Conditions", _conditions(data["conditions"])))
    if shows("results"):
        cells.append(_cell("Stated results", _all(map(_result, line.best)) or EMPTY))
    if shows("outcomes"):
        cells.append(_cell("Against control", _outcomes(line)))
    if shows("paper"):
        cells.append(_cell("Paper", paper_link(line.paper) + _number(data)))
    if shown and "review_status" in shown:
        cells.append(_cell("Review", data["review_status"]))
    if shown and "updated" in shown:
        cells.append(_cell("Changed", str(data["updated"])[:10]))
    cells.append(_properties(line.row, columns))
    return format_html("<tr>{}</tr>", _all(cells))


def _electrode(line: TestLine) -> SafeString:
    key = line.data["cell"]["electrode"]
    if not key:
        return _missing("not stated")
    return _link("substrate", key, typesetting.formula(line.electrode))


def _pair(name: str, held: str) -> SafeString:
    return format_html('<span class="pair"><span class="sub">{}</span> {}</span>', name, held)


def _conditions(stated: dict[str, Any]) -> SafeString:
    said = (_pair(label(key), printed(condition)) for key, condition in stated.items())
    return _all(said) or _missing("not stated")


def _result(result: dict[str, Any]) -> SafeString:
    cycle = result["at_cycle"]
    at = _sub(format_html("at cycle {}", typed(cycle["printed"]))) if cycle else _NOTHING
    return _pair(label(result["property"]), printed(result) + at)


def _outcomes(line: TestLine) -> SafeString:
    told = line.data.get("comparison") or {}
    shown = told.get("shown")
    parts: list[SafeString] = []
    if shown and shown != "cannot be told":
        parts.append(format_html('<span class="pair outcome {}">{}</span>', shown, shown))
    claimed = line.outcomes or ([told["claimed"]] if told.get("claimed") else [])
    parts.extend(_pair("claimed", one) for one in claimed)
    if not claimed:
        parts.append(EMPTY)
    if told.get("evidence"):
        parts.append(_sub(told["evidence"]))
    return _all(parts)
