"""The time series of every recorded cell in a release: one typed table, a part at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from cycling.models import TestCurve
from cycling.series import UNITS, series_tables
from records.models import Kind, public_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COLUMNS: dict[str, tuple[pa.DataType, str]] = {
    "test": (pa.string(), "Public id of the test."),
    "cell": (pa.int32(), "Number of the recorded cell of the test, from 1."),
    "cycle": (pa.int32(), "Number of the cycle, as it is counted here."),
    "test_time_second": (pa.float64(), "Time since the start of the test; never falls."),
    "unix_time_second": (pa.float64(), "Wall clock in UTC, where the file says it."),
    "voltage_volt": (pa.float32(), "Voltage of the cell."),
    "current_ampere": (pa.float32(), "Current; positive charges the cell."),
    "net_capacity_ah": (pa.float32(), "Charge since the start, charged less discharged."),
    "step_count": (pa.int32(), "Number of the executed step."),
    "step_id": (pa.int32(), "Number of the step in the programme."),
    "cycle_count": (pa.int32(), "Number of the cycle, as the instrument counts it."),
    "temperature_celsius": (pa.float32(), "Temperature, where it was measured."),
}
_SCHEMA = pa.schema(
    [
        pa.field(name, kind, metadata={"unit": UNITS[name]} if name in UNITS else None)
        for name, (kind, _) in _COLUMNS.items()
    ]
)
_TYPES = {"test": "string", "cell": "integer"}


def write_series(folder: Path) -> int:
    """``time_series.parquet``; returns how many rows it has."""
    count = 0
    with pq.ParquetWriter(folder / "time_series.parquet", _SCHEMA, compression="zstd") as writer:
        for table in _tables():
            writer.write_table(table)
            count += table.num_rows
    return count


def _tables() -> Iterator[pa.Table]:
    named = TestCurve.objects.exclude(sha256=[]).order_by("test", "position")
    for number, position, files in named.values_list("test_id", "position", "sha256"):
        own = {"test": public_id(Kind.TEST, number), "cell": position + 1}
        for table in series_tables(files):
            yield _filled(table, own)


def _filled(table: pa.Table, own: dict[str, Any]) -> pa.Table:
    """Every column; what this series lacks is empty."""
    arrays = []
    for name, (kind, _) in _COLUMNS.items():
        if name in own:
            arrays.append(pa.repeat(pa.scalar(own[name], kind), table.num_rows))
        elif name in table.column_names:
            arrays.append(table[name].cast(kind))
        else:
            arrays.append(pa.nulls(table.num_rows, kind))
    return pa.table(arrays, schema=_SCHEMA)


def series_resource() -> dict[str, Any]:
    """The file as a resource of the data package."""
    fields = [
        {
            "name": name,
            "type": _TYPES.get(name, "number"),
            "description": doc,
            **({"unit": UNITS[name]} if name in UNITS else {}),
        }
        for name, (_, doc) in _COLUMNS.items()
    ]
    return {
        "name": "time-series-parquet",
        "title": "Time series of cycling tests, of every recorded cell whose file is here.",
        "path": "data/time_series.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {"fields": fields, "missingValues": [""]},
    }
