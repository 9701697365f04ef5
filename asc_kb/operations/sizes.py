"""How large the house is: what ``make check`` prints, and the bounds that it holds."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from asc_kb.settings.environment import BASE_DIR

_APART = {"tests", "testing", "migrations", "bench"}


@dataclass(frozen=True)
class Size:
    what: str
    found: int
    most: int

    def __str__(self) -> str:
        return f"{self.what}: {self.found} (at most {self.most})"


def sizes() -> list[Size]:
    """Each count beside its bound. A bound is raised by whoever adds a capability, knowingly."""
    python = [BASE_DIR / path for path in _files("*.py") if not _APART.intersection(path.parts)]
    templates = [BASE_DIR / path for path in _files("templates/*.html")]
    return [
        Size(
            "lines of Python without tests, migrations and bench", sum(map(_lines, python)), 90000
        ),
        Size("lines of the longest of these files", max(map(_lines, python)), 440),
        Size("most migrations in a room", max(map(_migrations, _rooms())), 6),
        Size("characters in the longest line of a template", max(map(_width, templates)), 120),
    ]


def _files(pattern: str) -> list[Path]:
    """Files that git tracks, as paths in the checkout."""
    asked = ["git", "ls-files", "-z", "--", pattern]
    result = subprocess.run(asked, cwd=BASE_DIR, capture_output=True, text=True, check=True)
    return [Path(name) for name in result.stdout.split("\0") if name]


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _rooms() -> list[Path]:
    return [path.parent for path in BASE_DIR.glob("*/apps.py")]


def _migrations(room: Path) -> int:
    return len(list(room.glob("migrations/0*.py")))


def _width(path: Path) -> int:
    return max((len(line) for line in path.read_text().splitlines()), default=0)
