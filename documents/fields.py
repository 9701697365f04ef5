"""What fields of documents and of the vocabulary are made of."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
)

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MOST = 32_767
"""The largest number of anything that is counted, as far as the database keeps it."""


def as_text(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return repr(value) if isinstance(value, float) else str(value)
    return value.strip() if isinstance(value, str) else value


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _one_or_list(value: list[str]) -> str | list[str]:
    return value[0] if len(value) == 1 else value


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError("is empty: give the value as printed, or say which kind of missing")
    return value


Printed = Annotated[str, BeforeValidator(as_text), AfterValidator(_not_empty)]
Slug = Annotated[str, Field(pattern=SLUG_PATTERN, max_length=120)]
OneOrMore = Annotated[
    list[str], BeforeValidator(_as_list), PlainSerializer(_one_or_list), Field(min_length=1)
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
MissingKind = Literal["not reported", "not checked", "not applicable"]
ExtractionKind = Literal["table", "text", "figure", "author file", "computed"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
