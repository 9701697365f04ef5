"""Columns of an exported table, from the declarations of properties and the shapes of REST."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from records.rest.shapes import Reading
from science.properties import PROPERTIES
from science.registry import Property

Kind = Literal["text", "number", "whole", "flag", "words", "time", "json"]
_PLAIN: dict[Any, Kind] = {str: "text", float: "number", int: "whole", bool: "flag"}
_READ: tuple[tuple[str, Kind], ...] = (
    ("printed", "text"),
    ("qualifier", "text"),
    ("low", "number"),
    ("high", "number"),
)
_READ_DOC = {
    "printed": "as papers print it; several values joined by semicolons",
    "qualifier": "exact, about, below, above or range",
    "low": "least value; empty where it is open downwards",
    "high": "greatest value; empty where it is open upwards",
}


@dataclass(frozen=True)
class Column:
    """One column. ``group`` is the member of the record, or the property, that it is a part of:
    what ``fields=`` names. ``path`` leads to its value in the record as REST gives it."""

    group: str
    header: str
    kind: Kind
    path: tuple[str, ...] = ()
    unit: str = ""
    doc: str = ""
    source: str = ""


def columns_of(shape: type[BaseModel], without: frozenset[str] = frozenset()) -> list[Column]:
    """A column for every plain member of a shape; nested objects give one for each of theirs."""
    found: list[Column] = []
    for name, annotation, doc in _members(shape):
        if name not in without:
            found += _columns(name, (name,), annotation, doc)
    return found


def property_columns(declared: Property) -> list[Column]:
    """Printed text, qualifier, low and high end of one property, with its unit in the heads."""
    return list(
        _reading(declared.key, (declared.key,), f"{declared.label}. {declared.doc}".rstrip("."))
    )


def read(record: Mapping[str, Any], column: Column) -> Any:
    """The value of a column in a record; None where any member on the way is null."""
    found: Any = record
    for name in column.path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _members(shape: type[BaseModel]) -> Iterator[tuple[str, Any, str]]:
    for name, field in shape.model_fields.items():
        yield field.alias or name, field.annotation, field.description or ""


def _columns(group: str, path: tuple[str, ...], annotation: Any, doc: str) -> Iterator[Column]:
    choices = _choices(annotation)
    shapes = [one for one in choices if isinstance(one, type) and issubclass(one, BaseModel)]
    header = " ".join(path)
    if any(issubclass(one, Reading) for one in shapes):
        yield from _reading(group, path, doc)
    elif len(shapes) == 1 == len(choices):
        for name, inner, said in _members(shapes[0]):
            yield from _columns(group, (*path, name), inner, said)
    else:
        kind: Kind = "time" if path[-1] in ("updated", "computed_at") else _kind(choices)
        yield Column(group, header, kind, path, doc=doc)


def _reading(group: str, path: tuple[str, ...], doc: str) -> Iterator[Column]:
    declared = PROPERTIES.get(path[-1])
    unit = declared.unit if declared and declared.unit not in (None, "1") else ""
    for name, kind in _READ:
        shown = f" ({unit})" if unit and kind == "number" else ""
        said = f"{doc}: {_READ_DOC[name]}" if doc else _READ_DOC[name]
        yield Column(
            group,
            f"{' '.join(path)} {name}{shown}",
            kind,
            (*path, name),
            (unit or "") if kind == "number" else "",
            said,
            declared.source if declared else "",
        )


def _choices(annotation: Any) -> list[Any]:
    """The alternatives of a type, null apart."""
    if get_origin(annotation) in (Union, types.UnionType):
        return [one for one in get_args(annotation) if one is not type(None)]
    return [annotation]


def _kind(choices: list[Any]) -> Kind:
    if all(one is str or get_origin(one) is Literal for one in choices):
        return "text"
    (only, *others) = choices
    if others:
        return "json"
    if get_origin(only) is list and get_args(only) == (str,):
        return "words"
    return _PLAIN.get(only, "json")
