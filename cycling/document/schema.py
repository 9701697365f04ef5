"""The entries of cycling tests in a paper document."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, create_model, model_validator

from cycling.document.cells import Cell, CoatingElsewhere, Segment, overlapping
from cycling.document.points import Points, Replicate
from cycling.document.profiles import Profile
from records.document.fields import (
    MissingKind,
    Printed,
    Slug,
    Sourced,
    StatedEntry,
    Strict,
    said_once,
    value_or_missing,
)
from science.properties import properties

CONDITION_KEYS = sorted(properties("condition", "test"))
RESULT_KEYS = sorted(properties("result", "test"))


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
    segments: list[Segment] = Field(default_factory=list)
    points: Points | None = None
    replicates: list[Replicate] = Field(default_factory=list)
    profiles: list[Profile] = Field(default_factory=list, max_length=200)

    @model_validator(mode="after")
    def segments_lie_side_by_side(self) -> Self:
        if both := overlapping(self.segments):
            raise ValueError("segments[{}] and segments[{}] share a cycle".format(*sorted(both)))
        return self

    @model_validator(mode="after")
    def cells_are_of_one_kind(self) -> Self:
        recorded = self.curves()
        units = {points.unit for _, points in recorded}
        if len(units) > 1:
            raise ValueError(f"cells of one test have one unit, not {' and '.join(sorted(units))}")
        if self.cell.cells is not None and len(recorded) > self.cell.cells:
            raise ValueError(
                f"{len(recorded)} cells have points, but `cell.cells` says {self.cell.cells}"
            )
        return self

    def curves(self) -> list[tuple[str, Points]]:
        """The recorded cells, each with its label: the one of ``points`` first."""
        own = [("", self.points)] if self.points is not None else []
        return [*own, *((one.label or "", one.points) for one in self.replicates)]

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
        conditions = [c for c in given if isinstance(c, ConditionEntry)]
        said_once(self, [*self.results, *conditions, *(points for _, points in self.curves())])
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
