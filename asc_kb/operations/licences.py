"""``make licences``: what is installed beside this code, and under which licence, as a page."""

from __future__ import annotations

import re
from importlib import metadata
from typing import Any

from asc_kb.settings.environment import BASE_DIR

PAGE = BASE_DIR / "docs" / "licences.md"
_HEAD = """\
# Licences

The code of this project is under the MIT licence (`LICENSE`), its data under CC BY 4.0. It is
installed beside the packages below and holds none of their code. Made by `make licences` from what
the packages say of themselves.

"""
_LONG = 60  # some put the whole text of their licence where its name belongs


def licences() -> str:
    """The page: a table for what runs the site, one for what development needs besides."""
    run = _locked("requirements.lock")
    dev = _locked("requirements-dev.lock") - run
    return f"{_HEAD}## To run\n\n{_table(run)}\n## For development besides\n\n{_table(dev)}"


def _locked(name: str) -> set[str]:
    found = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[.*\])?==", (BASE_DIR / name).read_text(), re.MULTILINE
    )
    return {one.lower().replace("_", "-") for one in found}


def _table(names: set[str]) -> str:
    rows = [f"| {name} | {_licence(name)} |\n" for name in sorted(names)]
    return f"| package | licence |\n|---|---|\n{''.join(rows)}"


def _licence(name: str) -> str:
    try:
        about: Any = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "not installed on this platform"
    stated = about.get("License-Expression") or (about.get("License") or "").strip()
    if stated and "\n" not in stated and len(stated) <= _LONG:
        return stated
    classifiers = about.get_all("Classifier") or []
    named = [one.split(" :: ")[-1] for one in classifiers if one.startswith("License ::")]
    return ", ".join(named) or stated.splitlines()[0][:_LONG] if stated or named else "not stated"


if __name__ == "__main__":
    PAGE.write_text(licences())
