"""The one schema of a paper document, as pydantic models: its head, and a section of every kind.

Shape only: whether vocabulary keys exist and values can be read is checked against the
database in :mod:`documents.check`. ``canonical`` gives the form that is stored, compared
and exported; two documents with the same canonical form say the same.
"""

from __future__ import annotations

import hashlib
import re
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

from records.document.fields import Issued, Printed, Slug, Strict, Via
from records.kinds import record_kinds, sections
from records.models import Kind

_WORDS = (*(kind.word for kind in record_kinds()), "paper")
_ANY_ID = rf"^ASC-[{''.join(kind.kind for kind in record_kinds())}{Kind.PAPER}]\d{{6,9}}$"


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
        if (self.given or "").count(",") > 1:
            raise ValueError("holds several people: each of them on a line, as Family, Given")
        return self


EARLIEST, LATEST = 1800, 2100
"""Years in which papers are published, as far as the database keeps them."""


def _printed_in(issued: str) -> str:
    if not EARLIEST <= int(issued[:4]) <= LATEST:
        raise ValueError(f"{issued} is no year of a paper: expected {EARLIEST} to {LATEST}")
    return issued


def _bare_doi(value: object) -> object:
    """``https://doi.org/10.1039/…`` and ``doi: 10.1039/…`` are the DOI that they hold."""
    if not isinstance(value, str):
        return value
    before = r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*"
    return re.sub(rf"^\s*(?:{before})", "", value, flags=re.IGNORECASE).strip()


_PLACEHOLDER = re.compile(
    r"(?:n\.?\s?/?\s?a\.?|none|null|nil|unknown|tb[ad]|in press|early view|online first|[-–—?.]+)"
    r"(?:\s*[-–—]+\s*n\.?\s?/?\s?a\.?)?",
    re.IGNORECASE,
)


def says_nothing(text: str) -> bool:
    """Whether it is "n/a" or another way of saying nothing."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def _says_something(text: str) -> str:
    if says_nothing(text):
        raise ValueError(f"{text!r} says nothing: leave it out")
    return text


Numbered = Annotated[Printed, AfterValidator(_says_something)]


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
    issued: Annotated[Issued, AfterValidator(_printed_in)] | None = None
    volume: Numbered | None = None
    issue: Numbered | None = None
    page: Numbered | None = None
    number: Numbered | None = None
    DOI: Annotated[str, BeforeValidator(_bare_doi)] | None = Field(
        None, pattern=r"^10\.\d{4,9}/[!-~]+$", max_length=255
    )
    ISSN: str | None = None
    URL: str | None = Field(None, pattern=r"^https?://")
    language: str | None = None


def _said(value: object) -> object:
    """``True`` as forms and spreadsheets write it."""
    return True if isinstance(value, str) and value.strip().lower() in {"true", "yes"} else value


class Withdrawal(Strict):
    """A record that is public no more. ``merged``: it is the same as its successor, and its id
    leads there. A paper is withdrawn, with everything that it reports, by its own document."""

    kind: Literal[*_WORDS]  # type: ignore[valid-type]
    key: Slug
    id: str | None = Field(None, pattern=_ANY_ID)
    reason: Annotated[str, Field(min_length=3)]
    successor: str | None = Field(None, pattern=_ANY_ID)
    merged: Annotated[Literal[True] | None, BeforeValidator(_said)] = None

    @model_validator(mode="after")
    def merged_leads_somewhere(self) -> Self:
        if self.merged and self.successor is None:
            raise ValueError("is merged: name the `successor` that its id leads to")
        if self.kind == "paper" and self.merged and not self.id:
            raise ValueError("a paper that was merged into this one: give its `id`")
        return self


REPORTED = tuple(section.section for section in sections())
"""The parts of a document that say what the paper reports."""


class Head(Strict):
    """The paper itself."""

    schema_: Literal["asc-paper/1"] = Field("asc-paper/1", alias="schema")
    key: Annotated[Slug, Field(max_length=80)]
    id: str | None = Field(None, pattern=r"^ASC-P\d{6,9}$")
    citation: Citation
    via: Via | None = None
    note: str | None = None


_SECTIONS: dict[str, Any] = {
    section.section: (list[section.entry], Field(default_factory=list))  # type: ignore[name-defined]
    for section in sections()
}
_Reported: Any = create_model("Reported", __base__=Head, **_SECTIONS)


class PaperDocument(_Reported):
    withdrawn: list[Withdrawal] = Field(default_factory=list)

    @property
    def own_withdrawal(self) -> Withdrawal | None:
        """That the paper itself is public no more, if the document says so."""
        own = (w for w in self.withdrawn if w.kind == "paper" and w.key == self.key)
        return next((entry for entry in own if not entry.merged), None)


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
