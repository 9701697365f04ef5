"""The review's world that tests are given, and when it is made anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from asc_kb.settings.environment import BASE_DIR
from asc_kb.testing.review import decides
from coatings.models import CoatingRead
from cycling.models import TestRead
from tests.derived_state import stale

PREPARING = """
import sys
import django
django.setup()
from django.core.management import load_command_class
for app, command in (("asc_kb", "prepare"), ("documents", "load_papers")):
    load_command_class(app, command)
print("\\n".join(str(getattr(module, "__file__", "")) for module in sys.modules.values()))
"""


@pytest.mark.usefixtures("review")
def test_the_review_is_published_and_derived() -> None:
    assert CoatingRead.objects.count() > 50
    assert TestRead.objects.count() > 30
    assert stale() == 0


def test_whatever_publishing_and_deriving_import_decides_the_world() -> None:
    command = [sys.executable, "-c", PREPARING]
    said = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=True).stdout
    files = {Path(line) for line in said.splitlines() if line.startswith(f"{BASE_DIR}/")}
    ours = {path for path in files if ".venv" not in path.parts}
    left_out = {str(path.relative_to(BASE_DIR)) for path in ours if not decides(path)}
    assert len(ours) > 100
    assert {
        path for path in left_out if not path.endswith(("/admin.py", "/apps.py", "/__init__.py"))
    } == set()
