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
    """Vocabulary first, then papers, so that each comes after what it refers to."""
    everything = list(sources)
    words = [source for source in everything if source.is_vocabulary]
    papers = {source.key: source for source in everything if not source.is_vocabulary}
    if len(words) + len(papers) != len(everything):
        raise DocumentInvalid([Problem("key", _twice(everything))])
    graph = {
        key: {k for k in _referred(source.data) if k in papers and k != key}
        for key, source in papers.items()
    }
    ordered = _after_what_they_need(graph, "via.paper", "papers")
    return [*_words_in_order(words), *(papers[key] for key in ordered)]


def _words_in_order(sources: list[Source]) -> list[Source]:
    """Vocabulary documents, each after those with the phases and parents that its words have."""
    by_path = {str(source.path): source for source in sources}
    has = {path: set(_words(source.data)) for path, source in by_path.items()}
    graph: dict[str, set[str]] = {}
    for path, source in by_path.items():
        needed = set(_needed_words(source.data)) - has[path]
        graph[path] = {other for other in by_path if other != path and needed & has[other]}
    ordered = _after_what_they_need(graph, "phases", "vocabulary files (put the words in one)")
    return [by_path[path] for path in ordered]


def _after_what_they_need(graph: dict[str, set[str]], field: str, what: str) -> list[str]:
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        message = f"{what} refer to one another in a circle: {circle}"
        raise DocumentInvalid([Problem(field, message)]) from error


def _words(data: Any) -> Iterator[tuple[str, str]]:
    for section in ("materials", "methods"):
        for entry in _dicts(data.get(section)):
            yield section, str(entry.get("key"))


def _needed_words(data: Any) -> Iterator[tuple[str, str]]:
    for entry in _dicts(data.get("materials")):
        for phase in _dicts(entry.get("phases")):
            yield "materials", str(phase.get("material"))
    for entry in _dicts(data.get("methods")):
        yield "methods", str(entry.get("parent"))


def _dicts(items: Any) -> list[dict[str, Any]]:
    """The entries of a list of a document that is not checked yet."""
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


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
