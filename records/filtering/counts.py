"""Facets and histograms of a set of filters, exact, all of one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from records.data_version import one_snapshot
from records.filtering.bins import edges_of
from records.filtering.facets import value_of
from records.filtering.histograms import Histogram, histogram_of, is_whole, own_parameters

if TYPE_CHECKING:
    from collections.abc import Collection

    from records.filtering.facets import Facet
    from records.filtering.filterset import StrictFilterSet
    from records.index.answering import Index

MOST_WORDS = 1000
"""Words of one facet that are given; how many more there are is said."""


@dataclass(frozen=True)
class Counts:
    """The exact size of the filtered set; its facets as ``{parameter: [{"value", "count"}, …]}``,
    most frequent first, and how many further, rarer words a facet has that was cut; its histograms
    in the order they are declared."""

    count: int
    facets: dict[str, list[dict[str, Any]]]
    more: dict[str, int]
    histograms: dict[str, Histogram]


def counts(
    filterset: StrictFilterSet,
    facets: Collection[str] | None = None,
    histograms: Collection[str] | None = None,
) -> Counts:
    """Every facet and histogram of a set of filters, or those named.

    One whose own filter is on is counted without it: a facet if further words of it would widen
    the set, a histogram always.
    """
    with one_snapshot():
        index = filterset.index_at_hand or filterset.index()
        found = {
            facet.parameter: _words(index, facet)
            for facet in filterset.FACETS
            if facets is None or facet.parameter in facets
        }
        return Counts(
            index.count(),
            {name: given for name, (given, _) in found.items()},
            {name: rarer for name, (_, rarer) in found.items() if rarer},
            {
                key: _histogram(index, key)
                for key in filterset.HISTOGRAMS
                if histograms is None or key in histograms
            },
        )


def _words(index: Index, facet: Facet) -> tuple[list[dict[str, Any]], int]:
    """The most frequent words of a facet, the first in the alphabet before others as frequent; and
    how many rarer ones there are."""
    vocabulary, counted = index.words(facet, (facet.parameter,) if facet.widens else ())
    (met,) = counted.nonzero()
    numbers = counted[met]
    order = np.lexsort((vocabulary.ranks()[met], -numbers))[:MOST_WORDS]
    words = [value_of(index.filterset, facet, vocabulary.words[code]) for code in met[order]]
    given = [
        {"value": word, "count": number}
        for word, number in zip(words, numbers[order].tolist(), strict=True)
    ]
    return given, len(met) - len(given)


def _histogram(index: Index, key: str) -> Histogram:
    own = own_parameters(key)
    edges = edges_of(*index.standing.extent(key), whole=is_whole(key))
    numbers = index.bins(key, edges.edges, own).tolist() if edges.number else [0]
    return histogram_of(key, edges, numbers, index.count(own))
