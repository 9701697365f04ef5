"""Shapes of what REST gives, for the description of the interface and for its tests.

Answers are built as plain dicts (lists even as ready-made text); a test holds every answer
against these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from drf_spectacular.drainage import set_override
from pydantic import BaseModel, ConfigDict, Field, create_model

from records.filtering import Problem, nearest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ExtractionWord = Literal["table", "text", "figure", "author file", "computed", "abstract", ""]
ScopeWord = Literal["record", "class"]
SCOPE_DOC = (
    "`record`: said of this film or cell; `class`: of a material, process or group of papers."
)
SUPERSEDED_DOC = (
    "Read in a review, while the paper itself was read for the same thing: shown, and in no "
    "column, filter or derived value."
)
ABOUT_DOC = "Numeric properties whose value is about so much, be it one number or a range."
QualifierWord = Literal["exact", "about", "below", "above", "range"]


class Shape(BaseModel):
    """Base of every shape: nothing beyond what is declared."""

    model_config = ConfigDict(extra="forbid")


class Source(Shape):
    """Who says it, where it was read, at which place and how it was taken from there."""

    paper: str = Field(description="Public id of the paper that reports it.")
    via: str | None = Field(description="Public id of the review it was read in, if any.")
    at: str = Field(description="Table, figure or page.")
    section: str = Field(description="Section of the text, where one is told.")
    extraction: ExtractionWord
    url: str | None = Field(description="Page on the web where it was read.")
    read_on: str | None = Field(description="The day on which that page said so.")


class Reading(Shape):
    """Printed text and its reading; `low` is null below, `high` is null above a bound."""

    printed: str
    qualifier: QualifierWord
    low: float | None = Field(description="In `unit`.")
    high: float | None = Field(description="In `unit`.")
    unit: str = Field(description="Canonical unit of the property.")
    uncertainty: float | None = Field(description="In `unit`, where the paper prints one.")


class Value(Reading):
    """A value as a paper prints it, with its reading, conditions and source."""

    conditions: dict[str, Any]
    source: Source
    scope: ScopeWord = Field(description=SCOPE_DOC)
    superseded: bool = Field(description=SUPERSEDED_DOC)
    note: str


class MissingValue(Shape):
    """A value that is not there, and why."""

    missing: Literal["not reported", "not checked", "not applicable"]
    source: Source
    scope: ScopeWord = Field(description=SCOPE_DOC)
    superseded: bool = Field(description=SUPERSEDED_DOC)
    note: str


AnyValue = Value | MissingValue


class ReferenceValue(Shape):
    """What a page of reference prints of a substance itself."""

    property: str
    printed: str
    qualifier: QualifierWord | Literal[""] = Field(description="Empty where the values are words.")
    low: float | None = Field(description="In `unit`.")
    high: float | None = Field(description="In `unit`.")
    unit: str = Field(description="Canonical unit of the property.")
    uncertainty: float | None = Field(description="In `unit`, where the page prints one.")
    words: list[str] = Field(description="The codes, where the values are words.")
    conditions: dict[str, Any]
    note: str
    source: str = Field(description="What the page is.")
    url: str
    read_on: str = Field(description="The day on which the page said so.")


class Input(Shape):
    """What a derived value was computed from."""

    what: str
    id: str | None
    value: Any


class DerivedValue(BaseModel):
    """A computed value with its recipe and inputs; `value` for words, `low` and `high` for
    numbers."""

    model_config = ConfigDict(extra="allow")

    unit: str | None
    qualifier: str
    recipe: str
    recipe_version: int
    inputs: list[Input]
    computed_at: str
    warnings: list[str]
    uncertainty: float | None = Field(
        None, description="Standard uncertainty in `unit`, where one is known."
    )
    n: int | None = Field(None, description="Number of cells behind the value, where stated.")


class MissingDerived(BaseModel):
    """Why a value could not be computed."""

    model_config = ConfigDict(extra="allow")

    missing: str


class Flag(Shape):
    """Something that looks implausible: never a rejection, always with its reason."""

    code: str
    severity: str
    reason: str
    inputs: list[Input] = Field(description="The values it was seen from.")


class PaperRef(Shape):
    """A paper, as records name it."""

    id: str
    key: str
    year: int | None
    doi: str | None
    citation: str


class ViaRef(Shape):
    """The review or compilation a record was read in."""

    id: str
    key: str
    number: int | None = Field(description="Number of the paper in its reference list.")
    at: str


class ErrorItem(Shape):
    """One thing that was wrong: of a parameter, or at a path of a document."""

    parameter: str | None = None
    path: str | None = None
    message: str


class ProblemDetails(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorItem]


class GoneDetails(ProblemDetails):
    """A withdrawn id: why, and what stands in its place."""

    reason: str
    successor: str | None


class MovedDetails(ProblemDetails):
    """An id or key that was merged: what the record goes by now."""

    successor: str


class UnderstoodPiece(BaseModel):
    """A piece of `q` and the filter that it was read as."""

    model_config = ConfigDict(populate_by_name=True)
    text: str = Field(description="The piece as it was typed.")
    as_: str = Field(
        alias="as",
        description="The parameter of this list that it stands for, or `words` for what is "
        "searched for as it stands.",
    )
    value: str = Field(description="The value of that parameter.")


def envelope(item: type[BaseModel]) -> type[BaseModel]:
    """The envelope of a list of ``item``."""
    made = create_model(
        f"{item.__name__}List",
        __config__=ConfigDict(extra="forbid"),
        __doc__="One page of a list.",
        count=(int, Field(description="Exact number of records in the whole list.")),
        next=(str | None, Field(description="Address of the next page.")),
        previous=(str | None, Field(description="Address of the page before.")),
        results=(list[item], ...),  # type: ignore[valid-type]
        did_you_mean=(
            str | None,
            Field(default=None, description="Only where `q` found nothing: a near spelling."),
        ),
        understood=(
            list[UnderstoodPiece],
            Field(default=[], description="Only where `q` is a phrase: how it was understood."),
        ),
    )
    set_override(made, "many", False)  # the envelope is one object, not an array of them
    return made


def field_names(shape: type[BaseModel]) -> list[str]:
    """Names of the members of a shape, as they stand in the answer."""
    return [field.alias or name for name, field in shape.model_fields.items()]


def unknown_fields(asked: Iterable[str], valid: Sequence[str]) -> list[Problem]:
    """A problem for each of these names that is none of the valid ones."""
    return [
        Problem("fields", f"there is no field {name!r}; the nearest is {nearest_of(name, valid)!r}")
        for name in asked
        if name not in valid
    ]
