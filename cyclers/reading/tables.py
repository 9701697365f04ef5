"""Tables with headers, of text or of a workbook, as :class:`~cyclers.reading.raw.Raw`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from cyclers.reading import cells
from cyclers.reading.dialects import ask_units, understood, without_unit
from cyclers.reading.integral import suggested_units
from cyclers.reading.raw import Raw
from cyclers.reading.trouble import Asked, Question, Unreadable
from cyclers.reading.units import CLOCK, COLUMNS, Header, unit_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cyclers.reading.answers import Answers
    from cyclers.reading.dialects import Dialect

_COUNTS = {"cycle_count": "cycle", "step_id": "step", "step_count": "step"}


def headers_of(
    texts: Sequence[str], dialect: Dialect, answers: Answers, second: Sequence[str] = ()
) -> dict[int, Header]:
    """What each column is; ``second`` is a row of units below the headers, if there is one."""
    found = understood(texts, dialect, answers)
    for place, one in list(found.items()):
        if one.unit is None and place < len(second):
            unit = unit_named(second[place].strip(" ()[]{}"), COLUMNS[one.name].dimension)
            if unit and unit.dimension in {COLUMNS[one.name].dimension, CLOCK}:
                found[place] = Header(one.text, one.name, unit)
    if not found:
        listed = ", ".join(one.strip() for one in texts if one.strip())
        raise Asked(
            Question(
                key="column:voltage",
                text=f"None of the columns is recognised ({listed[:200]}): say which is which.",
                choices=tuple(one.strip() for one in texts if one.strip()),
            )
        )
    return found


def raw_of(
    table: Mapping[int, pa.ChunkedArray],
    headers: dict[int, Header],
    dialect: Dialect,
    *,
    reader: tuple[str, str],
    texts: Sequence[str],
) -> Raw:
    """The columns as numbers in our units. Raises :class:`Asked` for units that nothing tells."""
    columns: dict[str, np.ndarray] = {}
    lacking = {one.name: one for one in without_unit(headers)}
    for place, one in headers.items():
        column = table[place]
        if one.name == "clock":
            values = cells.dates(column, dialect.dates)
        elif one.name == "mode":
            values = cells.modes(column)
        elif _is_span(column, one):
            values = cells.spans(column)
            lacking.pop(one.name, None)
        else:
            values = _scaled(column, one)
        if one.name == "test_time" and np.isnan(values).all() and _texts(column):
            columns["clock"] = cells.dates(column, dialect.dates)  # headed time, and holds dates
            lacking.pop(one.name, None)
            continue
        if not np.isnan(values).all():
            columns[one.name] = values
        else:
            lacking.pop(one.name, None)
    raw = Raw(dialect.name, *reader, columns, tuple(headers.values()), unsigned=dialect.unsigned)
    raw.texts = tuple(one.strip() for one in texts if one.strip())
    raw.keep(_with_numbers(columns))
    for name, word in _COUNTS.items():
        if name in raw.columns:
            _whole(raw.columns[name], word)
    unknown = lacking.pop("test_time", None)
    if unknown and "clock" in columns:
        raw.unknown_time = unknown  # the wall clock tells
        lacking.pop("step_time", None)
    elif unknown:
        lacking["test_time"] = unknown
    ask_units(list(lacking.values()), suggested_units(columns, lacking))
    return raw


def _texts(column: pa.ChunkedArray) -> bool:
    return pa.types.is_string(column.type) or pa.types.is_large_string(column.type)


def _is_span(column: pa.ChunkedArray, header: Header) -> bool:
    if not _texts(column) or COLUMNS[header.name].dimension != "time":
        return False
    if header.unit and header.unit.dimension == CLOCK:
        return True
    first = next((one for one in column.slice(0, 50).to_pylist() if one), "")
    return ":" in first and "-" not in first and "/" not in first


def _scaled(column: pa.ChunkedArray, header: Header) -> np.ndarray:
    if _texts(column):
        try:
            values = cells.numbers(column)
        except pa.ArrowInvalid:
            if header.name == "test_time":
                return np.full(len(column), np.nan)
            raise Unreadable(
                f"The column “{header.text}” holds something that is no number."
            ) from None
    else:
        values = cells.numbers(column)
    unit = header.unit
    return values if unit is None else values * unit.size + unit.offset


def _with_numbers(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """Rows that are not empty: blank lines at the end, separators between sheets."""
    main = [columns[n] for n in ("voltage", "current", "charge_capacity") if n in columns]
    if not main:
        return np.ones(len(next(iter(columns.values()), ())), bool)
    return ~np.logical_and.reduce([np.isnan(one) for one in main])


def _whole(values: np.ndarray, word: str) -> None:
    """Counts are whole numbers: 6.283 is a cycle that somebody took for an angle."""
    known = values[~np.isnan(values)]
    odd = known[np.abs(known - np.round(known)) > 1e-6]
    if len(odd):
        raise Unreadable(
            f"The column of {word} numbers holds {odd[0]:.4g}: they are whole numbers, so this "
            "column was changed by a program that took it for something else."
        )
