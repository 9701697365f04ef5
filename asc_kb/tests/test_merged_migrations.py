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

MERGED = [
    ("coatings", "0002_where_read_and_structure", "0002_where_read", "0003_material_structure"),
    ("coatings", "0005_series_and_purpose", "0005_series", "0006_purpose_not_stated"),
]


@pytest.mark.parametrize(("app", "merged", "first", "second"), MERGED)
def test_a_database_with_both_of_the_merged_migrations_needs_no_other(
    app: str, merged: str, first: str, second: str
) -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app=app, name=merged).delete()
    for name in (first, second):
        if not recorder.migration_qs.filter(app=app, name=name).exists():
            recorder.record_applied(app, name)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    call_command("migrate", verbosity=0)
    assert (app, merged) in recorder.applied_migrations()
    held = backup._migrations()
    assert f"{app}.{first}" in held, "the database keeps the names"
    backup._check_migrations({"migrations": held})
    with pytest.raises(Trouble, match="0009_of_no_code"):
        backup._check_migrations({"migrations": [*held, "coatings.0009_of_no_code"]})
