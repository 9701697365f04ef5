"""CSV and JSON Lines: a line for every record."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson

from exchange.exports.tables import records, whole_records
from exchange.exports.wide import WideTable
from records.spreadsheets import disarmed

if TYPE_CHECKING:
    from exchange.exports.columns import Column
    from exchange.exports.tables import Table
    from records.rest import RecordsView

_BLOCK = 64 * 1024


def csv_blocks(
    table: Table, view: RecordsView, rows: Any, columns: Sequence[Column]
) -> Iterator[bytes]:
    """CSV in UTF-8: lists joined by semicolons, missing values empty, formulas disarmed."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.header for column in columns])
    if isinstance(table, WideTable):
        yield _taken(buffer)
        yield from joined(table.csv_lines(view, rows, columns))
        return
    for row in table.rows(view, rows, columns):
        writer.writerow([_cell(value) for value in row])
        if buffer.tell() > _BLOCK:
            yield _taken(buffer)
    yield _taken(buffer)


def joined(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """The same bytes in fewer, larger blocks."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) > _BLOCK:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str):
        return disarmed(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {True: "t", False: "f"}[value] if isinstance(value, bool) else value


def jsonl_blocks(
    view: RecordsView, rows: Any, kept: Sequence[str], *, full: bool = False
) -> Iterator[bytes]:
    """Every record as the list gives it in JSON, or in ``full`` as its own address does, on a line
    of its own."""
    found = whole_records(view, rows) if full else records(view, rows)
    return joined(_json_line(record, kept) for record in found)


def _json_line(record: dict[str, Any] | str, kept: Sequence[str]) -> bytes:
    if isinstance(record, str) and not kept:
        return record.encode() + b"\n"
    whole = orjson.loads(record) if isinstance(record, str) else record
    return orjson.dumps({name: whole[name] for name in kept} if kept else whole) + b"\n"
