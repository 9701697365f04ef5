"""A long document in parts that can be looked at one by one: each with all that its tests name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from documents.places import values_at
from records.kinds import record_kind, record_kinds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_LISTS = tuple(kind.section for kind in record_kinds())
_APART = {"id", "withdrawn", *_LISTS}
STAND_IN = "rehearsed-"


@dataclass(frozen=True)
class Window:
    """A part as a document of its own; ``places`` are the numbers its items have in the whole."""

    document: dict[str, Any]
    places: dict[str, list[int]]


def windows(
    document: dict[str, Any], size: int, first: Collection[str] = frozenset()
) -> Iterator[Window]:
    """Every record of ``document`` in some window of about ``size`` records; those with a key in
    ``first`` come first. A test brings its coatings and its controls with it."""
    lists = {name: _records(document, name) for name in _LISTS}
    order = [(name, i) for name in _LISTS for i in range(len(lists[name]))]
    order.sort(key=lambda at: str(lists[at[0]][at[1]].get("key")) not in first)
    seen: set[tuple[str, int]] = set()
    taken: set[tuple[str, int]] = set()
    for at in order:
        if at in seen:
            continue
        taken |= _with_named(lists, at)
        if len(taken) >= size:
            seen |= taken
            yield _window(document, lists, taken)
            taken = set()
    if taken:
        yield _window(document, lists, taken)


def _records(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The records of a list, one that is none standing as an empty one."""
    items = document.get(name)
    found = items if isinstance(items, list) else []
    return [item if isinstance(item, dict) else {} for item in found]


def _with_named(
    lists: dict[str, list[dict[str, Any]]], at: tuple[str, int]
) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    waiting = [at]
    while waiting:
        name, i = one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        for path, section in record_kind(name).references.items():
            waiting += _named(lists, section, list(values_at(lists[name][i], path)))
    return found


def _named(
    lists: dict[str, list[dict[str, Any]]], name: str, keys: list[Any]
) -> list[tuple[str, int]]:
    wanted = {key for key in keys if isinstance(key, str)}
    if not wanted:
        return []
    return [(name, i) for i, item in enumerate(lists[name]) if item.get("key") in wanted]


def _window(
    document: dict[str, Any],
    lists: dict[str, list[dict[str, Any]]],
    taken: set[tuple[str, int]],
) -> Window:
    """As a paper of its own, which takes neither id, DOI nor place of the one that it is of."""
    head = {name: value for name, value in document.items() if name not in _APART}
    head["key"] = f"{STAND_IN}{document.get('key', '')}"
    if isinstance(citation := head.get("citation"), dict):
        head["citation"] = {name: value for name, value in citation.items() if name != "DOI"}
    if isinstance(via := head.get("via"), dict):
        head["via"] = {name: value for name, value in via.items() if name != "number"}
    places = {name: sorted(i for owner, i in taken if owner == name) for name in _LISTS}
    for name, numbers in places.items():
        items = [lists[name][i] for i in numbers]
        head[name] = [{k: v for k, v in item.items() if k != "id"} for item in items]
    return Window(head, places)
