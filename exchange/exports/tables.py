"""Tables of records: the columns of a list, and its rows from the answers of REST."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson

from exchange.exports.columns import Column, columns_of, read

if TYPE_CHECKING:
    from records.rest import RecordsView

CHUNK = 1000


class Table:
    """The table of one list, a row for every record, from what its list gives of each."""

    def __init__(self, view: type[RecordsView]) -> None:
        self.columns = self.declare(view)

    def declare(self, view: type[RecordsView]) -> list[Column]:
        return columns_of(view.item_shape)

    @property
    def groups(self) -> list[str]:
        """What ``fields=`` may name."""
        return list(dict.fromkeys(column.group for column in self.columns))

    def kept(self, groups: Sequence[str]) -> list[Column]:
        """The columns of these groups in the order named; all of them where none is."""
        if not groups:
            return self.columns
        return [c for group in groups for c in self.columns if c.group == group]

    def rows(
        self, view: RecordsView, rows: Any, columns: Sequence[Column]
    ) -> Iterator[Sequence[Any]]:
        """The values of these columns, row by row, in the order of the list."""
        for record in records(view, rows):
            whole = orjson.loads(record) if isinstance(record, str) else record
            yield [_typed(read(whole, column), column) for column in columns]


def records(view: RecordsView, rows: Any) -> Iterator[dict[str, Any] | str]:
    """Every record of a selection as its list gives it, read a chunk at a time."""
    found = view.rows(rows)
    stored = found.iterator(chunk_size=CHUNK) if hasattr(found, "iterator") else found
    for chunk in _batched(stored):
        yield from view.items(chunk)


def whole_records(view: RecordsView, rows: Any) -> Iterator[dict[str, Any]]:
    """Every record of a selection as its own address gives it."""
    for record in records(view, rows):
        listed = orjson.loads(record) if isinstance(record, str) else record
        yield view.record(str(listed["id" if "id" in listed else "key"]))


def _batched(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _typed(value: Any, column: Column) -> Any:
    if value is None:
        return None
    if column.kind == "json":
        return orjson.dumps(value).decode() if value not in ([], {}) else None
    if column.kind == "time":
        return datetime.fromisoformat(value)
    if column.kind == "number":
        return float(value)
    return value or None if column.kind == "text" else value
