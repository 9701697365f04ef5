"""A record of the document as flat text by field, and back; what no field shows is kept aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curation.entry.specs import Spec

Record = dict[str, Any]


def texts_of(spec: Spec, record: Record) -> tuple[dict[str, str], Record]:
    """The text of each field, and what of the record no field can show (by name)."""
    row = spec.unfold(record)
    texts = {field.name: field.write(_at(row, field.name)) for field in spec.fields}
    texts = {name: text for name, text in texts.items() if text}
    lists = {n: row[n] for n in spec.lists if _is_records(row.get(n))}
    again = spec.fold({**nested(spec, texts), **lists})
    shown = spec.fold(row) if spec.unfold is not spec.fold else row
    return texts, _unsaid({k: v for k, v in shown.items() if k not in lists}, again)


def record_of(spec: Spec, texts: dict[str, str], lists: Record, aside: Record) -> Record:
    """The record that the document holds for the texts typed; empty ones say nothing."""
    record = spec.fold({**nested(spec, texts), **lists})
    points = record.get("points")
    if (isinstance(points, dict) and "rows" not in points) or points is None:
        aside = {k: v for k, v in aside.items() if k != "points" or _has_points(v)}
    return _beside(aside, record)


def _has_points(points: Any) -> bool:
    """Recorded, read off a figure, or in the file of a cycler: what no field shows, and stays."""
    return isinstance(points, dict) and any(name in points for name in ("rows", "figure", "sha256"))


def _unsaid(shown: Record, again: Record) -> Record:
    """What of a record the fields do not say, inside its records too."""
    left = {k: v for k, v in shown.items() if not _says(again.get(k), v)}
    return {
        k: _unsaid(v, again[k]) if isinstance(v, dict) and isinstance(again.get(k), dict) else v
        for k, v in left.items()
    }


def _beside(aside: Record, record: Record) -> Record:
    """What the fields say, and beside it what they do not."""
    both = {
        k: _beside(v, record[k])
        for k, v in aside.items()
        if isinstance(v, dict) and isinstance(record.get(k), dict)
    }
    return {**aside, **record, **both}


def nested(spec: Spec, texts: dict[str, str]) -> Record:
    """The values of dotted names in the records inside."""
    row: Record = {}
    for field in spec.fields:
        value = field.read(texts.get(field.name, ""))
        if value is None:
            continue
        *path, last = field.name.split(".")
        inner = row
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return row


def _at(row: Record, name: str) -> Any:
    value: Any = row
    for part in name.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    return value


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _says(one: Any, two: Any) -> bool:
    """Whether two values mean the same to the schema: 5 and "5", one and a list of one."""
    if isinstance(one, dict) and isinstance(two, dict):
        keys = {k for d in (one, two) for k, v in d.items() if not _empty(v)}
        return all(_says(one.get(k), two.get(k)) for k in keys)
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(_says, one, two))
    if isinstance(two, list) and len(two) == 1 and not isinstance(one, dict | list):
        return _says(one, two[0])
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    if isinstance(one, str | int | float) and isinstance(two, str | int | float):
        return one == two or str(one) == str(two).strip()
    return _empty(one) and _empty(two)


def _empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
