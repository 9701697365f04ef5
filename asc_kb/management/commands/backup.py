from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from asc_kb.operations import backup


class Command(BaseCommand):
    help = "Writes the whole database to FILE and verifies it by restoring it beside the original."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"].absolute()
        manifest = backup.create(path)
        tables = manifest["tables"]
        rows = sum(table["rows"] for table in tables.values())
        self.stdout.write(
            f"{path}: {rows} rows of {len(tables)} tables, {path.stat().st_size:,} bytes, verified."
        )
