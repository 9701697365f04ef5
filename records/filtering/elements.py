"""Symbols of the chemical elements, as a vocabulary."""

from __future__ import annotations

from functools import cache

from molmass import ELEMENTS as _TABLE

from records.filtering.vocabularies import FixedWords


@cache
def _symbols() -> tuple[str, ...]:
    return tuple(element.symbol for element in _TABLE)


ELEMENTS = FixedWords(_symbols)
