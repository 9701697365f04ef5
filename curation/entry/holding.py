"""What a record of a draft holds, in one line: it tells alike records apart, in folded forms and
where one is picked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from documents.places import list_of
from records.kinds import record_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TELLING = ("cycles", "thickness", "deposition_temperature", "plasma_power", "anneal_temperature")
_LONGEST = 90


def holds_of(kind: str, record: Mapping[str, Any]) -> str:
    """``20 cycles · 2 nm · 5 values``; empty where nothing is said, or for other records."""
    if kind == "coating":
        parts = _of_film(record)
    elif kind == "test":
        parts = _of_test(record)
    else:
        return ""
    return " · ".join(dict.fromkeys(part for part in parts if part))[:_LONGEST]


def _of_film(record: Mapping[str, Any]) -> Iterator[str]:
    said = [m for m in list_of(record, "measurements") if isinstance(m, dict)]
    for key in _TELLING:
        value = next((m.get("value") for m in said if m.get("property") == key), None)
        yield _shown(key, value)
    steps = len(list_of(record, "steps"))
    yield _counted(steps, "step")
    yield _counted(len(said), "value")
    series = len(list_of(record, "series"))
    yield f"{series} series" if series else ""


def _shown(key: str, value: Any) -> str:
    text = str(value).strip() if isinstance(value, str | int | float) else ""
    return f"{text} cycles" if key == "cycles" and text.isdigit() else text


def _of_test(record: Mapping[str, Any]) -> Iterator[str]:
    coating = record.get("coating")
    yield coating if isinstance(coating, str) else "" if coating else "bare"
    conditions = record.get("conditions")
    stated = conditions.get("rate") if isinstance(conditions, dict) else None
    rate = stated.get("value") if isinstance(stated, dict) else stated or record.get("rate")
    yield rate if isinstance(rate, str) else ""
    yield _counted(len(list_of(record, "results")), "result")
    points = record.get("points")
    yield "points" if isinstance(points, dict) and points else ""


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}" if count else ""


def own_records(document: Any, kind: str) -> list[tuple[str, str]]:
    """Keys of the draft's records of a kind, with what tells them apart."""
    section = next((k.section for k in record_kinds() if k.word == kind), "")
    found = []
    for item in list_of(document, section):
        if isinstance(item, dict) and isinstance(item.get("key"), str):
            label = item.get("label")
            more = [label if isinstance(label, str) else "", holds_of(kind, item)]
            found.append((item["key"], ", ".join(part for part in more if part)))
    return found


def named_records(document: Any, kind: str) -> list[tuple[str, str]]:
    """The same for a choice: the key stands before what tells it apart."""
    own = own_records(document, kind)
    return [(key, f"{key}: {words}" if words else key) for key, words in own]
