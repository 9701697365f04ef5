"""What a release says about itself: title, licence, how to cite, what is where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from ruamel.yaml import YAML
from ruamel.yaml.compat import StringIO

from records.licence import LICENCE, LICENCE_TITLE, LICENCE_URL, WHO

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

TITLE = "ASC knowledge base"
DESCRIPTION = (
    "Thin films grown by atomic and molecular layer deposition on battery electrodes: grown how "
    "and from what, measured by what, and how cells performed with and without them. Every value "
    "as its paper prints it, beside its reading in one unit, with its place in the paper."
)


def how_to_cite(version: str, changed: datetime) -> str:
    return f"{WHO}. {TITLE}, release {version} ({changed:%Y}). {settings.PUBLIC_URL}/"


def licence_file() -> str:
    return (
        f"This compilation is licensed under {LICENCE_TITLE} ({LICENCE}):\n{LICENCE_URL}\n\n"
        "The numbers were reported by the papers named with them; cite the paper that reports a\n"
        "number beside this compilation.\n"
    )


def citation_file(version: str, changed: datetime) -> str:
    """CITATION.cff, for those tools that read it."""
    body: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Cite this compilation, and the papers that report the numbers you use.",
        "type": "dataset",
        "title": TITLE,
        "abstract": DESCRIPTION,
        "authors": [{"name": WHO}],
        "version": version,
        "date-released": f"{changed:%Y-%m-%d}",
        "license": LICENCE,
        "url": f"{settings.PUBLIC_URL}/",
    }
    yaml = YAML()
    yaml.width = 100
    stream = StringIO()
    yaml.dump(body, stream)
    return str(stream.getvalue())


def readme(version: str, changed: datetime, counts: Mapping[str, int]) -> str:
    held = ", ".join(f"{count} {name}" for name, count in counts.items())
    return f"""# {TITLE}, release {version}

{DESCRIPTION}

Data as of {changed:%Y-%m-%d}: {held}.

- `data/`: a table for each kind of record, as CSV and as Parquet. Units stand in the heads of the
  columns, and every column is described in `datapackage.json`. In CSV, an apostrophe stands before
  text that a spreadsheet would run as a formula.
- `papers/`: what each paper says, as it prints it: the documents from which the tables follow.
- `vocabulary/`: precursors, materials, substrates and methods.
- `state.json`: ids ever given, dates of the last change, what was reviewed.
- `CHANGES.json`: what was added, changed and withdrawn since the release before.
- `manifest-sha256.txt`: checksums (`sha256sum --check manifest-sha256.txt`).

Cite as: {how_to_cite(version, changed)}
Licence: {LICENCE}, {LICENCE_URL}

To have the same REST answers at home: `manage.py load_release FOLDER` into an empty database.
"""
