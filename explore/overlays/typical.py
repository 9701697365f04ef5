"""Best and typical: of tests of one film on one electrode in which no known condition differs."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from cycling.models import TestRead
from cycling.sidebyside.comparability import in_words
from records.read_rows import high_column, low_column
from science.cycling.conditions import comparability, compare_conditions
from science.cycling.retention import RETENTION_CYCLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from explore.overlays.recorded import Recorded

_FEWEST = 2


@dataclass(frozen=True)
class Best:
    """What is best and what is typical of ``count`` tests; ``same`` says under which conditions,
    ``unknown`` what is not known of all of them."""

    film: str
    electrode: str
    cycle: int
    best: float
    of: Recorded
    typical: float
    lowest: float
    count: int
    same: list[str]
    unknown: list[str]
    apart: int
    """tests of the same film and electrode in which a known condition differs"""


def bests_of(tests: Sequence[Recorded]) -> list[Best]:
    """One for each film and electrode of which at least two tests may stand together."""
    kept = _derived([one.test.pk for one in tests])
    groups: dict[tuple[str, str], list[Recorded]] = {}
    for one in tests:
        electrode = one.test.electrode.name if one.test.electrode else ""
        if electrode:
            groups.setdefault((one.film, electrode), []).append(one)
    found = (
        _best(film, electrode, *_kept_at(group, kept))
        for (film, electrode), group in groups.items()
    )
    return [one for one in found if one is not None]


def _best(film: str, electrode: str, cycle: int, kept: list[tuple[Recorded, float]]) -> Best | None:
    if len(kept) < _FEWEST:
        return None
    best = max(kept, key=lambda pair: pair[1])
    rows = {id(one): compare_conditions(best[0].inputs, one.inputs) for one, _ in kept}
    alike = [(one, value) for one, value in kept if comparability(rows[id(one)]) != "no"]
    if len(alike) < _FEWEST:
        return None
    values = [value for _, value in alike]
    told = [row for one, _ in alike if one is not best[0] for row in rows[id(one)]]
    unknown = _words(row.what for row in told if row.verdict == "unknown")
    shown = {row.what: row.ours for row in told if row.verdict == "same"}
    same = [f"{in_words(what)} {ours}" for what, ours in shown.items()
            if what != "electrode" and in_words(what) not in unknown]  # fmt: skip
    return Best(
        film=film,
        electrode=electrode,
        cycle=cycle,
        best=best[1],
        of=best[0],
        typical=median(values),
        lowest=min(values),
        count=len(alike),
        same=same,
        unknown=unknown,
        apart=len(kept) - len(alike),
    )


def _words(whats: Iterable[str]) -> list[str]:
    return [in_words(what) for what in dict.fromkeys(whats)]


def _kept_at(
    tests: Sequence[Recorded], kept: Mapping[int, Mapping[int, float]]
) -> tuple[int, list[tuple[Recorded, float]]]:
    """The usual cycle at which most of these tests are derived, the later one of equals; and what
    each keeps there."""
    by_cycle = {
        cycle: [(one, values[one.test.pk]) for one in tests if one.test.pk in values]
        for cycle, values in kept.items()
    }
    cycle = max(by_cycle, key=lambda c: (len(by_cycle[c]), c))
    return cycle, by_cycle[cycle]


def _derived(numbers: Sequence[int]) -> dict[int, dict[int, float]]:
    """Retentions in % by usual cycle and test, where they are one number; one query."""
    columns = {c: f"retention_at_{c}" for c in RETENTION_CYCLES}
    named = [name for key in columns.values() for name in (low_column(key), high_column(key))]
    found: dict[int, dict[int, float]] = {cycle: {} for cycle in RETENTION_CYCLES}
    for row in TestRead.objects.filter(pk__in=numbers).values("pk", *named):
        for cycle, key in columns.items():
            low, high = row[low_column(key)], row[high_column(key)]
            if low is not None and low == high:
                found[cycle][row["pk"]] = low
    return found
