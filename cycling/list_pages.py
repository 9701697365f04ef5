"""What the list page of this room shows: its columns and its panel of filters."""

from __future__ import annotations

from records.pages import (
    WHERE_FROM,
    Choice,
    Column,
    Group,
    Search,
    Span,
    Text,
    Toggle,
    columns_of_properties,
)
from records.read_rows import word_keys
from science.properties import PROPERTIES

_RESULTS = [key for key, p in PROPERTIES.items() if p.numeric and p.has_role("result", "test")]
_DERIVED = [
    key
    for key, p in PROPERTIES.items()
    if p.numeric and p.has_role("derived", "test") and not p.has_role("condition", "test")
]
_CONDITIONS = [
    key for key, p in PROPERTIES.items() if p.numeric and p.has_role("condition", "test")
]
_STATED = [key for key in _RESULTS if key not in {*_DERIVED, *_CONDITIONS}]

COLUMNS = [
    Column("Test", "id", field="label"),
    Column("Electrode", "substrate", field="cell"),
    Column("Film", "material", field="coating"),
    Column("Cell", "cell_type"),
    Column("Conditions", field="conditions"),
    Column("Stated results", field="results"),
    Column("Against control", field="outcomes"),
    Column("Paper", "paper", field="paper"),
    Column("Review", field="review_status", extra=True),
    Column("Changed", "updated", field="updated", extra=True),
    *columns_of_properties("Derived", [*word_keys("test"), *_DERIVED]),
    *columns_of_properties("Conditions", _CONDITIONS),
    *columns_of_properties("Stated results", _STATED),
]
PANEL = [
    Group("", [Search("label, electrode, electrolyte, author")]),
    Group(
        "Cell",
        [
            Choice("control", "Coated or bare"),
            Choice("material", "Film"),
            Choice("substrate", "Electrode"),
            Choice("cell_type", "Cell"),
        ],
    ),
    Group(
        "Comparison",
        [
            Choice("shown", "What the numbers show"),
            Choice("claimed", "What the paper claims"),
            Choice("evidence", "Evidence"),
            Choice("comparable", "Comparable with its control"),
            Choice("has", "States", top=5),
        ],
    ),
    Group(
        "Conditions",
        [
            *(Span(key) for key in _CONDITIONS),
            Text("cycles_min", "Cycled at least", "cycles"),
        ],
    ),
    Group("Results", [Span(key) for key in _RESULTS], open=False),
    Group(
        "Derived",
        [
            *(Span(key) for key in _DERIVED),
            Toggle("match", "certain", "Only values wholly inside a range"),
            Toggle("scope", "any", "Also values that are said of a class"),
        ],
        open=False,
    ),
    WHERE_FROM,
]
