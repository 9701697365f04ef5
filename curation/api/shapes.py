"""Shapes of submissions over REST."""

from __future__ import annotations

from typing import Any

from pydantic import Field, create_model

from cyclers.reading.percycle import PER_CYCLE
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
    files: list[FileTold]
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


class NameInFile(Shape):
    what: str
    text: str


class FileTold(Shape):
    """A cycler's file that goes public with the draft."""

    sha256: str
    name: str
    shared: bool = Field(description="Whether somebody said it may be shared under CC BY 4.0.")
    names: list[NameInFile] = Field(
        description="People and computers that it names: public with it."
    )
    warnings: list[str] = Field(description="What is to be looked at in its reading.")


class Check(Shape):
    """What keeps a draft from being published, and what looks implausible in it."""

    problems: list[ErrorItem]
    flags: list[DraftFlagShape]
    partial: list[str] = Field(description="Paths left out of the flags: not valid yet.")
    rehearsal: str = Field(description="Why there are no flags; empty where there are.")
    files: list[FileTold]
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


# --- cycler files -------------------------------------------------------------------------------


class FileUpload(Shape):
    file: bytes = Field(description="The cycler's file.")
    answers: str = Field(
        default="",
        description=(
            "JSON: what the file does not say, as a question named it: `columns` and `units` by "
            "header, `current`, `cell`, `starts`, `sheet`, `test`."
        ),
    )
    shared: str = Field(
        default="",
        description="`yes`: the uploader's word that it may be shared under CC BY 4.0. Without it "
        "no test that names the file can be handed in.",
    )
    goes_on_in: list[str] = Field(
        default_factory=list,
        description="Checksums of files of the same draft in which this test goes on: they are "
        "read as one, cycles run on, and a test names all of them.",
    )


class SeriesColumn(Shape):
    name: str
    unit: str


class HeaderReadAs(Shape):
    header: str
    read_as: str
    unit: str


class FileQuestion(Shape):
    key: str = Field(description="`unit:HEADER`, `column:NAME`, `sheet` or `test`.")
    text: str
    choices: list[str]
    proposed: str = Field(description="What the numbers suggest; empty where they do not.")


_WORDS = {"kind": str, "complete": bool, "flags": list[str], "cycle": int}
_CYCLE: dict[str, Any] = {
    name: (_WORDS.get(name, float | None), Field(description=unit))
    for name, unit in PER_CYCLE.items()
    if name not in {"first_row", "last_row"}
}
CycleOfFile = create_model(
    "CycleOfFile", __base__=Shape, __doc__="One cycle as it is counted here.", **_CYCLE
)


class FileReading(Shape):
    """What a cycler's file is read as. Capacities in Ah, efficiencies in %."""

    format: str
    reader: str
    reader_version: str
    sha256: str
    rows: int
    columns: list[SeriesColumn]
    cycles: int
    starts: str = Field(description="The direction with which cycles begin.")
    efficiency_by: str = Field(description="Which capacity is divided by which.")
    per_cycle: list[CycleOfFile]
    warnings: list[str]
    names: list[NameInFile] = Field(description="People and computers that the file names.")
    questions: list[FileQuestion]
    headers: list[HeaderReadAs]
    name: str
    size: int = Field(description="Bytes.")
    answers: dict[str, Any]
    goes_on_in: list[str] = Field(description="Checksums of the files that are read with it.")
    shared: bool
    url: str
    file: str = Field(description="Address of the raw file.")


class ReadingUnderWay(Shape):
    """A file of a draft, and how far its reader is."""

    sha256: str
    name: str
    size: int
    state: str = Field(description="waiting, reading, read, asks or refused.")
    seconds: float = Field(description="How long its reader has been at it.")
    detail: str = Field(description="Why it is not read.")
    questions: list[FileQuestion]
    url: str = Field(description="Address of the reading.")
