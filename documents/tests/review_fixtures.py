"""The paper documents and the vocabulary of ``tests/review/`` as plain data, for cross-checks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = settings.FIXTURES_DIR
REVIEW = "madadi-2025"

Data = dict[str, Any]


def _load(path: Path) -> Data:
    data: Data = YAML(typ="safe", pure=True).load(path)
    return data


@cache
def papers() -> dict[str, Data]:
    """Every paper document by its key."""
    documents = [_load(path) for path in sorted((FIXTURES / "papers").glob("*.yaml"))]
    return {document["key"]: document for document in documents}


@cache
def vocabulary(kind: str) -> dict[str, Data]:
    """``precursors``, ``materials``, ``substrates`` or ``methods``, by key."""
    entries = _load(FIXTURES / "vocabulary" / f"{kind}.yaml")[kind]
    return {entry["key"]: entry for entry in entries}


def reference(document: Data) -> int:
    """The number of a paper in the reference list of the review (0: the review itself)."""
    return int(document["via"]["number"]) if "via" in document else 0


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def coatings() -> Iterator[tuple[int, Data]]:
    """(reference number, coating) of every document."""
    for document in papers().values():
        for coating in document.get("coatings", []):
            yield reference(document), coating


def cycling_tests() -> Iterator[tuple[int, Data]]:
    """(reference number, cycling test) of every document."""
    for document in papers().values():
        for test in document.get("cycling", []):
            yield reference(document), test


def steps(coating: Data) -> Iterator[Data]:
    """The steps of a coating in order, those of sub-cycles among them."""

    def walk(entries: list[Data]) -> Iterator[Data]:
        for entry in entries:
            if "steps" in entry:
                yield from walk(entry["steps"])
            else:
                yield entry

    yield from walk(coating.get("steps", []))


def dosed(step: Data) -> list[str]:
    """The precursors of a step; several are alternatives."""
    return as_list(step.get("dose") or step.get("plasma") or step.get("soak"))


def precursors(coating: Data) -> list[str]:
    """Every precursor of a coating once, in the order of the steps."""
    return list(dict.fromkeys(key for step in steps(coating) for key in dosed(step)))


def printed(condition: Any) -> str:
    """The value of a test's condition, given bare or with its place."""
    return str(condition["value"] if isinstance(condition, dict) else condition)
