"""The points of every recorded cell in a release: one table, a row a cycle."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from cycling.models import TestCurve
from records.models import Kind, public_id
from records.spreadsheets import disarmed
from science.cycling.columns import CAPACITIES, POINT_COLUMNS, column_unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAMED = {
    "test": "Public id of the test.",
    "cell": "Number of the recorded cell of the test, from 1.",
    "label": "Name of the cell.",
    "unit": "Unit of the capacities of this cell.",
    "per": "What the capacities are counted per, where it is stated.",
}
_ERROR = "_error"
_ALL = [*_NAMED, *POINT_COLUMNS, *(f"{column}{_ERROR}" for column in POINT_COLUMNS[1:])]
_SCHEMA = pa.schema(
    [
        pa.field("test", pa.string()),
        pa.field("cell", pa.int64()),
        *(pa.field(name, pa.string()) for name in ("label", "unit", "per")),
        *(pa.field(name, pa.float64()) for name in _ALL[len(_NAMED) :]),
    ]
)


def write_points(folder: Path) -> int:
    """``points.csv`` and ``points.parquet``; returns how many rows they have."""
    count = 0
    with (
        (folder / "points.csv").open("w", newline="", encoding="utf-8") as text,
        pq.ParquetWriter(folder / "points.parquet", _SCHEMA, compression="zstd") as typed,
    ):
        lines = csv.writer(text)
        lines.writerow(_ALL)
        for rows in _rows_of_curves():
            lines.writerows([disarmed(c) if isinstance(c, str) else c for c in row] for row in rows)
            columns = list(zip(*rows, strict=True))
            arrays = [pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)]
            typed.write_table(pa.table(arrays, schema=_SCHEMA))
            count += len(rows)
    return count


def _rows_of_curves() -> Iterator[list[tuple[Any, ...]]]:
    curves = TestCurve.objects.order_by("test", "position").iterator(chunk_size=50)
    for curve in curves:
        length = curve.length
        if not length:
            continue
        gap = [None] * length
        named = (
            public_id(Kind.TEST, curve.test_id),
            curve.position + 1,
            curve.label,
            curve.unit,
            curve.per,
        )
        columns: list[Any] = [[value] * length for value in named]
        columns += [curve.values_of(column) or gap for column in POINT_COLUMNS]
        columns += [curve.errors.get(column) or gap for column in POINT_COLUMNS[1:]]
        yield list(zip(*columns, strict=True))


def points_resources(folder: Path) -> Iterator[dict[str, Any]]:
    """Both files as resources of the data package."""
    fields = [_field(name) for name in _ALL]
    schema = {"fields": fields, "primaryKey": ["test", "cell", "cycle"], "missingValues": [""]}
    for suffix, media in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet")):
        path = folder / "data" / f"points.{suffix}"
        resource: dict[str, Any] = {
            "name": "points" if suffix == "csv" else "points-parquet",
            "title": "Points of cycling tests, cycle by cycle, of every recorded cell.",
            "path": f"data/{path.name}",
            "format": suffix,
            "mediatype": media,
        }
        if suffix == "csv":
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            resource |= {"profile": "tabular-data-resource", "encoding": "utf-8"}
            resource |= {"bytes": path.stat().st_size, "hash": f"sha256:{digest}"}
        yield resource | {"schema": schema}


def _field(name: str) -> dict[str, str]:
    if name in _NAMED:
        kind = "integer" if name == "cell" else "string"
        return {"name": name, "type": kind, "description": _NAMED[name]}
    column = name.removesuffix(_ERROR)
    unit = column_unit(column, "as in the column unit")
    doc = "Number of the cycle." if column == "cycle" else column.replace("_", " ").capitalize()
    doc += ", standard error." if name != column else "."
    said = {"unit": unit} if unit and column not in CAPACITIES else {}
    return {"name": name, "type": "number", "description": doc, **said}
