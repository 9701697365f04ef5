"""The voltage profiles that were read off figures, in a release: one typed table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from cycling.models import CyclingTest
from cycling.profiles import COLUMNS, profiles_table, read_off

if TYPE_CHECKING:
    from pathlib import Path

_SCHEMA = pa.schema({"test": pa.string(), **COLUMNS})
_DOCS = {
    "test": "Public id of the test.",
    "profile": "Number of the profile of the test, from 1.",
    "cycle": "Number of the cycle, where the paper tells it.",
    "half": "charge or discharge, where the paper tells it.",
    "label": "What tells the profile else, as printed.",
    "unit": "Unit of x: of a capacity, % or h.",
    "per": "What a capacity is counted per, where it is stated.",
    "x": "Capacity, its share, or time, in the unit of the column unit.",
    "x_error": "Standard error of reading x.",
    "voltage": "Voltage, in V.",
    "voltage_error": "Standard error of reading the voltage, in V.",
}
_TYPES = {pa.string(): "string", pa.int32(): "number"}


def write_profiles(folder: Path) -> int:
    """``profiles.parquet``; returns how many rows it has."""
    count = 0
    with pq.ParquetWriter(folder / "profiles.parquet", _SCHEMA, compression="zstd") as writer:
        tests = CyclingTest.objects.exclude(profiles=[]).select_related("paper").order_by("pk")
        for test in tests.iterator(chunk_size=50):
            table = profiles_table(row for one in read_off(test) for row in one.lines())
            named = pa.repeat(pa.scalar(test.public_id), table.num_rows)
            writer.write_table(table.add_column(0, "test", named))
            count += table.num_rows
    return count


def profiles_resource() -> dict[str, Any]:
    """The file as a resource of the data package."""
    fields = [
        {"name": f.name, "type": _TYPES.get(f.type, "number"), "description": _DOCS[f.name]}
        for f in _SCHEMA
    ]
    return {
        "name": "profiles-parquet",
        "title": "Voltage profiles of cycling tests that were read off figures.",
        "path": "data/profiles.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {"fields": fields, "missingValues": [""]},
    }
