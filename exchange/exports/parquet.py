"""Parquet: typed columns, described in the file, written a row group at a time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from exchange.exports.columns import Column

ROW_GROUP = 5000
_TYPES = {
    "text": pa.string(),
    "json": pa.string(),
    "number": pa.float64(),
    "whole": pa.int64(),
    "flag": pa.bool_(),
    "words": pa.list_(pa.string()),
    "time": pa.timestamp("us", tz="UTC"),
}


def schema_of(columns: Iterable[Column]) -> pa.Schema:
    """The types of the columns, each with its unit and what it means."""
    return pa.schema(
        [
            pa.field(
                column.header,
                _TYPES[column.kind],
                metadata={
                    key: text
                    for key, text in (("unit", column.unit), ("description", column.doc))
                    if text
                },
            )
            for column in columns
        ]
    )


class _Drain(io.RawIOBase):
    """Where the writer writes; what it has written is taken away between row groups."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._position = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._held += piece
        self._position += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._position

    def take(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken


def parquet_blocks(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file in blocks, one for each group of rows."""
    schema = schema_of(columns)
    drain = _Drain()
    writer = pq.ParquetWriter(pa.PythonFile(drain, mode="w"), schema, compression="zstd")
    group: list[Sequence[Any]] = []
    for row in rows:
        group.append(row)
        if len(group) == ROW_GROUP:
            writer.write_table(_arrow(group, schema), row_group_size=ROW_GROUP)
            group = []
            yield drain.take()
    if group:
        writer.write_table(_arrow(group, schema), row_group_size=ROW_GROUP)
    writer.close()
    yield drain.take()


def _arrow(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    arrays = [
        pa.array(values, type=field.type)
        for values, field in zip(zip(*rows, strict=True), schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
