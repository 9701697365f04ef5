"""Places in a document that last: by the keys of things, not by their numbers in a list.

``coatings[2].measurements[0].value`` moves when a coating is put in front; its lasting form
``coatings[al2o3-on-li].measurements[thickness].value`` does not. The same names align the items of
two documents, for comparing and merging them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.document.invalid import Loc, path_of
from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Lists that are one value each: their order is their meaning, or they are read as a whole.
WHOLE = {
    *("steps", "methods", "also_coated", "at", "author", "editor", "dose", "aliases"),
    *("points", "segments", "replicates", "profiles"),
    *("ticks", "columns"),  # of figures
    *("rows", "sei_constituents", "saturated", "not_saturated"),  # of coatings
}


@dataclass(frozen=True)
class Leaf:
    """One value of a document: where it stands, its lasting place, and what it is."""

    loc: Loc
    place: str
    value: Any

    @property
    def path(self) -> str:
        return path_of(self.loc)


def leaves(document: Any) -> list[Leaf]:
    """Every value of ``document`` (any JSON, valid or not), in its order."""
    return list(_walk(document, (), ""))


def _walk(node: Any, loc: Loc, place: str) -> Iterator[Leaf]:
    if isinstance(node, dict):
        for key, value in node.items():
            inner = f"{place}.{key}" if place else str(key)
            if key in WHOLE:
                yield Leaf((*loc, key), inner, value)
            else:
                yield from _walk(value, (*loc, key), inner)
    elif isinstance(node, list):
        for i, (name, item) in enumerate(zip(item_names(node), node, strict=True)):
            yield from _walk(item, (*loc, i), f"{place}[{name}]")
    else:
        yield Leaf(loc, place, node)


def item_names(items: list[Any]) -> list[str]:
    """A lasting name for each item of a list, unique in it: its key, else what it is about, with
    a number where several are about the same."""
    stems = [_stem(item) for item in items]
    again: Counter[str] = Counter()
    names = []
    for stem in stems:
        again[stem] += 1
        names.append(stem if again[stem] == 1 else f"{stem}#{again[stem]}")
    return names


_BESIDE = {"at", "at_cycle", "via", "note", "extraction", "scope", "steps"}
_BESIDE |= {"url", "read_on", "section", "of", "method", "measured_on"}


def _stem(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    if "key" in item:
        word = item.get("kind")
        of_record = any(kind.word == word for kind in record_kinds())
        return f"{word} {item['key']}" if of_record else str(item["key"])
    if "precursor" in item:
        return " ".join(str(item[k]) for k in ("precursor", "property") if k in item)
    if "property" in item:
        return " ".join(str(item[k]) for k in ("property", "of") if k in item)
    if "outcome" in item:
        return "outcome"
    stated = [k for k in item if k not in _BESIDE]
    return str(stated[0]) if stated else "empty"


def lasting(path: str, document: Any) -> str:
    """The lasting place of an index path, or the path itself where nothing stands there."""
    for leaf in leaves(document):
        if leaf.path == path:
            return leaf.place
    return path


def found(place: str, document: Any) -> Leaf | None:
    """What stands now at a lasting place, if anything does."""
    return next((leaf for leaf in leaves(document) if leaf.place == place), None)


def section_of(place: str) -> str:
    """The section of the review that a lasting place belongs to: ``coatings[KEY]``,
    ``cycling[KEY]``, or ``paper`` for everything else."""
    if not place.startswith(tuple(f"{kind.section}[" for kind in record_kinds())):
        return "paper"
    return place[: place.index("]") + 1] if "]" in place else place


def sections(document: Any) -> list[str]:
    """The sections of a document in its order, the paper first."""
    found = ["paper"]
    for kind in record_kinds():
        found += map(kind.place, item_names(list_of(document, kind.section)))
    return found


def list_of(document: Any, name: str) -> list[Any]:
    """The list of this name, empty where a draft has none, or something else there."""
    found = document.get(name) if isinstance(document, dict) else None
    return found if isinstance(found, list) else []


def values_at(item: Any, path: str) -> Iterator[Any]:
    """What stands at a path of names, in every item of the lists on the way."""
    if isinstance(item, list):
        for one in item:
            yield from values_at(one, path)
    elif not path:
        yield item
    elif isinstance(item, dict):
        name, _, rest = path.partition(".")
        yield from values_at(item.get(name), rest)


def replaced_at(item: Any, path: str, change: Callable[[Any], Any]) -> Any:
    """The item with everything at a path of names changed."""
    if isinstance(item, list):
        return [replaced_at(one, path, change) for one in item]
    if not path:
        return change(item)
    name, _, rest = path.partition(".")
    if not isinstance(item, dict) or name not in item:
        return item
    return {**item, name: replaced_at(item[name], rest, change)}
