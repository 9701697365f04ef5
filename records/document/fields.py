"""What the entries of paper and vocabulary documents are made of."""

from __future__ import annotations

from datetime import date
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)

from records.document.expecting import SLUG_PATTERN, TERM_PATTERN
from science.composition import UnreadableFormula, parse_formula
from science.molecules import cas_is_valid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST = 32_767
"""The largest number of anything that is counted, as far as the database keeps it."""


def as_text(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return repr(value) if isinstance(value, float) else str(value)
    return value.strip() if isinstance(value, str) else value


def as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def one_or_list(value: list[str]) -> str | list[str]:
    return value[0] if len(value) == 1 else value


def not_empty(value: str) -> str:
    if not value:
        raise ValueError("is empty: give the value as printed, or say which kind of missing")
    return value


Printed = Annotated[str, BeforeValidator(as_text), AfterValidator(not_empty)]
Slug = Annotated[str, Field(pattern=SLUG_PATTERN, max_length=120)]
Word = Annotated[str, BeforeValidator(as_text), Field(max_length=120)]
"""The key of a word of the vocabulary: the check tells one that there is not, and the nearest."""
OneOrMore = Annotated[
    list[str], BeforeValidator(as_list), PlainSerializer(one_or_list), Field(min_length=1)
]


def _real_date(value: str) -> str:
    """A year, a month or a day that there is in the calendar."""
    year, *rest = (int(part) for part in value.split("-"))
    try:
        date(year, *[*rest, 1, 1][:2])
    except ValueError:
        raise ValueError(f"{value} is not in the calendar: a year, 2017-03 or 2017-03-07") from None
    return value


Issued = Annotated[
    str,
    BeforeValidator(as_text),
    Field(pattern=r"^\d{4}(-\d\d){0,2}$"),
    AfterValidator(_real_date),
]


def _iso(value: object) -> object:
    """YAML reads a bare day as a date."""
    return value.isoformat() if isinstance(value, date) else as_text(value)


Day = Annotated[
    str,
    BeforeValidator(_iso),
    Field(pattern=r"^\d{4}-\d\d-\d\d$"),
    AfterValidator(_real_date),
]
WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
MissingKind = Literal["not reported", "not checked", "not applicable"]
ExtractionKind = Literal["table", "text", "figure", "author file", "computed", "abstract"]


def _readable_formula(text: str) -> str:
    try:
        parse_formula(text)
    except UnreadableFormula as error:
        raise ValueError(str(error)) from error
    return text


def _checked(number: str) -> str:
    if not cas_is_valid(number):
        raise ValueError("is no CAS number: its check digit is wrong")
    return number


Key = Annotated[Slug, Field(max_length=60)]
Formula = Annotated[str, Field(max_length=120), AfterValidator(_readable_formula)]
ShownFormula = Annotated[str, Field(max_length=120)]
Cas = Annotated[str, Field(pattern=r"^\d{2,7}-\d\d-\d$"), AfterValidator(_checked)]
Element = Annotated[str, Field(max_length=3)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def words_in_any_case(cls, data: Any) -> Any:
        """ "Protective barrier" is the word "protective barrier"."""
        if not isinstance(data, dict):
            return data
        meant = {
            name: words[text.strip().casefold()]
            for name, words in _words_of(cls).items()
            if isinstance(text := data.get(name), str) and text.strip().casefold() in words
        }
        return {**data, **meant} if meant else data


@cache
def _words_of(model: type[BaseModel]) -> dict[str, dict[str, str]]:
    """For each field that holds one of a few words: these, by how they are spelt in any case."""
    found = {}
    for key, info in model.model_fields.items():
        parts = list(_parts(info.annotation))
        words = [w for p in parts if get_origin(p) is Literal for w in get_args(p)]
        if str not in parts and all(isinstance(word, str) for word in words) and words:
            for name in {key, info.alias or key}:
                found[name] = {word.casefold(): word for word in words}
    return found


def _parts(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of."""
    if hasattr(annotation, "__metadata__"):
        yield from _parts(annotation.__origin__)
    elif get_origin(annotation) in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation


def _unless_plain(scope: str | None) -> str | None:
    return None if scope == "record" else scope


class Via(Strict):
    """The review or compilation that a fact was read in."""

    paper: Slug
    number: int | None = Field(None, ge=1, le=MOST)


class Sourced(Strict):
    """Where a fact was read: ``at`` a table, figure or page, in a ``section``; where that is a page
    on the web, its address and the day on which it said so."""

    at: OneOrMore | None = None
    section: str | None = None
    extraction: ExtractionKind | None = None
    url: WebAddress | None = None
    read_on: Day | None = None
    via: Via | None = None
    note: str | None = None


class StatedEntry(Sourced):
    """A value or statement. ``scope`` is ``class`` where it is printed of a material, a process or
    a group of papers; ``record``, of this film or cell, goes without saying."""

    scope: Annotated[Literal["record", "class"] | None, AfterValidator(_unless_plain)] = None


def said_once(owner: Sourced, inside: Iterable[Sourced]) -> None:
    """Values have the page of their record: one that repeats it says no more."""
    for entry in inside:
        if entry.url and entry.url == owner.url and entry.read_on in (None, owner.read_on):
            entry.url = entry.read_on = None


def value_or_missing(value: str | None, missing: str | None) -> None:
    """Raises ValueError unless one of the two is given."""
    if value is None and missing is None:
        raise ValueError("give `value` as printed, or say with `missing` why there is none")
    if value is not None and missing is not None:
        raise ValueError("give either `value` as printed or `missing`, not both")


class MeasurementEntry(StatedEntry):
    property: str
    value: Printed | None = None
    missing: MissingKind | None = None
    conditions: dict[str, Printed] | None = None

    @model_validator(mode="after")
    def one_is_given(self) -> Self:
        value_or_missing(self.value, self.missing)
        return self


class MergedEntry(Strict):
    """A term that was merged into this one: its key leads here for ever."""

    key: str = Field(pattern=TERM_PATTERN)
    reason: Annotated[str, Field(min_length=3)]
    names: list[str] = Field(default_factory=list)
    fields: dict[str, tuple[Any, Any]] = Field(default_factory=dict)
    """what the term has of it since: [before, since]"""
