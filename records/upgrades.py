"""Which migrations the code before them cannot live with: they contract, all others expand.

A new version's migrations run while the old one serves, so each adds and takes nothing away; the
linter of ``make check`` holds it. What does take away is declared here, with what the old code
misses, and ``manage.py migrate`` runs it only where nobody else is connected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.migrations import Migration

CONTRACTS = {
    "cycling.0003_curves": "the points of tests move into another table, and theirs is dropped",
    "cycling.0007_packed_curves_and_about": "the columns of a curve become one, and are dropped",
}


def contracts(plan: Sequence[tuple[Migration, bool]]) -> list[str]:
    """The migrations of a plan that old code cannot live with, as ``app.name``. Where a room's
    tables are only now made there is no old code."""
    steps = [migration for migration, _ in plan]
    new = {migration.app_label for migration in steps if migration.initial}
    new |= {migration.app_label for migration in steps if not _of_its_room(migration)}
    return [
        name for name in _names(steps) if name in CONTRACTS and name.partition(".")[0] not in new
    ]


def _of_its_room(migration: Migration) -> bool:
    """Whether it stands on an earlier one of its room."""
    return any(app == migration.app_label for app, _ in migration.dependencies)


def _names(steps: Iterable[Migration]) -> list[str]:
    return [f"{migration.app_label}.{migration.name}" for migration in steps]
