"""Facets of a list: how many records there are of each word, in the set on screen.

A set of filters names its facets in ``FACETS``; ``records.filtering.counts`` counts them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.filtering.filters import FlagFilter

if TYPE_CHECKING:
    from records.filtering.filterset import StrictFilterSet


@dataclass(frozen=True)
class Facet:
    """One facet: the parameter whose words it counts, and where they stand.

    ``column`` is the path to them, perhaps over relations; ``array`` says that it holds several,
    ``several`` that a record reaches several rows by it and counts once for each word. Without a
    column, each word of the filter is counted by the filter's own condition.

    Words that ``widen`` the set are counted without their own filter, so that others can be added;
    ``whole`` words are whole numbers. Rows reached count,
    ``but`` not those that have this word in this column.
    """

    parameter: str
    column: str = ""
    array: bool = False
    widens: bool = True
    several: bool = False
    whole: bool = False
    but: tuple[str, str] | None = None

    @property
    def of_the_row(self) -> bool:
        """Whether the words stand in the record's own row, so that one reading counts many."""
        return bool(self.column) and not self.several


def value_of(filterset: StrictFilterSet, facet: Facet, word: str) -> str | int:
    """A word as the parameter names it, from the text of its column."""
    if facet.whole:
        return int(word)
    filter_ = filterset.filters.get(facet.parameter)
    if isinstance(filter_, FlagFilter):
        return filter_.words[0] if word == "true" else filter_.words[1]
    return word
