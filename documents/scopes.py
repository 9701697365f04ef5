"""What a draft that was read in a review leaves open: whether a value is said of this film or cell,
or of a class of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from records.document.fields import Sourced, StatedEntry, Via

if TYPE_CHECKING:
    from collections.abc import Iterable


def without_scope(entry: BaseModel, via: Via | None, own: str) -> list[tuple[str, str]]:
    """The values and statements of a record that were read in another paper and do not say their
    scope, each as (path within the record, the paper that it was read in)."""
    return list(_without_scope(entry, via, own, ""))


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
