"""The buttons of the form: add, remove, move, copy a record, before it is saved."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING

from curation.entry.posted import WAS, Malformed, Node, blank
from curation.entry.specs import LIST_OF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STEP = re.compile(r"([a-z_]+)\[([A-Za-z0-9_-]{1,40})\]\.?")
# What a new row takes over from the one above it: one reads a paper place by place.
_REMEMBERED = ("at", "extraction")
# What a copy does not take along: it becomes a record of its own.
_OWN = ("id", "key", WAS)


@dataclass(frozen=True)
class Place:
    """A record, or a list of records, in the form: the record that holds it, and its token."""

    owner: Node
    name: str
    token: str = ""

    @property
    def items(self) -> dict[str, Node]:
        return self.owner.lists.setdefault(self.name, {})


def press(root: Node, button: str) -> str:
    """Do what a button says (``add:coatings``, ``up:coatings[0].steps[1]``).

    Gives back where to look next: the name, with tokens, of the record that was touched.
    Raises :class:`Malformed`.
    """
    verb, _, name = button.partition(":")
    if verb not in _VERBS:
        raise Malformed(f"no button {verb!r}")
    return _VERBS[verb](root, name)


def _add(root: Node, name: str) -> str:
    place = _list(root, name)
    new = blank(LIST_OF[place.owner.spec.name, place.name])
    before = next(reversed(place.items.values()), None)
    for field in _REMEMBERED:
        text = before.texts.get(field) if before else _last_place(root, field)
        if text and any(f.name == field for f in new.spec.fields):
            new.texts[field] = text
    token = _free(place)
    place.items[token] = new
    return f"{name}[{token}]"


def _last_place(root: Node, field: str) -> str:
    """The place typed last, anywhere."""
    said = [n.texts[field] for n in _walk(root) if n.texts.get(field, "").strip()]
    return said[-1] if said else ""


def _walk(node: Node) -> Iterator[Node]:
    for items in node.lists.values():
        for item in items.values():
            yield item
            yield from _walk(item)


def _remove(root: Node, name: str) -> str:
    place = _one(root, name)
    del place.items[place.token]
    return name.rpartition("[")[0]


def _move(by: int) -> Callable[[Node, str], str]:
    def move(root: Node, name: str) -> str:
        place = _one(root, name)
        order = list(place.items)
        here = order.index(place.token)
        there = min(max(here + by, 0), len(order) - 1)
        order.insert(there, order.pop(here))
        place.owner.lists[place.name] = {token: place.items[token] for token in order}
        return name

    return move


def _copy(root: Node, name: str) -> str:
    """Another like this, right after it."""
    place = _one(root, name)
    return _insert_after(place, name, _like(place.items[place.token]))


def _control(root: Node, name: str) -> str:
    """The bare cell beside a coated one: the same cell without film and results."""
    place = _one(root, name)
    coated = place.items[place.token]
    bare = _like(coated)
    of_the_film = ("coating", "also_coated", "cell.counter_coating", "controls")
    for field in (*of_the_film, "points.table", "_points", "_replicates", "_aside"):
        bare.texts.pop(field, None)
    bare.lists.pop("results", None)
    bare.texts["label"] = "bare"
    keys = {item.texts.get("key", "") for item in place.items.values()}
    key = next(k for k in chain(["bare"], (f"bare-{n}" for n in count(2))) if k not in keys)
    bare.texts["key"] = key
    controls = coated.texts.get("controls", "").strip()
    coated.texts["controls"] = f"{controls}, {key}" if controls else key
    return _insert_after(place, name, bare)


def _like(node: Node) -> Node:
    new = copy.deepcopy(node)
    for field in _OWN:
        new.texts.pop(field, None)
    return new


def _insert_after(place: Place, name: str, new: Node) -> str:
    token = _free(place)
    order = list(place.items)
    order.insert(order.index(place.token) + 1, token)
    items = {**place.items, token: new}
    place.owner.lists[place.name] = {each: items[each] for each in order}
    return f"{name.rpartition('[')[0]}[{token}]"


def _list(root: Node, name: str) -> Place:
    owner, rest = _walk_to(root, name)
    if rest not in owner.spec.lists:
        raise Malformed(f"no list {name!r}")
    return Place(owner, rest)


def _one(root: Node, name: str) -> Place:
    head, _, token = name.removesuffix("]").rpartition("[")
    place = _list(root, head)
    if token not in place.items:
        raise Malformed(f"no record {name!r}")
    return Place(place.owner, place.name, token)


def _walk_to(root: Node, name: str) -> tuple[Node, str]:
    node, position = root, 0
    while match := _STEP.match(name, position):
        if match.end() >= len(name):
            break
        items = node.lists.get(match[1], {})
        if match[2] not in items:
            raise Malformed(f"no record {name!r}")
        node, position = items[match[2]], match.end()
    return node, name[position:]


def _free(place: Place) -> str:
    return next(t for t in (f"new{n}" for n in count(1)) if t not in place.items)


_VERBS: dict[str, Callable[[Node, str], str]] = {
    "add": _add,
    "remove": _remove,
    "up": _move(-1),
    "down": _move(1),
    "copy": _copy,
    "control": _control,
}
