"""Two people changed one document: bring both changes together, and say where they collide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from documents.places import WHOLE, item_names
from documents.wording import in_words, value_in_words

_ABSENT: Any = object()


@dataclass(frozen=True)
class Conflict:
    """A place that both changed, each otherwise. ``mine`` stands in the merged document."""

    place: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def words(self) -> str:
        return in_words(self.place)

    @property
    def base_words(self) -> str:
        return value_in_words(self.base)

    @property
    def mine_words(self) -> str:
        return value_in_words(self.mine)

    @property
    def theirs_words(self) -> str:
        return value_in_words(self.theirs)


@dataclass
class Merge:
    """The merged document, with the collisions that somebody has to decide."""

    document: Any
    conflicts: list[Conflict] = field(default_factory=list)


def merge(base: Any, mine: Any, theirs: Any, *, take_theirs: frozenset[str] = frozenset()) -> Merge:
    """Three-way: what only one changed is taken; what both changed otherwise is a conflict, in
    which ``mine`` is kept unless its place is in ``take_theirs``."""
    conflicts: list[Conflict] = []
    merged = _Merger(conflicts, take_theirs).value(base, mine, theirs, "", whole=False)
    return Merge({} if merged is _ABSENT else merged, conflicts)


class _Merger:
    def __init__(self, conflicts: list[Conflict], take_theirs: frozenset[str]) -> None:
        self.conflicts = conflicts
        self.take_theirs = take_theirs

    def value(self, base: Any, mine: Any, theirs: Any, place: str, *, whole: bool) -> Any:
        if _same(mine, theirs) or _same(base, theirs):
            return mine
        if _same(base, mine):
            return theirs
        if not whole and isinstance(mine, dict) and isinstance(theirs, dict):
            return self._dicts(base if isinstance(base, dict) else {}, mine, theirs, place)
        if not whole and isinstance(mine, list) and isinstance(theirs, list):
            return self._lists(base if isinstance(base, list) else [], mine, theirs, place)
        shown = [None if v is _ABSENT else v for v in (base, mine, theirs)]
        self.conflicts.append(Conflict(place, *shown))
        return theirs if place in self.take_theirs else mine

    def _dicts(self, base: Any, mine: Any, theirs: Any, place: str) -> dict[str, Any]:
        merged = {}
        for key in [*mine, *(key for key in theirs if key not in mine)]:
            was, own, other = (side.get(key, _ABSENT) for side in (base, mine, theirs))
            inner = f"{place}.{key}" if place else str(key)
            value = self.value(was, own, other, inner, whole=key in WHOLE)
            if value is not _ABSENT:
                merged[key] = value
        return merged

    def _lists(self, base: Any, mine: Any, theirs: Any, place: str) -> list[Any]:
        named = [dict(zip(item_names(side), side, strict=True)) for side in (base, mine, theirs)]
        merged = []
        for name in _order(list(named[1]), list(named[2])):
            was, own, other = (side.get(name, _ABSENT) for side in named)
            value = self.value(was, own, other, f"{place}[{name}]", whole=False)
            if value is not _ABSENT:
                merged.append(value)
        return merged


def _order(mine: list[str], theirs: list[str]) -> list[str]:
    """Mine in my order; each new one of theirs after the one it follows there."""
    order = list(mine)
    for i, name in enumerate(theirs):
        if name not in order:
            before = next((n for n in reversed(theirs[:i]) if n in order), None)
            order.insert(order.index(before) + 1 if before else 0, name)
    return order


def _same(one: Any, other: Any) -> bool:
    if one is _ABSENT or other is _ABSENT:
        return one is other
    return bool(one == other) and type(one) is type(other)
