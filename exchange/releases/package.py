"""The Frictionless Data Package: every file, and every column of every table, described."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings

from exchange.releases.about import DESCRIPTION, LICENCE, LICENCE_TITLE, LICENCE_URL, TITLE
from exchange.releases.points import points_resources
from exchange.releases.profiles import profiles_resource
from exchange.releases.time_series import series_resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from exchange.exports.columns import Column
    from exchange.exports.offering import TabledView

_TYPES = {
    "text": "string",
    "json": "string",
    "words": "string",
    "number": "number",
    "whole": "integer",
    "flag": "boolean",
    "time": "datetime",
}
# A typed table names its own types; these are what a validator makes of them, gaps included.
_READ_TYPED = {"words": "any", "whole": "number", "flag": "any", "time": "any"}


def data_package(
    folder: Path, views: Sequence[type[TabledView]], *, version: str, changed: datetime
) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "asc-knowledge-base",
        "title": TITLE,
        "description": DESCRIPTION,
        "homepage": f"{settings.PUBLIC_URL}/",
        "version": version,
        "created": changed.isoformat(),
        "licenses": [{"name": LICENCE, "title": LICENCE_TITLE, "path": LICENCE_URL}],
        "resources": [
            *(resource for view in views for resource in _resources(folder, view)),
            *points_resources(folder),
            profiles_resource(),
            series_resource(),
        ],
    }


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _resources(folder: Path, view: type[TabledView]) -> Iterator[dict[str, Any]]:
    for suffix, media in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet")):
        path = folder / "data" / f"{view.plural}.{suffix}"
        resource: dict[str, Any] = {
            "name": view.plural if suffix == "csv" else f"{view.plural}-{suffix}",
            "title": (view.__doc__ or "").strip().splitlines()[0],
            "path": f"data/{path.name}",
            "format": suffix,
            "mediatype": media,
        }
        if suffix == "csv":  # of a binary table the checks of the format count nothing
            resource |= {"profile": "tabular-data-resource", "encoding": "utf-8"}
            resource |= {"bytes": path.stat().st_size, "hash": f"sha256:{sha256(path)}"}
        yield resource | {"schema": _schema(view.table.columns, typed=suffix == "parquet")}


def _schema(columns: Sequence[Column], *, typed: bool) -> dict[str, Any]:
    heads = [column.header for column in columns]
    key = "id" if "id" in heads else "key"
    fields = [_field(column, typed=typed) for column in columns]
    return {"fields": fields, "primaryKey": [key], "missingValues": [""]}


def _field(column: Column, *, typed: bool) -> dict[str, Any]:
    kind = (_READ_TYPED if typed else _TYPES).get(column.kind) or _TYPES[column.kind]
    field: dict[str, Any] = {"name": column.header, "type": kind}
    if column.kind == "flag" and not typed:
        field |= {"trueValues": ["t"], "falseValues": ["f"]}
    if column.kind == "time" and not typed:
        field["format"] = "%Y-%m-%dT%H:%M:%S.%fZ"
    doc = column.doc
    if column.kind == "words" and not typed:
        doc = f"{doc} Joined by semicolons.".strip()
    if column.kind == "words" and typed:
        doc = f"{doc} A list of words.".strip()
    if column.kind == "json":
        doc = f"{doc} As JSON, in the shape that REST gives.".strip()
    more = {"description": doc, "unit": column.unit, "source": column.source}
    return field | {name: text for name, text in more.items() if text}
