"""Write read rows: the published columns at publication, the derived ones when computed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import transaction
from django.utils import timezone

from records.presentation import said_about
from records.read_rows import high_column, low_column, number_keys, word_keys, write_rows
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from records.read_rows import ReadRow

Facts = TypeVar("Facts")
BATCH = 500


@dataclass(frozen=True)
class ReadRows(Generic[Facts]):
    """How what is known of a record of one kind becomes its read row."""

    subject: str
    model: Any
    read: Callable[[Sequence[int]], list[Facts]]
    """facts of those ids that exist, in a fixed number of queries"""
    number: Callable[[Facts], int]
    columns: Callable[[Facts], Mapping[str, Any]]
    """the published columns"""
    has: Callable[[Facts], Iterable[str]]
    """what the record has, derived properties apart"""
    list_json: Callable[[Facts, Any], str]

    @transaction.atomic
    def refresh(self, ids: Sequence[int], *, stale: bool) -> None:
        """Bring the published columns of these read rows up to date; with ``stale``, mark them.

        Derived columns keep their last values until the worker computes them anew.
        """
        for start in range(0, len(ids), BATCH):
            facts = self.read(ids[start : start + BATCH])
            present = self.model._default_manager
            before = present.in_bulk([self.number(fact) for fact in facts])
            rows = []
            for fact in facts:
                row = before.get(self.number(fact)) or self.model(pk=self.number(fact))
                self._clear_printed(row)
                self._set_derived(row)  # of a property that is printed as well as derived
                self._set_published(row, fact)
                self._finish(row, fact)
                if stale:
                    row.stale_since = timezone.now()
                    row.attempts = 0
                    row.derive_error = ""
                rows.append(row)
            write_rows(rows)

    def write_derived(
        self,
        facts: Sequence[Facts],
        derived: Mapping[int, dict[str, Any]],
        flags: Mapping[int, list[dict[str, Any]]],
        *,
        digest: str,
    ) -> None:
        """Write computed values beside the published columns and clear the marks.

        ``derived`` maps a record's number to its values in the shape of the contract. The caller
        holds the read rows' locks, so that no publication slips between reading and writing. Every
        column is made anew: nothing of the row before lingers.
        """
        now = timezone.now()
        rows = []
        for fact in facts:
            number = self.number(fact)
            row = self.model(pk=number, derived=derived[number], flags=flags[number])
            self._set_derived(row)
            self._set_published(row, fact)
            self._finish(row, fact)
            row.computed_at = now
            row.recipe_digest = digest
            rows.append(row)
        write_rows(rows)

    def _clear_printed(self, row: ReadRow) -> None:
        """A value that is no longer printed must not linger in its column."""
        for key in number_keys(self.subject):
            if any(of == self.subject and role != "derived" for role, of in PROPERTIES[key].roles):
                setattr(row, low_column(key), None)
                setattr(row, high_column(key), None)

    def _set_published(self, row: ReadRow, fact: Facts) -> None:
        """A number that is printed takes the place of the one derived, and how it is meant too."""
        columns = self.columns(fact)
        for name, value in columns.items():
            setattr(row, name, value)
        computed = {
            key
            for key, value in row.derived.items()
            if low_column(key) not in columns and said_about(value)
        }
        row.about = sorted({*row.about, *computed})

    def _set_derived(self, row: ReadRow) -> None:
        """Numeric derived values into their columns, words into theirs."""
        for key, value in row.derived.items():
            if "missing" in value:
                continue
            if key in word_keys(self.subject):
                setattr(row, key, value["value"])
            elif PROPERTIES[key].numeric:
                low, high = value["low"], value["high"]
                setattr(row, low_column(key), -math.inf if low is None else low)
                setattr(row, high_column(key), math.inf if high is None else high)

    def _finish(self, row: Any, fact: Facts) -> None:
        """What rests on both: what the record has, and its text in lists."""
        known = (key for key, value in row.derived.items() if "missing" not in value)
        row.has = sorted({*self.has(fact), *known})
        row.list_json = self.list_json(fact, row)


def hulls(values: Iterable[Any]) -> dict[str, Any]:
    """``<key>_low``/``<key>_high`` over all values printed of a property, a bound ±inf; ``about``:
    the properties of which any is printed as about so much."""
    found: dict[str, Any] = {}
    about: set[str] = set()
    for value in values:
        if value.missing or not PROPERTIES[value.property].numeric:
            continue
        low, high = low_column(value.property), high_column(value.property)
        at_least = -math.inf if value.low is None else value.low
        at_most = math.inf if value.high is None else value.high
        found[low] = min(found.get(low, at_least), at_least)
        found[high] = max(found.get(high, at_most), at_most)
        if value.quantity.about:
            about.add(value.property)
    return found | {"about": sorted(about)}
