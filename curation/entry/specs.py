"""The parts of the form, each over one kind of record of the document.

Fields come from the schema and the declared properties; what stands here is their order and a few
words. A test holds that every name of the schema has its field.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from curation.entry.fields import Field, field_of, printed, property_choices
from curation.entry.shapes import (
    OUTCOMES,
    fold_result,
    fold_test,
    unfold_result,
    unfold_segment,
    unfold_test,
)
from curation.entry.spec import Spec, conditions_of, property_field, sourced, stated, value
from curation.entry.specs_of_films import COATING, MEASUREMENT, SERIES, STEP
from curation.lookup.readings import CYCLE_NUMBER
from cycling.document import schema as test_schema
from documents import schema
from precursors.document import schema as precursor_schema

_CITATION = schema.Citation
_PAPER = schema.PaperDocument


def _cited(name: str, **said: Any) -> Field:
    return field_of(_PAPER, f"citation.{name}", **said)


_PEOPLE = {"widget": "people", "size": "xl", "example": "Chen, L.\nBui, H., particle: van"}

PAPER = Spec(
    "paper",
    "Paper",
    _PAPER,
    (
        field_of(_PAPER, "schema", widget="hidden"),
        field_of(_PAPER, "id", widget="hidden"),
        _cited("type", label="Kind of publication"),
        _cited("DOI", label="DOI", example="10.1039/d5dt00526d"),
        _cited("author", label="Authors, one a line", **_PEOPLE),
        _cited("authors-incomplete", label="More authors (et al.)", size="s", more=True),
        _cited("title", widget="area", size="xl"),
        _cited("container-title", label="Journal, or book", size="l"),
        _cited(
            "issued", label="Year", size="s", example="2017",
            hint="left empty where no page prints it",
        ),
        _cited("volume", size="s"),
        _cited("issue", size="s"),
        _cited("page", label="Pages", size="s", example="12297-12309"),
        _cited("number", label="Article number", size="s", more=True),
        _cited("editor", label="Editors, one a line", more=True, **_PEOPLE),
        _cited("genre", label="Kind of thesis or report", more=True),
        _cited("publisher", more=True),
        _cited("publisher-place", label="Place of publication", more=True),
        _cited("ISSN", label="ISSN", more=True),
        _cited("URL", label="Address", more=True),
        _cited("language", size="s", more=True),
        field_of(
            _PAPER, "key", label="Key", size="s", more=True, required=False,
            hint="surname-year; proposed where left empty",
        ),
        field_of(
            _PAPER, "via.paper", label="Read in another paper", widget="word", kind="paper",
            more=True, required=False,
        ),
        field_of(_PAPER, "via.number", label="Its reference number there", more=True),
        field_of(_PAPER, "note", label="Note about the paper", more=True),
    ),
    ("coatings", "cycling", "source_temperatures", "precursor_values", "withdrawn"),
)  # fmt: skip

_SOURCE = precursor_schema.SourceTemperatureEntry
_PRECURSOR = {"widget": "word", "kind": "precursor", "example": "LiOtBu"}
SOURCE_TEMPERATURE = Spec(
    "source_temperature",
    "Source temperature",
    _SOURCE,
    (
        field_of(_SOURCE, "precursor", **_PRECURSOR),
        printed("value", "Source temperature", "source_temperature", example="140 °C"),
        field_of(_SOURCE, "missing", label="or missing", size="s"),
        *stated(_SOURCE),
    ),
    add="Add a source temperature",
)

_OF_PRECURSOR = precursor_schema.PrecursorValueEntry
PRECURSOR_VALUE = Spec(
    "precursor_value",
    "Value of a precursor",
    _OF_PRECURSOR,
    (
        field_of(_OF_PRECURSOR, "precursor", **_PRECURSOR),
        property_field(("measured", "precursor")),
        *value(_OF_PRECURSOR),
        conditions_of(_OF_PRECURSOR),
        *stated(_OF_PRECURSOR),
    ),
    add="Add a value of a precursor",
)

_TEST = test_schema.TestEntry
TEST = Spec(
    "test",
    "Cycling test",
    _TEST,
    (
        field_of(_TEST, "id", widget="hidden"),
        field_of(_TEST, "label", label="Name in the paper", example="bare Li", size="m"),
        field_of(
            _TEST, "coating", label="Coating under test", widget="word", kind="coating",
            hint="empty: bare", required=False,
        ),
        field_of(
            _TEST, "controls", label="Compared with", widget="words", kind="test",
            hint="the bare or otherwise coated test",
        ),
        field_of(_TEST, "cell.type", label="Cell", size="s"),
        field_of(
            _TEST, "cell.electrode", label="Electrode under test", widget="word", kind="substrate"
        ),
        field_of(_TEST, "cell.counter", label="Counter electrode"),
        field_of(_TEST, "cell.electrolyte", label="Electrolyte", size="l"),
        field_of(_TEST, "cell.cells", label="Number of cells", more=True),
        field_of(_TEST, "cell.format", label="Format of the cell", size="m", more=True,
                 example="CR2032"),
        field_of(_TEST, "cell.composition", label="Composition of the electrode", more=True,
                 example="96:2:2 NMC, carbon, PVDF"),
        field_of(_TEST, "cell.counter_coating", label="Coating of the counter electrode",
                 widget="word", kind="coating", more=True, required=False),
        field_of(_TEST, "cell.electrolyte_parts.salts", label="Salts", widget="pairs",
                 example="LiPF6: 1 M", hint="name: amount", more=True),
        field_of(_TEST, "cell.electrolyte_parts.solvents", label="Solvents", widget="pairs",
                 example="EC; DMC", hint="name, or name: amount", more=True),
        field_of(_TEST, "cell.electrolyte_parts.ratio", label="Ratio of the solvents", size="s",
                 example="1:1 v/v", more=True),
        field_of(_TEST, "cell.electrolyte_parts.additives", label="Additives", widget="pairs",
                 example="FEC: 5 wt%", hint="name: amount", more=True),
        field_of(_TEST, "cell.reference", label="Reference electrode", size="m", more=True),
        field_of(_TEST, "cell.separator", label="Separator", size="m", more=True),
        field_of(
            _TEST, "also_coated", label="Other coatings in the cell", widget="words",
            kind="coating", more=True,
        ),
        field_of(_TEST, "key", label="Key", size="s", more=True, required=False,
                 hint="proposed where left empty"),
        *sourced(_TEST),
        field_of(_TEST, "points.per", label="Capacities per", size="s", required=False, more=True),
        field_of(_TEST, "points.unit", label="Capacities in", size="s", required=False,
                 example="mAh/g"),
        Field(
            "points.table", "Points of the curve", "table", size="xl",
            example="cycle\tcharge\tdischarge\n1\t200.5\t190.0",
            hint="paste a table: cycle first, then charge, discharge, …",
        ),
    ),
    ("conditions", "segments", "results"),
    unfold=unfold_test,
    fold=fold_test,
    add="Add a test",
)  # fmt: skip

_CONDITION = test_schema.ConditionEntry
CONDITION = Spec(
    "condition",
    "Condition",
    _CONDITION,
    (property_field(("condition", "test")), *value(_CONDITION), *stated(_CONDITION)),
    add="Add a condition",
)

_SEGMENT = test_schema.Segment
SEGMENT = Spec(
    "segment",
    "Part of the protocol",
    _SEGMENT,
    (
        field_of(_SEGMENT, "kind", label="For", size="s"),
        field_of(_SEGMENT, "cycles", label="Cycles", widget="text", size="s", example="1–3",
                 hint="4– for all from 4 on"),
        field_of(_SEGMENT, "charge", label="Charged at", size="s", example="C/10"),
        field_of(_SEGMENT, "discharge", label="Discharged at", size="s", example="1C"),
        field_of(_SEGMENT, "cv", label="At constant voltage", size="m", more=True,
                 example="4.3 V until C/20"),
        field_of(_SEGMENT, "window", label="Voltage window", size="s", more=True),
        field_of(_SEGMENT, "temperature", label="Temperature", size="s", more=True),
        field_of(_SEGMENT, "at", label="Place", widget="places", size="s", more=True),
        field_of(_SEGMENT, "note", more=True),
    ),
    unfold=unfold_segment,
    add="Add a part of the protocol",
)  # fmt: skip

_RESULT = test_schema.ResultEntry
RESULT = Spec(
    "result",
    "Result",
    _RESULT,
    (
        Field(
            "result", "Result", "choice",
            (
                *property_choices(("result", "test")),
                ("Compared in words", tuple((o, f"did {o}" if o != "mixed" else "mixed")
                                            for o in OUTCOMES)),
            ),
            required=True,
        ),
        Field("value", "Value", "printed", of="result", hint="as printed", example="~80 %"),
        printed("at_cycle", "at cycle", CYCLE_NUMBER, size="s", example="200"),
        field_of(_RESULT, "than", label="than", widget="word", kind="test", size="s"),
        field_of(_RESULT, "aspect", label="in", size="s", example="capacity retention"),
        field_of(_RESULT, "statement", label="Statement, in your words", size="l"),
        *stated(_RESULT),
    ),
    unfold=unfold_result,
    fold=fold_result,
    add="Add a result",
)  # fmt: skip

_GONE = schema.Withdrawal
WITHDRAWAL = Spec(
    "withdrawal",
    "Withdrawn record",
    _GONE,
    (
        field_of(_GONE, "kind", label="What", size="s"),
        field_of(_GONE, "key", label="Its key"),
        field_of(_GONE, "reason", size="l"),
        field_of(_GONE, "successor", label="Its successor", example="ASC-C000001"),
        field_of(_GONE, "id", widget="hidden"),
        field_of(_GONE, "merged", widget="hidden"),
    ),
    add="Withdraw a record",
)

SPECS = {
    spec.name: spec
    for spec in (
        PAPER, COATING, STEP, MEASUREMENT, SERIES, SOURCE_TEMPERATURE, PRECURSOR_VALUE, TEST,
        CONDITION, SEGMENT, RESULT, WITHDRAWAL,
    )
}  # fmt: skip

LIST_OF: dict[tuple[str, str], str] = {
    ("paper", "coatings"): "coating",
    ("paper", "cycling"): "test",
    ("paper", "source_temperatures"): "source_temperature",
    ("paper", "precursor_values"): "precursor_value",
    ("paper", "withdrawn"): "withdrawal",
    ("coating", "steps"): "step",
    ("coating", "measurements"): "measurement",
    ("coating", "series"): "series",
    ("step", "steps"): "step",
    ("test", "conditions"): "condition",
    ("test", "segments"): "segment",
    ("test", "results"): "result",
}


@lru_cache(maxsize=64)
def spec_of(owner: str, name: str) -> Spec:
    """The kind of record that a list of a record holds."""
    return SPECS[LIST_OF[owner, name]]
