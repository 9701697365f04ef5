"""Shapes of submissions over REST."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from records.rest.shapes import ErrorItem, ProblemDetails, Shape


class BaseRef(Shape):
    """The published version that a draft started from."""

    paper: str = Field(description="Public id.")
    version: int


class SubmissionItem(Shape):
    """A submission, its documents apart."""

    number: int
    url: str
    page: str
    state: str
    revision: int = Field(description="Also its ETag.")
    paper_key: str
    title: str
    paper: str | None = Field(description="Public id, once the paper is published.")
    base: BaseRef | None
    author: str
    reviewer: str | None
    reason: str
    decision: str
    created: str
    updated: str
    steps: list[str] = Field(description="Steps that you can take now.")


class SubmissionRecord(SubmissionItem):
    """A submission with its documents."""

    document: dict[str, Any] = Field(description="The paper document.")
    vocabulary: dict[str, Any] = Field(description="Proposed words, as a vocabulary document.")
    unconfirmed: int = Field(description="Values that wait beside it; they are never published.")


class NewSubmission(Shape):
    """A paper document with what goes beside it. The bare document is taken too."""

    document: dict[str, Any]
    vocabulary: dict[str, Any] | None = None
    reason: str | None = ""


class StepRequest(Shape):
    reason: str = ""


class DraftFlagShape(Shape):
    path: str
    section: str
    code: str
    severity: str
    reason: str


class Check(Shape):
    """What keeps a draft from being published, and what looks implausible in it."""

    problems: list[ErrorItem]
    flags: list[DraftFlagShape]
    partial: list[str] = Field(description="Paths left out of the flags: not valid yet.")
    rehearsal: str = Field(description="Why there are no flags; empty where there are.")
    unconfirmed: int = Field(description="Values that wait beside it; they are never published.")


class ConflictShape(Shape):
    place: str
    base: Any
    yours: Any
    theirs: Any


class LostUpdateDetails(ProblemDetails):
    """Both versions, the one they started from, and their merge."""

    revision: int
    yours: dict[str, Any]
    theirs: dict[str, Any]
    base: dict[str, Any]
    merged: dict[str, Any]
    conflicts: list[ConflictShape]
