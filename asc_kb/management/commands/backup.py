from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from asc_kb.operations import backup


class Command(BaseCommand):
    help = (
        "Writes the whole database and the releases to FILE and verifies it by restoring it beside "
        "the original. With --keep N, FILE is a folder: the backup is named by the moment, and all "
        "but the newest N are removed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--keep", type=int, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"].absolute()
        keep: int | None = options["keep"]
        if keep is not None and keep < 1:
            raise CommandError(f"--keep: expected a number from 1, not {keep}")
        if keep:
            path = backup.create_in(path, keep)
        else:
            backup.create(path)
        manifest = backup.check(path)
        tables, releases = manifest["tables"], manifest["releases"]
        rows = sum(table["rows"] for table in tables.values())
        self.stdout.write(
            f"{path}: {rows} rows of {len(tables)} tables and {len(releases)} releases, "
            f"{path.stat().st_size:,} bytes, verified."
        )
