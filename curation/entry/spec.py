"""What a part of the form is, and the fields that many of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from curation.entry.fields import Field, field_of, property_choices


def _same(record: dict[str, Any]) -> dict[str, Any]:
    return record


@dataclass(frozen=True)
class Spec:
    """One kind of record: its fields, the lists of records inside it, and how its row in the form
    becomes what the document writes (``fold``) and back (``unfold``)."""

    name: str
    label: str
    model: type[BaseModel]
    fields: tuple[Field, ...]
    lists: tuple[str, ...] = ()
    unfold: Callable[[dict[str, Any]], dict[str, Any]] = _same
    fold: Callable[[dict[str, Any]], dict[str, Any]] = _same
    add: str = ""
    """what the button says that adds one"""


_EXTRACTION = {"label": "Read from", "size": "s"}


def sourced(model: type[BaseModel]) -> tuple[Field, ...]:
    """Where a fact was read, how, and what is to be said about it."""
    return (
        field_of(model, "at", label="Place", widget="places", size="s", example="Table 2; p. 3"),
        field_of(model, "extraction", **_EXTRACTION),
        field_of(model, "section", more=True, example="Supporting information"),
        field_of(model, "url", label="Page on the web", size="l", more=True,
                 example="https://doi.org/10.1039/d5dt00526d"),
        field_of(model, "read_on", label="Read there on", size="s", more=True,
                 example="2026-11-26"),
        field_of(model, "note", more=True),
        field_of(
            model, "via.paper", label="Read in another paper", widget="word", kind="paper",
            more=True, required=False,
        ),
        field_of(model, "via.number", label="Its reference number there", more=True),
    )  # fmt: skip


def stated(model: type[BaseModel]) -> tuple[Field, ...]:
    """The same of a value or statement, and what it is said of."""
    return (
        *sourced(model),
        field_of(
            model, "scope", label="Said of", size="s", more=True,
            choices=(("", (("record", "this film or cell"),
                           ("class", "a material, a process or a group of papers"))),),
        ),
    )  # fmt: skip


def value(model: type[BaseModel]) -> tuple[Field, ...]:
    return (
        Field("value", "Value", "printed", of="property", hint="as printed", example="~1 Å"),
        field_of(model, "missing", label="or missing", size="s"),
    )


def conditions_of(model: type[BaseModel]) -> Field:
    return field_of(
        model, "conditions", label="Measured at", widget="pairs", size="s",
        example="temperature: RT", hint="condition: value; …",
    )  # fmt: skip


def property_field(*roles: Any) -> Field:
    return Field("property", "Property", "choice", property_choices(*roles), required=True)
