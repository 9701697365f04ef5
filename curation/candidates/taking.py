"""Confirmed values into a document: the one door for pages, REST and series.

A value becomes a measurement, a condition, a result or a source temperature of its record; a record
that is new gets what its name says and no more. What the document says already is left alone.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from typing import Any

from science.properties import PROPERTIES

Document = dict[str, Any]


@dataclass
class Target:
    """Where the values of one named record go: an own record of the draft by its ``key``, or a new
    one made of what is said of it."""

    kind: str
    key: str = ""
    name: str = ""
    film: str = ""
    on: str = ""
    coating: str = ""
    """ref of the coating under test"""
    control: str = ""
    """ref of the test it is compared with"""
    of: str = ""
    """key of the draft's coating under test"""
    like: Document = field(default_factory=dict)
    """the recipe, or the cell, that a new record begins with"""
    bare: bool = False
    left_out: bool = False


@dataclass
class Taken:
    """A value that a person confirmed."""

    record: str
    property: str
    value: str = ""
    missing: str = ""
    at_cycle: str = ""
    conditions: dict[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass
class Result:
    """The document with the values, how many went in, and what did not, in words."""

    document: Document
    taken: int = 0
    left: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    """keys of the records that were written to, by ref"""


def take(
    document: Document, targets: dict[str, Target], values: list[Taken], *, at: str, extraction: str
) -> Result:
    """The document with these values; ``document`` is not changed."""
    result = Result(copy.deepcopy(document))
    made: dict[str, Document] = {}
    wanted = [v for v in values if v.record in targets and not targets[v.record].left_out]
    used = {v.record for v in wanted}
    for ref, target in targets.items():
        coatings = {t.coating for r, t in targets.items() if r in used}
        if target.left_out or not (ref in used or (ref in coatings and target.kind == "coating")):
            continue
        given = {v.property for v in wanted if v.record == ref}
        made[ref] = _record(result.document, target, given)
    _link(targets, made)
    result.keys = {ref: str(record["key"]) for ref, record in made.items() if record.get("key")}
    for value in wanted:
        why = _put(
            result.document, targets[value.record], made[value.record], value, at, extraction
        )
        if why:
            result.left.append(f"{value.value or value.missing}: {why}")
        else:
            result.taken += 1
    return result


_SECTIONS = {"coating": "coatings", "test": "cycling"}


def _record(document: Document, target: Target, given: set[str]) -> Document:
    """The draft's record with this key, else a new one: like another, but for what is given."""
    section = _SECTIONS.get(target.kind)
    if section is None:
        return {"precursor": target.name}
    records = document.setdefault(section, [])
    if not isinstance(records, list):
        records = document[section] = []
    for record in records:
        if target.key and isinstance(record, dict) and record.get("key") == target.key:
            return record
    key = _free(records, target.key or _slug(target))
    new: Document = {k: v for k, v in copy.deepcopy(target.like).items() if k not in given}
    if isinstance(new.get("conditions"), dict):
        new["conditions"] = {k: v for k, v in new["conditions"].items() if k not in given}
    new["key"] = key
    if target.kind == "coating":
        if target.film:
            new["material"] = target.film
        if target.on:
            new["substrate"] = {**new.get("substrate", {}), "material": target.on}
    elif target.name:
        new["label"] = target.name
    records.append(new)
    return new


def _slug(target: Target) -> str:
    text = target.name or target.film or target.kind
    if target.kind == "coating" and target.film and target.on and not target.name:
        text = f"{target.film}-on-{target.on}"
    plain = _plain(text)
    film = _plain(target.film)
    if target.kind == "coating" and film not in plain:  # "100 °C" alone tells little
        plain = f"{film}-{plain}"
    return plain[:60].strip("-") or target.kind


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_DOWN)).strip("-")


_DOWN = str.maketrans("₀₁₂₃₄₅₆₇₈₉µÅ", "0123456789uå")


def _free(records: list[Any], wanted: str) -> str:
    taken = {r.get("key") for r in records if isinstance(r, dict)}
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _link(targets: dict[str, Target], made: dict[str, Document]) -> None:
    """Coated tests name their coating and control, where these are there too."""
    for ref, record in made.items():
        target = targets[ref]
        if target.kind != "test" or target.bare:
            continue
        if target.of and not record.get("coating"):
            record["coating"] = target.of
        elif target.coating in made and not record.get("coating"):
            record["coating"] = made[target.coating]["key"]
        if target.control in made and target.control != ref:
            controls = record.setdefault("controls", [])
            key = made[target.control]["key"]
            if isinstance(controls, list) and key not in controls:
                controls.append(key)


def _put(
    document: Document, target: Target, record: Document, value: Taken, at: str, extraction: str
) -> str:
    """Puts it where its property belongs; why not, where it cannot."""
    declared = PROPERTIES.get(value.property)
    if declared is None:
        return "no such property"
    said = {"missing": value.missing} if value.missing else {"value": value.value}
    place: Document = {
        **({"at": at} if at else {}),
        **({"extraction": extraction} if extraction else {}),
    }
    if value.note:
        place["note"] = value.note
    if target.kind == "coating" and declared.has_role("measured", "coating"):
        entry = {"property": value.property, **said, **place}
        if value.conditions:
            entry["conditions"] = dict(value.conditions)
        return _append(record.setdefault("measurements", []), entry, value.property)
    if target.kind == "test" and declared.has_role("result", "test"):
        if value.missing:
            return "a missing result is left out: nothing is said of it"
        rates = "; ".join(f"{k}: {v}" for k, v in value.conditions.items())
        entry = {value.property: value.value, **place}
        if value.at_cycle:
            entry["at_cycle"] = value.at_cycle
        if rates:
            entry["note"] = "; ".join(x for x in (value.note, rates) if x)
        return _append(record.setdefault("results", []), entry, value.property)
    if target.kind == "test" and declared.has_role("condition", "test"):
        return _condition(record, value, {**said, **place})
    if target.kind == "precursor" and declared.has_role("measured", "precursor"):
        entry = {"precursor": record["precursor"], **said, **place}
        if value.property == "source_temperature":
            return _append(document.setdefault("source_temperatures", []), entry, value.property)
        entry["property"] = value.property
        return _append(document.setdefault("precursor_values", []), entry, value.property)
    return f"a {declared.label.lower()} is not said of a {target.kind}"


def _append(entries: Any, entry: Document, key: str) -> str:
    if not isinstance(entries, list):
        return "the draft has something else there"
    if entry not in entries:
        entries.append(entry)
    return ""


def _condition(record: Document, value: Taken, entry: Document) -> str:
    conditions = record.setdefault("conditions", {})
    if not isinstance(conditions, dict):
        return "the draft has something else there"
    there = record.get(value.property, conditions.get(value.property))
    if there is not None:
        said = there.get("value") if isinstance(there, dict) else there
        if said == value.value:
            return ""
        return f"the draft says {said} already"
    conditions[value.property] = entry
    return ""
