"""What every page shares: lists with facets, filters, order and paging; records that may be
withdrawn. Nothing here knows a room."""

from records.pages.columns import Column, columns_of_properties
from records.pages.lists import ListPage, list_response
from records.pages.panel import (
    WHERE_FROM,
    Choice,
    Group,
    PeriodicTable,
    Search,
    Span,
    Text,
    Toggle,
    Tree,
)
from records.pages.records import (
    SHOWN,
    DerivedRow,
    Excerpt,
    Withdrawn,
    derived_rows,
    excerpt,
    find_record,
    withdrawn_response,
)

__all__ = [
    "SHOWN",
    "WHERE_FROM",
    "Choice",
    "Column",
    "DerivedRow",
    "Excerpt",
    "Group",
    "ListPage",
    "PeriodicTable",
    "Search",
    "Span",
    "Text",
    "Toggle",
    "Tree",
    "Withdrawn",
    "columns_of_properties",
    "derived_rows",
    "excerpt",
    "find_record",
    "list_response",
    "withdrawn_response",
]
