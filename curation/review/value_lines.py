"""The values of a document as a reviewer reads them: what is printed, how it was read and where
it stands in one line, beside what is public.

A measurement is five names in the document (value, conditions, place, way, note) and one value
here: ``stem`` is what their places begin with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal

from curation.lookup.readings import reading_of
from curation.review.steps_in_words import step_in_words
from cycling.document.schema import RESULT_KEYS
from documents.comparing import by_place
from documents.places import section_of
from documents.wording import in_words, value_in_words
from records.kinds import record_kinds
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from curation.models import FlagAnswer, ProblemReport, Remark
    from curation.review.names import Names
    from documents.places import Leaf
    from documents.rehearsal import DraftFlag

Kind = Literal["new", "changed", "removed", "same"]

_RECORD = rf"(?:{'|'.join(kind.section for kind in record_kinds())})\[[^\]]*\]"
_ITEM = re.compile(
    rf"(?:{_RECORD}\.)?(?:measurements|series|results|source_temperatures|precursor_values|withdrawn)"
    rf"\[[^\]]*\]|{_RECORD}\.conditions\.[^.\[]+"
)
_SOURCE = ("at", "section", "extraction", "url", "read_on", "via")
_READ_AT = re.compile(rf"((?:{_RECORD}\.)?)(?:at|section|extraction|url|read_on|via\.\w+)")
_HIDDEN = re.compile(rf"schema|key|id|{_RECORD}\.(?:key|id)")
_MAIN = ("", "value", *RESULT_KEYS, "missing", "statement", "reason")


@dataclass(frozen=True)
class Piece:
    """One thing that a value says, then and now; an empty text says nothing."""

    label: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new


def anchor_of(place: str) -> str:
    """The anchor on the page of the value at a lasting place."""
    return "v-" + re.sub(r"[^a-z0-9]+", "-", place.lower()).strip("-")


@dataclass
class AnsweredFlag:
    flag: DraftFlag
    answer: FlagAnswer | None


@dataclass
class Value:
    """One value in its line. ``steps`` has (same, added, removed) pieces of what is a list."""

    stem: str
    place: str
    label: str
    kind: Kind
    printed: Piece
    read: Piece
    at: Piece
    inherited: str = ""
    """where the whole record was read, where the value itself has no place"""
    aside: list[Piece] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    missing: bool = False
    remarks: list[Remark] = field(default_factory=list)
    flags: list[AnsweredFlag] = field(default_factory=list)
    reports: list[ProblemReport] = field(default_factory=list)

    def holds(self, place: str) -> bool:
        """Whether a lasting place is this value, or something said beside it."""
        read_at = _READ_AT.fullmatch(place)
        own = f"{read_at[1]}at" if read_at else place
        return own == self.stem or own.startswith((f"{self.stem}.", f"{self.stem}["))

    @property
    def section(self) -> str:
        return section_of(self.stem)

    @property
    def section_words(self) -> str:
        return in_words(self.section)

    @property
    def joint(self) -> str:
        """What stands between the pieces of a list."""
        return " → " if self.place.endswith(".steps") else ", "

    @property
    def anchor(self) -> str:
        return anchor_of(self.place)


def read_values(before: Any, after: Any, names: Names) -> dict[str, list[Value]]:
    """Every value of both documents by section, in the order of the newer, then what is gone."""
    old, new = _grouped(by_place(before)), _grouped(by_place(after))
    found: dict[str, list[Value]] = {}
    for stem in [*new, *(stem for stem in old if stem not in new)]:
        value = _value(stem, old.get(stem, {}), new.get(stem, {}), names)
        found.setdefault(section_of(stem), []).append(value)
    for values in found.values():
        whole = next((v.at.new for v in values if v.label == "read at"), "")
        for value in values:
            value.inherited = whole if _ITEM.fullmatch(value.stem) else ""
    return found


def changed_values(before: Any, after: Any, names: Names, section: str = "") -> list[Value]:
    """What differs between two documents, or within one section of them."""
    every = read_values(before, after, names)
    chosen = [every.get(section, [])] if section else every.values()
    return [value for values in chosen for value in values if value.kind != "same"]


def _grouped(leaves: Mapping[str, Leaf]) -> dict[str, dict[str, Any]]:
    """Leaves by the value they belong to: stem → what stands under it, by the rest of its place."""
    found: dict[str, dict[str, Any]] = {}
    for place, leaf in leaves.items():
        if _HIDDEN.fullmatch(place):
            continue
        stem, rest = _stem(place)
        found.setdefault(stem, {})[rest] = leaf.value
    return found


def _stem(place: str) -> tuple[str, str]:
    if item := _ITEM.match(place):
        return item[0], place[item.end() :].lstrip(".") or "value"
    if whole := _READ_AT.fullmatch(place):
        return f"{whole[1]}at", place[whole.end(1) :]
    return place, ""


def _value(stem: str, old: dict[str, Any], new: dict[str, Any], names: Names) -> Value:
    kind: Kind = "same" if old == new else "changed"
    if not old or not new:
        kind = "removed" if not new else "new"
    key = _property(stem, new or old)
    printed = Piece("", _printed(stem, old, names), _printed(stem, new, names))
    is_source = _READ_AT.fullmatch(stem) is not None
    return Value(
        stem=stem,
        place=f"{stem}.{_main(new or old)}".rstrip("."),
        label="read at" if is_source else _label(stem, key, new or old, names),
        kind=kind,
        printed=Piece("", "", "") if is_source else printed,
        read=Piece("", _reading(key, old), _reading(key, new)),
        at=Piece("", value_in_words(old.get("at")), value_in_words(new.get("at"))),
        aside=[] if stem == "" else list(_aside(old, new)),
        steps=_steps(stem, old.get(""), new.get(""), names),
        missing="missing" in (new or old),
    )


def _main(said: dict[str, Any]) -> str:
    """The name under which the value itself stands."""
    return next((name for name in _MAIN if name in said), "")


def _property(stem: str, said: dict[str, Any]) -> str:
    """The key of the property that is stated, if it is one."""
    named = said.get("property") or _main(said)
    if stem.startswith("source_temperatures"):
        named = "source_temperature"
    elif ".conditions." in stem:
        named = stem.rsplit(".", 1)[-1]
    return str(named) if str(named) in PROPERTIES else ""


def _label(stem: str, key: str, said: dict[str, Any], names: Names) -> str:
    if stem.startswith("withdrawn["):
        return "withdraws " + stem.removeprefix("withdrawn[").rstrip("]")
    label = PROPERTIES[key].label.lower() if key else ""
    if precursor := said.get("precursor"):
        return f"{label} of {names.word('precursor', precursor)}"
    if "at_cycle" in said:
        return f"{label} at cycle {value_in_words(said['at_cycle'])}"
    if label:
        again = re.search(r"#(\d+)\]$", stem)
        return f"{label} ({again[1]})" if again else label
    if "outcome" in said:
        return "outcome"
    inner = re.sub(rf"^{_RECORD}\.|^citation\.", "", stem)
    return in_words(inner)


def _printed(stem: str, said: dict[str, Any], names: Names) -> str:
    """The value as the paper prints it; a word by its name; an outcome as a sentence."""
    if "outcome" in said:
        than = f" than {said['than']}" if said.get("than") else ""
        aspect = f" in {said['aspect']}" if said.get("aspect") else ""
        return f"{said['outcome']}{than}{aspect}"
    text = value_in_words(said.get(_main(said)))
    field_name = re.sub(rf"^{_RECORD}\.", "", stem)
    return names.of_field(field_name, text)


def _reading(key: str, said: dict[str, Any]) -> str:
    """How the printed text was read, where reading says more than the print."""
    printed = said.get(_main(said))
    if not key or not isinstance(printed, str) or "missing" in said or not PROPERTIES[key].numeric:
        return ""
    reading = reading_of(key, printed)
    if reading.error:
        return f"cannot be read: {reading.error}"
    return "" if reading.words.replace("\u202f", " ") == printed else reading.words


_ASIDE = {"extraction": "from", "paper": "read in", "number": "there", "url": "page"}
_APART = {"", "value", "missing", "property", "precursor", "outcome", "than", "aspect", "at"}
_APART |= {"reason", "kind", "key", "at_cycle", *RESULT_KEYS}


def _aside(old: dict[str, Any], new: dict[str, Any]) -> Iterable[Piece]:
    """Conditions, the way it was read, the note: what is said beside a value."""
    for name in [*new, *(name for name in old if name not in new)]:
        if name not in _APART:
            label = name.removeprefix("conditions.").removeprefix("via.").replace("_", " ")
            label = _ASIDE.get(label, label)
            yield Piece(label, value_in_words(old.get(name)), value_in_words(new.get(name)))


def _steps(stem: str, old: Any, new: Any, names: Names) -> list[tuple[str, str]]:
    """Of a list that is one value, what of it stayed, came and went."""
    said = old or new
    if not isinstance(said, list) or any(isinstance(item, list) for item in said):
        return []  # points of a figure are counted, not listed
    before, after = _items(stem, old, names), _items(stem, new, names)
    found: list[tuple[str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [("same", text) for text in after[k:m]]
        else:
            found += [("removed", text) for text in before[i:j]]
            found += [("added", text) for text in after[k:m]]
    return found


def _items(stem: str, items: Any, names: Names) -> list[str]:
    if not isinstance(items, list):
        return []
    if stem.endswith(".steps"):
        return [step_in_words(item, names) for item in items]
    return [value_in_words(item) for item in items]
