"""Places and values of a document in words."""

from __future__ import annotations

import re
from typing import Any

from records.kinds import record_kinds
from science.properties import PROPERTIES

_NAMES = {
    **{kind.section: kind.word for kind in record_kinds()},
    "measurements": "",
    "results": "result:",
    "source_temperatures": "source temperature of",
    "precursor_values": "value of",
    "withdrawn": "withdrawal of",
    "figures": "figure",
    "container-title": "journal",
    "at": "place read",
    "via": "read in",
    "DOI": "DOI",
    "citation": "citation:",
    "cell": "cell:",
    "conditions": "condition:",
    "value": "",
}
_PART = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")


def in_words(place: str) -> str:
    """``coatings[al2o3-on-li].measurements[thickness].value`` as
    ``coating al2o3-on-li, thickness``."""
    if not place:
        return "the whole paper"
    parts: list[str] = []
    for step in place.split("."):
        found = _PART.findall(step)
        names = [_name(word) if word else _item(item) for word, item in found]
        text = " ".join(name for name in names if name)
        if text:
            parts.append(text)
    return ", ".join(parts).replace(":,", ":")


def _name(word: str) -> str:
    if word in _NAMES:
        return _NAMES[word]
    if word in PROPERTIES:
        return PROPERTIES[word].label.lower()
    return word.replace("_", " ").replace("-", " ")


def _item(name: str) -> str:
    stem, _, again = name.partition("#")
    label = PROPERTIES[stem].label.lower() if stem in PROPERTIES else stem
    return f"{label} ({again})" if again else label


def value_in_words(value: Any) -> str:
    """A value as a person reads it; steps as a line, lists joined."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        if value and all(isinstance(item, list) for item in value):
            return f"{len(value)} points"
        if value and all(isinstance(item, dict) for item in value):
            return " → ".join(_entry(item) for item in value)
        return ", ".join(value_in_words(item) for item in value)
    if isinstance(value, dict):
        return _entry(value)
    return str(value)


def _entry(item: dict[str, Any]) -> str:
    if "rows" in item and isinstance(item["rows"], list):
        return f"{len(item['rows'])} points"
    if "family" in item or "literal" in item:
        given = [item.get("given"), item.get("family") or item.get("literal")]
        return " ".join(str(part) for part in given if part)
    if item.get("purge") is True:
        rest = {key: value for key, value in item.items() if key != "purge"}
        return f"purge {_entry(rest)}".strip()
    if isinstance(item.get("steps"), list):
        inner = value_in_words(item["steps"])
        return f"{item.get('repeat') or 1} × ({inner})"
    return ", ".join(f"{str(k).replace('_', ' ')} {value_in_words(v)}" for k, v in item.items())
