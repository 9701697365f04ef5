"""The shape of the house: rooms, no rooms without a purpose, nothing foreign inside."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from django.conf import settings

from asc_kb.operations import checks
from asc_kb.operations.clean import CHECKS
from asc_kb.settings.environment import BASE_DIR
from records.kinds import rooms_of_kinds

NAMELESS = {"core", "common", "utils", "helpers", "misc", "shared", "lib"}
LONGEST_TEMPLATE_LINE = 120

PARTS = {
    "kind": "what the kind is to the rest of the house",
    "models": "tables",
    "document": "what of a paper document is its own: entries, check, to rows and back",
    "actions": "every write",
    "read_row": "from rows to read rows",
    "inputs": "what science reads",
    "derive": "to science and back",
    "dependents": "what to compute again after a change",
    "tasks": "Celery tasks",
    "filters": "FilterSets of pages and REST alike",
    "queries": "reads by name",
    "list_pages": "columns and panels of lists",
    "spoken": "how the phrases of a search box speak of the kind",
    "views": "pages",
    "charts": "figures",
    "series": "time series to parts and back",
    "profiles": "voltages against capacity, read off figures",
    "sidebyside": "records in columns beside one another",
    "strip": "the answer at the head of its page, and its limit",
    "linked_data": "the record in the words of schema.org",
    "api": "REST",
    "urls": "addresses",
    "admin": "administration site",
    "apps": "the Django application",
    "templatetags": "what it adds to pages of other rooms",
    "migrations": "changes of tables",
    "tests": "tests of this room alone",
}
"""What a room of records may hold: a room lacks what it does not need, and calls nothing else."""


def python_files() -> list[str]:
    """Every Python file of the project, as a path relative to the checkout."""
    rooms = ("asc_kb", "science", "bench", "tests", *settings.ROOMS)
    return [
        str(path.relative_to(BASE_DIR))
        for room in rooms
        for path in (BASE_DIR / room).rglob("*.py")
    ]


def test_no_module_is_named_after_no_purpose() -> None:
    names = {part.removesuffix(".py") for path in python_files() for part in path.split("/")}
    assert names & NAMELESS == set()


def test_every_room_is_an_application_with_tests() -> None:
    assert set(settings.ROOMS) <= set(settings.INSTALLED_APPS)
    for room in settings.ROOMS:
        assert (BASE_DIR / room / "tests" / "__init__.py").exists(), room


def test_rooms_of_records_hold_files_of_the_same_names() -> None:
    for room in rooms_of_kinds():
        held = {path.stem for path in (BASE_DIR / room).iterdir() if path.suffix in {"", ".py"}}
        assert held - {"__init__", "__pycache__"} <= PARTS.keys(), room


def test_imports_go_one_way_through_the_rooms() -> None:
    result = subprocess.run(
        CHECKS["import contracts"], cwd=BASE_DIR, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout
    assert "3 kept, 0 broken" in result.stdout


def test_science_runs_without_django() -> None:
    code = (
        "import sys, science, pkgutil, importlib\n"
        "for module in pkgutil.walk_packages(science.__path__, 'science.'):\n"
        "    if '.tests' not in module.name: importlib.import_module(module.name)\n"
        "sys.exit('django' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=BASE_DIR, check=False).returncode == 0


def test_nothing_third_party_and_no_index_address_is_committed() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (BASE_DIR / lock).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index-url" not in text.replace("--no-emit-index-url", "")
    static = BASE_DIR / "static"
    assert [path for path in static.rglob("*.min.*") if path.is_file()] == []


@pytest.mark.parametrize("source", ["'unsafe-inline'", "'unsafe-eval'", "*"])
def test_a_loosened_content_policy_fails_the_system_check(source: str) -> None:
    loosened = {"DIRECTIVES": {"script-src": ["'self'", source]}}
    before = settings.CONTENT_SECURITY_POLICY
    assert checks._content_policy(None) == []
    settings.CONTENT_SECURITY_POLICY = loosened
    try:
        (error,) = checks._content_policy(None)
    finally:
        settings.CONTENT_SECURITY_POLICY = before
    assert source in error.msg


def test_every_line_of_a_template_is_short_enough_to_read() -> None:
    long = [
        f"{path.relative_to(BASE_DIR)}:{number}"
        for path in (BASE_DIR / "templates").rglob("*.*")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]
    assert long == []


@pytest.mark.parametrize("page", ["architecture.md", "glossary.md", "adding-a-kind.md"])
def test_the_files_that_guides_name_are_there(page: str) -> None:
    named = re.findall(r"`([a-z_]+(?:/[\w.-]+)+)`", (BASE_DIR / "docs" / page).read_text())
    examples = {"fixtures/papers", "growth", "templates/growth"}
    missing = [
        name
        for name in named
        if not (BASE_DIR / name).exists() and not name.startswith(tuple(examples))
    ]
    assert named
    assert missing == []
