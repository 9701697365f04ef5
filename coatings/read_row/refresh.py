"""Write read rows: the published part at publication, the derived part when computed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from coatings.models import CoatingRead
from coatings.read_row.listing import list_json
from coatings.read_row.published import BATCH, coating_facts, has_keys, published_rows
from records.read_rows import high_column, low_column, number_keys, write_rows
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coatings.read_row.published import CoatingFacts

_WORDS = (
    *("technique", "material_class", "elements"),
    *("contains_charge_carrier", "contains_organic", "contains_carbonate"),
)


def batches(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


@transaction.atomic
def refresh_coatings(ids: Sequence[int], *, stale: bool) -> None:
    """Bring the published columns of these read rows up to date; with ``stale``, mark them.

    Derived columns keep their last values until the worker computes them anew.
    """
    for batch in batches(ids):
        facts = coating_facts(batch)
        present = CoatingRead.objects
        before = present.in_bulk([fact.coating.pk for fact in facts])
        rows = [
            _published_row(fact, columns, before.get(fact.coating.pk), stale=stale)
            for fact, columns in zip(facts, published_rows(facts), strict=True)
        ]
        write_rows(rows)


def _published_row(
    fact: CoatingFacts, columns: dict[str, Any], before: CoatingRead | None, *, stale: bool
) -> CoatingRead:
    row = before or CoatingRead(coating_id=fact.coating.pk)
    _clear_measured(row)
    _set_derived_columns(row)  # of a property that is printed as well as derived
    for name, value in columns.items():
        setattr(row, name, value)
    _set_has(fact, row)
    row.list_json = list_json(fact, row)
    if stale:
        row.stale_since = timezone.now()
        row.attempts = 0
        row.derive_error = ""
    return row


def _clear_measured(row: CoatingRead) -> None:
    """A value that is no longer printed must not linger in its column."""
    for key in number_keys("coating"):
        if PROPERTIES[key].has_role("measured", "coating"):
            setattr(row, low_column(key), None)
            setattr(row, high_column(key), None)


def _set_has(fact: CoatingFacts, row: CoatingRead) -> None:
    known = [key for key, value in row.derived.items() if "missing" not in value]
    row.has = has_keys(fact, known)


def write_derived(
    facts: Sequence[CoatingFacts],
    derived: Mapping[int, dict[str, Any]],
    flags: Mapping[int, list[dict[str, Any]]],
    *,
    digest: str,
) -> None:
    """Write computed values beside the published columns and clear the marks.

    ``derived`` maps a coating's number to its values in the shape of the contract. The caller
    holds the read rows' locks, so that no publication slips between reading and writing. Every
    column is made anew: nothing of the row before lingers.
    """
    now = timezone.now()
    rows = []
    for fact, columns in zip(facts, published_rows(facts), strict=True):
        row = CoatingRead(coating_id=fact.coating.pk)
        for name, value in columns.items():
            setattr(row, name, value)
        row.derived = derived[fact.coating.pk]
        row.flags = flags[fact.coating.pk]
        _set_derived_columns(row)
        _set_has(fact, row)
        row.list_json = list_json(fact, row)
        row.computed_at = now
        row.recipe_digest = digest
        rows.append(row)
    write_rows(rows)


def _set_derived_columns(row: CoatingRead) -> None:
    """Numeric derived values into their columns, words into theirs."""
    for key, value in row.derived.items():
        if "missing" in value:
            continue
        if key in _WORDS:
            setattr(row, key, value["value"])
        elif PROPERTIES[key].numeric:
            low, high = value["low"], value["high"]
            setattr(row, low_column(key), -math.inf if low is None else low)
            setattr(row, high_column(key), math.inf if high is None else high)
