"""What was expected where a document has something else, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rapidfuzz import process, utils

if TYPE_CHECKING:
    from collections.abc import Iterable

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TERM_PATTERN = r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"
_SHAPES = {
    SLUG_PATTERN: "a key of lower-case letters, digits and hyphens, such as al2o3-on-li",
    TERM_PATTERN: "a key of letters, digits and hyphens, such as FE-SEM",
    r"^\d{4}(-\d\d){0,2}$": "a year, 2017-03 or 2017-03-07",
    r"^\d{4}-\d\d-\d\d$": "a day, such as 2017-03-07",
    r"^10\.\d{4,9}/[!-~]+$": "a DOI, such as 10.1039/d5dt00526d",
    r"^\d{2,7}-\d\d-\d$": "a CAS number, such as 75-24-1",
    r"^[A-Z]{14}-[A-Z]{10}-[A-Z]$": "an InChIKey, such as JLTRXTDYQLMHGR-UHFFFAOYSA-N",
    r"^[0-9a-f]{64}$": "a SHA-256 of 64 digits and letters a to f",
}
_KINDS = {
    "int": "a whole number", "float": "a number", "decimal": "a number", "bool": "true or false",
    "string": "a text", "list": "a list", "dict": "names with their values",
    "model": "names with their values",
}  # fmt: skip


def nearest(word: str, known: Iterable[str]) -> str:
    """`` (did you mean "liotbu"?)`` where something known is near, else an empty string."""
    best = process.extractOne(
        str(word), list(known), score_cutoff=60, processor=utils.default_process
    )
    return f' (did you mean "{best[0]}"?)' if best else ""


def expected(item: Any) -> str:
    """What would have been right, of one error of the schema; empty where the error says it all."""
    kind, said = item["type"], item.get("ctx", {})
    if kind == "string_pattern_mismatch":
        pattern = said["pattern"]
        if pattern.startswith("^https?://"):
            return "an address that begins with https://"
        if "ASC-" in pattern:
            return "an id of this knowledge base, such as ASC-C000001"
        return _SHAPES.get(pattern, f"a text of the form {pattern}")
    if kind == "literal_error":
        return str(said["expected"]).replace("'", "")
    if kind in ("too_short", "string_too_short"):
        return f"at least {said['min_length']} {_things(kind, said['min_length'])}"
    if kind in ("too_long", "string_too_long"):
        return f"at most {said['max_length']} {_things(kind, said['max_length'])}"
    for limit, words in (("ge", "at least"), ("gt", "more than"), ("le", "at most"),
                         ("lt", "less than")):  # fmt: skip
        if limit in said:
            return f"a number of {words} {said[limit]}"
    of = re.match(r"(\w+?)_(?:parsing|type|from_float|finite_number|attributes_type)", kind)
    return _KINDS.get(of[1], "") if of else ""


def _things(kind: str, count: int) -> str:
    word = "character" if kind.startswith("string") else "item"
    return word if count == 1 else f"{word}s"


def choices_of(item: Any) -> list[str]:
    """The words that may stand there."""
    return re.findall(r"'([^']*)'", str(item.get("ctx", {}).get("expected", "")))
