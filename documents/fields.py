"""What fields of documents and of the vocabulary are made of."""

from __future__ import annotations

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
MissingKind = Literal["not reported", "not checked", "not applicable"]
ExtractionKind = Literal["table", "text", "figure", "author file", "computed"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
