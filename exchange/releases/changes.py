"""What a release changed against the one before, record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from records.kinds import record_kinds

if TYPE_CHECKING:
    from pathlib import Path


def changes_since(previous: Path | None, folder: Path) -> dict[str, Any]:
    """Records added, changed and withdrawn, by id, and words of the vocabulary, by key."""
    if previous is None:
        return {"previous": None, "note": "This is the first release: everything in it is new."}
    before, now = _records(previous), _records(folder)
    package = YAML(typ="safe", pure=True).load((previous / "datapackage.json").read_text("utf-8"))
    return {
        "previous": package["version"],
        "added": sorted(now.keys() - before.keys()),
        "changed": sorted(k for k in now.keys() & before.keys() if now[k] != before[k]),
        "withdrawn": sorted(before.keys() - now.keys()),
    }


def _records(folder: Path) -> dict[str, Any]:
    """Every record of the documents of a release, by id (papers, coatings, tests) or kind/key."""
    yaml = YAML(typ="safe", pure=True)
    found: dict[str, Any] = {}
    for path in sorted((folder / "papers").glob("*.yaml")):
        document = yaml.load(path.read_text("utf-8"))
        for kind in record_kinds():
            found |= {entry["id"]: entry for entry in document.pop(kind.section, [])}
        found[document["id"]] = document
    for path in sorted((folder / "vocabulary").glob("*.yaml")):
        document = yaml.load(path.read_text("utf-8"))
        for entry in document.get(path.stem, []):
            found[f"{path.stem}/{entry['key']}"] = entry
    return found
