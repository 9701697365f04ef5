"""The one schema of a paper document, as pydantic models.

Shape only: whether vocabulary keys exist and values can be read is checked against the
database in :mod:`documents.check`. ``canonical`` gives the form that is stored, compared
and exported; two documents with the same canonical form say the same.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Literal, Self

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    create_model,
    model_validator,
)

from documents.fields import (
    MOST,
    ExtractionKind,
    Issued,
    MissingKind,
    OneOrMore,
    Printed,
    Slug,
    Strict,
)
from documents.problems import nearest
from science.inputs import POINT_COLUMNS, POINT_UNITS
from science.properties import properties
from science.quantities import UnreadableValue, read

CONDITION_KEYS = sorted(properties("condition", "test"))
RESULT_KEYS = sorted(properties("result", "test"))


class Via(Strict):
    """The review or compilation that a fact was read in."""

    paper: Slug
    number: int | None = Field(None, ge=1, le=MOST)


class Sourced(Strict):
    at: OneOrMore | None = None
    extraction: ExtractionKind | None = None
    via: Via | None = None
    note: str | None = None


class Name(Strict):
    family: str | None = None
    given: str | None = None
    literal: str | None = None
    non_dropping_particle: str | None = Field(None, alias="non-dropping-particle")
    suffix: str | None = None

    @model_validator(mode="after")
    def named(self) -> Self:
        if not self.family and not self.literal:
            raise ValueError("a name has `family` (with `given`) or `literal`")
        return self


class Citation(Strict):
    """CSL-JSON item, as far as papers, books and theses need it; beside it, whether the list of
    authors ends in "et al."."""

    type: Literal[
        "article-journal", "book", "chapter", "thesis", "paper-conference", "report", "article"
    ]
    author: list[Name] | None = None
    authors_incomplete: Literal["yes"] | None = Field(None, alias="authors-incomplete")
    editor: list[Name] | None = None
    title: str | None = None
    genre: str | None = None
    container_title: str | None = Field(None, alias="container-title")
    publisher: str | None = None
    publisher_place: str | None = Field(None, alias="publisher-place")
    issued: Issued
    volume: Printed | None = None
    issue: Printed | None = None
    page: Printed | None = None
    number: Printed | None = None
    DOI: str | None = Field(None, pattern=r"^10\.\d{4,9}/[!-~]+$", max_length=255)
    ISSN: str | None = None
    URL: str | None = Field(None, pattern=r"^https?://")
    language: str | None = None


class SourceTemperatureEntry(Sourced):
    precursor: Slug
    value: Printed | None = None
    missing: MissingKind | None = None

    @model_validator(mode="after")
    def value_or_missing(self) -> Self:
        _value_or_missing(self.value, self.missing)
        return self


class StepEntry(Strict):
    """One step: exactly one of dose, purge, plasma, soak, or ``steps`` (a sub-cycle)."""

    dose: OneOrMore | None = None
    plasma: OneOrMore | None = None
    soak: OneOrMore | None = None
    purge: Literal[True] | None = None
    time: Printed | None = None
    temperature: Printed | None = None
    every: Annotated[int, Field(ge=2, le=MOST)] | Literal["some"] | None = None
    repeat: int | None = Field(None, ge=1, le=MOST)
    steps: list[StepEntry] | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def exactly_one_action(self) -> Self:
        actions = [n for n in ("dose", "plasma", "soak", "purge", "steps") if getattr(self, n)]
        if len(actions) != 1:
            raise ValueError(
                "a step is exactly one of dose, purge, plasma, soak or steps; "
                f"got {', '.join(actions) or 'none'}"
            )
        if self.repeat is not None and self.steps is None:
            raise ValueError("`repeat` counts a sub-cycle: it goes with `steps`")
        return self

    @property
    def action(self) -> str:
        for name in ("dose", "plasma", "soak", "purge"):
            if getattr(self, name):
                return name
        return "subcycle"

    @property
    def choices(self) -> list[str]:
        """Keys of the precursors that may be dosed here; several are alternatives."""
        return self.dose or self.plasma or self.soak or []


class SubstrateUse(Strict):
    material: Slug
    role: Literal["anode", "cathode", "solid electrolyte", "model", "unspecified"] | None = None
    preparation: str | None = None


class MeasurementEntry(Sourced):
    property: str
    value: Printed | None = None
    missing: MissingKind | None = None
    conditions: dict[str, Printed] | None = None

    @model_validator(mode="after")
    def value_or_missing(self) -> Self:
        _value_or_missing(self.value, self.missing)
        return self


class PrecursorValueEntry(MeasurementEntry):
    """A printed property of a precursor other than its source temperature."""

    precursor: Slug


class CoatingEntry(Sourced):
    key: Slug
    id: str | None = Field(None, pattern=r"^ASC-C\d{6,9}$")
    material: Slug
    material_printed: str | None = Field(None, max_length=120)
    purpose: Literal["protective barrier", "artificial SEI", "prospective artificial SEI"]
    steps: list[StepEntry] = Field(default_factory=list)
    supercycle: str | None = None
    substrate: SubstrateUse
    methods: list[str] = Field(default_factory=list)
    measurements: list[MeasurementEntry] = Field(default_factory=list)


class CoatingElsewhere(Strict):
    paper: Slug
    coating: Slug


class Cell(Strict):
    type: Literal["half", "full", "symmetric", "unspecified"] = "unspecified"
    electrode: Slug | None = None
    counter: str | None = None
    electrolyte: str | None = None
    cells: int | None = Field(None, ge=1, le=MOST)


class ConditionEntry(Sourced):
    value: Printed | None = None
    missing: MissingKind | None = None

    @model_validator(mode="after")
    def value_or_missing(self) -> Self:
        _value_or_missing(self.value, self.missing)
        return self


Conditions = create_model(
    "Conditions",
    __base__=Strict,
    **dict.fromkeys(CONDITION_KEYS, (Printed | ConditionEntry | None, None)),  # type: ignore[call-overload]
)


class ResultBase(Sourced):
    """A stated result: one result property with its value, or a qualitative outcome."""

    at_cycle: Annotated[Printed, Field(max_length=40)] | None = None
    outcome: Literal["better", "same", "worse", "mixed"] | None = None
    than: Slug | None = None
    aspect: str | None = None
    statement: str | None = None

    @model_validator(mode="after")
    def one_result(self) -> Self:
        stated = [key for key in RESULT_KEYS if getattr(self, key) is not None]
        if self.outcome is not None:
            if stated or self.at_cycle or not self.statement:
                raise ValueError("an outcome has a `statement` and no value beside it")
        elif len(stated) != 1:
            raise ValueError(
                f"exactly one result property ({', '.join(RESULT_KEYS)}) or `outcome`; "
                f"got {', '.join(stated) or 'none'}"
            )
        elif self.than or self.aspect or self.statement:
            raise ValueError("`than`, `aspect` and `statement` go with `outcome`")
        return self

    @property
    def property_key(self) -> str:
        """The key of the result property, empty for an outcome."""
        return next((key for key in RESULT_KEYS if getattr(self, key) is not None), "")

    @property
    def value(self) -> str:
        return str(getattr(self, self.property_key)) if self.property_key else ""


ResultEntry = create_model(
    "ResultEntry",
    __base__=ResultBase,
    **dict.fromkeys(RESULT_KEYS, (Printed | None, None)),  # type: ignore[call-overload]
)


def _unit_of_points(text: str) -> str:
    """The unit in the spelling that is kept."""
    for unit in POINT_UNITS:
        try:
            if read(f"1 {text}", unit=unit).low == 1:
                return unit
        except UnreadableValue:
            continue
    raise ValueError(f"is no unit of capacities: expected {', '.join(POINT_UNITS)}")


class Points(Strict):
    unit: Annotated[str, AfterValidator(_unit_of_points)]
    columns: list[str] = Field(min_length=2)
    rows: list[list[float | None]] = Field(max_length=200_000)

    @model_validator(mode="after")
    def columns_are_known(self) -> Self:
        if self.columns[0] != "cycle":
            raise ValueError("the first column is `cycle`")
        for place, name in enumerate(self.columns):
            if name not in POINT_COLUMNS:
                known = ", ".join(POINT_COLUMNS)
                raise ValueError(
                    f'no column "{name}"{nearest(name.lower(), POINT_COLUMNS)}; expected {known}'
                )
            if name in self.columns[:place]:
                raise ValueError(f'the column "{name}" stands there twice')
        return self

    @model_validator(mode="after")
    def rows_fit_columns(self) -> Self:
        first: dict[float, int] = {}
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns) or row[0] is None:
                raise ValueError(f"rows[{number}] needs {len(self.columns)} values, cycle first")
            cycle = row[0]
            if cycle < 0 or not cycle.is_integer():
                raise ValueError(f"rows[{number}]: {cycle:g} is no number of a cycle")
            if cycle in first:
                raise ValueError(f"rows[{number}]: cycle {cycle:g} is that of rows[{first[cycle]}]")
            first[cycle] = number
        return self


class TestEntry(Sourced):
    key: Slug
    id: str | None = Field(None, pattern=r"^ASC-T\d{6,9}$")
    label: str | None = None
    coating: Slug | CoatingElsewhere | None = None
    also_coated: list[Slug | CoatingElsewhere] = Field(default_factory=list)
    cell: Cell = Field(default_factory=Cell)
    conditions: Conditions = Field(default_factory=Conditions)
    controls: list[Slug] = Field(default_factory=list)
    results: list[ResultEntry] = Field(default_factory=list)
    points: Points | None = None

    @model_validator(mode="before")
    @classmethod
    def conditions_may_stand_beside(cls, data: Any) -> Any:
        """``rate: 0.5C`` directly on the test is the short form of ``conditions: {rate: …}``."""
        if not isinstance(data, dict):
            return data
        short = {key: data[key] for key in CONDITION_KEYS if key in data}
        if not short:
            return data
        given = data.get("conditions") or {}
        if twice := sorted(short.keys() & set(given)):
            raise ValueError(f"{', '.join(twice)} stands on the test and in `conditions`")
        if not isinstance(given, dict):
            return data
        kept = {key: value for key, value in data.items() if key not in short}
        return {**kept, "conditions": {**given, **short}}

    def stated_conditions(self) -> dict[str, ConditionEntry]:
        """The conditions given, the bare string form widened."""
        entries: dict[str, ConditionEntry] = {}
        for key in CONDITION_KEYS:
            value = getattr(self.conditions, key)
            if value is not None:
                bare = isinstance(value, str)
                entries[key] = ConditionEntry(value=value) if bare else value
        return entries


def _said(value: object) -> object:
    """``True`` as forms and spreadsheets write it."""
    return True if isinstance(value, str) and value.strip().lower() in {"true", "yes"} else value


class Withdrawal(Strict):
    """A record that is public no more. ``merged``: it is the same as its successor, and its id
    leads there. A paper is withdrawn, with everything that it reports, by its own document."""

    kind: Literal["coating", "test", "paper"]
    key: Slug
    id: str | None = Field(None, pattern=r"^ASC-[CTP]\d{6,9}$")
    reason: Annotated[str, Field(min_length=3)]
    successor: str | None = Field(None, pattern=r"^ASC-[CTP]\d{6,9}$")
    merged: Annotated[Literal[True] | None, BeforeValidator(_said)] = None

    @model_validator(mode="after")
    def merged_leads_somewhere(self) -> Self:
        if self.merged and self.successor is None:
            raise ValueError("is merged: name the `successor` that its id leads to")
        if self.kind == "paper" and self.merged and not self.id:
            raise ValueError("a paper that was merged into this one: give its `id`")
        return self


REPORTED = ("source_temperatures", "precursor_values", "coatings", "cycling")
"""The parts of a document that say what the paper reports."""


class PaperDocument(Strict):
    schema_: Literal["asc-paper/1"] = Field("asc-paper/1", alias="schema")
    key: Annotated[Slug, Field(max_length=80)]
    id: str | None = Field(None, pattern=r"^ASC-P\d{6,9}$")
    citation: Citation
    via: Via | None = None
    note: str | None = None
    source_temperatures: list[SourceTemperatureEntry] = Field(default_factory=list)
    precursor_values: list[PrecursorValueEntry] = Field(default_factory=list)
    coatings: list[CoatingEntry] = Field(default_factory=list)
    cycling: list[TestEntry] = Field(default_factory=list)
    withdrawn: list[Withdrawal] = Field(default_factory=list)

    @property
    def own_withdrawal(self) -> Withdrawal | None:
        """That the paper itself is public no more, if the document says so."""
        own = (w for w in self.withdrawn if w.kind == "paper" and w.key == self.key)
        return next((entry for entry in own if not entry.merged), None)


def _value_or_missing(value: str | None, missing: str | None) -> None:
    if value is None and missing is None:
        raise ValueError("give `value` as printed, or say with `missing` why there is none")
    if value is not None and missing is not None:
        raise ValueError("give either `value` as printed or `missing`, not both")


def canonical(document: BaseModel) -> dict[str, Any]:
    """Plain data of a document: nothing empty, names as in the file, short forms unfolded."""
    return _without_empty(document.model_dump(mode="json", by_alias=True, exclude_none=True))


def digest(data: dict[str, Any]) -> str:
    """SHA-256 (hex) of canonical data, key order apart."""
    return hashlib.sha256(orjson.dumps(data, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        cleaned = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in ({}, [])}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value
