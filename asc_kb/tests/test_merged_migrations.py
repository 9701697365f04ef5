"""A database from before migrations were merged goes on from where it is."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from asc_kb.embedded.trouble import Trouble
from asc_kb.operations import backup

pytestmark = pytest.mark.django_db

MERGED = "0002_where_read_and_structure"


def test_a_database_with_both_of_the_merged_migrations_needs_no_other() -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="coatings", name=MERGED).delete()
    for name in ("0002_where_read", "0003_material_structure"):
        if not recorder.migration_qs.filter(app="coatings", name=name).exists():
            recorder.record_applied("coatings", name)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    call_command("migrate", verbosity=0)
    assert ("coatings", MERGED) in recorder.applied_migrations()
    held = backup._migrations()
    assert "coatings.0002_where_read" in held, "the database keeps the names"
    backup._check_migrations({"migrations": held})
    with pytest.raises(Trouble, match="0009_of_no_code"):
        backup._check_migrations({"migrations": [*held, "coatings.0009_of_no_code"]})
