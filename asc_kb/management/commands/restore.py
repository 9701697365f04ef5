from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from asc_kb.embedded.trouble import Trouble
from asc_kb.operations import backup


class Command(BaseCommand):
    help = (
        "Replaces the whole database by the backup in FILE. Nothing is replaced before every table "
        "was restored beside it and compared. With --try nothing is replaced at all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a backup; with --try also a folder of them")
        parser.add_argument(
            "--try", action="store_true", help="Restore it beside the database, compare, and stop."
        )
        parser.add_argument("--no-input", action="store_true", help="Do not ask before replacing.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"].absolute()
        if options["try"]:
            if path.is_dir():
                told = backup.try_newest(path)
                self.stdout.write(f"{told['file']} gives everything back ({told['seconds']} s).")
            else:
                backup.rehearse(path)
                self.stdout.write(f"{path.name} gives everything back.")
            return
        manifest = backup.check(path)
        if sys.stdin.isatty() and not options["no_input"]:
            name = connection.settings_dict["NAME"]
            answer = input(f"Replace the database {name} by the backup of {manifest['made']}? ")
            if answer.strip().lower() not in {"y", "yes"}:
                raise Trouble("Nothing was changed.")
        backup.restore(path)
        tables = manifest["tables"]
        rows = sum(table["rows"] for table in tables.values())
        self.stdout.write(
            f"Restored the backup of {manifest['made']}: {rows} rows of {len(tables)} tables, "
            "compared one by one."
        )
