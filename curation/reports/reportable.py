"""What of a record can be reported: every value that it says, and every one derived from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curation.actions.submissions import current_version
from curation.review.names import Names
from curation.review.value_lines import Value, read_values
from documents.places import list_of
from documents.wording import value_in_words
from records.kinds import record_kind_or_none, record_kinds, term_kind
from records.models import Kind
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.kinds import RecordKind
    from records.models import PublicId

# What a page shows as not given can be reported too: the paper may give it.
_SHOWN_EMPTY: dict[Kind, dict[str, str]] = {
    Kind.COATING: {
        "steps": "recipe",
        "methods": "methods",
        "substrate.preparation": "preparation",
        "at": "read at",
    },
    Kind.TEST: {
        "cell.type": "cell",
        "cell.electrode": "electrode",
        "cell.counter": "counter electrode",
        "cell.electrolyte": "electrolyte",
        "cell.cells": "cells tested",
    },
    Kind.PAPER: {"citation.DOI": "DOI"},
}

WORD_FIELDS: dict[str, dict[str, str]] = {
    "precursor": {
        "name": "name",
        "kind": "kind",
        "state": "state",
        "air_sensitivity": "in air",
        "formula": "formula",
        "smiles": "SMILES",
        "inchikey": "InChIKey",
        "cas": "CAS number",
        "aliases": "other names",
        "note": "note",
    },
    "material": {
        "name": "name",
        "material_class": "class",
        "formula": "formula as read",
        "formula_printed": "formula as printed",
        "elements": "elements",
        "charge_carrier": "charge carrier",
        "air_sensitivity": "in air",
        "in_natural_sei": "found in the natural SEI",
        "aliases": "other names",
        "note": "note",
    },
    "substrate": {
        "name": "name",
        "role": "role",
        "formula": "formula",
        "aliases": "other names",
        "note": "note",
    },
    "method": {"name": "name", "aliases": "other names", "note": "note"},
}
"""What pages say of words, by the names of its columns."""


@dataclass(frozen=True)
class ReportedValue:
    """A value of a record that can be reported: its place within the record."""

    place: str
    label: str
    printed: str
    stem: str = ""
    at: str = ""

    def holds(self, place: str) -> bool:
        stem = self.stem or self.place
        return place == stem or place.startswith((f"{stem}.", f"{stem}["))


def values_of(entry: PublicId) -> list[ReportedValue]:
    """Every value of the record as the paper's document gives it, then the derived ones."""
    version = current_version(entry.paper_key)
    document: Any = version.document if version else {}
    kind = Kind(entry.kind)
    record = record_kind_or_none(entry.kind)
    items: list[Any] = []
    if record:
        place = record.place(entry.item_key)
        items = [i for i in list_of(document, record.section) if i["key"] == entry.item_key]
        found = read_values({}, {record.section: items}, Names()).get(place, [])
        prefix = f"{place}."
    else:
        apart = {*(of.section for of in record_kinds()), "withdrawn"}
        own = {k: v for k, v in document.items() if k not in apart}
        found, prefix = read_values({}, own, Names()).get("paper", []), ""
    stated = [_stated(value, prefix) for value in found]
    empty = [
        ReportedValue(place, label, "not given")
        for place, label in _SHOWN_EMPTY.get(kind, {}).items()
        if value_at(stated, place) is None
    ]
    steps = [*_steps(items[0].get("steps", []), "steps", "step")] if items else []
    return [*stated, *steps, *empty, *_derived(record, entry.number)]


def _steps(steps: Any, place: str, called: str) -> Iterator[ReportedValue]:
    """The time and the temperature of each step of a recipe, those of sub-cycles inside."""
    for i, step in enumerate(steps):
        here, number = f"{place}[{i}]", f"{called} {i + 1}"
        yield from _steps(step.get("steps", []), f"{here}.steps", f"{number}, step")
        done = value_in_words([{k: v for k, v in step.items() if k in _ACTIONS}])
        for part in ("time", "temperature"):
            if part in step:
                yield ReportedValue(f"{here}.{part}", f"{part} of {number} ({done})", step[part])


_ACTIONS = ("dose", "purge", "plasma", "soak")


def values_of_word(kind: str, key: str) -> list[ReportedValue] | None:
    """What is said of a word of the vocabulary; None where there is no such word."""
    fields = WORD_FIELDS.get(kind)
    row = term_kind(kind).model.objects.filter(key=key).first() if fields else None
    if row is None or fields is None:
        return None
    said = ((name, label, value_in_words(getattr(row, name))) for name, label in fields.items())
    return [ReportedValue(name, label, printed or "not given") for name, label, printed in said]


def _stated(value: Value, prefix: str) -> ReportedValue:
    printed = value.printed.new or value.at.new
    if value.steps:
        printed = value.joint.join(text for _, text in value.steps)
    place, stem = value.place.removeprefix(prefix), value.stem.removeprefix(prefix)
    return ReportedValue(place, value.label, printed, stem, value.at.new or value.inherited)


def _derived(kind: RecordKind | None, number: int) -> list[ReportedValue]:
    row = kind.read_row.objects.filter(pk=number).first() if kind else None
    given: dict[str, Any] = row.derived if row else {}
    return [
        ReportedValue(f"derived.{key}", f"{PROPERTIES[key].label.lower()}, derived", _words(value))
        for key, value in given.items()
        if key in PROPERTIES and "missing" not in value
    ]


def _words(value: dict[str, Any]) -> str:
    if value.get("value") is not None and value.get("low") is None:
        return str(value["value"])
    ends = [value.get("low"), value.get("high")]
    said = "–".join(f"{end:.4g}" for end in dict.fromkeys(ends) if end is not None)
    return f"{said} {value.get('unit') or ''}".strip()


def value_at(values: list[ReportedValue], place: str) -> ReportedValue | None:
    """The value that a place, whole or only its beginning, belongs to: the narrowest."""
    held = [value for value in values if place and value.holds(place)]
    return max(held, key=lambda value: len(value.stem or value.place), default=None)
