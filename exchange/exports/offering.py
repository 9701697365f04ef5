"""The lists of REST with tables among their formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from exchange.exports.parquet import parquet_blocks
from exchange.exports.tables import Table
from exchange.exports.text import csv_blocks, jsonl_blocks
from exchange.exports.wide import Printed, WideTable
from exchange.exports.xlsx import MOST_ROWS, xlsx_blocks
from records.filtering import Problem, nearest_of
from records.kinds import record_kinds
from records.rest import RecordsView, described
from records.rest.shapes import field_names
from records.rest.views import FULL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.http import QueryDict

    from exchange.exports.columns import Column
    from records.rest.formats import Format

View = TypeVar("View", bound="type[RecordsView]")


class TabledView(RecordsView):
    """What the views made by :func:`with_exports` are: lists with a table."""

    table: ClassVar[Table]


@dataclass(frozen=True)
class TableFormat:
    """A selection as a table in one kind of file; ``fields`` keeps groups of its columns."""

    name: str
    media_type: str
    suffix: str
    doc: str
    write: Callable[[TabledView, Any, Sequence[Column]], Iterator[bytes]]

    def check(self, view: RecordsView, rows: Any, data: QueryDict) -> list[Problem]:
        groups = cast("TabledView", view).table.groups
        wrong = _unknown(_fields(data), groups)
        if self.name == "xlsx" and not wrong and len_of(rows) > MOST_ROWS:
            message = f"holds at most {MOST_ROWS:,} rows; choose csv or parquet, or narrow the list"
            wrong.append(Problem("format", f"xlsx {message}"))
        return wrong

    def blocks(self, view: RecordsView, rows: Any, data: QueryDict) -> Iterable[bytes]:
        tabled = cast("TabledView", view)
        return self.write(tabled, rows, tabled.table.kept(_fields(data)))


@dataclass(frozen=True)
class LinesFormat:
    """A selection as JSON Lines: the records of the list, with ``full=1`` those that their own
    addresses give; ``fields`` keeps their members."""

    name: str = "jsonl"
    media_type: str = "application/jsonl"
    suffix: str = "jsonl"
    doc: str = "JSON Lines, a record as in the list on each; with `full=1` a whole record"

    def check(self, view: RecordsView, rows: Any, data: QueryDict) -> list[Problem]:
        shape = view.shape if _full(data) else view.item_shape
        return _unknown(_fields(data), field_names(shape))

    def blocks(self, view: RecordsView, rows: Any, data: QueryDict) -> Iterable[bytes]:
        return jsonl_blocks(view, rows, _fields(data), full=_full(data))


def _csv(view: TabledView, rows: Any, columns: Sequence[Column]) -> Iterator[bytes]:
    return csv_blocks(view.table, view, rows, columns)


def _xlsx(view: TabledView, rows: Any, columns: Sequence[Column]) -> Iterator[bytes]:
    return xlsx_blocks(view.plural, columns, view.table.rows(view, rows, columns))


def _parquet(view: TabledView, rows: Any, columns: Sequence[Column]) -> Iterator[bytes]:
    return parquet_blocks(columns, view.table.rows(view, rows, columns))


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLES: tuple[Format, ...] = (
    TableFormat("csv", "text/csv", "csv", "CSV, units in the heads", _csv),
    TableFormat("xlsx", _XLSX, "xlsx", "Excel workbook", _xlsx),
    TableFormat(
        "parquet", "application/vnd.apache.parquet", "parquet", "Parquet, typed columns", _parquet
    ),
    LinesFormat(),
)


def _full(data: QueryDict) -> bool:
    return data.get(FULL) == "1"


def _fields(data: QueryDict) -> list[str]:
    named = [name.strip() for part in data.getlist("fields") for name in part.split(",")]
    return list(dict.fromkeys(name for name in named if name))


def _unknown(asked: Iterable[str], valid: Sequence[str]) -> list[Problem]:
    return [
        Problem("fields", f"there is no field {one!r}; the nearest is {nearest_of(one, valid)!r}")
        for one in asked
        if one not in valid
    ]


def len_of(rows: Any) -> int:
    return len(rows) if isinstance(rows, list) else int(rows.count())


def _table(view: type[RecordsView]) -> Table:
    for kind in record_kinds():
        if issubclass(view, kind.view):
            printed = (
                Printed(values.model._meta.db_table, values.owner)
                for values in kind.values
                if values.printed
            )
            return WideTable(view, kind.word, *printed, arrays=kind.arrays)
    return Table(view)


def with_exports(view: View) -> View:
    """The view of a list, given as tables too."""

    def list_formats(cls: type[TabledView]) -> tuple[Format, ...]:
        return (*TABLES, *view.list_formats())

    table = _table(view)

    def list_fields(cls: type[TabledView]) -> list[str]:
        return list(dict.fromkeys([*view.list_fields(), *table.groups]))

    members = {
        "table": table,
        "list_fields": classmethod(list_fields),
        "list_formats": classmethod(list_formats),
        "__doc__": view.__doc__,
        "__module__": view.__module__,
    }
    made = type(view.__name__, (view,), members)
    return cast("View", described(cast("type[RecordsView]", made)))
