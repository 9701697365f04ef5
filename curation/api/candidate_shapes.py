"""Shapes of candidates over REST."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from records.rest.shapes import Shape


class CandidateSource(Shape):
    """One of text, html and csv; html may come with text, the same copy as plain text."""

    text: str | None = None
    html: str | None = None
    csv: str | None = None
    at: str | None = Field(None, description="The place in the paper: Table 2.")


class CandidatesForDraft(CandidateSource):
    """A source, or what an extractor found; an answer of `/candidates/` is taken as it is."""

    records: list[dict[str, Any]] | None = Field(
        None, description="ref and kind of each, and name, film, on, coating, control …"
    )
    candidates: list[dict[str, Any]] | None = Field(
        None, description="printed of each, and record, property, value, at_cycle, conditions …"
    )


class ReadingShape(Shape):
    qualifier: str
    low: float | None
    high: float | None
    uncertainty: float | None
    unit: str


class CandidateShape(Shape):
    """A value that may be meant. One that is asked has neither property nor record."""

    record: str | None = Field(description="Ref of one of the records.")
    property: str | None
    printed: str
    value: str | None = Field(description="With the unit, power or ± printed elsewhere.")
    reading: ReadingShape | None
    confidence: Literal["sure", "likely", "ask"]
    why: str
    options: list[str] = Field(description="Properties that may be listed first.")
    span: list[int] | None = Field(None, description="Characters of the text.")
    cell: list[int] | None = Field(None, description="Row and column of the grid, from 0.")
    at_cycle: str | None = None
    conditions: dict[str, str] | None = None
    confirm_as: str | None = Field(None, description="A reading that only a person may confirm.")
    missing: bool | None = None
    footnote: str | None = None
    sentence: int | None = None


class CandidateAnswer(Shape):
    """Everything found in one source; a table comes with its grid and heads."""

    kind: Literal["text", "table"]
    at: str
    records: list[dict[str, Any]] = Field(description="ref, kind, name, film, on, control …")
    candidates: list[CandidateShape]
    notes: list[str]
    grid: list[list[str]] | None = None
    head_rows: int | None = None
    orientation: Literal["rows", "columns"] | None = None
    heads: list[dict[str, Any]] | None = None
    footnotes: dict[str, str] | None = None


class Waiting(CandidateShape):
    id: int
    state: Literal["unconfirmed"]
    at: str
    of: dict[str, Any] = Field(description="The record that it is said of.")


class WaitingList(Shape):
    count: int
    results: list[Waiting]


class Confirmed(Shape):
    id: int
    property: str | None = None
    value: str | None = None
    record: str | None = Field(None, description="Key of a coating or test of the draft.")


class Decision(Shape):
    confirm: list[Confirmed] = Field(default_factory=list)
    reject: list[int] = Field(default_factory=list)


class DecisionAnswer(Shape):
    confirmed: int
    rejected: int
    revision: int
    waiting: int
