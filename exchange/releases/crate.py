"""The RO-Crate around a release: what it is, whose, under which licence, file by file."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

import orjson
from django.conf import settings
from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from exchange.releases.about import (
    DESCRIPTION,
    LICENCE_TITLE,
    LICENCE_URL,
    TITLE,
    WHO,
    how_to_cite,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

METADATA = "ro-crate-metadata.json"
_MEDIA = {
    ".yaml": "application/yaml",
    ".parquet": "application/vnd.apache.parquet",
    ".cff": "application/yaml",
    ".md": "text/markdown",
}


def write_crate(folder: Path, *, version: str, changed: datetime) -> None:
    """Describe every file that is in the folder now."""
    crate = ROCrate()
    crate.name = TITLE
    crate.description = DESCRIPTION
    crate.datePublished = changed
    publisher = crate.add(
        ContextEntity(
            crate, f"{settings.PUBLIC_URL}/", properties={"@type": "Organization", "name": WHO}
        )
    )
    licence = crate.add(
        ContextEntity(
            crate,
            LICENCE_URL,
            properties={
                "@type": "CreativeWork",
                "name": LICENCE_TITLE,
                "description": "Share and adapt, also commercially; give credit.",
            },
        )
    )
    crate.license = licence
    root = crate.root_dataset
    root["version"] = version
    root["publisher"] = publisher
    root["author"] = publisher
    root["url"] = f"{settings.PUBLIC_URL}/"
    root["creditText"] = how_to_cite(version, changed)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            media = _MEDIA.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"
            described = {
                "name": name,
                "encodingFormat": media,
                "contentSize": str(path.stat().st_size),
            }
            crate.add_file(path, name, properties=described)
    graph = crate.metadata.generate()
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    (folder / METADATA).write_bytes(orjson.dumps(graph, option=options) + b"\n")
