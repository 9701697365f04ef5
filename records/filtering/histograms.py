"""Histograms of a list: how many records have a value in each part of a property's range.

A set of filters names its histograms in ``HISTOGRAMS``; ``records.filtering.counts`` counts
them. The bins come from all records
and not from the filtered ones, so that they stay where they are while filters change; each
histogram is counted without its own range filter, so that it shows what widening the range would
bring.

**What counts where.** A record counts once in every bin that one of its values may lie in: a range
in all bins it meets, a bound ("<3 nm") in all bins on its side, an exact value in one. This is what
``<property>_min`` and ``_max`` find. So the bins of a histogram may add up to more than ``count``,
the number of records with a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.filtering.bins import Edges

_WHOLE = {"year", "mimicry_level"}


@dataclass(frozen=True)
class Bin:
    """How many records may have a value from ``low`` up to ``high``; see :class:`Edges` for
    which of its ends belong to it."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Histogram:
    """The bins of one property, or of the year, over a filtered set.

    ``count`` records have a value, ``without`` have none. ``log``: the bins are logarithmic.
    ``whole``: values are whole numbers, and both ends of a bin belong to it. ``low`` and ``high``
    are the ends of all bins together, None where no record at all has a value.
    """

    key: str
    unit: str
    log: bool
    whole: bool
    low: float | None
    high: float | None
    bins: tuple[Bin, ...]
    count: int
    without: int


def own_parameters(key: str) -> tuple[str, str]:
    """The parameters that bound this property, or the year."""
    return f"{key}_min", f"{key}_max"


def histogram_of(key: str, edges: Edges, numbers: Sequence[int], total: int) -> Histogram:
    """``numbers`` are the records with a value, then those by bin, of ``total`` altogether."""
    spans = edges.spans()
    count, *by_bin = numbers
    return Histogram(
        key=key,
        unit="" if key == "year" else PROPERTIES[key].unit or "",
        log=edges.log,
        whole=edges.whole,
        low=spans[0][0] if spans else None,
        high=spans[-1][1] if spans else None,
        bins=tuple(Bin(*span, number) for span, number in zip(spans, by_bin, strict=True)),
        count=count,
        without=total - count,
    )


def is_whole(key: str) -> bool:
    """Whether the values of a property are whole numbers."""
    return key in _WHOLE or (key in PROPERTIES and PROPERTIES[key].unit == "cycles")
