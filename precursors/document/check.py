"""What is checked of values of precursors in a paper document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.document.checking import measurement_problems, unknown, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from precursors.document.schema import PrecursorValueEntry, SourceTemperatureEntry
    from records.document.checking import OnRecord, Own
    from records.document.invalid import Loc, Problem


def source_temperature_problems(
    at: Loc, entry: SourceTemperatureEntry, known: OnRecord, own: Own
) -> Iterable[Problem]:
    yield from _unknown(at, entry.precursor, known)
    yield from unreadable((*at, "value"), "source_temperature", entry.value)


def precursor_value_problems(
    at: Loc, entry: PrecursorValueEntry, known: OnRecord, own: Own
) -> Iterable[Problem]:
    yield from _unknown(at, entry.precursor, known)
    yield from measurement_problems(at, entry, "precursor")


def _unknown(at: Loc, key: str, known: OnRecord) -> Iterable[Problem]:
    yield from unknown((*at, "precursor"), key, known.terms["precursors"], "precursor")
