"""What the record of one coating is made from, by a fixed number of prepared statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from coatings.models import (
    DETAILS,
    Coating,
    Material,
    Measurement,
    Method,
    Process,
    ProcessStep,
    Series,
    StepValue,
    Substrate,
)
from coatings.queries.steps import StepLine, step_lines
from literature.models import Paper
from records.prepared import Prepared, together

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db import models

R = TypeVar("R", Measurement, Series)
_READING = ("printed", "qualifier", "low", "high", "uncertainty", "unit", "missing")
_PROVENANCE = ("via_id", "at", "section", "url", "read_on", "extraction", "note")
_STATED = (*_PROVENANCE, "scope", "superseded")
_PARTS: dict[str, tuple[str, ...]] = {
    "": ("id", "paper_id", "purpose", "supercycle", "updated", *DETAILS, *_PROVENANCE),
    "read": (
        *("list_json", "technique", "methods", "computed_at", "stale_since"),
        *("derived", "flags"),
    ),
    "paper": ("id", "type", "citation", "year", "doi", "csl"),
    "material": ("id", "key", "name", "formula"),
    "substrate": ("id", "name"),
    "process": ("id", "key"),
}
_MEASUREMENT = (
    *("position", "property", "of", "method__key", "measured_on", "conditions"),
    *(*_READING, *_STATED),
)
_SERIES = (
    *("position", "property", "of", "against", "given", "points", "method__key", "measured_on"),
    *("conditions", *_STATED),
)
_STEP_VALUE = ("step_id", "property", *_READING, *_STATED)
_STEP = ("pk", "parent_id", "action", "every", "repeat", "choices__precursor__key")
_JSON = {"derived", "flags", "csl", "conditions", "given", "points"}


def _columns() -> list[str]:
    return [f"{part}__{name}" if part else name for part, names in _PARTS.items() for name in names]


_coating = Prepared(
    lambda number: Coating.objects.order_by().filter(pk=number).values_list(*_columns())
)
_measurements = Prepared(
    lambda number: (
        Measurement.objects.filter(coating=number).order_by("position").values_list(*_MEASUREMENT)
    )
)
_series = Prepared(
    lambda number: Series.objects.filter(coating=number).order_by("position").values_list(*_SERIES)
)
_step_values = Prepared(
    lambda number: StepValue.objects.filter(coating=number).order_by().values_list(*_STEP_VALUE)
)
_steps = Prepared(
    lambda number: (
        ProcessStep.objects.filter(process__coatings=number)
        .order_by("position", "choices__position")
        .values_list(*_STEP)
    )
)
# Asked through the reverse relations: the room of the tests stands above this one.
_tests = Prepared(
    lambda number: _cycled(number, "cycling_tests").union(_cycled(number, "also_cycled_in"))
)


def _cycled(number: int, path: str) -> models.QuerySet[Coating, Any]:
    """Tests of cells that hold a coating, by one of the two ways."""
    held = Coating.objects.filter(pk=number, **{f"{path}__isnull": False})
    return held.order_by().values_list(path)


@dataclass(frozen=True)
class ReadColumns:
    """What the record shows of its read row, which has a hundred columns more."""

    list_json: str
    technique: str
    methods: list[str]
    computed_at: datetime | None
    stale_since: datetime | None
    derived: dict[str, Any]
    flags: list[dict[str, Any]]


@dataclass(frozen=True)
class RecordFacts:
    """One coating (with paper, material and substrate), its read row, and what hangs on it;
    ``tests`` are the numbers of the tests of cells that hold it."""

    coating: Coating
    row: ReadColumns
    measurements: list[Measurement]
    series: list[Series]
    step_values: list[StepValue]
    steps: list[StepLine]
    tests: list[int]


def record_facts(number: int) -> RecordFacts | None:
    """None where there is no such coating."""
    found, measurements, series, step_values, steps, tests = together(
        number, _coating, _measurements, _series, _step_values, _steps, _tests
    )
    if not found:
        return None
    parts = _apart(found[0])
    coating = Coating(**parts[""])
    coating.paper = Paper(**parts["paper"])
    coating.material = Material(**parts["material"])
    coating.substrate = Substrate(**parts["substrate"])
    process = parts["process"]
    coating.process = Process(**process) if process["id"] else None
    return RecordFacts(
        coating=coating,
        row=ReadColumns(**parts["read"]),
        measurements=[_of(Measurement, number, _named(_MEASUREMENT, row)) for row in measurements],
        series=[_of(Series, number, _named(_SERIES, row)) for row in series],
        step_values=[StepValue(**_named(_STEP_VALUE, row)) for row in step_values],
        steps=step_lines(steps),
        tests=sorted(test for (test,) in tests),
    )


def _of(model: type[R], coating: int, columns: dict[str, Any]) -> R:
    """A row of what was measured on a coating."""
    method = columns.pop("method__key")
    row = model(coating_id=coating, **columns)
    row.method = Method(key=method) if method else None
    return row


def _apart(row: tuple[Any, ...]) -> dict[str, dict[str, Any]]:
    """The columns of the joined row, by the record that they belong to."""
    parts, start = {}, 0
    for part, names in _PARTS.items():
        parts[part] = _named(names, row[start : start + len(names)])
        start += len(names)
    return parts


def _named(names: tuple[str, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    values: Mapping[str, Any] = dict(zip(names, row, strict=True))
    return {
        name: orjson.loads(value) if name in _JSON and value is not None else value
        for name, value in values.items()
    }
