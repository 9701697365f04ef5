"""The cell of a test and its protocol, in a paper document."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from records.document.fields import MOST, OneOrMore, Printed, Slug, Strict, Word
from science.cycling.protocol import unreadable_segment


class CoatingElsewhere(Strict):
    paper: Slug
    coating: Slug


class Part(Strict):
    """A substance of an electrolyte, and how much of it as printed ("1 M", "30 vol%")."""

    name: Printed
    amount: Printed | None = None


def _named(value: Any) -> Any:
    """``LiPF6`` is the short form of ``{name: LiPF6}``."""
    return {"name": value} if isinstance(value, str) else value


Parts = list[Annotated[Part, BeforeValidator(_named)]]


class ElectrolyteParts(Strict):
    """``ratio`` is that of the solvents as printed ("1:1 by volume")."""

    salts: Parts = Field(default_factory=list)
    solvents: Parts = Field(default_factory=list)
    ratio: Printed | None = None
    additives: Parts = Field(default_factory=list)


class Cell(Strict):
    type: Literal["half", "full", "symmetric", "unspecified"] = "unspecified"
    electrode: Word | None = None
    counter: str | None = None
    electrolyte: str | None = None
    cells: int | None = Field(None, ge=1, le=MOST)
    format: Printed | None = None
    composition: Printed | None = None
    counter_coating: Slug | CoatingElsewhere | None = None
    reference: Printed | None = None
    separator: Printed | None = None
    electrolyte_parts: ElectrolyteParts = Field(default_factory=ElectrolyteParts)


def _cycles(value: Any) -> Any:
    """``5`` is the cycle 5 alone, ``1–3`` the cycles 1 to 3, ``4–`` all from 4 on."""
    if isinstance(value, int) and not isinstance(value, bool):
        return [value, value]
    if isinstance(value, str):
        ends = [end.strip() for end in value.replace("–", "-").split("-")]
        if len(ends) <= 2 and ends[0].isdecimal() and (ends[-1] == "" or ends[-1].isdecimal()):
            return [int(ends[0]), int(ends[-1]) if ends[-1] else None]
    return value


class Segment(Strict):
    """A run of cycles with one purpose. ``cycles`` are the first and the last one, the last left
    open by null; ``charge`` and ``discharge`` a rate or a current as printed; ``cv`` a step at
    constant voltage in words."""

    kind: Literal["formation", "cycling", "rate", "check-up"]
    cycles: Annotated[list[int | None], BeforeValidator(_cycles), Field(min_length=2, max_length=2)]
    charge: Printed | None = None
    discharge: Printed | None = None
    cv: Printed | None = None
    window: Printed | None = None
    temperature: Printed | None = None
    at: OneOrMore | None = None
    note: str | None = None

    @model_validator(mode="after")
    def cycles_are_in_order(self) -> Self:
        first, last = self.cycles
        if first is None or first < 0:
            raise ValueError("`cycles` begins with the number of a cycle: [1, 3]")
        if last is not None and last < first:
            raise ValueError(f"the last cycle, {last}, comes before the first, {first}")
        return self

    @model_validator(mode="after")
    def values_can_be_read(self) -> Self:
        for key in ("charge", "discharge", "window", "temperature"):
            printed = getattr(self, key)
            if printed is not None and (why := unreadable_segment(key, printed)):
                raise ValueError(f"`{key}`: {why}")
        return self


def overlapping(segments: list[Segment]) -> tuple[int, int] | None:
    """The places of two segments that share a cycle; None where none do."""
    spans = sorted(
        ((segment.cycles[0] or 0, segment.cycles[1], place))
        for place, segment in enumerate(segments)
    )
    for (_, last, before), (first, _, after) in pairwise(spans):
        if last is None or first <= last:
            return before, after
    return None
