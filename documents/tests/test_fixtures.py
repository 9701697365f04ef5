"""What the project ships in ``fixtures/``: the review as it was read, and whatever came since."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import call_command

from documents.files import find_files, in_order, read_file
from documents.tests import review_fixtures

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = settings.BASE_DIR / "fixtures"

PAPER = """\
schema: asc-paper/1
key: %s
citation: {type: article-journal, issued: 2020}
coatings:
  - key: al2o3  # on silicon
    material: al2o3
    purpose: protective barrier
    substrate: {material: si}
cycling:
  - key: bare
    cell: {electrode: si}
"""


def _shipped() -> dict[str, Any]:
    sources = [read_file(path) for path in find_files([SHIPPED])]
    return {source.key: source.data for source in in_order(sources) if not source.is_vocabulary}


def _missing(was: Any, now: Any, path: str) -> list[str]:
    """Paths of what stood in ``was`` and does not stand in ``now``."""
    if isinstance(was, dict) and isinstance(now, dict):
        return [
            lost
            for key, value in was.items()
            for lost in (
                _missing(value, now[key], f"{path}.{key}") if key in now else [f"{path}.{key}"]
            )
        ]
    if isinstance(was, list) and isinstance(now, list):
        return [
            f"{path}[{place}]"
            for place, value in enumerate(was)
            if not any(_missing(value, one, "") == [] for one in now)
        ]
    more_is_said = path.endswith(".note") and str(now).startswith(str(was))
    return [] if was == now or more_is_said else [path]


def test_nothing_that_was_read_in_the_review_is_lost() -> None:
    shipped = _shipped()
    lost = [
        path
        for key, document in review_fixtures.papers().items()
        for path in (_missing(document, shipped[key], key) if key in shipped else [key])
    ]
    assert lost == []


def test_every_record_that_ships_has_an_id_of_its_own() -> None:
    given, without = [], []
    for key, document in _shipped().items():
        for entry in (document, *document.get("coatings", []), *document.get("cycling", [])):
            given.append(entry.get("id"))
            if "id" not in entry:
                without.append(f"{key}: {entry['key']}")
    assert without == [], "manage.py number_papers fixtures gives them"
    assert len(given) == len(set(given))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a-2020", "b-2020"):
        (tmp_path / f"{name}.yaml").write_text(PAPER % name)
    return tmp_path


def _number(folder: Path) -> str:
    said = StringIO()
    call_command("number_papers", str(folder), stdout=said, no_color=True)
    return said.getvalue().strip()


def test_ids_are_given_in_the_order_of_the_files_and_nothing_else_changes(folder: Path) -> None:
    assert _number(folder) == "6 ids given in 2 files"
    first, second = (read_file(folder / f"{name}.yaml").data for name in ("a-2020", "b-2020"))
    assert [first["id"], second["id"]] == ["ASC-P000001", "ASC-P000002"]
    assert [first["coatings"][0]["id"], second["cycling"][0]["id"]] == [
        "ASC-C000001",
        "ASC-T000002",
    ]
    lines = (folder / "a-2020.yaml").read_text().splitlines()
    assert [line for line in lines if " id: " not in f" {line}"] == (PAPER % "a-2020").splitlines()


def test_an_id_that_was_given_or_withdrawn_is_never_given_again(folder: Path) -> None:
    _number(folder)
    before = (folder / "a-2020.yaml").read_text()
    withdrawn = "# ASC-C000007 was withdrawn\n"
    (folder / "c-2020.yaml").write_text(withdrawn + PAPER % "c-2020")
    assert _number(folder) == "3 ids given in 3 files"
    assert (folder / "a-2020.yaml").read_text() == before
    assert read_file(folder / "c-2020.yaml").data["coatings"][0]["id"] == "ASC-C000008"
    assert _number(folder) == "0 ids given in 3 files"
