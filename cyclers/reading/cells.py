"""Cells of text as numbers: dates, times of day, modes; a column at a time."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_DATE = (
    r"^\s*(?P<a>\d{1,4})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,4})[ T]+"
    r"(?P<h>\d{1,2}):(?P<m>\d{1,2})(?::(?P<s>\d{1,2}(?:[.,]\d+)?))?\s*(?P<p>[AaPp][Mm])?"
)
_SPAN = r"^\s*(?:(?P<d>\d+)\s*[-dD. ]+\s*)?(?P<h>\d+):(?P<m>\d{1,2}):(?P<s>\d{1,2}(?:[.,]\d+)?)\s*$"
_OLE_EPOCH = 25569.0
"""days from the zero of spreadsheets and Access to that of Unix"""
_CHARGE = ("c", "chg", "charge", "charging", "ch", "cc_chg", "cv_chg", "cccv_chg", "cc chg")
_DISCHARGE = ("d", "dis", "dchg", "discharge", "discharging", "cc_dchg", "cc dchg", "dch")
_REST = ("r", "rest", "p", "pause", "o", "ocv", "s", "idle", "wait")


def numbers(column: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """A column of numbers as float64, missing ones NaN."""
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False), float)


def _group(found: pa.StructArray, name: str) -> np.ndarray:
    texts = pc.replace_substring(pc.struct_field(found, name), ",", ".")
    texts = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    return numbers(pc.cast(texts, pa.float64()))


def _extract(column: pa.ChunkedArray | pa.Array, pattern: str) -> pa.StructArray:
    texts = pc.cast(column, pa.string())
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    return pc.extract_regex(texts, pattern)


def spans(column: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """``hhhh:mm:ss.s``, with days before it or not, in seconds."""
    found = _extract(column, _SPAN)
    days = np.nan_to_num(_group(found, "d"))
    return days * 86400 + _group(found, "h") * 3600 + _group(found, "m") * 60 + _group(found, "s")


def dates(column: pa.ChunkedArray | pa.Array, order: str = "") -> np.ndarray:
    """Dates with time, in seconds of an unknown zone. ``order``: ymd, mdy, dmy or empty: as the
    numbers allow. What is no date is NaN."""
    if pa.types.is_timestamp(column.type):
        ns = pc.cast(column, pa.timestamp("ns")).to_numpy(zero_copy_only=False)
        seconds = ns.astype("datetime64[ns]").astype("int64") / 1e9
        return np.where(np.isnat(ns), np.nan, seconds)
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        return moments(numbers(column))
    found = _extract(column, _DATE)
    a, b, c = (_group(found, name) for name in "abc")
    if np.nanmax(a, initial=0) > 31:
        year, month, day = a, b, c
    elif order == "dmy" or (order != "mdy" and np.nanmax(a, initial=0) > 12):
        day, month, year = a, b, c
    else:
        month, day, year = a, b, c
    year = np.where(year < 100, year + 2000, year)
    good = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (year > 1970) & (year < 2200)
    months = np.where(good, (year - 1970) * 12 + month - 1, 0).astype("int64")
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype("int64")
    half = _afternoon(found)
    hours = np.where(np.isnan(half), _group(found, "h"), _group(found, "h") % 12 + half)
    seconds = hours * 3600 + _group(found, "m") * 60 + np.nan_to_num(_group(found, "s"))
    return np.where(good, (first + day - 1) * 86400.0 + seconds, np.nan)


def _afternoon(found: pa.StructArray) -> np.ndarray:
    """Hours to add to those of a clock of twelve; NaN where the clock has 24."""
    word = pc.utf8_lower(pc.struct_field(found, "p"))
    return numbers(
        pc.if_else(pc.equal(word, "pm"), 12.0, pc.if_else(pc.equal(word, "am"), 0.0, None))
    )


def moments(values: np.ndarray) -> np.ndarray:
    """Numbers that are dates, in seconds: days of spreadsheets, or seconds, ms, µs of Unix."""
    largest = np.nanmax(np.abs(values), initial=0.0)
    if largest < 1e5:
        return (values - _OLE_EPOCH) * 86400
    for factor in (1.0, 1e3, 1e6, 1e9):
        if largest < 1e10 * factor:
            return values / factor
    return np.full(len(values), np.nan)


def modes(column: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """+1 for words of charging, −1 of discharging, 0 of rests; NaN for others."""
    encoded = pc.cast(column, pa.string())
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    encoded = encoded.dictionary_encode()
    signs = [_sign(word) for word in encoded.dictionary.to_pylist()]
    codes = numbers(encoded.indices)
    known = ~np.isnan(codes)
    found = np.full(len(codes), np.nan)
    if signs:
        found[known] = np.array(signs)[codes[known].astype(int)]
    return found


def _sign(word: str | None) -> float:
    plain = (word or "").strip().casefold()
    for sign, words in ((1.0, _CHARGE), (-1.0, _DISCHARGE), (0.0, _REST)):
        if plain in words:
            return sign
    if plain.startswith(("discharge", "dischg", "dchg")):
        return -1.0
    if plain.startswith(("charge", "chg")):
        return 1.0
    return 0.0 if plain.startswith("rest") else float("nan")
