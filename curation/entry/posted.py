"""What a form sends, as a document. Records are in the order in which their names first come, so
that a browser moves one by moving it, and renumbers nothing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from curation.entry.records import record_of
from curation.entry.specs import PAPER, SPECS, Spec, spec_of
from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEP = re.compile(r"([a-z_]+)\[([A-Za-z0-9_-]{1,40})\](?:\.|$)")
ASIDE = "_aside"
"""The field that carries, as JSON, what no other field shows."""
WAS = "_was"
"""The field that carries the key under which others refer to the record."""
KEEP = "_keep"
"""The field of a record that was added and is still empty."""
KEPT_POINTS = "_points"
"""The field of a test whose points are too many to be sent to and fro."""

KEPT_REPLICATES = "_replicates"
"""The field of a test with further cells, which no field shows."""

KEPT_FIGURES = "_figures"
"""The field of a paper whose digitised figures no field shows."""

_DEEPEST = 12


@dataclass
class Node:
    """A record as sent: its texts, and its lists of records by the token each has in the form."""

    spec: Spec
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, dict[str, Node]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Nothing was said in it, and it was not added just now."""
        said = any(text.strip() for name, text in self.texts.items() if name != WAS)
        return not said and not any(self.lists.values())


class Malformed(ValueError):
    """Names that no form of ours sends."""


def nodes_of(pairs: Iterable[tuple[str, str]]) -> Node:
    """The tree of records in (name, text) pairs. Raises :class:`Malformed`."""
    root = Node(PAPER)
    for name, text in pairs:
        node, rest = _reach(root, name)
        if rest:
            node.texts[rest] = text
    return root


def _reach(node: Node, name: str) -> tuple[Node, str]:
    position = 0
    for _ in range(_DEEPEST):
        match = _STEP.match(name, position)
        if match is None:
            return node, name[position:]
        if match[1] not in node.spec.lists:
            raise Malformed(f"{name}: a {node.spec.label.lower()} has no {match[1]}")
        items = node.lists.setdefault(match[1], {})
        if match[2] not in items:
            items[match[2]] = Node(spec_of(node.spec.name, match[1]))
        node = items[match[2]]
        position = match.end()
    raise Malformed(f"{name[:80]}: records inside records, too deep")


def document_of(root: Node, stored: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document that the texts say. Points left with the server come from ``stored``."""
    follow_keys(root)
    document = _record(root, stored or {})
    document.setdefault("schema", "asc-paper/1")
    return document


def _record(node: Node, stored: dict[str, Any]) -> dict[str, Any]:
    lists = {}
    for name, items in node.lists.items():
        kept = [_record(item, stored) for item in items.values() if not item.empty]
        if kept:
            lists[name] = kept
    aside = _aside(node.texts.get(ASIDE, ""))
    if KEPT_POINTS in node.texts and not node.texts.get("points.table", "").strip():
        aside |= _kept(stored, node.texts[KEPT_POINTS], "points")
    if KEPT_REPLICATES in node.texts:
        aside |= _kept(stored, node.texts[KEPT_REPLICATES], "replicates")
    if KEPT_FIGURES in node.texts and "figures" in stored:
        aside |= {"figures": stored["figures"]}
    return record_of(node.spec, node.texts, lists, aside)


def _aside(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text) if text else {}
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _kept(stored: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    tests = stored.get("cycling")
    for test in tests if isinstance(tests, list) else ():
        if isinstance(test, dict) and test.get("key") == key and name in test:
            return {name: test[name]}
    return {}


# --- keys that others refer to -----------------------------------------------------------------
def _referring(section: str) -> tuple[str, ...]:
    """Fields that name records of this section."""
    return tuple(
        path.rpartition(".")[2]
        for kind in record_kinds()
        for path, named in kind.references.items()
        if named == section
    )


def follow_keys(root: Node) -> dict[str, dict[str, str]]:
    """A coating or test that got another key takes along what refers to it in this paper. Gives
    back which keys changed, by section."""
    found = {}
    for name in (kind.section for kind in record_kinds()):
        changed = {}
        for item in root.lists.get(name, {}).values():
            was, key = item.texts.get(WAS, ""), item.texts.get("key", "").strip()
            if was and key and was != key:
                changed[was] = key
        present = {i.texts.get("key", "").strip() for i in root.lists.get(name, {}).values()}
        changed = {was: key for was, key in changed.items() if was not in present}
        if changed:
            _rename(root, _referring(name), changed)
            found[name] = changed
    return found


def _rename(node: Node, names: tuple[str, ...], changed: dict[str, str]) -> None:
    for item in (item for items in node.lists.values() for item in items.values()):
        for name in names:
            if name in item.texts:
                item.texts[name] = re.sub(
                    r"[^,;\s]+", lambda m: changed.get(m[0], m[0]), item.texts[name]
                )
        _rename(item, names, changed)


def blank(kind: str) -> Node:
    """An empty record that stays although nothing is said in it yet."""
    return Node(SPECS[kind], {KEEP: "1"})
