"""Writes a release: tables, documents, their description, and what changed since the last one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from django.http import QueryDict

from exchange.exports.offering import TabledView
from exchange.exports.parquet import parquet_blocks
from exchange.exports.text import csv_blocks
from exchange.releases.about import citation_file, licence_file, readme
from exchange.releases.changes import changes_since
from exchange.releases.crate import write_crate
from exchange.releases.package import data_package, sha256
from exchange.releases.points import write_points
from exchange.releases.profiles import write_profiles
from exchange.releases.state import kept_state, last_change
from exchange.releases.time_series import write_series
from records.data_version import one_snapshot

if TYPE_CHECKING:
    from datetime import datetime

CHECKSUMS = "manifest-sha256.txt"


@dataclass(frozen=True)
class Documents:
    """How the documents are had: the vocabulary by kind, and every paper by key, each as YAML."""

    vocabulary: Callable[[], Iterable[tuple[str, str]]]
    papers: Callable[[], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Written:
    """A release that was written: its version, the day of the data, their digest and counts."""

    version: str
    date: datetime
    digest: str
    counts: dict[str, int]


def write_release(
    folder: Path,
    *,
    views: Sequence[type[TabledView]],
    documents: Documents,
    version: str = "",
    previous: Path | None = None,
) -> Written:
    """Write the data as they are now into an empty folder, in one snapshot.

    The version is the day of the last change unless given; nothing in the files depends on the
    day or the place of writing. Raises FileExistsError where the folder holds anything.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    with one_snapshot():
        changed = last_change()
        if changed is None:
            raise ValueError("there are no data to release")
        version = version or f"{changed:%Y.%m.%d}"
        _write_documents(folder, documents)
        counts = {}
        for view in views:
            counts[view.plural] = _write_table(folder / "data", view)
        counts["points"] = write_points(folder / "data")
        counts["profile points"] = write_profiles(folder / "data")
        counts["time series rows"] = write_series(folder / "data")
    changes = changes_since(previous, folder)
    _put(folder / "CHANGES.json", orjson.dumps(changes, option=orjson.OPT_INDENT_2))
    _put(folder / "LICENSE.txt", licence_file().encode())
    _put(folder / "CITATION.cff", citation_file(version, changed).encode())
    _put(folder / "README.md", readme(version, changed, counts).encode())
    package = data_package(folder, views, version=version, changed=changed)
    _put(folder / "datapackage.json", orjson.dumps(package, option=orjson.OPT_INDENT_2))
    write_crate(folder, version=version, changed=changed)
    lines = [
        f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    _put(folder / CHECKSUMS, "".join(lines).encode())
    return Written(version, changed, data_digest(lines), counts)


def data_digest(lines: Iterable[str]) -> str:
    """One digest over the data: tables, documents and dates, not what is said about them."""
    folders = ("data/", "papers/", "vocabulary/", "state.json")
    data = [line for line in lines if line.split("  ", 1)[1].startswith(folders)]
    return hashlib.sha256("".join(data).encode()).hexdigest()


def _write_documents(folder: Path, documents: Documents) -> None:
    for place, texts in (("vocabulary", documents.vocabulary()), ("papers", documents.papers())):
        for name, text in texts:
            _put(folder / place / f"{name}.yaml", text.encode())
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    _put(folder / "state.json", orjson.dumps(kept_state(), option=options))


def _write_table(folder: Path, view: type[TabledView]) -> int:
    """The whole list as CSV and as Parquet; returns its length."""
    folder.mkdir(parents=True, exist_ok=True)
    served = view()
    table = view.table
    rows = _all_rows(view)
    with (folder / f"{view.plural}.csv").open("wb") as file:
        file.writelines(csv_blocks(table, served, rows, table.columns))
    with (folder / f"{view.plural}.parquet").open("wb") as file:
        values = table.rows(served, _all_rows(view), table.columns)
        file.writelines(parquet_blocks(table.columns, values))
    return len(rows) if isinstance(rows, list) else int(rows.count())


def _all_rows(view: type[TabledView]) -> Any:
    """The whole list, with what a list leaves out unless it is asked for."""
    of_any = "scope=any" if "scope" in view.filterset_class.base_filters else ""
    return view.filterset_class(QueryDict(of_any)).qs


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if content.endswith(b"\n") else content + b"\n")
