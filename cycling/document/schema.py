"""The entries of cycling tests in a paper document."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, create_model, model_validator

from records.document.fields import (
    MOST,
    MissingKind,
    Printed,
    Slug,
    Sourced,
    StatedEntry,
    Strict,
    said_once,
    value_or_missing,
)
from records.document.invalid import nearest
from science.inputs import POINT_COLUMNS, POINT_UNITS
from science.properties import properties
from science.quantities import UnreadableValue, read

CONDITION_KEYS = sorted(properties("condition", "test"))
RESULT_KEYS = sorted(properties("result", "test"))


class CoatingElsewhere(Strict):
    paper: Slug
    coating: Slug


class Cell(Strict):
    type: Literal["half", "full", "symmetric", "unspecified"] = "unspecified"
    electrode: Slug | None = None
    counter: str | None = None
    electrolyte: str | None = None
    cells: int | None = Field(None, ge=1, le=MOST)


class ConditionEntry(StatedEntry):
    value: Printed | None = None
    missing: MissingKind | None = None

    @model_validator(mode="after")
    def one_is_given(self) -> Self:
        value_or_missing(self.value, self.missing)
        return self


Conditions = create_model(
    "Conditions",
    __base__=Strict,
    **dict.fromkeys(CONDITION_KEYS, (Printed | ConditionEntry | None, None)),  # type: ignore[call-overload]
)


class ResultBase(StatedEntry):
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

    @model_validator(mode="after")
    def page_is_said_once(self) -> Self:
        given = [getattr(self.conditions, key) for key in CONDITION_KEYS]
        said_once(self, [*self.results, *(c for c in given if isinstance(c, ConditionEntry))])
        return self

    def stated_conditions(self) -> dict[str, ConditionEntry]:
        """The conditions given, the bare string form widened."""
        entries: dict[str, ConditionEntry] = {}
        for key in CONDITION_KEYS:
            value = getattr(self.conditions, key)
            if value is not None:
                bare = isinstance(value, str)
                entries[key] = ConditionEntry(value=value) if bare else value
        return entries
