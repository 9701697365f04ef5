"""What a save fills in that nobody typed: keys, and the keys of words typed by name."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from curation.lookup.same import proposed_key
from curation.lookup.terms import KINDS, resolve, words_of
from records.document.fields import SLUG_PATTERN
from records.search import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from curation.lookup.terms import Word

Document = dict[str, Any]

# where words of the vocabulary stand: by the name of the list or field
_STEP_WORDS = ("dose", "plasma", "soak", "precursors")


def finish(
    document: Document, vocabulary: Mapping[str, Any] | None = None, *, taken: list[str]
) -> Document:
    """Words typed by name become their keys where one word alone is called so; keys that are
    empty are proposed. ``taken`` are the keys of other open drafts. Changes ``document``."""
    Resolver(vocabulary or {}).mend(document)
    if not document.get("key") and isinstance(document.get("citation"), dict):
        document["key"] = proposed_key(document["citation"], taken)
    _name_all(_records(document, "coatings"), _coating_key)
    _name_all(_records(document, "cycling"), _test_key)
    return document


def forget_key(document: Document, before: Document, taken: list[str]) -> None:
    """A key that was proposed for a citation goes with it, to be proposed for the mended one."""
    was, now = before.get("citation"), document.get("citation")
    if not (isinstance(was, dict) and isinstance(now, dict)) or was == now:
        return
    if document.get("key") and document["key"] == before.get("key") == proposed_key(was, taken):
        del document["key"]


class Resolver:
    """Names as typed → keys, for the whole document with one look at each vocabulary."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        self.vocabulary = vocabulary
        self.known: dict[str, list[Word]] = {}

    def key(self, kind: str, text: Any) -> Any:
        if not isinstance(text, str) or kind not in KINDS:
            return text
        if kind not in self.known:
            self.known[kind] = words_of(kind, self.vocabulary)
        return resolve(text, self.known[kind])

    def keys(self, kind: str, texts: Any) -> Any:
        if isinstance(texts, list):
            return list(dict.fromkeys(map(str, (self.key(kind, text) for text in texts))))
        return self.key(kind, texts)

    def mend(self, document: Document) -> None:
        for name in ("source_temperatures", "precursor_values"):
            for record in _records(document, name):
                _change(record, "precursor", lambda t: self.key("precursor", t))
        for coating in _records(document, "coatings"):
            _change(coating, "material", lambda t: self.key("material", t))
            _change(coating, "methods", lambda t: self.keys("method", t))
            for name in ("saturated", "not_saturated"):
                _change(coating, name, lambda t: self.keys("precursor", t))
            for value in (*_records(coating, "measurements"), *_records(coating, "series")):
                _change(value, "method", lambda t: self.key("method", t))
            if isinstance(coating.get("substrate"), dict):
                _change(coating["substrate"], "material", lambda t: self.key("substrate", t))
            self._steps(coating)
        for test in _records(document, "cycling"):
            if isinstance(test.get("cell"), dict):
                _change(test["cell"], "electrode", lambda t: self.key("substrate", t))

    def _steps(self, owner: Document) -> None:
        for step in _records(owner, "steps"):
            for name in _STEP_WORDS:
                _change(step, name, lambda t: self.keys("precursor", t))
            self._steps(step)


def _change(record: Document, name: str, change: Any) -> None:
    if name in record:
        record[name] = change(record[name])


def _records(owner: Document, name: str) -> list[Document]:
    items = owner.get(name)
    return [i for i in items if isinstance(i, dict)] if isinstance(items, list) else []


def _name_all(records: list[Document], stem_of: Any) -> None:
    used = {record["key"] for record in records if isinstance(record.get("key"), str)}
    for record in records:
        if record.get("key"):
            continue
        stem = stem_of(record)
        if not stem:
            continue
        record["key"] = next(key for key in _numbered(stem) if key not in used)
        used.add(record["key"])


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    for number in count(2):
        yield f"{stem}-{number}"


def _coating_key(coating: Document) -> str:
    """``al2o3-on-li-metal``, once film and substrate are known."""
    substrate = coating.get("substrate")
    on = substrate.get("material") if isinstance(substrate, dict) else None
    return (
        f"{coating['material']}-on-{on}" if _is_key(coating.get("material")) and _is_key(on) else ""
    )


def _test_key(test: Document) -> str:
    """After the name in the paper, else after the coating; a test without either is bare."""
    label = slug(str(test.get("label") or ""))
    coating = test.get("coating")
    if label:
        return label
    if _is_key(coating):
        return str(coating)
    stated = {k for k in test if k not in {"at", "extraction", "key"}}
    return "bare" if stated and coating is None else ""


def _is_key(text: Any) -> bool:
    return isinstance(text, str) and re.fullmatch(SLUG_PATTERN, text) is not None


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))[:80].strip("-")
