"""Documents on disk: YAML 1.2 or JSON, found in folders, put in the order they need each other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from io import StringIO
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from records.document.invalid import DocumentInvalid, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ENDINGS = {".yaml", ".yml", ".json"}


@dataclass(frozen=True)
class Source:
    """One document and the file it stands in."""

    path: Path
    data: Any

    @property
    def is_vocabulary(self) -> bool:
        schema = self.data.get("schema", "") if isinstance(self.data, dict) else ""
        return str(schema).startswith("asc-vocabulary/")

    @property
    def key(self) -> str:
        return str(self.data.get("key", self.path)) if isinstance(self.data, dict) else ""


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Every document file under ``paths``, sorted; a path that is not there is an error."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file() and p.suffix in ENDINGS)
            found += sorted(inside)
        elif path.is_file():
            found.append(path)
        else:
            raise FileNotFoundError(f"{path}: no such file or folder")
    return list(dict.fromkeys(found))


def read_file(path: Path) -> Source:
    """The document in a file; raises :class:`DocumentInvalid` that names line and column."""
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text) if path.suffix == ".json" else parse_yaml(text)
    except UnicodeDecodeError as error:
        problem = Problem("", f"is not UTF-8 text (byte {error.start})")
        raise DocumentInvalid([problem], str(path)) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise DocumentInvalid([Problem("", f"{where}{error.problem}")], str(path)) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise DocumentInvalid([Problem("", f"{where}: {error.msg}")], str(path)) from error
    return Source(path, data)


def parse_yaml(text: str) -> Any:
    """YAML 1.2 without tags or objects; a key given twice is an error."""
    return YAML(typ="safe", pure=True).load(text)


def write_yaml(data: Any) -> str:
    """Canonical YAML of a document, in the order of its keys."""
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 100
    stream = StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def in_order(sources: Iterable[Source]) -> list[Source]:
    """Vocabulary first, then papers so that each comes after the papers it refers to."""
    everything = list(sources)
    words = [source for source in everything if source.is_vocabulary]
    papers = {source.key: source for source in everything if not source.is_vocabulary}
    if len(words) + len(papers) != len(everything):
        raise DocumentInvalid([Problem("key", _twice(everything))])
    graph = {
        key: {k for k in _referred(source.data) if k in papers and k != key}
        for key, source in papers.items()
    }
    try:
        return [*words, *(papers[key] for key in TopologicalSorter(graph).static_order())]
    except CycleError as error:
        circle = " → ".join(error.args[1])
        message = f"papers refer to one another in a circle: {circle}"
        raise DocumentInvalid([Problem("via.paper", message)]) from error


def _twice(sources: list[Source]) -> str:
    seen: dict[str, Source] = {}
    for source in sources:
        if not source.is_vocabulary:
            if source.key in seen:
                return f'"{source.key}" stands in {seen[source.key].path} and in {source.path}'
            seen[source.key] = source
    return "a key is used twice"


def _referred(node: Any) -> Iterator[str]:
    """Keys of papers named anywhere in a document (``{paper: key, …}``)."""
    if isinstance(node, dict):
        if isinstance(node.get("paper"), str):
            yield node["paper"]
        for value in node.values():
            yield from _referred(value)
    elif isinstance(node, list):
        for item in node:
            yield from _referred(item)
