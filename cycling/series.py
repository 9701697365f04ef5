"""Time series to Parquet parts and back. Columns by the names of the Battery Data Format, in s, V,
A and Ah; beside them ``cycle``, ours. A part holds whole cycles, so that one is read by itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cyclers.reading.joining import key_of
from cycling.models import SeriesPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

TIME, CYCLE = "test_time_second", "cycle"
VOLTAGE, CURRENT = "voltage_volt", "current_ampere"
ROWS = 100_000
"""of a part; a longer cycle is a part of its own"""
_EXACT = {TIME, "unix_time_second"}
UNITS = {
    TIME: "s",
    "unix_time_second": "s",
    VOLTAGE: "V",
    CURRENT: "A",
    "net_capacity_ah": "Ah",
}


def parts_of(sha256: str, table: pa.Table) -> Iterator[SeriesPart]:
    """The parts of the series of a raw file, unsaved; ``table`` has a column ``cycle`` that never
    falls. Times stay float64, other numbers become float32 (seven digits: more than instruments
    have)."""
    cycles = table[CYCLE].to_numpy()
    for position, (first, end) in enumerate(_cuts(cycles)):
        part = table.slice(first, end - first)
        yield SeriesPart(
            sha256=sha256,
            position=position,
            first_cycle=int(cycles[first]),
            last_cycle=int(cycles[end - 1]),
            start=float(part[TIME][0].as_py()),
            end=float(part[TIME][-1].as_py()),
            count=part.num_rows,
            columns=part.column_names,
            data=_written(part),
        )


def _cuts(cycles: np.ndarray) -> Iterator[tuple[int, int]]:
    """Runs of rows, cut at ends of cycles."""
    ends = [*(np.flatnonzero(np.diff(cycles)) + 1).tolist(), len(cycles)]
    first = last = 0
    for end in ends:
        if end - first > ROWS and last > first:
            yield first, last
            first = last
        last = end
    if last > first:
        yield first, last


def _written(table: pa.Table) -> bytes:
    columns = {name: _narrow(name, table[name]) for name in table.column_names}
    floats = [name for name, column in columns.items() if pa.types.is_floating(column.type)]
    drain = io.BytesIO()
    pq.write_table(
        pa.table(columns),
        drain,
        compression="zstd",
        use_dictionary=[name for name in columns if name not in floats],
        use_byte_stream_split=floats,
    )
    return drain.getvalue()


def _narrow(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_floating(column.type) and name not in _EXACT:
        return column.cast(pa.float32())
    return column.cast(pa.int32()) if pa.types.is_integer(column.type) else column


def parts_kept(files: Sequence[str]) -> QuerySet[SeriesPart]:
    """What is kept of these raw files, in the order of time."""
    key = key_of(files) if files else ""
    return SeriesPart.objects.filter(sha256=key).order_by("position")


def has_series(files: Sequence[str]) -> bool:
    return bool(files) and parts_kept(files).exists()


def series_tables(
    files: Sequence[str], *, cycles: Iterable[int] = (), columns: Sequence[str] = ()
) -> Iterator[pa.Table]:
    """The rows of the series of raw files, a part at a time: of these cycles, or of all; these
    columns where they are recorded, or all."""
    wanted = sorted(set(cycles))
    parts = parts_kept(files)
    if wanted:
        parts = parts.filter(first_cycle__lte=wanted[-1], last_cycle__gte=wanted[0])
    for part in parts.iterator(chunk_size=1):
        if wanted and not any(part.first_cycle <= c <= part.last_cycle for c in wanted):
            continue
        chosen = [name for name in columns if name in part.columns]
        read = sorted({*chosen, CYCLE}) if chosen else None
        table = pq.read_table(pa.BufferReader(bytes(part.data)), columns=read)
        if wanted:
            table = table.filter(pc.is_in(table[CYCLE], pa.array(wanted, pa.int32())))
        yield table.select(chosen) if chosen else table
