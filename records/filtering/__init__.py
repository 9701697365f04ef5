"""Filters shared by list pages and REST lists: strict, ordered, and able to say themselves."""

from records.filtering.counts import Counts, counts
from records.filtering.facets import Facet
from records.filtering.filters import (
    AllOfFilter,
    AnyOfFilter,
    CustomWordFilter,
    FlagFilter,
    NoneOfFilter,
    NumberFilter,
    SearchFilter,
    StrictFilter,
    TextFilter,
    Unreadable,
    WholeNumberFilter,
    WordFilter,
)
from records.filtering.filterset import (
    LIST_PARAMETERS,
    ActiveFilter,
    Problem,
    StrictFilterSet,
)
from records.filtering.histograms import Bin, Histogram
from records.filtering.ordering import Ordering, Term, after, by, by_count, by_property
from records.filtering.ranges import Printed, Range, interval_condition, value_condition
from records.filtering.vocabularies import (
    FixedWords,
    Idents,
    PublicIds,
    StoredWords,
    TableWords,
    Words,
    WrittenWords,
    nearest_of,
)

__all__ = [
    "LIST_PARAMETERS",
    "ActiveFilter",
    "AllOfFilter",
    "AnyOfFilter",
    "Bin",
    "Counts",
    "CustomWordFilter",
    "Facet",
    "FixedWords",
    "FlagFilter",
    "Histogram",
    "Idents",
    "NoneOfFilter",
    "NumberFilter",
    "Ordering",
    "Printed",
    "Problem",
    "PublicIds",
    "Range",
    "SearchFilter",
    "StoredWords",
    "StrictFilter",
    "StrictFilterSet",
    "TableWords",
    "Term",
    "TextFilter",
    "Unreadable",
    "WholeNumberFilter",
    "WordFilter",
    "Words",
    "WrittenWords",
    "after",
    "by",
    "by_count",
    "by_property",
    "counts",
    "interval_condition",
    "nearest_of",
    "value_condition",
]
