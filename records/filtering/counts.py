"""Facets and histograms of a set of filters, exact, all of one moment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from records.data_version import one_snapshot
from records.filtering.facets import Facet, WordCounts, count_words
from records.filtering.histograms import (
    Histogram,
    count_bins,
    edges_by_key,
    extents,
    histogram_of,
    own_parameters,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db import models

    from records.data_version import Version
    from records.filtering.bins import Edges
    from records.filtering.filterset import StrictFilterSet
    from records.filtering.histograms import BinCounts

MOST_WORDS = 1000
"""Words of one facet that are given; how many more there are is said."""
_Without = tuple[str, ...]


@dataclass(frozen=True)
class FacetCounts:
    """The exact size of the filtered set, and ``{parameter: [{"value", "count"}, …]}``, most
    frequent first. ``more`` says of how many further, rarer words a facet was cut."""

    count: int
    facets: dict[str, list[dict[str, Any]]]
    more: dict[str, int]


@dataclass(frozen=True)
class Counts:
    """Facets and histograms of one set."""

    words: FacetCounts
    histograms: dict[str, Histogram]


@dataclass(frozen=True)
class WordsFound:
    """How many records there are, how many of each word, and how many rarer words of a facet
    there are beside those."""

    total: int
    words: WordCounts
    rarer: dict[str, int] = field(default_factory=dict)


class Tally:
    """Counts of one set of filters by SQL; rooms with many rows keep segments that count faster
    (:class:`records.segments.SegmentTally`)."""

    def __init__(self, filterset: StrictFilterSet) -> None:
        self.filterset = filterset

    def rows(self, without: _Without) -> models.QuerySet[Any]:
        filterset = self.filterset
        return filterset.filter_queryset(filterset.queryset.all(), without).order_by()

    def words(self, without: _Without, facets: list[Facet]) -> WordsFound:
        """How many records match every parameter but these, and how many have each word."""
        return WordsFound(*count_words(self.filterset, self.rows(without), facets))

    def bins(self, without: _Without, edges: dict[str, Edges]) -> BinCounts:
        """The same by bin."""
        return count_bins(self.filterset, self.rows(without), edges)

    def edges(self, keys: list[str]) -> dict[str, Edges]:
        """The bins of these histograms, from all records."""
        rows = self.filterset.default_queryset().order_by()
        return edges_by_key(extents(self.filterset, rows, keys))


def counts(
    filterset: StrictFilterSet,
    facets: Collection[str] | None = None,
    histograms: Collection[str] | None = None,
) -> Counts:
    """Every facet and histogram of a set of filters, or those named.

    One whose own filter is on is counted without it: a facet if further words of it would widen
    the set, a histogram always.
    """
    with one_snapshot() as version:
        tally = filterset.tally()
        words = _facets(tally, facets)
        return Counts(words, _histograms(tally, words.count, histograms, version))


def facet_counts(filterset: StrictFilterSet, names: Collection[str] | None = None) -> FacetCounts:
    """Counts of every facet, or of those named."""
    return counts(filterset, names, ()).words


def histograms(
    filterset: StrictFilterSet, names: Collection[str] | None = None
) -> dict[str, Histogram]:
    """Every histogram, or those named, in the order they are declared."""
    return counts(filterset, (), names).histograms


def _facets(tally: Tally, names: Collection[str] | None) -> FacetCounts:
    filterset = tally.filterset
    wanted = [facet for facet in filterset.FACETS if names is None or facet.parameter in names]
    groups: dict[_Without, list[Facet]] = {(): []}  # the whole set is counted in any case
    for facet in wanted:
        apart = facet.widens and facet.parameter in filterset.values
        groups.setdefault((facet.parameter,) if apart else (), []).append(facet)
    total = 0
    found: WordCounts = {}
    rarer: dict[str, int] = {}
    for without, facets in groups.items():
        counted = tally.words(without, facets)
        found |= counted.words
        rarer |= counted.rarer
        if not without:
            total = counted.total
    given = {}
    more = {}
    for facet in wanted:
        ranked = _ranked(found.get(facet.parameter, {}))
        given[facet.parameter] = ranked[:MOST_WORDS]
        left = len(ranked) - MOST_WORDS + rarer.get(facet.parameter, 0)
        if left > 0:
            more[facet.parameter] = left
    return FacetCounts(total, given, more)


def _ranked(words: dict[Any, int]) -> list[dict[str, Any]]:
    ranked = sorted(words.items(), key=lambda item: (-item[1], str(item[0])))
    return [{"value": word, "count": number} for word, number in ranked]


_known: dict[type[StrictFilterSet], tuple[Version, dict[str, Edges]]] = {}
"""The bins of a list in the last version of the data that was asked for: they do not move with the
filters, and finding them takes as long as all counts of a small list together."""


def _edges(tally: Tally, keys: list[str], version: Version) -> dict[str, Edges]:
    if not version.settled or not version.number:
        return tally.edges(keys)
    of, held = _known.get(type(tally.filterset), (None, {}))
    if of is None or (of.number, of.changed) != (version.number, version.changed):
        held = {}
    missing = [key for key in keys if key not in held]
    if missing:
        held = held | tally.edges(missing)
        _known[type(tally.filterset)] = (version, held)
    return {key: held[key] for key in keys}


def _histograms(
    tally: Tally, size: int, names: Collection[str] | None, version: Version
) -> dict[str, Histogram]:
    filterset = tally.filterset
    keys = [key for key in filterset.HISTOGRAMS if names is None or key in names]
    edges = _edges(tally, keys, version)
    groups: dict[_Without, list[str]] = defaultdict(list)
    for key in keys:
        own = tuple(name for name in own_parameters(key) if name in filterset.values)
        groups[own].append(key)
    found: dict[str, Histogram] = {}
    for without, members in groups.items():
        total = tally.words(without, []).total if without else size
        counted = tally.bins(without, {key: edges[key] for key in members})
        for key in members:
            found[key] = histogram_of(key, edges[key], counted[key], total)
    return {key: found[key] for key in keys}
