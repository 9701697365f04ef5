"""Points and time series of a test: as JSON, and as files with the units in their heads."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from django.db.models import Sum

from cyclers.reading.joining import key_of
from cycling.profiles import COLUMNS, profiles_table, read_off
from cycling.queries import series_readings
from cycling.series import TIME, UNITS, has_series, parts_kept, series_tables
from records.filtering import Problem
from records.presentation import source_json
from records.rest import api_url, bad_request
from records.rest.formats import FileAnswer
from records.rest.paging import numbered_page, read_paging
from records.spreadsheets import disarmed
from science.cycling.columns import column_title, column_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from django.http import QueryDict

    from cycling.models import CyclingTest, SeriesReading, TestCurve

CELL_DOC = "Number of the recorded cell, from 1; left out: the first, in files every one."
_BDF = {TIME: "Test Time / s", "unix_time_second": "Unix Time / s", "voltage_volt": "Voltage / V",
        "current_ampere": "Current / A", "cycle": "Cycle Count / 1",
        "step_count": "Step Count / 1", "net_capacity_ah": "Net Capacity / Ah"}  # fmt: skip
"""Heads of the Battery Data Format for what a series has of it."""
_BDF_MUST = (TIME, "voltage_volt", "current_ampere")


@dataclass(frozen=True)
class File:
    """A form of points or series beside JSON."""

    name: str
    media_type: str
    suffix: str
    doc: str


_CSV = File("csv", "text/csv", "csv", "a table with the units in its head")
_PARQUET = File("parquet", "application/vnd.apache.parquet", "parquet", "typed columns")
POINTS_FILES = PROFILES_FILES = (_CSV, _PARQUET)
SERIES_FILES = (
    _CSV,
    _PARQUET,
    File("bdf", "text/vnd.bdf", "bdf.csv", "a table in the Battery Data Format"),
)


# -- points -----------------------------------------------------------------------------------
def points_told(test: CyclingTest, url: str) -> dict[str, Any] | None:
    """What a record says of its points; None without any."""
    curves = list(test.curves.select_related("via"))
    if not curves:
        return None
    recorded = any(has_series(curve.sha256) for curve in curves)
    readings = series_readings(curves)
    return {
        "count": curves[0].length,
        "unit": curves[0].unit,
        "columns": curves[0].columns,
        "url": f"{url}points/",
        "cells": [
            {
                "cell": number,
                "label": curve.label,
                "count": curve.length,
                "unit": curve.unit,
                "per": curve.per or None,
                "columns": curve.columns,
                "source": source_json(curve, test.paper_id),
                "figure": curve.figure or None,
                "sha256": curve.sha256,
                "files": [api_url("files", one) for one in curve.sha256],
                "series": _state(readings, curve),
            }
            for number, curve in enumerate(curves, start=1)
        ],
        "series": f"{url}series/" if recorded else None,
    }


def _state(readings: Mapping[str, SeriesReading], curve: TestCurve) -> str | None:
    reading = readings.get(key_of(curve.sha256)) if curve.sha256 else None
    return reading.state if reading else None


def points_page(test: CyclingTest, path: str, data: QueryDict) -> dict[str, Any]:
    """One page of the points of a cell."""
    paging, problems = read_paging(data)
    if problems:
        raise bad_request(problems)
    curves = list(test.curves.select_related("via"))
    number = _cell(data, len(curves)) or 1
    if not curves:
        nothing: dict[str, Any] = {
            "unit": "",
            "columns": [],
            "units": {},
            "per": None,
            "cell": 1,
            "cells": 0,
        }
        source = source_json(test, test.paper_id)
        return {**_paged([], [], paging, path, data), **nothing, "source": source}
    curve = curves[number - 1]
    heads = [*curve.columns, *(f"{column} error" for column in curve.errors)]
    rows = _rows(curve, curve.columns, list(curve.errors))
    return {
        **_paged(rows, heads, paging, path, data),
        "unit": curve.unit,
        "columns": curve.columns,
        "units": {column: column_unit(column, curve.unit) for column in curve.columns},
        "per": curve.per or None,
        "cell": number,
        "cells": len(curves),
        "source": source_json(curve, test.paper_id),
    }


def _paged(
    rows: list[Any], heads: Sequence[str], paging: Any, path: str, data: QueryDict
) -> dict[str, Any]:
    page = numbered_page(rows, paging, path, data)
    return {
        "count": page.count,
        "next": page.next,
        "previous": page.previous,
        "results": [dict(zip(heads, row, strict=True)) for row in page.rows],
    }


def _rows(curve: TestCurve, columns: Sequence[str], errors: Sequence[str]) -> list[Any]:
    """Row by row; a column that this cell lacks is empty."""
    gap = [None] * curve.length
    found = [curve.values_of(column) or gap for column in columns]
    found += [curve.errors.get(column) or gap for column in errors]
    return list(zip(*found, strict=True))


def _cell(data: QueryDict, cells: int) -> int | None:
    """The number of the cell that is asked for. Raises a 400 problem."""
    if "cell" not in data:
        return None
    text = data.getlist("cell")[-1]
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= max(cells, 1)):
        known = f"from 1 to {cells}" if cells > 1 else "1"
        raise bad_request([Problem("cell", f"expected the number of a recorded cell: {known}")])
    return int(text)


def points_file(test: CyclingTest, chosen: File, data: QueryDict) -> FileAnswer:
    """The points of every cell, or of the one asked for, as one table."""
    curves = list(enumerate(test.curves.all(), start=1))
    number = _cell(data, len(curves))
    kept = [(n, curve) for n, curve in curves if number in (None, n)]
    unit = kept[0][1].unit if kept else ""
    columns = list(dict.fromkeys(column for _, curve in kept for column in curve.columns))
    errors = [c for c in columns if any(c in curve.errors for _, curve in kept)]
    table = points_table(kept, columns, errors)
    titles = {column: column_title(column, unit) for column in columns}
    titles |= {f"{c} error": f"{c} error ({column_unit(c, unit)})" for c in errors}
    per = next((curve.per for _, curve in kept if curve.per), "")

    def blocks() -> Iterator[bytes]:
        if chosen.name == "csv":
            yield _csv_of(table.rename_columns([titles.get(n, n) for n in table.column_names]))
            return
        units = {c: column_unit(c, unit) for c in columns}
        units |= {f"{c} error": column_unit(c, unit) for c in errors}
        yield _parquet_of(_with_units(table, units, {"test": test.public_id, "per": per}))

    return _answer(chosen, f"{test.public_id}-points", blocks)


def points_table(
    curves: Sequence[tuple[int, TestCurve]], columns: Sequence[str], errors: Sequence[str]
) -> pa.Table:
    """``cell`` and ``label`` before the columns, the errors after them; in their own names."""
    parts = []
    heads = [*columns, *(f"{column} error" for column in errors)]
    for number, curve in curves:
        rows = _rows(curve, columns, errors)
        values = list(zip(*rows, strict=True)) or [()] * len(heads)
        arrays = [
            pa.array([number] * len(rows), pa.int32()),
            pa.array([disarmed(curve.label)] * len(rows)),
        ]
        arrays += [pa.array(column, pa.float64()) for column in values]
        parts.append(pa.table(arrays, names=["cell", "label", *heads]))
    return pa.concat_tables(parts) if parts else pa.table({"cell": pa.array([], pa.int32())})


# -- profiles read off figures ----------------------------------------------------------------
def profiles_told(test: CyclingTest, url: str) -> dict[str, Any] | None:
    """What a record says of its profiles; None without any."""
    if not (profiles := read_off(test)):
        return None
    told = [
        {
            **{name: getattr(one.said, name) for name in ("cycle", "half", "label", "per")},
            "profile": one.number,
            "unit": one.unit,
            "count": len(one.rows),
            "figure": one.said.figure,
            "series": one.said.series,
            "at": one.figure.at or [],
        }
        for one in profiles
    ]
    return {"url": f"{url}profiles/", "profiles": told}


def profiles_page(test: CyclingTest, path: str, data: QueryDict) -> dict[str, Any]:
    paging, problems = read_paging(data)
    if problems:
        raise bad_request(problems)
    rows = [row for one in read_off(test) for row in one.lines()]
    return _paged(rows, list(COLUMNS), paging, path, data)


def profiles_file(test: CyclingTest, chosen: File) -> FileAnswer:
    table = profiles_table(row for one in read_off(test) for row in one.lines())
    units = {"voltage": "V", "voltage_error": "V"}

    def blocks() -> Iterator[bytes]:
        if chosen.name == "csv":
            yield _csv_of(table.rename_columns(_heads(table.column_names, units)))
            return
        yield _parquet_of(_with_units(table, units, {"test": test.public_id}))

    return _answer(chosen, f"{test.public_id}-profiles", blocks)


# -- time series ------------------------------------------------------------------------------
def _files(test: CyclingTest, data: QueryDict) -> list[str]:
    """The raw files of a cell that have a series. Raises a 400 problem where none has."""
    curves = list(test.curves.all())
    number = _cell(data, len(curves))
    asked = curves if number is None else [curves[number - 1]] if curves else []
    for curve in asked:
        if has_series(curve.sha256):
            return list(curve.sha256)
    raise bad_request([Problem("cell", "no time series is on record")])


def _cycles(data: QueryDict) -> list[int]:
    texts = data.getlist("cycle")
    if wrong := [t for t in texts if not (t.isascii() and t.isdecimal() and len(t) < 9)]:
        raise bad_request([Problem("cycle", f"expected the number of a cycle, not {wrong[0]!r}")])
    return [int(text) for text in texts]


def series_told(test: CyclingTest, url: str, data: QueryDict) -> dict[str, Any]:
    """How much there is, and where."""
    files = _files(test, data)
    parts = parts_kept(files)
    ends = list(parts.order_by("first_cycle").values_list("first_cycle", "last_cycle", "columns"))
    columns = list(dict.fromkeys(column for _, _, names in ends for column in names))
    return {
        "count": parts.aggregate(rows=Sum("count"))["rows"],
        "columns": columns,
        "units": {column: UNITS.get(column, "") for column in columns},
        "first_cycle": ends[0][0],
        "last_cycle": max(last for _, last, _ in ends),
        "sha256": files,
        "files": {one.name: f"{url}?format={one.name}" for one in SERIES_FILES},
    }


def series_file(test: CyclingTest, chosen: File, data: QueryDict) -> FileAnswer:
    """The series of a cell, or these cycles of it, a part at a time."""
    files, cycles = _files(test, data), _cycles(data)
    parts = parts_kept(files)
    named = list(
        dict.fromkeys(c for names in parts.values_list("columns", flat=True) for c in names)
    )
    if chosen.name == "bdf":
        if lacking := [name for name in _BDF_MUST if name not in named]:
            raise bad_request([Problem("format", f"BDF needs {', '.join(lacking)}: take csv")])
        named = [name for name in _BDF if name in named]
    heads = [_BDF[name] for name in named] if chosen.name == "bdf" else _heads(named, UNITS)

    def tables() -> Iterator[pa.Table]:
        for table in series_tables(files, cycles=cycles, columns=named):
            yield _filled(table, named)

    def blocks() -> Iterator[bytes]:
        if chosen.name == "parquet":
            yield from _parquet_parts(tables(), named, {"test": test.public_id})
            return
        yield (",".join(f'"{head}"' for head in heads) + "\r\n").encode()
        options = pacsv.WriteOptions(include_header=False)
        for table in tables():
            drain = io.BytesIO()
            pacsv.write_csv(table, drain, options)
            yield drain.getvalue()

    return _answer(chosen, f"{test.public_id}-series", blocks)


def _heads(columns: Sequence[str], units: Mapping[str, str]) -> list[str]:
    return [f"{name} ({units[name]})" if name in units else name for name in columns]


def _filled(table: pa.Table, columns: Sequence[str]) -> pa.Table:
    """Every column, those that this part lacks empty; float32 as what it says in few digits."""
    arrays = []
    for name in columns:
        if name not in table.column_names:
            arrays.append(pa.nulls(table.num_rows, pa.float64()))
        else:
            arrays.append(table[name])
    return pa.table(arrays, names=list(columns))


def _parquet_parts(
    tables: Iterator[pa.Table], columns: Sequence[str], said: dict[str, str]
) -> Iterator[bytes]:
    drain, writer, sent = io.BytesIO(), None, 0
    for table in tables:
        described = _with_units(table, UNITS, said)
        if writer is None:
            writer = pq.ParquetWriter(drain, described.schema, compression="zstd")
        writer.write_table(described.cast(writer.schema))
        yield drain.getvalue()[sent:]
        sent = drain.tell()
    if writer is None:
        yield _parquet_of(pa.table({name: pa.array([], pa.float64()) for name in columns}))
        return
    writer.close()
    yield drain.getvalue()[sent:]


# -- files ------------------------------------------------------------------------------------
def _with_units(table: pa.Table, units: dict[str, str], said: dict[str, str]) -> pa.Table:
    fields = [
        field.with_metadata({"unit": units[field.name]}) if units.get(field.name) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields, metadata={k: v for k, v in said.items() if v}))


def _csv_of(table: pa.Table) -> bytes:
    drain = io.StringIO()
    writer = csv.writer(drain)
    writer.writerow(table.column_names)
    columns = [column.to_pylist() for column in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return drain.getvalue().encode()


def _parquet_of(table: pa.Table) -> bytes:
    drain = io.BytesIO()
    pq.write_table(table, drain, compression="zstd")
    return drain.getvalue()


def _answer(chosen: File, name: str, blocks: Callable[[], Iterable[bytes]]) -> FileAnswer:
    answer = FileAnswer(blocks, content_type=chosen.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{chosen.suffix}"'
    return answer
