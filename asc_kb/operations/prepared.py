"""Whether a database already has this checkout's migrations and fixtures.

A warm start asks one row instead of running migrations and reading a hundred documents. The row
goes whenever migrations run by hand, so that it can be trusted.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path


def digest(base_dir: Path) -> str:
    """SHA-256 over all code that prepares a database and over the fixtures it loads."""
    files = [
        path
        for room in ("asc_kb", "science", *settings.ROOMS)
        for path in sorted((base_dir / room).rglob("*.py"))
        if "tests" not in path.parts
    ]
    files += [path for path in sorted((base_dir / "fixtures").rglob("*")) if path.is_file()]
    total = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        total.update(f"{path.relative_to(base_dir)} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def forget(**kwargs: Any) -> None:
    """After migrations have run, nobody knows any more what the database was prepared with."""
    from asc_kb.models import Prepared

    Prepared.objects.using(kwargs["using"]).all().delete()


def remember(state: str) -> None:
    """The database now has the migrations and fixtures of ``state``."""
    from asc_kb.models import Prepared

    Prepared.objects.update_or_create(id=1, defaults={"digest": state})
