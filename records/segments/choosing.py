"""Which records of a segment a set of filters asks for, where words and intervals alone decide.

A room's conditions say the same in SQL; a property test holds that both choose the same records.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from records.filtering.filters import (
    AllOfFilter,
    AnyOfFilter,
    BoundFilter,
    NoneOfFilter,
    WholeNumberFilter,
    WordFilter,
)
from records.filtering.filterset import MatchFilter
from records.segments.tables import SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from records.filtering import StrictFilterSet
    from records.segments.packing import Mask, Packed, Vocabulary

    Choice = Callable[[Packed], Mask]

_ANY, _ALL, _NONE = (WordFilter, AnyOfFilter), (AllOfFilter,), (NoneOfFilter,)
_SIDES = {"gte": "min", "lte": "max"}


def choices(
    filterset: StrictFilterSet, without: tuple[str, ...], vocabularies: Mapping[str, Vocabulary]
) -> list[Choice] | None:
    """One for each filter that is on; a record is asked for if all choose it. None where a filter
    asks for what segments do not hold."""
    facets = {facet.column: facet.parameter for facet in filterset.FACETS if facet.column}
    found: list[Choice] = []
    ranges: dict[str, dict[str, float]] = {}
    for name, value in filterset.values.items():
        if name in without:
            continue
        filter_ = filterset.filters[name]
        parameter = facets.get(filter_.field_name or "")
        if isinstance(filter_, MatchFilter):
            continue
        if isinstance(filter_, BoundFilter) and filter_.key in filterset.HISTOGRAMS:
            ranges.setdefault(filter_.key, {})[filter_.side] = value
        elif type(filter_) is WholeNumberFilter and _is_side(filterset, filter_):
            ranges.setdefault(str(filter_.field_name), {})[_SIDES[filter_.lookup]] = value
        elif parameter is not None and type(filter_) in (*_ANY, *_ALL, *_NONE):
            vocabulary = vocabularies.get(parameter)
            codes = [vocabulary.code(word) if vocabulary else None for word in value]
            found.append(partial(_with_words, type(filter_), parameter, codes))
        else:
            return None
    certain = filterset.values.get("match") == "certain"
    found += [
        partial(
            _with_value, key, asked.get("min", -np.inf), asked.get("max", np.inf), certain=certain
        )
        for key, asked in ranges.items()
    ]
    return found


def _is_side(filterset: StrictFilterSet, filter_: WholeNumberFilter) -> bool:
    """Whether it bounds a histogram whose values are exact, such as the year."""
    return (
        filter_.build is None
        and filter_.lookup in _SIDES
        and filter_.field_name == "year"
        and "year" in filterset.HISTOGRAMS
    )


def _with_words(
    kind: type[WordFilter], parameter: str, codes: list[int | None], packed: Packed
) -> Mask:
    held = packed.words[parameter]
    ends = np.append(held.starts[1:], len(held.places))
    numbers = np.zeros(SIZE, np.uint16)
    for code in codes:
        for i in np.flatnonzero(held.codes == code) if code is not None else ():
            numbers[held.places[held.starts[i] : ends[i]]] += 1
    if kind in _ALL:
        return numbers == len(codes)
    return numbers == 0 if kind in _NONE else numbers > 0


def _with_value(key: str, low: float, high: float, packed: Packed, *, certain: bool) -> Mask:
    """One of the record's values meets the interval, or lies wholly inside where that is asked."""
    values = packed.values[key]
    first, last = (values.lows, values.highs) if certain else (values.highs, values.lows)
    mask = np.zeros(SIZE, np.bool_)
    mask[values.places[(first >= low) & (last <= high)]] = True
    return mask
