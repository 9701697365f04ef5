"""Django's ``migrate``, which meets a database of an earlier version with a sentence."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate as of_django
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from asc_kb.embedded.trouble import Trouble
from asc_kb.operations.migrating import Executor

_EARLIER = (
    "This database was made by an earlier version of the code and is left as it is. To take its "
    "data along, let that version write `manage.py backup FILE` (everything, to keep) and "
    "`manage.py export_papers DIR` (the papers), then start this version with another "
    "ASC_DATA_DIR or DATABASE_URL and run `manage.py load_papers DIR`."
)


# The command makes its executor itself, by this name.
of_django.MigrationExecutor = Executor  # type: ignore[attr-defined]


class Command(of_django.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        applied = MigrationRecorder(connections[options["database"]]).applied_migrations()
        rooms = {app for app, _ in applied}
        # Every database of this code has the tables of records before those of papers.
        if "literature" in rooms and "records" not in rooms:
            raise Trouble(_EARLIER)
        super().handle(*args, **options)
