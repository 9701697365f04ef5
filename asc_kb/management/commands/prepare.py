from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from asc_kb.operations import prepared
from exchange.models import Release
from records.deriving import BATCH
from records.kinds import record_kinds

_FEW = 2_000
"""Records that are computed before the first page is shown; more are left to the workers."""


class Command(BaseCommand):
    help = "Brings the database to this checkout's state: migrations, fixtures, derived values."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--state", help="Digest of this checkout; computed when left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        state = options["state"] or prepared.digest(settings.BASE_DIR)
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("Migrations are applied.")
        if "load_papers" not in get_commands():
            self.stdout.write("There is no load_papers command yet: fixtures are not loaded.")
        elif not settings.FIXTURES_DIR.is_dir():
            self.stdout.write(f"There is no folder {settings.FIXTURES_DIR}: nothing to load.")
        else:
            call_command("load_papers", str(settings.FIXTURES_DIR), keep_curated=True)
        _compute_what_waits()
        self._publish_first_release()
        prepared.remember(state)

    def _publish_first_release(self) -> None:
        """Pages say to cite a release: a fresh start has the one that ``VERSION`` names."""
        named = settings.FIXTURES_DIR / "VERSION"
        if not named.is_file() or Release.objects.exists() or _waiting():
            return
        with TemporaryDirectory() as folder:
            try:
                call_command(
                    "export_release",
                    Path(folder) / "release",
                    named=named.read_text().strip(),
                    publish=True,
                    stdout=self.stdout,
                )
            except (CommandError, OSError) as error:
                self.stderr.write(f"No release was published: {error}")


def _waiting() -> int:
    """How many records wait for their derived values."""
    return sum(kind.derivation.count_waiting() for kind in record_kinds())


def _compute_what_waits() -> None:
    """The first visitor finds derived values, not the word that they are being computed."""
    if _waiting() > _FEW:
        return
    for derivation in [kind.derivation for kind in record_kinds()]:
        for batch in derivation.walk(step=BATCH, only_waiting=True):
            derivation.run(batch, only_waiting=True)
