"""The parts of the form, each over one kind of record of the document.

Fields come from the schema and the declared properties; what stands here is their order and a few
words. A test holds that every name of the schema has its field.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from coatings.document import schema as coating_schema
from coatings.document import series as coating_series
from curation.entry.fields import Field, field_of, printed, property_choices
from curation.entry.shapes import (
    ACTIONS,
    OUTCOMES,
    fold_result,
    fold_series,
    fold_step,
    fold_test,
    unfold_result,
    unfold_segment,
    unfold_series,
    unfold_step,
    unfold_test,
)
from curation.lookup.readings import CYCLE_NUMBER
from cycling.document import schema as test_schema
from documents import schema
from precursors.document import schema as precursor_schema
from science.properties import PROPERTIES


def _same(record: dict[str, Any]) -> dict[str, Any]:
    return record


@dataclass(frozen=True)
class Spec:
    """One kind of record: its fields, the lists of records inside it, and how its row in the form
    becomes what the document writes (``fold``) and back (``unfold``)."""

    name: str
    label: str
    model: type[BaseModel]
    fields: tuple[Field, ...]
    lists: tuple[str, ...] = ()
    unfold: Callable[[dict[str, Any]], dict[str, Any]] = _same
    fold: Callable[[dict[str, Any]], dict[str, Any]] = _same
    add: str = ""
    """what the button says that adds one"""


_EXTRACTION = {"label": "Read from", "size": "s"}


def _sourced(model: type[BaseModel]) -> tuple[Field, ...]:
    """Where a fact was read, how, and what is to be said about it."""
    return (
        field_of(model, "at", label="Place", widget="places", size="s", example="Table 2; p. 3"),
        field_of(model, "extraction", **_EXTRACTION),
        field_of(model, "section", more=True, example="Supporting information"),
        field_of(model, "url", label="Page on the web", size="l", more=True,
                 example="https://doi.org/10.1039/d5dt00526d"),
        field_of(model, "read_on", label="Read there on", size="s", more=True,
                 example="2026-11-26"),
        field_of(model, "note", more=True),
        field_of(
            model, "via.paper", label="Read in another paper", widget="word", kind="paper",
            more=True, required=False,
        ),
        field_of(model, "via.number", label="Its reference number there", more=True),
    )  # fmt: skip


def _stated(model: type[BaseModel]) -> tuple[Field, ...]:
    """The same of a value or statement, and what it is said of."""
    return (
        *_sourced(model),
        field_of(
            model, "scope", label="Said of", size="s", more=True,
            choices=(("", (("record", "this film or cell"),
                           ("class", "a material, a process or a group of papers"))),),
        ),
    )  # fmt: skip


def _value(model: type[BaseModel]) -> tuple[Field, ...]:
    return (
        Field("value", "Value", "printed", of="property", hint="as printed", example="~1 Å"),
        field_of(model, "missing", label="or missing", size="s"),
    )


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
        _cited("issued", label="Year", size="s", example="2017"),
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

_COATING = coating_schema.CoatingEntry
COATING = Spec(
    "coating",
    "Coating",
    _COATING,
    (
        field_of(_COATING, "id", widget="hidden"),
        field_of(_COATING, "material", widget="word", kind="material", example="alumina"),
        field_of(_COATING, "material_printed", label="as the paper prints it", size="s"),
        field_of(_COATING, "purpose"),
        field_of(
            _COATING, "technique", label="Technique, where steps are not printed", size="s",
            more=True,
        ),
        field_of(
            _COATING, "substrate.material", label="On", widget="word", kind="substrate",
            example="Li metal",
        ),
        field_of(_COATING, "substrate.role", label="used as", size="s"),
        field_of(_COATING, "substrate.form", label="as", size="s"),
        field_of(_COATING, "substrate.preparation", label="prepared", size="m"),
        field_of(
            _COATING, "methods", label="Studied by", widget="words", kind="method", size="l",
            example="Cyc, EIS, XPS",
        ),
        field_of(_COATING, "supercycle", label="Supercycle, in the paper's words", more=True),
        field_of(_COATING, "crystallinity", size="s", more=True),
        field_of(_COATING, "phase", size="s", more=True, example="anatase"),
        field_of(_COATING, "air_sensitivity", label="In air", size="s", more=True),
        field_of(
            _COATING, "sei_constituents", label="Natural SEI holds", widget="places", more=True,
            example="LiF; Li2CO3",
        ),
        field_of(_COATING, "pretreatment", label="Pretreatment", more=True),
        field_of(_COATING, "reactor_type", label="Reactor", size="s", more=True),
        field_of(_COATING, "reactor", label="Name of the reactor", size="s", more=True),
        field_of(_COATING, "carrier_gas", size="s", more=True, example="N2"),
        field_of(
            _COATING, "saturated", label="Half-cycles shown to saturate", widget="words",
            kind="precursor", more=True, example="TMA, H2O",
        ),
        field_of(
            _COATING, "not_saturated", label="Half-cycles shown not to", widget="words",
            kind="precursor", more=True,
        ),
        field_of(_COATING, "anneal_atmosphere", label="Annealed in", size="s", more=True),
        field_of(
            _COATING, "key", label="Key", size="s", more=True, required=False,
            hint="film-on-substrate; proposed where left empty",
        ),
        *_sourced(_COATING),
    ),
    ("steps", "measurements", "series"),
    add="Add a coating",
)  # fmt: skip

_STEP = coating_schema.StepEntry
STEP = Spec(
    "step",
    "Step",
    _STEP,
    (
        Field("action", "Step", "choice", (("", tuple((a, a) for a in ACTIONS)),), size="s"),
        Field(
            "precursors", "of", "words", kind="precursor", example="TMA",
            hint="alternatives with “or”",
        ),
        printed("time", "for", "time", size="s", example="0.1 s"),
        printed("temperature", "at", "temperature", size="s"),
        field_of(
            _STEP, "every", label="only every … cycle", widget="number", more=True, choices=(),
            hint="4, or “some”",
        ),
        field_of(_STEP, "repeat", label="times (sub-cycle)", more=True),
        *(replace(f, more=True) for f in _stated(_STEP)),
    ),
    ("steps",),
    unfold=unfold_step,
    fold=fold_step,
    add="Add a step",
)  # fmt: skip

_MEASUREMENT = coating_schema.FilmValue


def _conditions_of(model: type[BaseModel]) -> Field:
    return field_of(
        model, "conditions", label="Measured at", widget="pairs", size="s",
        example="temperature: RT", hint="condition: value; …",
    )  # fmt: skip


def _property(*roles: Any) -> Field:
    return Field("property", "Property", "choice", property_choices(*roles), required=True)


MEASUREMENT = Spec(
    "measurement",
    "Measurement",
    _MEASUREMENT,
    (
        _property(("measured", "coating")),
        field_of(
            _MEASUREMENT,
            "of",
            label="of the element",
            size="s",
            more=True,
            required=False,
            example="C",
            hint="of a content",
        ),
        *_value(_MEASUREMENT),
        _conditions_of(_MEASUREMENT),
        field_of(
            _MEASUREMENT,
            "method",
            label="by",
            widget="word",
            kind="method",
            size="s",
            more=True,
            example="XRR",
        ),
        field_of(_MEASUREMENT, "measured_on", label="on", size="s", more=True),
        *_stated(_MEASUREMENT),
    ),
    add="Add a measurement",
)

_SERIES = coating_series.SeriesEntry
SERIES = Spec(
    "series",
    "Series",
    _SERIES,
    (
        _property(("measured", "coating")),
        Field(
            "against", "against", "choice",
            (("", tuple((key, PROPERTIES[key].label) for key in coating_series.varied())),),
            required=True,
        ),
        field_of(_SERIES, "unit", label="in", size="s", example="Å", hint="the property's unit"),
        field_of(_SERIES, "against_unit", label="varied in", size="s", example="°C"),
        Field(
            "rows", "Points", "area", size="l", required=True, example="100 1.3 0.05\n150 1.1",
            hint="a point a line: what varies, the property, its error; or figure/series",
        ),
        field_of(
            _SERIES, "of", label="of the element", size="s", more=True, required=False,
            hint="of a content",
        ),
        _conditions_of(_SERIES),
        field_of(_SERIES, "method", label="by", widget="word", kind="method", size="s", more=True),
        field_of(_SERIES, "measured_on", label="on", size="s", more=True),
        *_stated(_SERIES),
    ),
    unfold=unfold_series,
    fold=fold_series,
    add="Add a series",
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
        *_stated(_SOURCE),
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
        _property(("measured", "precursor")),
        *_value(_OF_PRECURSOR),
        _conditions_of(_OF_PRECURSOR),
        *_stated(_OF_PRECURSOR),
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
        *_sourced(_TEST),
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
    (_property(("condition", "test")), *_value(_CONDITION), *_stated(_CONDITION)),
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
        *_stated(_RESULT),
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
