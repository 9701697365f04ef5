"""What a draft leaves open, and is asked: whether a value that was read in a review is said of this
film or cell or of a class, and which half cycle a cell is cycled for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from records.document.fields import Sourced, StatedEntry, Via
from science.cycling.direction import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def left_open(
    entry: Any, document: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]
) -> Iterable[tuple[str, str, str]]:
    """Questions about one record of a document, each as (path within the record, code, question);
    ``values`` are its derived ones. Neither is a doubt about what is on record."""
    if entry.id is None:  # of records that are public somebody has decided
        yield from _scope(entry, document)
    yield from _direction(values)


def _scope(entry: BaseModel, document: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    via = document.get("via")
    read_in = Via.model_validate(via) if via else None
    left = list(_without_scope(entry, read_in, document["key"], ""))
    if left:
        path, paper = left[0]
        values = f"{len(left)} values do" if len(left) > 1 else "a value does"
        said = f"{values} not say whether this film or cell, or a class of them, is meant"
        yield path, "scope_not_said", f"read in {paper}: {said}"


def _direction(values: Mapping[str, Mapping[str, Any]]) -> Iterable[tuple[str, str, str]]:
    why = (str(value.get("missing", "")) for value in values.values())
    reason = next((text for text in why if text.endswith(UNKNOWN)), "")
    if reason:
        yield "cell", "direction_not_said", f"{reason}; say the kind of cell and its electrode"


def _without_scope(
    entry: BaseModel, via: Via | None, own: str, path: str
) -> Iterable[tuple[str, str]]:
    read_in = (entry.via if isinstance(entry, Sourced) else None) or via
    left_open = isinstance(entry, StatedEntry) and _states_something(entry)
    if left_open and read_in and read_in.paper != own and "scope" not in entry.model_fields_set:
        yield path, read_in.paper
    for name in type(entry).model_fields:
        value: Any = getattr(entry, name)
        inside = value if isinstance(value, list) else [value]
        for number, one in enumerate(inside):
            if isinstance(one, BaseModel):
                place = f"{name}[{number}]" if isinstance(value, list) else name
                yield from _without_scope(one, read_in, own, f"{path}.{place}".lstrip("."))


def _states_something(entry: StatedEntry) -> bool:
    """A step alone states nothing; its time and its temperature do."""
    if "dose" in type(entry).model_fields:
        return any(getattr(entry, name) is not None for name in ("time", "temperature"))
    return getattr(entry, "missing", None) is None
