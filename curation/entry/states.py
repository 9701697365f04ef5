"""A document as the form shows it: records with their fields, texts, problems and readings."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curation.entry.holding import holds_of
from curation.entry.posted import ASIDE, KEPT_FIGURES, KEPT_POINTS, KEPT_REPLICATES, WAS
from curation.entry.records import texts_of
from curation.entry.specs import PAPER, spec_of
from curation.lookup.readings import Reading, reading_of
from documents.places import list_of
from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from curation.entry.fields import Field
    from curation.entry.specs import Spec
    from records.document.invalid import Problem

MOST_POINTS = 5_000
"""Longer curves stay with the server: the form says how long they are, and takes new ones."""


@dataclass
class Said:
    """A field with its text. ``name`` is that of the input."""

    field: Field
    name: str
    text: str
    reads: str = ""
    """the property that the text is read as, empty where it is not known yet"""
    problems: list[str] = dataclasses.field(default_factory=list)
    flags: list[str] = dataclasses.field(default_factory=list)

    @property
    def id(self) -> str:
        return html_id(self.name)

    @property
    def reading(self) -> Reading | None:
        """How the printed text is read."""
        if self.field.widget != "printed" or not self.text.strip() or not self.reads:
            return None
        try:
            return reading_of(self.reads, self.text)
        except KeyError:
            return None

    @property
    def shown(self) -> str:
        """The text as a page shows it: a choice by what it is called."""
        labels = {value: label for _, group in self.field.choices for value, label in group}
        return labels.get(self.text, self.text)

    @property
    def unlisted(self) -> bool:
        """A choice that is none of those offered."""
        return bool(self.text) and self.text not in self.field.values


@dataclass
class Listed:
    """A list of records, and the name that an added one begins with."""

    name: str
    spec: Spec
    items: list[Record]
    problems: list[str] = dataclasses.field(default_factory=list)

    @property
    def id(self) -> str:
        return html_id(self.name)


@dataclass
class Record:
    """A record of the form."""

    spec: Spec
    name: str
    path: str
    fields: list[Said]
    lists: list[Listed]
    hidden: list[tuple[str, str]]
    aside: dict[str, Any]
    problems: list[str]
    flags: list[str]
    title: str = ""
    many_points: int = 0
    figure: str = ""
    """the figure that its points are read off"""
    replicates: int = 0
    holds: str = ""
    """what it holds in one line, which tells it from others"""
    unfolded: bool = False

    @property
    def id(self) -> str:
        return html_id(self.name) or "paper"

    @property
    def plain(self) -> list[Said]:
        return [f for f in self.fields if not f.field.more and f.field.widget != "hidden"]

    @property
    def more(self) -> list[Said]:
        return [f for f in self.fields if f.field.more]

    @property
    def opened(self) -> bool:
        """Whether something is said, or wrong, in the fields that are folded away."""
        return any(f.problems for f in self.more) or bool(self.aside)

    @property
    def more_said(self) -> int:
        return sum(bool(f.text) for f in self.more if not f.name.endswith(".key"))

    @property
    def wrong(self) -> int:
        """How many problems it and what is in it have."""
        own = len(self.problems) + sum(len(f.problems) for f in self.fields)
        return own + sum(len(x.problems) + sum(r.wrong for r in x.items) for x in self.lists)

    def one(self, name: str) -> Said | None:
        prefix = f"{self.name}." if self.name else ""
        return next((f for f in self.fields if f.name == prefix + name), None)


def html_id(name: str) -> str:
    """An id of HTML for a name of the form."""
    return name.replace("[", "-").replace("]", "").replace(".", "_")


class Notes:
    """Problems and flags by path of the document, each handed out once."""

    def __init__(self, notes: Sequence[tuple[str, str]] = ()) -> None:
        self.by_path: dict[str, list[str]] = defaultdict(list)
        for path, text in notes:
            self.by_path[path].append(text)

    def at(self, path: str) -> list[str]:
        return self.by_path.pop(path, [])

    def below(self, path: str) -> list[str]:
        """What is left at this path and under it: no field of its own stands there."""
        inside = [p for p in self.by_path if p == path or p.startswith((f"{path}.", f"{path}["))]
        return [text for p in inside for text in self.by_path.pop(p)]

    def rest(self) -> list[str]:
        found = [
            f"{path}: {text}" if path else text for path, t in self.by_path.items() for text in t
        ]
        self.by_path.clear()
        return found


def form_of(
    document: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    flags: Sequence[tuple[str, str]] = (),
) -> Record:
    """The whole form of a document; every problem stands at a field, or at the record around it."""
    wrong = Notes([(problem.path, problem.message) for problem in problems])
    doubts = Notes(list(flags))
    form = _record(PAPER, dict(document), "", "", wrong, doubts)
    _unfold(form)
    form.problems += wrong.rest()
    form.flags += doubts.rest()
    figures = [one for one in list_of(form.aside, "figures") if isinstance(one, dict)]
    if figures and len(figures) == len(form.aside["figures"]):
        form.hidden.append((KEPT_FIGURES, "1"))
        form.aside.pop("figures")
    return form


FEW = 3
"""Coatings, or tests, that are shown unfolded."""


def _unfold(form: Record) -> None:
    """A few records stand open; of many, those in which something is to be mended."""
    for listed in form.lists:
        for item in listed.items:
            item.unfolded = len(listed.items) <= FEW or item.wrong > 0


def _record(
    spec: Spec, record: dict[str, Any], name: str, path: str, wrong: Notes, doubts: Notes
) -> Record:
    texts, aside = texts_of(spec, record)
    prefix = f"{name}." if name else ""
    at = f"{path}." if path else ""
    row = spec.unfold(record)
    lists = []
    for listed in spec.lists:
        inner = spec_of(spec.name, listed)
        rows = row.get(listed)
        records = rows if isinstance(rows, list) and all(isinstance(r, dict) for r in rows) else []
        items = [
            _record(
                inner,
                item,
                f"{prefix}{listed}[{i}]",
                _item_path(spec, at, listed, i, item),
                wrong,
                doubts,
            )
            for i, item in enumerate(records)
        ]
        lists.append(Listed(f"{prefix}{listed}", inner, items, wrong.at(f"{at}{listed}")))
    many = _many_points(spec, record, texts)
    fields = [_said(spec, f, texts, prefix, at, record, wrong, doubts) for f in spec.fields]
    hidden = [(f.name, f.text) for f in fields if f.field.widget == "hidden" and f.text]
    if texts.get("key") and any(kind.word == spec.name for kind in record_kinds()):
        hidden.append((f"{prefix}{WAS}", texts["key"]))
    if many:
        hidden.append((f"{prefix}{KEPT_POINTS}", texts.get("key", "")))
        aside.pop("points", None)
    figure = _figure(spec, record, texts)
    if figure:
        hidden.append((f"{prefix}{KEPT_POINTS}", texts.get("key", "")))
        aside.pop("points", None)
    further = aside.get("replicates") if spec.name == "test" and texts.get("key") else None
    if isinstance(further, list):
        hidden.append((f"{prefix}{KEPT_REPLICATES}", texts["key"]))
        aside.pop("replicates")
    own = wrong.below(path) if path else wrong.at("")
    return Record(
        spec, name, path, fields, lists, hidden, aside, own,
        doubts.below(path) if path else [], _title(spec, texts), many, figure,
        len(further) if isinstance(further, list) else 0, holds_of(spec.name, record),
    )  # fmt: skip


def _item_path(spec: Spec, at: str, listed: str, index: int, item: dict[str, Any]) -> str:
    """Where the document has what the form shows as a row: conditions are kept by property."""
    if spec.name == "test" and listed == "conditions":
        return f"{at}conditions.{item.get('property') or '?'}"
    return f"{at}{listed}[{index}]"


def _said(
    spec: Spec, f: Field, texts: dict[str, str], prefix: str, at: str,
    record: dict[str, Any], wrong: Notes, doubts: Notes,
) -> Said:  # fmt: skip
    text = texts.get(f.name, "")
    reads = f.reads or (texts.get(f.of, "") if f.of else "")
    said = Said(f, f"{prefix}{f.name}", text, reads)
    for path in _paths(spec, f, at, texts, record):
        # a list typed in one field has its problems at its items
        inside = f.widget in {"words", "people", "pairs", "places", "table"}
        said.problems += wrong.below(path) if inside else wrong.at(path)
        said.flags += doubts.at(path)
    return said


def _paths(
    spec: Spec, f: Field, at: str, texts: dict[str, str], record: dict[str, Any]
) -> Iterator[str]:
    """Where in the document what this field says is found wanting."""
    if spec.name == "condition" and f.name == "value":
        yield at.removesuffix(".")
    if spec.name == "step" and f.name == "precursors":
        yield from (f"{at}{action}" for action in ("dose", "plasma", "soak", "precursors"))
    elif spec.name == "result" and f.name == "value":
        yield f"{at}{texts.get('result') or '?'}"
    elif spec.name == "result" and f.name == "result":
        yield f"{at}outcome"
    elif f.name == "points.table":
        yield from (f"{at}points.columns", f"{at}points.rows", f"{at}points")
    elif f.required and "." in f.name:
        yield f"{at}{f.name.rpartition('.')[0]}"  # what holds it is missing with it
    yield f"{at}{f.name}"


def _many_points(spec: Spec, record: dict[str, Any], texts: dict[str, str]) -> int:
    points = record.get("points") if spec.name == "test" else None
    rows = points.get("rows") if isinstance(points, dict) else None
    if not isinstance(rows, list) or len(rows) <= MOST_POINTS or not texts.get("key"):
        return 0
    texts.pop("points.table", None)
    texts.pop("points.unit", None)
    return len(rows)


def _figure(spec: Spec, record: dict[str, Any], texts: dict[str, str]) -> str:
    """The figure that the points of a test are read off; they stay with the server."""
    points = record.get("points") if spec.name == "test" else None
    figure = points.get("figure") if isinstance(points, dict) else None
    if not isinstance(figure, dict) or not texts.get("key") or "rows" in (points or {}):
        return ""
    return str(figure.get("figure") or "")


def _title(spec: Spec, texts: dict[str, str]) -> str:
    if spec.name == "coating":
        film, on = texts.get("material", ""), texts.get("substrate.material", "")
        if not (film or on):
            return "New coating"
        key = texts.get("key", "")
        more = f" ({key})" if key and key != f"{film}-on-{on}" else ""
        return f"{film or 'film'} on {on or 'substrate'}{more}"
    if spec.name == "test":
        return texts.get("label") or texts.get("key") or "New test"
    return spec.label


def pairs_of(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a browser would send for a form that nobody touched."""
    yield from _pairs(form_of(document))


def _pairs(record: Record) -> Iterator[tuple[str, str]]:
    prefix = f"{record.name}." if record.name else ""
    yield from record.hidden
    if record.aside:
        yield f"{prefix}{ASIDE}", json.dumps(record.aside)
    for said in record.fields:
        if said.field.widget != "hidden":
            yield said.name, said.text
    for listed in record.lists:
        for item in listed.items:
            yield from _pairs(item)


def blank_record(spec: Spec) -> Record:
    """An empty record under a name that whoever adds one replaces by its own."""
    blank = _record(spec, {}, BLANK, "", Notes(), Notes())
    blank.unfolded = True
    return blank


BLANK = "__new__"
