"""Django's ``migrate``, which meets a database of an earlier version with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.commands import migrate as of_django
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from asc_kb.embedded.trouble import Trouble
from asc_kb.operations.migrating import Executor
from records.upgrades import CONTRACTS, contracts

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

_EARLIER = (
    "This database was made by an earlier version of the code and is left as it is. To take its "
    "data along, let that version write `manage.py backup FILE` (everything, to keep) and "
    "`manage.py export_papers DIR` (the papers), then start this version with another "
    "ASC_DATA_DIR or DATABASE_URL and run `manage.py load_papers DIR`."
)
_CONNECTED = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type = 'client backend'
"""


# The command makes its executor itself, by this name.
of_django.MigrationExecutor = Executor  # type: ignore[attr-defined]


class Command(of_django.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--while-connected",
            action="store_true",
            help="Take away what an earlier version reads although others are connected.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        applied = MigrationRecorder(connections[options["database"]]).applied_migrations()
        rooms = {app for app, _ in applied}
        # Every database of this code has the tables of records before those of papers.
        if "literature" in rooms and "records" not in rooms:
            raise Trouble(_EARLIER)
        # going back takes away by intent; a plan and a check take nothing
        if not (options["migration_name"] or options["plan"] or options["check_unapplied"]):
            _refuse_beside_others(options["database"], allowed=options["while_connected"])
        super().handle(*args, **options)


def _refuse_beside_others(using: str, *, allowed: bool) -> None:
    """What takes away from under running code waits until that code is stopped."""
    connection = connections[using]
    executor = MigrationExecutor(connection)
    found = contracts(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not found or allowed:
        return
    with connection.cursor() as cursor:
        cursor.execute(_CONNECTED)
        others = cursor.fetchone()[0]
    if others:
        raise Trouble(
            f"{found[0]} takes away what an earlier version reads ({CONTRACTS[found[0]]}), and "
            f"{others} others are connected. Stop web, worker and beat, migrate, and start the new "
            "ones; or say --while-connected. Nothing was changed."
        )
