"""The digitised figures of a draft, as its form shows them: looked at, opened, taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import escape
from pydantic import ValidationError

from charts.chart import Axis, Chart, Mark, Series
from charts.scales import around
from documents.places import list_of
from figures.document import FigureEntry
from figures.inputs import digitised_rows
from science.digitised import UncalibratedAxis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DRAWN = 400
"""points of a series, at most, in a small chart"""


@dataclass(frozen=True)
class Shown:
    """One figure. ``charts`` has one for each pair of axes that series were read along, none where
    it is not calibrated."""

    key: str
    at: str
    axes: list[str]
    series: list[tuple[str, int]]
    """names with their number of points"""
    used: list[str]
    """keys of what is read off it"""
    charts: list[Chart]


def figures_shown(document: Mapping[str, Any]) -> list[Shown]:
    """Every figure of the document, even where it is not right yet."""
    return [_shown(one, document) for one in list_of(document, "figures") if isinstance(one, dict)]


def without_figure(document: dict[str, Any], key: str) -> list[str]:
    """Take a figure out, and what is read off it: points and profiles of tests, series of coatings.

    Gives back the keys of the tests and coatings that lost something."""
    figures = list_of(document, "figures")
    document["figures"] = [one for one in figures if _key(one) != key]
    if not document["figures"]:
        del document["figures"]
    lost = []
    for record in _records(document):
        if _reads(record, key):
            lost.append(str(record.get("key") or "without a key"))
            _drop(record, key)
    return lost


def _key(one: Any) -> str:
    return str(one.get("key") or "") if isinstance(one, dict) else ""


def _records(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for section in ("coatings", "cycling"):
        yield from (one for one in list_of(document, section) if isinstance(one, dict))


def _of_figure(value: Any, key: str) -> bool:
    """Whether ``{figure: …}``, or ``{rows: {figure: …}}``, names this figure."""
    if not isinstance(value, dict):
        return False
    named = value.get("figure") or value.get("rows")
    return named == key or (isinstance(named, dict) and named.get("figure") == key)


def _reads(record: Mapping[str, Any], key: str) -> bool:
    listed = [*list_of(record, "profiles"), *list_of(record, "series")]
    return any(_of_figure(one, key) for one in (record.get("points"), *listed))


def _drop(record: dict[str, Any], key: str) -> None:
    if _of_figure(record.get("points"), key):
        del record["points"]
    for name in ("profiles", "series"):
        kept = [one for one in list_of(record, name) if not _of_figure(one, key)]
        if kept:
            record[name] = kept
        else:
            record.pop(name, None)


def _shown(figure: dict[str, Any], document: Mapping[str, Any]) -> Shown:
    series = [one for one in list_of(figure, "series") if isinstance(one, dict)]
    at = figure.get("at")
    return Shown(
        key=_key(figure),
        at="; ".join(map(str, at)) if isinstance(at, list) else str(at or _key(figure)),
        axes=[_axis(one) for one in list_of(figure, "axes") if isinstance(one, dict)],
        series=[(_name(one), len(list_of(one, "points"))) for one in series],
        used=[str(one.get("key")) for one in _records(document) if _reads(one, _key(figure))],
        charts=list(_charts(figure)),
    )


def _name(one: Mapping[str, Any]) -> str:
    return str(one.get("label") or one.get("key") or "a series")


def _axis(one: Mapping[str, Any]) -> str:
    """``capacity in mAh/g, 0 to 200, logarithmic``."""
    values = [
        tick["value"]
        for tick in list_of(one, "ticks")
        if isinstance(tick, dict) and isinstance(tick.get("value"), int | float)
    ]
    said = f"{one.get('label') or one.get('key')}"
    said += f" in {one['unit']}" if one.get("unit") else ""
    said += f", {min(values):g} to {max(values):g}" if values else ""
    return said + {"log": ", logarithmic", "reciprocal": ", reciprocal"}.get(
        str(one.get("scale")), ""
    )


def _charts(figure: Mapping[str, Any]) -> Iterator[Chart]:
    try:
        entry = FigureEntry.model_validate(figure)
        pairs = dict.fromkeys((one.x, one.y) for one in entry.series if one.points)
        for x, y in pairs:
            yield _chart(entry, x, y)
    except (ValidationError, UncalibratedAxis, ArithmeticError, ValueError):
        return  # the check says what is wrong with it


def _chart(entry: FigureEntry, x: str, y: str) -> Chart:
    own = [one for one in entry.series if (one.x, one.y) == (x, y) and one.points]
    rows = {
        one.key: [(row.x, row.y) for row in digitised_rows(entry, one.key)[:_DRAWN]] for one in own
    }
    every = [point for points in rows.values() for point in points]
    read = sum(len(one.points) for one in own)
    drawn = f"{read} points" if read == len(every) else f"{len(every)} of {read} points"
    names = [f"{one.label or one.key}" for one in own]
    return Chart(
        x=_scaled(entry, x, [point[0] for point in every]),
        y=_scaled(entry, y, [point[1] for point in every]),
        series=[
            Series(
                escape(name),
                slot,
                [Mark(a, a, b, b, f"{name}: {a:.4g}; {b:.4g}", "") for a, b in rows[one.key]],
            )
            for slot, (one, name) in enumerate(zip(own, names, strict=True))
        ],
        description=f"{drawn} read off {entry.key}: {', '.join(names)}",
        width=420,
        height=260,
    )


def _scaled(entry: FigureEntry, key: str, values: list[float]) -> Axis:
    axis = entry.axis(key)
    log = axis is not None and axis.scale == "log" and min(values) > 0
    said = f"{(axis.label if axis else None) or key}"
    title = f"{said} ({axis.unit})" if axis and axis.unit else said
    return Axis(around(min(values), max(values), log=log), escape(title))
