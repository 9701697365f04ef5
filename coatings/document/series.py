"""Series of a coating: their entries, what is checked, and to rows and back.

.. code-block:: yaml

    series:
      - property: growth_per_cycle
        against: deposition_temperature
        unit: Å                       # left out: the canonical one
        rows: [[100, 1.3, 0.05], [150, 1.1], [200, 0.9]]
        method: XRR
      - {property: thickness, against: cycles, rows: {figure: fig-2a, series: tma}}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, model_validator

from coatings.document.values import Measured, of_problems
from coatings.models import Method, Series
from figures.inputs import digitised_rows
from records.document.checking import undeclared, unknown, unreadable
from records.document.fields import Printed, Slug, StatedEntry, Strict
from records.document.invalid import Loc, Problem, path_of
from records.document.rows import conditions_json, stated_entry
from science.properties import PROPERTIES, properties
from science.quantities import Interval, UnknownUnit, rescaling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Self

    from coatings.models import Coating
    from figures.document import FigureEntry
    from literature.models import Paper
    from records.document.checking import Own
    from records.document.fields import Sourced
    from records.document.rows import Sources

Number = Annotated[float, Field(allow_inf_nan=False)]
Row = Annotated[list[Number | None], Field(min_length=2, max_length=3)]
MOST_ROWS = 5000


class InFigure(Strict):
    """A series that was read off a figure of the same document."""

    figure: Slug
    series: Slug


class SeriesEntry(Measured, StatedEntry):
    property: str
    against: str
    unit: Annotated[str, Field(max_length=40)] | None = None
    against_unit: Annotated[str, Field(max_length=40)] | None = None
    rows: Annotated[list[Row], Field(min_length=2, max_length=MOST_ROWS)] | InFigure
    conditions: dict[str, Printed] | None = None

    @model_validator(mode="after")
    def rows_are_filled(self) -> Self:
        if isinstance(self.rows, InFigure):
            return self
        for i, row in enumerate(self.rows):
            if None in row[:2]:
                raise ValueError(f"rows[{i}] has no number for both quantities")
            if len(row) > 2 and row[2] is not None and row[2] < 0:
                raise ValueError(f"rows[{i}]: an error is not negative")
        self.rows = [row[:2] if row[2:] == [None] else row for row in self.rows]
        return self


def varied() -> list[str]:
    """What a series may vary: numbers that a film is grown or measured at."""
    return sorted(key for key, declared in properties("condition").items() if declared.numeric)


def series_problems(
    at: Loc, entry: SeriesEntry, methods: Collection[str], own: Own
) -> Iterable[Problem]:
    yield from undeclared((*at, "property"), entry.property, "measured", "coating")
    yield from unknown((*at, "against"), entry.against, varied(), "quantity that a series varies")
    yield from of_problems(at, entry, entry.property, methods)
    for key, printed in (entry.conditions or {}).items():
        yield from unknown((*at, "conditions", key), key, properties("condition"), "condition")
        yield from unreadable((*at, "conditions", key), key, printed)
    named = (
        (entry.against, entry.against_unit, "against_unit"),
        (entry.property, entry.unit, "unit"),
    )
    scales = []
    for key, unit, name in named:
        if key not in PROPERTIES or not PROPERTIES[key].numeric:
            return
        try:
            scales.append(_scale(key, unit))
        except UnknownUnit as error:
            yield Problem(path_of((*at, name)), str(error))
    if isinstance(entry.rows, InFigure):
        name = f"{entry.rows.figure}/{entry.rows.series}"
        known = own.keys.get("figures", ())
        yield from unknown((*at, "rows"), name, known, "series of a figure")
    elif len(scales) == len(named):
        yield from _impossible((*at, "rows"), entry, scales)


def _impossible(
    at: Loc, entry: SeriesEntry, scales: Sequence[tuple[float, float]]
) -> Iterable[Problem]:
    assert not isinstance(entry.rows, InFigure), "of a figure the values are not known here"
    for j, key in enumerate((entry.against, entry.property)):
        limits, (factor, offset) = PROPERTIES[key].possible, scales[j]
        for i, row in enumerate(entry.rows):
            value = (row[j] or 0.0) * factor + offset
            if limits is not None and not Interval.point(value).within(limits):
                unit = PROPERTIES[key].unit
                message = f"a {PROPERTIES[key].label.lower()} of {value:g} {unit} is not possible"
                yield Problem(path_of((*at, i, j)), message)


def _scale(key: str, unit: str | None) -> tuple[float, float]:
    """(factor, offset) into the canonical unit of a property."""
    canonical = PROPERTIES[key].unit or "1"
    return rescaling(unit or canonical, canonical)


def series_rows(
    owner: Sourced,
    entries: Sequence[SeriesEntry],
    sources: Sources,
    methods: Mapping[str, Method],
    figures: Mapping[str, FigureEntry],
) -> list[Series]:
    """Unsaved rows of the series of one coating."""
    return [
        Series(
            property=entry.property,
            of=entry.of or "",
            against=entry.against,
            unit=entry.unit or "",
            against_unit=entry.against_unit or "",
            given=entry.model_dump(mode="json")["rows"],
            points=_points(entry, figures),
            method=methods[entry.method] if entry.method else None,
            measured_on=entry.measured_on or "",
            conditions=conditions_json(entry.conditions),
            **sources.stated(entry, owner),
        )
        for entry in entries
    ]


def _points(entry: SeriesEntry, figures: Mapping[str, FigureEntry]) -> list[list[float | None]]:
    unit, against_unit = entry.unit, entry.against_unit
    rows: Iterable[Sequence[float | None]]
    if isinstance(entry.rows, InFigure):
        figure = figures[entry.rows.figure]
        read = digitised_rows(figure, entry.rows.series)
        rows = [(row.x, row.y, row.y_error) for row in read]
        one = figure.one(entry.rows.series)
        if one is not None:
            axes = [figure.axis(key) for key in (one.x, one.y)]
            against_unit = against_unit or (axes[0].unit if axes[0] else None)
            unit = unit or (axes[1].unit if axes[1] else None)
    else:
        rows = entry.rows
    x, y = _scale(entry.against, against_unit), _scale(entry.property, unit)
    return [
        [
            (row[0] or 0.0) * x[0] + x[1],
            (row[1] or 0.0) * y[0] + y[1],
            None if len(row) < 3 or row[2] is None else abs(row[2] * y[0]),
        ]
        for row in rows
    ]


def series_entry(row: Series, paper: Paper, coating: Coating) -> dict[str, Any]:
    return {
        "property": row.property,
        "of": row.of or None,
        "against": row.against,
        "unit": row.unit or None,
        "against_unit": row.against_unit or None,
        "rows": row.given,
        "method": row.method.key if row.method else None,
        "measured_on": row.measured_on or None,
        "conditions": {key: value["printed"] for key, value in row.conditions.items()},
        **stated_entry(row, paper, coating),
    }
