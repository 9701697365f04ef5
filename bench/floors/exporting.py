"""A selection as CSV by plain SQL over normalised tables, streamed.

The columns of the list, and of every measured property what is printed and read. Derived values are
left out, which makes this floor lower than the same answer.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bench.floors.normalised import _COLUMNS, _FROM, _NAMES, condition, items
from bench.synthetic.printed import COATING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from bench.questions import Question

    Connection = psycopg.Connection[Any]

_CHUNK = 1000
_NESTED = {
    "material": ("key", "name", "formula", "printed", "class", "elements"),
    "substrate": ("key", "name", "role", "form", "preparation"),
    "paper": ("id", "key", "year", "doi", "citation"),
    "via": ("id", "key", "number", "at"),
}
_PLAIN = (
    *("id", "url", "page", "technique", "precursors", "purpose", "process", "methods", "has"),
    *("crystallinity", "phase", "air_sensitivity", "sei_constituents", "review_status", "updated"),
)
_READ = ("printed", "qualifier", "low", "high")


def csv_lines(connection: Connection, question: Question) -> Iterator[bytes]:
    """The file in blocks of a thousand coatings."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    nested = [f"{name} {part}" for name, parts in _NESTED.items() for part in parts]
    writer.writerow([*_PLAIN, *nested, *(f"{key} {part}" for key in COATING for part in _READ)])
    where, values = condition(question)
    after = 0
    while True:
        sql = (
            f"SELECT {', '.join(_COLUMNS)} {_FROM} {where} "
            f"{'AND' if where else 'WHERE'} c.id > {after} ORDER BY c.id LIMIT {_CHUNK}"
        )
        rows = connection.execute(sql.encode(), values).fetchall()
        if not rows:
            break
        found = [dict(zip(_NAMES, row, strict=True)) for row in rows]
        after = found[-1]["id"]
        measured = _measured(connection, [row["id"] for row in found])
        for row, item in zip(found, items(connection, found), strict=True):
            writer.writerow(_line(item, measured[row["id"]]))
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _measured(connection: Connection, ids: list[int]) -> dict[int, dict[str, list[Any]]]:
    found: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    sql = (
        "SELECT coating_id, property, printed, qualifier, low, high FROM coatings_measurement "
        "WHERE coating_id = ANY(%s) AND missing = '' ORDER BY coating_id, position"
    )
    for number, key, *reading in connection.execute(sql.encode(), [ids]):
        found[number][key].append(reading)
    return found


def _line(item: dict[str, Any], measured: dict[str, list[Any]]) -> list[Any]:
    cells = [_cell(item[name]) for name in _PLAIN]
    for name, parts in _NESTED.items():
        whole = item[name] or {}
        cells += [_cell(whole.get(part)) for part in parts]
    for key in COATING:
        readings = measured.get(key)
        if not readings:
            cells += [None] * len(_READ)
            continue
        printed, qualifiers, lows, highs = zip(*readings, strict=True)
        cells += [
            "; ".join(printed),
            qualifiers[0] if len(readings) == 1 else None,
            None if None in lows else min(lows),
            None if None in highs else max(highs),
        ]
    return cells


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value
